// Which columns of a table are shown: a list to tick, found by their names where they are many.
import { useState } from 'preact/hooks';
import { Dialog } from '../../../../ui/dialog.tsx';
import { TextField } from '../../../../ui/fields/text-field.tsx';
import type { Shown } from '../../shown-columns.ts';
import { toggled, type View } from '../view.ts';

interface Props {
  shown: readonly Shown[];
  view: View;
  onChange: (view: View) => void;
  /** Goes to the column. */
  onGo: (column: number) => void;
  onClose: () => void;
}

/** Fewer are found with the eye. */
const searchedFrom = 12;

export function ColumnsDialog({ shown, view, onChange, onGo, onClose }: Props) {
  const [search, setSearch] = useState('');
  const nameOf = ({ note, column }: Shown) => note?.label ?? column.name;
  const listed = shown
    .map((of, column) => ({ column, name: nameOf(of) }))
    .filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()));
  const left = shown.length - view.hidden.size;
  return (
    <Dialog title="Columns" onClose={onClose}>
      <div class="stack">
        {shown.length >= searchedFrom && (
          <TextField label="Find a column" text={search} onChange={setSearch} />
        )}
        <ul class="columns-list">
          {listed.map(({ column, name }) => (
            <li>
              <label class="check">
                <input
                  type="checkbox"
                  checked={!view.hidden.has(column)}
                  disabled={left === 1 && !view.hidden.has(column)}
                  onChange={() => onChange({ ...view, hidden: toggled(view.hidden, column) })}
                />
                {name}
              </label>
              {!view.hidden.has(column) && (
                <button type="button" class="button compact" onClick={() => onGo(column)}>
                  Go to<span class="unseen"> {name}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      </div>
      <div class="actions">
        <button type="button" class="button primary" onClick={onClose}>
          Close
        </button>
        {view.hidden.size > 0 && (
          <button
            type="button"
            class="button"
            onClick={() => onChange({ ...view, hidden: new Set() })}
          >
            Show all
          </button>
        )}
      </div>
    </Dialog>
  );
}
