// Brings a column of a person's formulas back where no row of it can be copied any more: all that had the formula went.
import { columnName } from '../../cells/cell-name.ts';
import type { Place } from '../../cells/place.ts';
import { Problem } from '../../problem.ts';
import { formulasBack } from '../layout/wished-layout.ts';
import type { FormulasBefore } from '../layout/wished-layout.ts';
import { rowsIn } from '../layout/rows.ts';
import { filledFrom } from '../plan/plan-new-rows.ts';
import type { Prepared, RangeNow } from '../prepare.ts';
import type { KeptCells, KeptFormula } from './kept-cells.ts';

/** The formulas that an undo writes once its rows stand where they stood. Throws Problem: sheet_changed. */
export function lostFormulas(
  { place }: RangeNow,
  { own, layout: { present } }: Pick<Prepared, 'own' | 'layout'>,
  { ownFormulas = [] }: Pick<KeptCells, 'ownFormulas'>,
): KeptFormula[] {
  return formulasBack(ownFormulas, { own, present, place }).flatMap(({ before, now }) =>
    now !== null && filledFrom({ present }, now) !== undefined
      ? []
      : lostIn(place, present, before),
  );
}

function lostIn(
  place: Place,
  present: (number | null)[],
  { at, formula, stood, rows, formats = [] }: FormulasBefore,
): KeptFormula[] {
  const had = rowsIn(rows);
  const coming = had.filter((row) => present[row] === null);
  if (formula === undefined || stood === undefined || coming.length === 0) return [];
  refuseMoved(place, { stood, column: place.column + at, formula });
  const formatOf = new Map(
    formats.flatMap(({ format, rows: having }) => rowsIn(having).map((row) => [row, format])),
  );
  return coming.map((row) => {
    const format = formatOf.get(row);
    return {
      ...{ row: place.row + 1 + row, column: place.column + stood.at },
      ...{ text: formula, isInText: false, isR1C1: true },
      ...(format === undefined ? {} : { format }),
    };
  });
}

/** Throws Problem sheet_changed where a formula in R1C1 notation would look at other cells than when its range `stood` elsewhere. */
export function refuseMoved(
  place: Pick<Place, 'row' | 'column'>,
  was: { stood: { row: number; column: number }; column: number; formula: string },
): void {
  const hasMoved = was.stood.row !== place.row || was.stood.column !== place.column;
  if (hasMoved && looksElsewhere(was.formula)) throw movedSince(was.column);
}

// Whether it names cells by where they stand in the tab: where they stand now nobody can tell once the range has moved.
function looksElsewhere(formula: string): boolean {
  const words = formula.replace(/"(?:[^"]|"")*"/g, '""');
  return /\b(R\d|R(\[-?\d+\])?C\d|C\d)|!/.test(words);
}

function movedSince(column: number): Problem {
  return new Problem(
    'sheet_changed',
    `The formulas in column ${columnName(column)} went with their rows and look at fixed cells, and this range has moved since. Undoing would let them look at others, so nothing was changed. Move the range back, then undo again.`,
  );
}
