// Tells when rows of a range changed their places, while what a person keeps beside them did not.
import { columnName } from '../cells/cell-name.ts';
import { MODES } from './modes.ts';
import { ownOffsets } from './layout/own-cells.ts';
import type { Prepared, RangeNow } from './prepare.ts';
import { ask } from './sheet.ts';
import type { Rules } from './sheet.ts';

/** Sentences about columns in which the person keeps something that no longer stands by its row; read after the write. */
export function* leftBehind({ linked, place }: RangeNow, prepared: Prepared): Rules<string[]> {
  const isReplaced =
    MODES[linked.options.mode].sameRowBy === 'content' && prepared.standing === null;
  if (!isReplaced || !hasMoved(prepared)) return [];
  const { cells, arrangement } = prepared;
  const inside = ownOffsets({ columns: cells.header.length }, arrangement).filter((offset) =>
    cells.rows.some((row) => row[offset] !== ''),
  );
  const beside = place.column + place.columns;
  const columns = inside.map((offset) => place.column + offset);
  if (yield* isTypedIn({ ...place, column: beside })) columns.push(beside);
  if (columns.length === 0) return [];
  const names = columns.map(columnName).join(', ');
  return [
    `Rows changed their places, and what you keep in column ${names} did not move with them. Choose Match rows in the options of this range to keep both together.`,
  ];
}

// A row is told by what it holds: one that stands elsewhere now was moved.
function hasMoved({ present, plan, blank }: Prepared): boolean {
  const after = new Set(plan.rows);
  const before = (row: number) => present[plan.present[row] ?? -1];
  return plan.rows.some((print, row) => {
    const was = before(row);
    return was !== undefined && was !== blank && was !== print && after.has(was);
  });
}

// Something that is typed, not a formula: those look at their own row.
function* isTypedIn({ row, column, rows }: RangeNow['place']): Rules<boolean> {
  if (column > (yield* ask({ read: 'tab', what: 'columns' }))) return false;
  const place = { row: row + 1, column, rows: rows - 1, columns: 1 };
  if (yield* ask({ read: 'blank', place })) return false;
  const formulas = yield* ask({ read: 'formulas', place });
  const texts = yield* ask({ read: 'texts', place });
  return texts.some(([text], index) => text !== '' && formulas[index]?.[0] === '');
}
