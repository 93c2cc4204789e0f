// Finds what comes to stand beside a range only because that grows: it stood apart, so it is no note about these rows,
// and gets a mark that says so.
import type { Place } from '../../cells/place.ts';
import { newMark } from '../around/apart.ts';
import { MOST_BESIDE } from '../around/beside.ts';
import { sidesOf } from '../around/own-columns.ts';
import type { OwnReach } from '../../own-reach.ts';
import { ask } from '../sheet.ts';
import type { Operation, RowReach, Rules } from '../sheet.ts';
import { columnsInserted } from './plan-columns.ts';
import type { RefreshInput } from './refresh-input.ts';

/** Marks the columns that the range comes to touch by `shape`, where they held nothing of its rows before. */
export function* planApart(
  input: RefreshInput,
  wider: Operation[],
  shape: Operation[],
): Rules<Operation[]> {
  const { range, marks, reach } = input.apart;
  // An undo takes the range back to where it was.
  if (input.undone !== null || reach === 'none') return [];
  const columns = new Set([
    ...(yield* touchedByColumns(input, wider, reach)),
    ...(yield* touchedByRows(input, shape)),
  ]);
  if (columns.size === 0) return [];
  const taken = [...marks, ...(yield* ask({ read: 'columnMarks', range })).map(({ mark }) => mark)];
  return [...columns].map((column): Operation => {
    const mark = newMark(taken);
    taken.push(mark);
    return { do: 'keepApart', column, mark };
  });
}

// Columns of the result take the whole gap before a table that was none of the rows'.
function* touchedByColumns(
  { arrangement, picture: { place, around } }: RefreshInput,
  wider: Operation[],
  reach: OwnReach,
): Rules<number[]> {
  const next = place.column + arrangement.width;
  if (arrangement.added === 0 || columnsInserted(wider) > 0 || place.rows < 2) return [];
  if (next > (yield* around.tab.lastColumn())) return [];
  if (yield* isBlank({ ...place, column: next, columns: 1 })) return [];
  const { right } = yield* sidesOf(around, reach);
  return right > arrangement.added ? [] : [next];
}

// Rows come in a part of the tab's columns alone, and the range reaches down beside what stands further below.
function* touchedByRows(
  { picture: { place, around } }: RefreshInput,
  shape: Operation[],
): Rules<number[]> {
  const inPart = shape.flatMap((one) =>
    one.do === 'insertRows' && one.reach !== 'sheet' ? [{ ...one, reach: one.reach }] : [],
  );
  const [first] = inPart;
  if (!first) return [];
  const below = place.row + place.rows;
  const count = inPart.reduce((sum, one) => sum + one.count, 0);
  const rows = Math.min(count, (yield* around.tab.lastRow()) - below + 1);
  if (rows < 1) return [];
  const touched: number[] = [];
  for (const [column, step] of outwards(first.reach)) {
    const last = yield* around.tab.lastColumn();
    const found = yield* nearest({ row: below, rows }, { column, step, last });
    if (found !== null && (yield* isBlank({ ...place, column: found, columns: 1 }))) {
      touched.push(found);
    }
  }
  return touched;
}

function outwards(reach: Exclude<RowReach, 'sheet'>): [column: number, step: 1 | -1][] {
  return [
    [reach.fromColumn - 1, -1],
    [reach.fromColumn + reach.columns, 1],
  ];
}

// The nearest column that holds something in rows which the range comes to stand beside.
function* nearest(
  { row, rows }: Pick<Place, 'row' | 'rows'>,
  { column, step, last }: { column: number; step: 1 | -1; last: number },
): Rules<number | null> {
  const end =
    step > 0 ? Math.min(last, column + MOST_BESIDE - 1) : Math.max(1, column - MOST_BESIDE + 1);
  const [left, right] = step > 0 ? [column, end] : [end, column];
  if (right < left) return null;
  const texts = yield* ask({
    read: 'texts',
    place: { row, rows, column: left, columns: right - left + 1 },
  });
  const held = Array.from({ length: right - left + 1 }, (_, at) => left + at).filter((at) =>
    texts.some((cells) => cells[at - left] !== ''),
  );
  return (step > 0 ? held[0] : held[held.length - 1]) ?? null;
}

// In the data rows of the range.
function* isBlank(place: Place): Rules<boolean> {
  if (place.rows < 2) return true;
  return yield* ask({
    read: 'blank',
    place: { ...place, row: place.row + 1, rows: place.rows - 1 },
  });
}
