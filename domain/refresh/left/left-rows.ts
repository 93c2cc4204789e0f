// Tells the rows of a range that the result no longer has, and that stay for what stands beside them, as the sheet shows
// them now.
import { cellName } from '../../cells/cell-name.ts';
import type { Place } from '../../cells/place.ts';
import type { LinkedRange } from '../../linked-range.ts';
import { saidOf } from '../around/apart.ts';
import { surroundingsOf } from '../around/neighbours.ts';
import { sidesOf } from '../around/own-columns.ts';
import { stillCounting } from '../layout/still-counting.ts';
import { markedIn } from '../layout/marks.ts';
import { presentColumns } from '../layout/present-columns.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';

/** Of more rows the colours are not read whenever somebody comes back to the sidebar. */
const MOST_ROWS = 20_000;

export interface LeftRows {
  /** The first cell of each such row. */
  rows: string[];
  /** The cells of formulas beside them that still reckon with them. */
  counting: string[];
}

/** The rows that have left the result; null: none has, or there are too many to look through. */
export function* leftRows({
  linked,
  place,
}: {
  linked: LinkedRange;
  place: Place;
}): Rules<LeftRows | null> {
  if (!linked.refreshed?.kept || place.rows < 2 || place.rows > MOST_ROWS) return null;
  const [header = []] = yield* ask({ read: 'texts', place: { ...place, rows: 1 } });
  const ours = presentColumns(linked.columns, header).map(({ offset }) => place.column + offset);
  const first = ours[0] ?? place.column;
  const rows = [...(yield* markedIn(place, first))];
  const around = surroundingsOf(place, saidOf(linked, place));
  const { left, right } = yield* sidesOf(around, linked.options.ownColumns);
  const columns = Array.from(
    { length: left + place.columns + right },
    (_, at) => place.column - left + at,
  ).filter((column) => !ours.includes(column));
  return {
    rows: rows.map((row) => cellName(place.row + 1 + row, first)),
    counting: yield* stillCounting(place, columns, rows),
  };
}
