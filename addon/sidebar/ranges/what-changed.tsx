// What a refresh changed, or would change, row by row: each row by its name, with its old and new values and the way to it.
import { Icon } from '../../../ui/icon.tsx';
import type { RefreshChanges } from '../../sidebar-functions.ts';

interface Props {
  changes: RefreshChanges;
  /** It was written; else it is what a refresh would do. */
  isDone: boolean;
  /** Shows a cell of the range's tab. */
  onGoTo: (cell: string) => void;
  /** Lights the changed cells in the sheet, or no longer; absent where nothing is written yet. */
  light?: { isOn: boolean; set: (on: boolean) => void };
}

type Rows = NonNullable<RefreshChanges['rows']>;
type Row = Rows['added'][number];
type Change = Rows['changed'][number];

export function WhatChanged({ changes, isDone, onGoTo, light }: Props) {
  const { rows, rowsAdded, rowsRemoved, rowsChanged } = changes;
  if (!rows) return null;
  const cellOf = ({ before, after }: Row) => (isDone ? after : before);
  const lists = [
    { title: 'Changed', rows: rows.changed, count: rowsChanged },
    { title: 'Added', rows: rows.added, count: rowsAdded },
    { title: 'Gone', rows: rows.removed, count: rowsRemoved },
  ].filter((list) => list.rows.length > 0);
  return (
    <details class="what-changed">
      <summary>{isDone ? 'What changed' : 'What would change'}</summary>
      {light && rowsAdded + rowsChanged > 0 && (
        <button
          type="button"
          class="button compact"
          aria-pressed={light.isOn}
          onClick={() => light.set(!light.isOn)}
        >
          Show it in the sheet
        </button>
      )}
      {lists.map((list) => (
        <section key={list.title}>
          <h4>{list.title}</h4>
          <ul>
            {list.rows.map((row) => (
              <li>
                <RowName row={row} cell={cellOf(row)} onGoTo={onGoTo} />
                {isChange(row) && <Values change={row} />}
              </li>
            ))}
          </ul>
          {list.count > list.rows.length && (
            <p class="quiet">and {(list.count - list.rows.length).toLocaleString('en-US')} more</p>
          )}
        </section>
      ))}
    </details>
  );
}

function isChange(row: Row | Change): row is Change {
  return 'cells' in row;
}

interface NameProps extends Pick<Props, 'onGoTo'> {
  row: Row;
  cell: string | null;
}

function RowName({ row, cell, onGoTo }: NameProps) {
  const name = row.name === '' ? 'a row without a name' : row.name;
  if (cell === null) return <span class="name">{name}</span>;
  return (
    <button type="button" class="name" title={`Go to ${cell}`} onClick={() => onGoTo(cell)}>
      {name}
    </button>
  );
}

function Values({ change: { cells, more } }: { change: Change }) {
  return (
    <dl>
      {cells.map(({ column, before, after }) => (
        <div key={column}>
          <dt>{column}</dt>
          <dd>
            {before === '' ? <span class="quiet">nothing</span> : <del>{before}</del>}
            <Icon name="forward" />
            {after === '' ? <span class="quiet">nothing</span> : <ins>{after}</ins>}
          </dd>
        </div>
      ))}
      {more > 0 && <p class="quiet">and {more} more values</p>}
    </dl>
  );
}
