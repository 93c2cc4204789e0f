// Whether what others keep in a tab is all there, and once, when what a write hit beside its range is put back. Cells that somebody
// inserted twice in that moment moved otherwise than the range did, so that nobody can tell what stood where.
import type { Place } from '../../domain/cells/place.ts';
import type { CellData } from '../google/spreadsheet.ts';
import { heldIn, isBlankCell } from './picture.ts';
import { isWithin } from './places.ts';

export interface At {
  row: number;
  column: number;
}

export interface HitCell extends At {
  cell: CellData;
}

/** A tab as it was read, and where the range stood in it. */
export interface Stand {
  cells: CellData[][];
  place: Place;
}

/** True where a text or number outside the range is there more or less often than before. */
export function isAnyLost(before: Stand, after: Stand, put: readonly HitCell[]): boolean {
  const restored = after.cells.map((line) => [...line]);
  for (const { row, column, cell } of put) (restored[row - 1] ??= [])[column - 1] = cell;
  const now = theirsIn({ cells: restored, place: after.place });
  return theirsIn(before).join('\n') !== now.join('\n');
}

// Formulas may give something else where they stand now.
function theirsIn({ cells, place }: Stand): string[] {
  const texts = cells.flatMap((line, down) =>
    line.flatMap((cell = {}, across) => {
      const at = { row: down + 1, column: across + 1, rows: 1, columns: 1 };
      const isFormula = cell.userEnteredValue?.formulaValue !== undefined;
      if (isFormula || isBlankCell(cell) || isWithin(at, place)) return [];
      // What is put back was not calculated, and holds what was typed.
      return [JSON.stringify(heldIn(cell))];
    }),
  );
  return texts.sort();
}
