// Tells the rows that a refresh adds, removes and changes, by what they hold and not by where they stand.
import type { Cell } from '../cells/cell.ts';
import { comparable } from '../cells/fingerprint.ts';
import type { Mode } from './modes.ts';
import type { Prepared } from './prepare.ts';
import { difference, pairByName, pairRows } from '../difference/rows.ts';
import type { Target } from './layout/rows.ts';

/** How a row is told to be the same one: by its place, by what it holds, or by the columns that name it. */
export type SameRowBy = Mode['sameRowBy'] | { key: readonly string[] };

/** More cells than this are not compared to tell a changed row from one that came and one that went. */
const MOST_CELLS = 400_000;

/** The rows before a refresh, by their place in the range, against those after it. */
export interface ComparedRows {
  /** Rows after it, rows before it, and rows that were there with other values: before and after. */
  added: number[];
  removed: number[];
  changed: [number, number][];
}

/** Tells the rows that come, go and change; those that only stay are told by themselves. */
export function compareRows(prepared: Prepared, by: SameRowBy): ComparedRows {
  const { blank, present, layout, plan } = prepared;
  const stays = (row: number) => layout.targets[row] === 'kept';
  const staying = new Set(
    [...layout.present.keys()].filter(stays).map((row) => layout.present[row]),
  );
  const before = filledRows(present, blank).filter((row) => !staying.has(row));
  const after = filledRows(plan.rows, blank).filter((row) => !stays(row));
  const { gone, came } = difference(
    before.map((row) => present[row] ?? 0),
    after.map((row) => plan.rows[row] ?? 0),
  );
  const left = gone.map((index) => before[index] ?? 0);
  const arrived = came.map((index) => after[index] ?? 0);
  const changed = pairsOf(prepared, { left, arrived }, by);
  const [known, found] = [0, 1].map((side) => new Set(changed.map((pair) => pair[side])));
  return {
    added: arrived.filter((row) => !found?.has(row)),
    removed: left.filter((row) => !known?.has(row)),
    changed,
  };
}

function pairsOf(
  prepared: Prepared,
  { left, arrived }: { left: number[]; arrived: number[] },
  by: SameRowBy,
): [number, number][] {
  const isLarge = left.length * prepared.arrangement.columns.length > MOST_CELLS;
  if (by === 'place' || isLarge) return inPlace(left, arrived, prepared.layout.present);
  if (left.length === 0 || arrived.length === 0) return [];
  const before = left.map((row) => presentTexts(prepared, row));
  const after = arrived.map((row) => textsOf(prepared, prepared.layout.targets[row] ?? 'blank'));
  const pairs = by === 'content' ? pairRows(before, after) : byKey(prepared, { before, after }, by);
  return pairs.map(([one, other]) => [left[one] ?? 0, arrived[other] ?? 0]);
}

function byKey(
  { arrangement: { columns } }: Prepared,
  { before, after }: Record<'before' | 'after', string[][]>,
  { key }: { key: readonly string[] },
): [number, number][] {
  const indexes = key.map((name) => columns.findIndex((column) => column.name === name));
  if (indexes.includes(-1)) return pairRows(before, after);
  const nameOf = (row: string[]) => JSON.stringify(indexes.map((index) => row[index]));
  return pairByName(before.map(nameOf), after.map(nameOf));
}

function filledRows(prints: number[], blank: number): number[] {
  return [...prints.keys()].filter((row) => prints[row] !== blank);
}

// Where keys have matched rows, a row is the one that stands in its place.
function inPlace(
  left: number[],
  arrived: number[],
  present: (number | null)[],
): [number, number][] {
  const gone = new Set(left);
  return arrived.flatMap((row): [number, number][] => {
    const before = present[row] ?? -1;
    return gone.has(before) ? [[before, row]] : [];
  });
}

function presentTexts({ arrangement, cells }: Prepared, row: number): string[] {
  return arrangement.columns.map(({ offset, kind }) =>
    comparable(cells.rows[row]?.[offset] ?? '', kind),
  );
}

/** What becomes of the cells of a row, as texts to compare. */
export function textsOf(
  { arrangement, content }: Pick<Prepared, 'arrangement' | 'content'>,
  target: Target,
): string[] {
  const row: Cell[] = typeof target === 'number' ? (content.rows[target] ?? []) : [];
  return arrangement.columns.map(({ kind, source }) => comparable(row[source] ?? '', kind));
}
