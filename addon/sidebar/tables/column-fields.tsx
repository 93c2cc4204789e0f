// The columns of a new sheet table: which of them, their types, and why they are proposed.
import type { ProposedColumn } from '../../../domain/sheet-tables/proposal.ts';
import type { TableType } from '../../../domain/sheet-tables/typed-cell.ts';
import { useState } from 'preact/hooks';
import { TYPES } from './table-words.ts';

interface Props {
  columns: ProposedColumn[];
  onChange: (columns: ProposedColumn[]) => void;
}

export function ColumnFields({ columns, onChange }: Props) {
  // Those that are left out can be taken again.
  const [all, setAll] = useState(columns);
  const has = ({ header }: ProposedColumn) => columns.some((one) => one.header === header);
  const put = (changed: ProposedColumn[], kept: (column: ProposedColumn) => boolean) => {
    setAll(changed);
    onChange(changed.filter(kept));
  };
  const toggle = (column: ProposedColumn, on: boolean) =>
    put(all, (one) => (one.header === column.header ? on : has(one)));
  const retype = (column: ProposedColumn, type: TableType) =>
    put(
      all.map((one) => (one.header === column.header ? { ...one, type } : one)),
      has,
    );
  return (
    <fieldset class="stack columns-chosen">
      <legend class="field-label">Columns</legend>
      {all.map((column) => (
        <div key={column.header} class="stack small-gap">
          <div class="row">
            <label class="check grow">
              <input
                type="checkbox"
                checked={has(column)}
                onChange={(event) => toggle(column, event.currentTarget.checked)}
              />
              {column.header}
            </label>
            <select
              class="input type-input"
              aria-label={`What ${column.header} holds`}
              value={column.type}
              disabled={!has(column)}
              onChange={(event) => retype(column, event.currentTarget.value as TableType)}
            >
              {Object.entries(TYPES).map(([type, words]) => (
                <option key={type} value={type}>
                  {words}
                </option>
              ))}
            </select>
          </div>
          <p class="field-hint">{column.says}</p>
        </div>
      ))}
    </fieldset>
  );
}
