// The rows that stood in a range before its person chose to have others added below: they get the time of the refresh that
// brought them when the column for it comes.
import type { Cell } from '../../cells/cell.ts';
import type { LinkedRange } from '../../linked-range.ts';
import { MODES } from '../modes.ts';
import type { Operation, RangeCells } from '../sheet.ts';
import type { Arrangement } from './columns.ts';
import { runsOf } from './rows.ts';
import type { RowLayout } from './rows.ts';

export interface FirstBatch {
  /** The present rows of it. */
  rows: Set<number>;
  /** What they get, and in which column of the range. */
  cell: Cell;
  offset: number;
}

interface Before {
  linked: Pick<LinkedRange, 'columns' | 'options' | 'rowCount' | 'refreshing'>;
  arrangement: Pick<Arrangement, 'columns'>;
  /** The fingerprints of the present data rows, and that of a blank one. */
  present: number[];
  blank: number;
}

/** The first batch; null: there is none, or it has its time. `cell` is when it came, null where nobody knows. */
export function firstBatchOf(
  { linked, arrangement, present, blank }: Before,
  cell: Cell | null = null,
): FirstBatch | null {
  if (cell === null || !MODES[linked.options.mode].tellsWhenAdded) return null;
  // It comes last of what the result has.
  const column = arrangement.columns.reduce((last, one) => (one.source > last.source ? one : last));
  if (linked.columns.some(({ name }) => name === column.name)) return null;
  const count = linked.refreshing?.rows ?? linked.rowCount;
  const rows = [...present.keys()].filter((row) => present[row] !== blank).slice(0, count);
  return rows.length === 0 ? null : { rows: new Set(rows), cell, offset: column.offset };
}

/** The rows of the range as they are once the first batch has its time. */
export function withFirstBatch(cells: RangeCells, batch: FirstBatch | null): RangeCells {
  if (batch === null) return cells;
  const rows = cells.rows.map((row, index) => {
    if (!batch.rows.has(index)) return row;
    const stamped = [...row];
    stamped[batch.offset] = batch.cell;
    return stamped;
  });
  return { ...cells, rows };
}

/** Writes that time, below the header at this row of the tab. */
export function planFirstBatch(
  { targets, present }: RowLayout,
  batch: FirstBatch | null,
  header: number,
): Operation[] {
  if (batch === null) return [];
  const { rows, cell, offset } = batch;
  const isOfIt = (at: number) => targets[at] === 'kept' && rows.has(present[at] ?? -1);
  return runsOf([...targets.keys()].filter(isOfIt)).map(({ from, count }) => ({
    ...{ do: 'fillCells', row: header + 1 + from, count, offset, cell },
  }));
}
