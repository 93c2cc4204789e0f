// Refuses an undo that would put what somebody wrote since the refresh beside another row: it was written beside a row as
// it is now, and an undo gives rows back what they held, and moves them in the columns in which the refresh did.
import { cellName } from '../../cells/cell-name.ts';
import type { Content } from '../../cells/content.ts';
import type { Place } from '../../cells/place.ts';
import { Problem } from '../../problem.ts';
import { cellThen } from '../around/moved-cells.ts';
import type { CellAt } from '../around/moved-cells.ts';
import type { OwnColumns } from '../around/own-columns.ts';
import type { PlacedColumn } from '../layout/columns.ts';
import { rowsIn } from '../layout/rows.ts';
import { rowKeyOf } from '../layout/row-key.ts';
import { blankPrint, expectedPrints, rowPrints } from '../layout/row-prints.ts';
import type { Prepared, RangeNow } from '../prepare.ts';
import { ask } from '../sheet.ts';
import type { Operation, Rules } from '../sheet.ts';
import type { KeptCells, OtherCell } from './kept-cells.ts';

/** Where somebody keeps something: beside which data row, in which column of the tab. */
interface NotedCell {
  row: number;
  column: number;
}

type Before = { before: Content } & Pick<KeptCells, 'marks' | 'held' | 'others'>;

/** Throws Problem sheet_changed, with the cell. `before` is what the rows get back. */
export function* refuseOtherRows(now: RangeNow, prepared: Prepared, kept: Before): Rules<void> {
  const { place } = now;
  const found = prepared.own;
  if (found === null || found.filled.every((columns) => columns.length === 0)) return;
  const own = yield* withoutOthers(place, found, kept.others ?? []);
  const noted = leftBehind(now, prepared, own) ?? refilled(now, prepared, { ...kept, own });
  if (noted === null) return;
  const cell = cellName(place.row + 1 + noted.row, noted.column);
  const says = own.shared.includes(noted.column)
    ? `Something stands in ${cell}, between this result and another one, and undoing would move the rows beside it. Nobody can tell whose row it belongs to, so nothing was changed. Move it away, then undo again.`
    : `You keep something in ${cell}, and undoing would put another row beside it, so nothing was changed. Move it away, then undo again.`;
  throw new Problem('sheet_changed', says);
}

// What stands where the refresh moved nothing does not go with its row.
function leftBehind(
  { place }: RangeNow,
  { layout, plan }: Prepared,
  { filled }: OwnColumns,
): NotedCell | null {
  const first = place.row + 1;
  const then = new Map(layout.present.map((row, index) => [row, first + index]));
  for (const [row, columns] of filled.entries()) {
    const column = columns.find(
      (at) => rowThen({ row: first + row, column: at }, plan.operations) !== then.get(row),
    );
    if (column !== undefined) return { row, column };
  }
  return null;
}

function rowThen(cell: CellAt, operations: Operation[]): number | undefined {
  return cellThen(cell, operations)?.row;
}

// What stood there and was none of the person's own goes nowhere, for it did not move either.
function* withoutOthers(place: Place, own: OwnColumns, others: OtherCell[]): Rules<OwnColumns> {
  if (others.length === 0) return own;
  const known = new Map(others.map(([row, offset, text]) => [`${row} ${offset}`, text]));
  const [first = place.column] = own.columns;
  const last = own.columns[own.columns.length - 1] ?? first;
  const cells = { ...place, row: place.row + 1, rows: place.rows - 1 };
  const beside = { ...cells, column: first, columns: last - first + 1 };
  const texts = yield* ask({ read: 'texts', place: beside });
  const isOther = (row: number, column: number) => {
    const text = known.get(`${row + 1} ${column - place.column}`);
    return text !== undefined && text === texts[row]?.[column - first];
  };
  const filled = own.filled.map((columns, row) => columns.filter((at) => !isOther(row, at)));
  return { ...own, filled };
}

// A row that stays and gets back what it held, which is another one than it is now.
function refilled(
  { linked }: RangeNow,
  { arrangement, layout, cells }: Prepared,
  { before, marks, held = [], own }: Before & { own: OwnColumns },
): NotedCell | null {
  const columns = namingColumns({ linked, arrangement, cells }, before);
  const shown = rowPrints(
    cells,
    columns.map(({ kind, offset }) => ({ kind, offset })),
  );
  const back = expectedPrints(before, columns);
  // A row that was emptied is no other one: what it was is still known, or asked about, when it is filled again.
  const emptied = blankPrint(columns);
  // A row that is struck through is the same one, although its numbers are texts.
  const struck = new Set(marks.map(({ row }) => row));
  const known = new Set(rowsIn(held));
  // What stood there before gets its row back as it was.
  for (const [index, target] of layout.targets.entries()) {
    if (known.has(index)) continue;
    const row = layout.present[index] ?? null;
    if (row === null || typeof target !== 'number' || struck.has(row)) continue;
    const [column] = own.filled[row] ?? [];
    if (column === undefined || [shown[row], emptied].includes(back[target])) continue;
    return { row, column };
  }
  return null;
}

type Known = Pick<Prepared, 'arrangement' | 'cells'> & Pick<RangeNow, 'linked'>;

// What says that a row is the same one: whatever somebody said, else what is guessed, else all that stands in it.
function namingColumns({ linked, arrangement, cells }: Known, before: Content): PlacedColumn[] {
  const { options, refreshed } = linked;
  const names = options.keyColumns.length > 0 ? options.keyColumns : (refreshed?.key ?? []);
  const named = arrangement.columns.filter(({ name }) => names.includes(name));
  if (named.length > 0 && named.length === names.length) return named;
  const unchosen = { ...linked, options: { ...options, keyColumns: [] } };
  return rowKeyOf({ linked: unchosen, content: before, arrangement, cells }).columns;
}
