// Refuses an undo that would put what somebody wrote since the refresh beside another row: it was written beside a row as
// it is now, and an undo gives rows back what they held, and moves them in the columns in which the refresh did.
import { cellName } from '../../cells/cell-name.ts';
import type { Content } from '../../cells/content.ts';
import { Problem } from '../../problem.ts';
import { findOwnColumns } from '../around/own-columns.ts';
import type { OwnColumns } from '../around/own-columns.ts';
import type { PlacedColumn } from '../layout/columns.ts';
import { ownOffsets } from '../layout/own-cells.ts';
import { rowsIn } from '../layout/rows.ts';
import { rowKeyOf } from '../layout/row-key.ts';
import { blankPrint, expectedPrints, rowPrints } from '../layout/row-prints.ts';
import type { Prepared, RangeNow } from '../prepare.ts';
import type { Operation, Rules } from '../sheet.ts';
import type { KeptCells } from './kept-cells.ts';

/** Where somebody keeps something: beside which data row, in which column of the tab. */
interface NotedCell {
  row: number;
  column: number;
}

type Before = { before: Content } & Pick<KeptCells, 'marks' | 'held'>;

/** Throws Problem sheet_changed, with the cell. `before` is what the rows get back. */
export function* refuseOtherRows(now: RangeNow, prepared: Prepared, kept: Before): Rules<void> {
  const { linked, place } = now;
  const inside = ownOffsets(place, prepared.arrangement);
  const own = yield* findOwnColumns(prepared.around, inside, linked.options);
  if (own === null || own.filled.every((columns) => columns.length === 0)) return;
  const found = leftBehind(now, prepared, own) ?? refilled(now, prepared, { ...kept, own });
  if (found === null) return;
  const cell = cellName(place.row + 1 + found.row, found.column);
  const says = own.shared.includes(found.column)
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
      (at) => rowThen(first + row, at, plan.operations) !== (then.get(row) ?? null),
    );
    if (column !== undefined) return { row, column };
  }
  return null;
}

// The row of the tab in which a cell stands when all is done; null: it went.
function rowThen(row: number, column: number, operations: Operation[]): number | null {
  let at: number | null = row;
  for (const operation of operations) at = at === null ? null : rowAfter(at, column, operation);
  return at;
}

function rowAfter(row: number, column: number, operation: Operation): number | null {
  if (operation.do === 'copyRow') {
    return row === operation.from && isIn(column, operation.column, operation.columns)
      ? operation.to
      : row;
  }
  if (operation.do !== 'insertRows' && operation.do !== 'deleteRows') return row;
  const { reach, row: first, count } = operation;
  const isMoved = reach === 'sheet' || isIn(column, reach.fromColumn, reach.columns);
  if (!isMoved || row < first) return row;
  if (operation.do === 'insertRows') return row + count;
  return row < first + count ? null : row - count;
}

function isIn(at: number, first: number, count: number): boolean {
  return at >= first && at < first + count;
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
