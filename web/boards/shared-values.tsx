// The values that the tiles of a board share: they stand in the address.
import { useState } from 'preact/hooks';
import type { Board } from '../../domain/contract/board.ts';
import type { Choice } from '../../domain/contract/parameter.ts';
import { entriesFromSearch, entryErrors, searchFrom, type Entries } from '../../ui/entries.ts';
import { ParameterForm } from '../../ui/fields/parameter-form.tsx';
import { goTo } from '../frame/location.ts';

interface Props {
  board: Pick<Board, 'parameters' | 'timeZone'>;
  search: string;
  /** Of the page. */
  path: string;
  loadChoices: (parameter: string) => Promise<Choice[]>;
}

export function SharedValues({
  board: { parameters, timeZone },
  search,
  path,
  loadChoices,
}: Props) {
  const [entries, setEntries] = useState<Entries>(() =>
    entriesFromSearch(parameters, new URLSearchParams(search)),
  );
  const [isAsked, setAsked] = useState(false);
  const errors = entryErrors(parameters, entries);
  const apply = () => {
    setAsked(true);
    if (Object.keys(errors).length > 0) return;
    const next = searchFrom(parameters, entries).toString();
    goTo(path + (next === '' ? '' : `?${next}`));
  };
  return (
    <form
      class="parameters"
      aria-label="Shared values"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <ParameterForm
        parameters={parameters}
        entries={entries}
        onChange={setEntries}
        errors={isAsked ? errors : {}}
        idPrefix="shared"
        timeZone={timeZone}
        loadChoices={loadChoices}
      />
      <button type="submit" class="button primary">
        Apply
      </button>
    </form>
  );
}
