// What is left of a variation's rows and columns at the end: which columns, in which order, and how many rows.
import type { Selection } from '../../domain/contract/teaching/variation.ts';
import { isGrouped } from '../../domain/teaching/selection.ts';
import { SettledInput } from './settled-input.tsx';
import { orderable, type Known } from './selection-draft.ts';

interface Props {
  known: readonly Known[];
  selection: Selection;
  onChange: (part: Partial<Selection>) => void;
}

export function OrderRows({ known, selection, onChange }: Props) {
  const { most } = selection;
  return (
    <fieldset class="selection-part">
      <legend>Shown</legend>
      <div class="selection-line">
        <Order {...{ known, selection, onChange }} />
        <label class="row small">
          at most
          <SettledInput
            class="input most"
            inputMode="numeric"
            value={most === null ? '' : String(most)}
            placeholder="all"
            onSettled={(text) => onChange({ most: mostOf(text) })}
          />
          rows
        </label>
      </div>
      {!isGrouped(selection) && <Columns {...{ known, selection, onChange }} />}
    </fieldset>
  );
}

function mostOf(text: string): number | null {
  const number = Math.floor(Number(text));
  return text === '' || !(number >= 1) ? null : Math.min(number, 1_000_000);
}

function Order({ known, selection, onChange }: Props) {
  const [first] = selection.order;
  const by = (column: string) =>
    onChange({
      order: column === '' ? [] : [{ column, descending: first?.descending ?? false }],
    });
  return (
    <>
      <select
        class="input"
        aria-label="Order of the rows"
        value={first?.column ?? ''}
        onChange={({ currentTarget }) => by(currentTarget.value)}
      >
        <option value="">in the query’s order</option>
        {orderable(selection, known).map((name) => (
          <option value={name}>by {name}</option>
        ))}
      </select>
      {first && (
        <select
          class="input"
          aria-label="Which comes first"
          value={first.descending ? 'largest' : 'smallest'}
          onChange={({ currentTarget: { value } }) =>
            onChange({ order: [{ ...first, descending: value === 'largest' }] })
          }
        >
          <option value="smallest">smallest first</option>
          <option value="largest">largest first</option>
        </select>
      )}
    </>
  );
}

function Columns({ known, selection: { columns }, onChange }: Props) {
  const names = known.map(({ name }) => name);
  const shown = columns.length === 0 ? names : columns;
  const set = (name: string, isShown: boolean) => {
    const next = names.filter((each) => (each === name ? isShown : shown.includes(each)));
    if (next.length > 0) onChange({ columns: next.length === names.length ? [] : next });
  };
  return (
    <div class="row wrap" role="group" aria-label="Columns">
      {names.map((name) => (
        <label key={name} class="check small">
          <input
            type="checkbox"
            checked={shown.includes(name)}
            disabled={shown.length === 1 && shown.includes(name)}
            onChange={({ currentTarget }) => set(name, currentTarget.checked)}
          />
          {name}
        </label>
      ))}
    </div>
  );
}
