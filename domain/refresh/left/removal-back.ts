// Decides where the cells come back that a person kept beside rows which were taken out for them.
import type { Cell } from '../../cells/cell.ts';
import { Problem } from '../../problem.ts';
import type { RangeNow } from '../prepare.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';
import type { RemovedCells } from '../undo/kept-cells.ts';
import { refuseMoved } from '../undo/lost-formulas.ts';

export interface CellBack {
  row: number;
  column: number;
  value: Cell;
  /** In R1C1 notation; '' for a value. */
  formula: string;
}

export interface RemovalBack {
  cells: CellBack[];
  /** Where the rows stand again, each by its row of the tab and that of what is kept of its looks. */
  rows: { row: number; kept: number }[];
  column: number;
  columns: number;
}

/** The cells that come back once the rows are there again. Throws Problem sheet_changed where nobody can tell their columns any more. */
export function* removalBack({ place }: RangeNow, removed: RemovedCells): Rules<RemovalBack> {
  const { left, columns, stood } = removed;
  const column = place.column - left;
  const tabColumns = yield* ask({ read: 'tab', what: 'columns' });
  if (tabColumns !== removed.tabColumns || column < 1 || column + columns - 1 > tabColumns) {
    throw columnsMoved();
  }
  const header = { row: place.row, rows: 1, column, columns };
  const [texts = []] = yield* ask({ read: 'texts', place: header });
  if (texts.some((text, at) => text !== removed.header[at])) throw columnsMoved();
  const cells = removed.rows.flatMap(({ row, cells: there }) =>
    there.map(([at, value, formula]): CellBack => ({
      ...{ row: place.row + 1 + row, column: column + at, value, formula },
    })),
  );
  for (const cell of cells) refuseMoved(place, { stood, ...cell });
  return {
    ...{ cells, column, columns },
    rows: removed.rows.map(({ row }, kept) => ({ row: place.row + 1 + row, kept })),
  };
}

function columnsMoved(): Problem {
  return new Problem(
    'sheet_changed',
    'Columns of this tab have come, gone or got other headers since these rows were removed, so nobody can tell where what stood beside them belongs. Nothing was changed. Put the columns as they were, then undo again.',
  );
}
