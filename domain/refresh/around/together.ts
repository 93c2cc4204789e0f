// What takes rows of a range together, such as a sum, a chart or a filter: rows that come at its edge would be left out.
import { overlap } from '../../cells/place.ts';
import type { Place } from '../../cells/place.ts';
import type { Surroundings } from './neighbours.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';

/** At which edges of a range's data rows something begins or ends that takes several rows. */
export interface Edges {
  first: boolean;
  last: boolean;
}

/** Columns beside that move with the rows count as the range's own. */
export function* edgesTaken(around: Surroundings): Rules<Edges> {
  const { left, right } = yield* around.rowNeighbours();
  const { place: range } = around;
  const columns = left + range.columns + right;
  const place = { ...range, column: range.column - left, columns };
  const last = place.row + place.rows - 1;
  const taken = [
    ...(yield* takenByFormulas(around)),
    ...(yield* ask({ read: 'coveredPlaces' })),
  ].filter((one) => one.rows > 1 && overlap(one, place));
  return {
    first: taken.some(({ row }) => row === place.row + 1),
    last: taken.some(({ row, rows }) => row + rows - 1 === last),
  };
}

function* takenByFormulas({ place, formulas }: Surroundings): Rules<Place[]> {
  const isOfRow = (at: { own: boolean; row: number; column: number }) =>
    at.own && overlap({ ...at, rows: 1, columns: 1 }, place);
  return (yield* formulas())
    .filter((formula) => !isOfRow(formula))
    .flatMap(({ references }) => references)
    .map(({ fromRow, toRow, fromColumn, toColumn }) => ({
      ...{ row: fromRow, rows: toRow - fromRow + 1 },
      ...{ column: fromColumn, columns: toColumn - fromColumn + 1 },
    }));
}
