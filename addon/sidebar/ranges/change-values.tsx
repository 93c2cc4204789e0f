// Refreshes a linked range with other values, which become its own.
import { useEffect, useRef, useState } from 'preact/hooks';
import { entryErrors, unclearEntries } from '../../../ui/entries.ts';
import { focusFirstError, ParameterForm } from '../../../ui/fields/parameter-form.tsx';
import { useCellTexts } from '../query/cell-texts.ts';
import { parameterError } from '../query/values-form.tsx';
import { PartForm } from './part-form.tsx';
import type { PartProps } from './parts.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';
import { entriesFromSources, sourcesFrom } from '../value-sources.ts';

export function ChangeValues({ range, onDone, refreshing }: PartProps) {
  const { start, choices } = useSession();
  const { parameters, slug, id } = range;
  const { timeZone, locale } = start.spreadsheet;
  const [entries, setEntries] = useState(() =>
    entriesFromSources(parameters, range.values, locale),
  );
  const [errors, setErrors] = useState<Record<string, string>>({});
  const inCells = useCellTexts(entries);
  const isShown = useIsShown();
  const idPrefix = `range-${id}`;
  const refuse = (found: Record<string, string>) => {
    setErrors(found);
    requestAnimationFrame(() => focusFirstError(parameters, found, idPrefix));
  };
  const save = async () => {
    const own = entryErrors(parameters, entries, locale);
    if (Object.keys(own).length > 0) return refuse(own);
    setErrors({});
    const values = sourcesFrom(parameters, entries, locale);
    const { problem } = await refreshing.refresh(range, { values, isShown });
    // Closed meanwhile: the card tells it, and another part may be open by now.
    if (!isShown()) return;
    // What was filled in stays until it stands in the sheet.
    if (problem) return refuse(parameterError(problem));
    onDone();
  };
  return (
    <PartForm
      name="Values"
      save={{ label: 'Save and refresh', run: save, disabled: refreshing.current !== null }}
      onCancel={() => onDone()}
    >
      <ParameterForm
        parameters={parameters}
        entries={entries}
        onChange={setEntries}
        errors={{ ...unclearEntries(parameters, entries, locale), ...errors }}
        idPrefix={idPrefix}
        timeZone={timeZone}
        locale={locale}
        loadChoices={(parameter) => choices.load(slug, parameter)}
        readPlace={async () => (await call('readSelection')).place}
        inCells={inCells}
      />
    </PartForm>
  );
}

/** Whether the component that asks is still on the screen. */
function useIsShown(): () => boolean {
  const shown = useRef(true);
  useEffect(
    () => () => {
      shown.current = false;
    },
    [],
  );
  return () => shown.current;
}
