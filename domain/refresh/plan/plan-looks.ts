// Plans the looks of rows that were blank and come to show something: a person inserted them, and Google made them like a
// neighbour, be it the header, in whose format a date would be a number.
import type { PlacedColumn } from '../layout/columns.ts';
import { runsOf } from '../layout/rows.ts';
import type { Operation } from '../sheet.ts';
import { formatsOf } from './plan-insertion.ts';
import type { RefreshInput } from './refresh-input.ts';

/**
 * Whether a present row looks as rows of the range do: a blank one may be as its person left it, unless all are blank, and
 * a colour was meant for its row alone.
 */
export function isModel(
  { picture: { rows }, blank, colored }: RefreshInput,
  present: number | null,
): boolean {
  if (present === null || colored.has(present)) return false;
  return rows[present] !== blank || rows.every((print) => print === blank);
}

/** They get the looks of a row that stays; where all others go, the formats of the columns. */
export function planLooks(input: RefreshInput, columns: PlacedColumn[]): Operation[] {
  const { layout, picture, blank, struck } = input;
  const first = picture.place.row + 1;
  const isFilled = (row: number | null) => row !== null && picture.rows[row] !== blank;
  // A range that was all blank is one that we made so.
  if (!picture.rows.some((print) => print !== blank)) return [];
  const written = [...layout.targets.keys()].filter((index) => {
    const present = layout.present[index] ?? null;
    const target = layout.targets[index];
    const shows = typeof target === 'number' && input.expected[target] !== blank;
    // One that is struck through keeps its looks until its mark is taken away.
    return shows && present !== null && !isFilled(present) && !struck.has(index);
  });
  const models = [...layout.present.keys()].filter(
    (index) => isFilled(layout.present[index] ?? null) && !struck.has(index),
  );
  const like = models.find((index) => isModel(input, layout.present[index] ?? null)) ?? models[0];
  return runsOf(written).flatMap(({ from, count }): Operation[] =>
    like === undefined
      ? formatsOf(columns, { ...picture.place, row: first + from - 1, rows: count + 1 })
      : [{ do: 'copyFormats', from: first + like, row: first + from, count }],
  );
}
