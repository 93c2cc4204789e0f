// The cells that the last refresh changed, to be lit in the sheet: told from what is kept of it for an undo.
import { allFingerprint, comparable } from '../cells/fingerprint.ts';
import type { Place } from '../cells/place.ts';
import { pairByName, pairRows } from '../difference/rows.ts';
import type { LinkedRange } from '../linked-range.ts';
import { presentColumns } from './layout/present-columns.ts';
import { inOrder } from './layout/query-order.ts';
import { columnsSeen } from './layout/column-prints.ts';
import { runsOf } from './layout/rows.ts';
import { presentPrints } from './prepare.ts';
import type { RangeNow } from './prepare.ts';
import { ask } from './sheet.ts';
import type { Rules } from './sheet.ts';
import type { KeptCells } from './undo/kept-cells.ts';

/** One conditional format names its places one by one: more would make every look at the tab slow. */
const MOST_PLACES = 500;

/** The formula of the conditional format that lights them: true everywhere, and known as ours. */
export function litFormula(id: string): string {
  return `${LIT}${id}"<>""`;
}

/** Whether a conditional format is one of ours, of whatever range. */
export function isLitFormula(formula: string): boolean {
  return formula.startsWith(LIT);
}

const LIT = '="sheetfeed lit ';

/** The first places that the last refresh changed, at most 500; null where somebody changed the range since. */
export function* changedPlaces(
  { linked, place }: RangeNow,
  kept: KeptCells,
): Rules<Place[] | null> {
  const cells = yield* ask({ read: 'range', place });
  if (linked.refreshing || allFingerprint(presentPrints(linked, cells)) !== linked.wrote?.ordered)
    return null;
  const seen = { ...columnsSeen(linked, cells), adding: [] };
  const columns = presentColumns(linked.columns, cells.header, seen).map((column) => ({
    ...column,
    before: kept.columns.findIndex(({ name }) => name === column.name),
  }));
  const before = inOrder(kept.present, kept.sorted?.order ?? null);
  const replaced = new Map(kept.cells);
  // A row that was not written over is as it was.
  const written = [...cells.rows.keys()].filter((row) => {
    const was = before[row] ?? null;
    return was === null || replaced.has(was);
  });
  const now = (row: number) =>
    columns.map(({ offset, kind }) => comparable(cells.rows[row]?.[offset] ?? '', kind));
  const old = (row: number) =>
    columns.map(({ kind, before: at }) => comparable(replaced.get(row)?.[at] ?? '', kind));
  const pairs = isStanding(kept)
    ? written.flatMap((row): [number, number][] => [[before[row] ?? -1, row]])
    : pairsOf([...replaced.keys()], written, { now, old, key: keyIn(linked, columns) });
  const isWritten = new Set(written);
  const wasOf = new Map(pairs.map(([was, row]) => [row, was]));
  const changed = cells.rows.map((_, row): number[] => {
    if (!isWritten.has(row)) return [];
    const texts = now(row);
    const was = wasOf.get(row);
    const olds = was === undefined ? [] : old(was);
    return columns.flatMap(({ offset }, at) => (texts[at] === (olds[at] ?? '') ? [] : [offset]));
  });
  return placesOf(place, changed);
}

// Rows that stood still are the ones that stand in their places.
function isStanding({ beside, sorted }: KeptCells): boolean {
  return beside !== undefined || sorted !== undefined;
}

function keyIn({ options, refreshed, guess }: LinkedRange, columns: { name: string }[]): number[] {
  const chosen = options.keyColumns.length > 0 ? options.keyColumns : refreshed?.key;
  const names = chosen ?? guess?.columns ?? [];
  const found = names.map((name) => columns.findIndex((column) => column.name === name));
  return found.includes(-1) ? [] : found;
}

type Texts = (row: number) => string[];

// A row that holds what one held before is that one, wherever it stands; of the others those that have its key, or most of it.
function pairsOf(
  before: number[],
  written: number[],
  { now, old, key }: { now: Texts; old: Texts; key: number[] },
): [number, number][] {
  const olds = before.map(old);
  const nows = written.map(now);
  const whole = (row: string[]) => JSON.stringify(row);
  const same = pairByName(olds.map(whole), nows.map(whole));
  const [known, found] = [0, 1].map((side) => new Set(same.map((pair) => pair[side])));
  const left = [...olds.keys()].filter((at) => !known?.has(at));
  const came = [...nows.keys()].filter((at) => !found?.has(at));
  const [some, others] = [left.map((at) => olds[at] ?? []), came.map((at) => nows[at] ?? [])];
  const named = (row: string[]) => JSON.stringify(key.map((at) => row[at]));
  const alike =
    key.length > 0 ? pairByName(some.map(named), others.map(named)) : pairRows(some, others);
  const rest = alike.map(([one, other]): [number, number] => [left[one] ?? 0, came[other] ?? 0]);
  return [...same, ...rest].map(([was, at]) => [before[was] ?? 0, written[at] ?? 0]);
}

// Rectangles: the same columns of rows one below the other.
function placesOf({ row: top, column: left }: Place, changed: number[][]): Place[] {
  const places: Place[] = [];
  let open: Place[] = [];
  changed.forEach((offsets, index) => {
    const row = top + 1 + index;
    open = runsOf(offsets).map(({ from, count }) => {
      const above = open.find(({ column, columns }) => column === left + from && columns === count);
      if (above) {
        above.rows += 1;
        return above;
      }
      const place = { row, column: left + from, rows: 1, columns: count };
      places.push(place);
      return place;
    });
  });
  return places.slice(0, MOST_PLACES);
}
