// Finds the rows of a range to whose cells a person gave a colour: it stays at its cells when values move.
import type { Place } from '../../cells/place.ts';
import { NO_BACKGROUND, ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';

/** Among more cells than these nobody looks for colours: Google would take too long to tell them. */
const MOST_COLORED_CELLS = 200_000;
/** Where more of the rows have one, as in stripes, colours are the look of the table, and mark no row; one always does. */
const MOST_COLORED_SHARE = 1 / 3;

/** The data rows of a range in which a cell has another background than most of its column, from one read. */
export function* coloredRows(place: Place): Rules<number[]> {
  const data = { ...place, row: place.row + 1, rows: place.rows - 1 };
  if (data.rows < 1 || data.rows * data.columns > MOST_COLORED_CELLS) return [];
  const colors = yield* ask({ read: 'backgrounds', place: data });
  const usual = Array.from({ length: data.columns }, (_, at) => mostFrequent(colors, at));
  const colored = [...colors.keys()].filter((row) =>
    // What has none among colored ones came later, or was forgotten.
    colors[row]?.some((color, at) => color !== usual[at] && color !== NO_BACKGROUND),
  );
  const isLook = colored.length > Math.max(1, data.rows * MOST_COLORED_SHARE);
  return isLook ? [] : colored;
}

function mostFrequent(colors: string[][], at: number): string {
  // Of as many with and without one, those without are the usual ones.
  const counts = new Map([[NO_BACKGROUND, 0]]);
  for (const row of colors) counts.set(row[at] ?? '', (counts.get(row[at] ?? '') ?? 0) + 1);
  const [[color] = [NO_BACKGROUND]] = [...counts].sort(([, one], [, other]) => other - one);
  return color;
}
