// Refuses an undo that would put what somebody wrote since the refresh beside another row: it was written beside a row as
// it is now, and an undo gives rows back what they held before.
import { cellName } from '../../cells/cell-name.ts';
import type { Content } from '../../cells/content.ts';
import { Problem } from '../../problem.ts';
import { findOwnColumns } from '../around/own-columns.ts';
import type { PlacedColumn } from '../layout/columns.ts';
import { ownOffsets } from '../layout/own-cells.ts';
import { rowsIn } from '../layout/rows.ts';
import { rowKeyOf } from '../layout/row-key.ts';
import { blankPrint, expectedPrints, rowPrints } from '../layout/row-prints.ts';
import type { Prepared, RangeNow } from '../prepare.ts';
import type { Rules } from '../sheet.ts';
import type { KeptCells } from './kept-cells.ts';

/** Throws Problem sheet_changed, with the cell. `before` is what the rows get back. */
export function* refuseOtherRows(
  { linked, place }: RangeNow,
  { arrangement, around, layout, cells }: Prepared,
  { before, marks, held = [] }: { before: Content } & Pick<KeptCells, 'marks' | 'held'>,
): Rules<void> {
  const own = yield* findOwnColumns(around, ownOffsets(place, arrangement), linked.options);
  if (own === null || own.filled.every((columns) => columns.length === 0)) return;
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
    throw new Problem(
      'sheet_changed',
      `You keep something in ${cellName(place.row + 1 + row, column)}, and undoing would put another row beside it, so nothing was changed. Move it away, then undo again.`,
    );
  }
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
