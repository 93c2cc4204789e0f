// How far an undo takes away the rows that a refresh brought: as far as they came, so that what moved down
// with them moves up again, and never over what was typed beside them since.
import { Problem } from '../domain/problem.ts';
import type { Operation, Place, RefreshPlan, RowReach } from '../domain/refresh/plan.ts';
import { cellName } from '../domain/cells/cell-name.ts';
import { ownOffsets } from './own-cells.ts';
import type { Prepared } from './prepare.ts';
import type { PlacedRange } from './ranges/records.ts';

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

/** The reach of the deletion that takes those rows away again. */
export function reachBack(came: CameWith, { column, columns }: Place): RowReach {
  if (came === 'sheet') return came;
  return { fromColumn: column - came.left, columns: came.left + columns + came.right };
}

/** Throws Problem sheet_changed where rows would go in which somebody typed something of their own since. */
export function refuseTypedCells(found: PlacedRange, prepared: Prepared, came: CameWith): void {
  const reach = reachBack(came, found.place);
  for (const operation of prepared.plan.operations) {
    if (operation.do !== 'deleteRows') continue;
    const typed = typedCell(found, prepared, { ...operation, reach });
    if (typed === null) continue;
    throw new Problem(
      'sheet_changed',
      `Something stands in ${typed}, in a row that the refresh added. Undoing it would take that away, so nothing was changed. Move it, then undo again.`,
    );
  }
}

function typedCell(
  { sheet, place, linked }: PlacedRange,
  { arrangement }: Prepared,
  { row, count, reach }: Extract<Operation, { do: 'deleteRows' }>,
): string | null {
  const first = reach === 'sheet' ? 1 : reach.fromColumn;
  const width = reach === 'sheet' ? sheet.getMaxColumns() : reach.columns;
  const range = sheet.getRange(row, first, count, width);
  const formulas = range.getFormulas();
  const own = new Set(ownOffsets(place, arrangement));
  // Formulas that were copied down came with the rows.
  const isTyped = (text: string, at: number, formula: string) => {
    const offset = first + at - place.column;
    if (offset >= 0 && offset < place.columns) return own.has(offset) && text !== '';
    return text !== '' && !(linked.options.fillDown && formula !== '');
  };
  const cells = range.getDisplayValues();
  for (const [index, texts] of cells.entries()) {
    const at = texts.findIndex((text, column) =>
      isTyped(text, column, formulas[index]?.[column] ?? ''),
    );
    if (at >= 0) return cellName(row + index, first + at);
  }
  return null;
}
