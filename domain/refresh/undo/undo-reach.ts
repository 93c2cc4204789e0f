// How far an undo takes away the rows and columns that a refresh brought: as far as they came, so that what moved with
// them moves back, and never over what was typed there since.
import { cellName } from '../../cells/cell-name.ts';
import type { Place } from '../../cells/place.ts';
import { Problem } from '../../problem.ts';
import { FILLS_CELLS, isSpilled } from '../around/own-columns.ts';
import { notedBeside } from '../around/noted-cells.ts';
import { offsetNow } from '../layout/columns.ts';
import { ownOffsets } from '../layout/own-cells.ts';
import type { RefreshPlan } from '../plan/plan.ts';
import type { Prepared, RangeNow } from '../prepare.ts';
import { ask } from '../sheet.ts';
import type { Operation, RowReach, Rules } from '../sheet.ts';

/** How far rows came, counted from the edges of the range: all columns of the tab, or so many beside. */
export type CameWith = 'sheet' | { left: number; right: number };

/**
 * How far the rows that a plan brings come; null where it brings none, or puts the last row back to its
 * place, for then what stood beside that one is beside a new row.
 */
export function cameWith({ operations }: RefreshPlan, place: Place): CameWith | null {
  const came = operations.find((one) => one.do === 'insertRows');
  if (!came) return null;
  const { reach } = came;
  const isMixed = operations.some((one) => one.do === 'copyRow');
  if (reach === 'sheet') return isMixed ? null : reach;
  const left = place.column - reach.fromColumn;
  return { left, right: reach.columns - left - place.columns };
}

/** Whether the rows that a plan takes away go in a part of the tab's columns; undefined: none go, or whole ones. */
export function wentInPart({ operations }: RefreshPlan): true | undefined {
  const isPart = operations.some((one) => one.do === 'deleteRows' && one.reach !== 'sheet');
  return isPart || undefined;
}

/** The reach of the deletion that takes those rows away again. */
export function reachBack(came: CameWith, { column, columns }: Place): RowReach {
  if (came === 'sheet') return came;
  return { fromColumn: column - came.left, columns: came.left + columns + came.right };
}

/**
 * Throws Problem sheet_changed where rows would go in which somebody typed something of their own since. Where
 * formulas `cameDown`, those beside are not theirs.
 */
export function* refuseTypedCells(
  now: RangeNow,
  prepared: Prepared,
  { came, cameDown }: { came: CameWith; cameDown: boolean },
): Rules<void> {
  const reach = reachBack(came, now.place);
  const noted = yield* notedInGoing(now, prepared);
  if (noted !== null) throw typedSince(noted);
  for (const operation of prepared.plan.operations) {
    if (operation.do !== 'deleteRows') continue;
    const typed = yield* typedCell(now, prepared, { ...operation, reach, cameDown });
    if (typed === null) continue;
    throw typedSince(typed);
  }
}

function typedSince(cell: string): Problem {
  return new Problem(
    'sheet_changed',
    `Something stands in ${cell}, in a row that the refresh added. Undoing it would take that away, so nothing was changed. Move it, then undo again.`,
  );
}

// A note at a cell of the range or beside it, in a row that would go.
function* notedInGoing(
  { place }: RangeNow,
  { own, layout, around }: Prepared,
): Rules<string | null> {
  if (own === null) return null;
  const stays = new Set(layout.present);
  const noted = yield* notedBeside({ place, noted: around.noted }, own);
  const going = noted.find(({ row }) => !stays.has(row));
  return going ? cellName(place.row + 1 + going.row, going.column) : null;
}

/** Throws Problem sheet_changed where a column would go above or below whose rows somebody typed something since. */
export function* refuseTypedColumns(
  { place }: RangeNow,
  { plan, arrangement, around: { tab } }: Prepared,
): Rules<void> {
  const last = yield* tab.lastRow();
  for (const operation of plan.operations) {
    if (operation.do !== 'deleteColumns' || operation.reach !== 'sheet' || last < 1) continue;
    const offset = operation.column - place.column;
    const column = place.column + offsetNow(arrangement, offset);
    const texts = yield* ask({ read: 'texts', place: { row: 1, column, rows: last, columns: 1 } });
    const row = texts.findIndex(
      ([text], at) => text !== '' && (at + 1 < place.row || at + 1 >= place.row + place.rows),
    );
    if (row < 0) continue;
    throw new Problem(
      'sheet_changed',
      `Something stands in ${cellName(row + 1, column)}, in a column that the refresh added. Undoing it would take that away, so nothing was changed. Move it, then undo again.`,
    );
  }
}

// Columns in which a formula of the range's rows or of its header fills the cells below it, counted from the first.
function* filledColumns(rows: Place): Rules<Set<number>> {
  const row = Math.max(1, rows.row);
  const place = { ...rows, row, rows: rows.rows - (row - rows.row) };
  const formulas = yield* ask({ read: 'formulas', place });
  return new Set(
    formulas.flatMap((texts) =>
      [...texts.keys()].filter((at) => FILLS_CELLS.test(texts[at] ?? '')),
    ),
  );
}

type Going = Extract<Operation, { do: 'deleteRows' }> & { cameDown: boolean };

function* typedCell(
  { place }: RangeNow,
  { arrangement, around }: Prepared,
  { row, count, reach, cameDown }: Going,
): Rules<string | null> {
  const first = reach === 'sheet' ? 1 : reach.fromColumn;
  const columns = reach === 'sheet' ? yield* around.tab.columns() : reach.columns;
  const going = { row, column: first, rows: count, columns };
  const formulas = yield* ask({ read: 'formulas', place: going });
  const cells = yield* ask({ read: 'texts', place: going });
  const fills = yield* filledColumns({ ...place, column: first, columns });
  const own = new Set(ownOffsets(place, arrangement));
  // Formulas that were copied down came with the rows.
  const isTyped = (text: string, at: number, formula: string) => {
    const offset = first + at - place.column;
    if (offset >= 0 && offset < place.columns) return own.has(offset) && text !== '';
    return text !== '' && !(cameDown && formula !== '') && !fills.has(at);
  };
  for (const [index, texts] of cells.entries()) {
    const at = texts.findIndex(
      (text, column) =>
        isTyped(text, column, formulas[index]?.[column] ?? '') &&
        !isSpilled(formulas[index], column),
    );
    if (at >= 0) return cellName(row + index, first + at);
  }
  return null;
}
