// Finds the cells of a range that somebody changed by hand since it was last written, and that a refresh
// would write over. Where that cannot be known for sure, it gives no number.
import { cellAreas } from '../cells/cell-areas.ts';
import { placeName } from '../cells/cell-name.ts';
import { anyOrderFingerprint, comparable } from '../cells/fingerprint.ts';
import type { LinkedRange } from '../linked-range.ts';
import type { Prepared, RangeNow } from './prepare.ts';
import { difference, pairRows } from '../difference/rows.ts';
import { textsOf } from './compared-rows.ts';
import type { Target } from './layout/rows.ts';
import { ask } from './sheet.ts';
import type { Rules } from './sheet.ts';
import { textPrint, writtenCells } from './layout/written-cells.ts';

/** Areas of such cells that are named to the person. */
const NAMED_AREAS = 20;

export interface EditedCells {
  /** Null: some, but nobody knows how many. */
  count: number | null;
  /** Their areas in A1 notation, such as B3 and B11:D33; at most 20 of them. */
  areas: string[];
}

const NO_EDITED_CELLS: EditedCells = { count: 0, areas: [] };

type About = Omit<Prepared, 'plan'>;

/** What is known of a range's rows as they were last written. */
interface Comparison {
  /** Present rows that were not written like this, and rows that were written and are not there. */
  strange: number[];
  missing: number[];
  /** What the cells of a row, as it was written, held; as it is now. */
  writtenRow: (row: number) => string[];
  presentRow: (row: number) => string[];
  /** The written row that stood where this present one stands; null where rows were moved. */
  before: (row: number) => number | null;
}

/** Cells that somebody changed by hand and that the refresh would write over. */
export function* findEditedCells({ linked, place }: RangeNow, about: About): Rules<EditedCells> {
  if (!about.edited || linked.refreshing) return NO_EDITED_CELLS;
  const fates = fatesOf(about);
  const losable = lostRows(about, fates);
  if (losable.length === 0) return NO_EDITED_CELLS;
  const comparison =
    withResult(linked, about, { fates, losable }) ?? (yield* withWritten({ place, linked }, about));
  const edited = comparison && changedCells(comparison, new Set(losable));
  if (!edited) return { count: null, areas: [] };
  const offsets = offsetsOf(linked, about);
  const areas = cellAreas(
    edited.map(([row, index]) => [place.row + 1 + row, place.column + (offsets[index] ?? 0)]),
  );
  return { count: edited.length, areas: areas.slice(0, NAMED_AREAS).map(placeName) };
}

// What becomes of each present row; one that goes is blank afterwards.
function fatesOf({ layout, present }: About): Target[] {
  const fates = Array<Target>(present.length).fill('blank');
  layout.present.forEach((index, row) => {
    if (index !== null) fates[index] = layout.targets[row] ?? 'blank';
  });
  return fates;
}

// Rows whose content the result does not have and that do not stay: those that were only moved lose nothing.
function lostRows({ present, expected, blank }: About, fates: Target[]): number[] {
  return difference(present, expected).gone.filter(
    (row) => fates[row] !== 'kept' && present[row] !== blank,
  );
}

// The result may be what was last written: then it tells what the changed cells held.
function withResult(
  linked: LinkedRange,
  about: About,
  { fates, losable }: { fates: Target[]; losable: number[] },
): Comparison | null {
  const { arrangement, cells, present, expected, blank, layout } = about;
  const names = (columns: { name: string; kind: string }[]) =>
    JSON.stringify(columns.map(({ name, kind }) => [name, kind]));
  if (names(arrangement.columns) !== names(linked.columns)) return null;
  const replaced = [...present.keys()].filter((row) => fates[row] !== 'kept');
  const coming = layout.targets.filter((target) => target !== 'kept');
  const prints = coming.map((target) => (typeof target === 'number' ? expected[target] : blank));
  const known = prints.map((print) => print ?? blank);
  const { gone, came } = difference(
    replaced.map((row) => present[row] ?? 0),
    known,
  );
  const strange = new Set(gone.map((index) => replaced[index]));
  const then = [
    ...[...present.keys()].filter((row) => !strange.has(row)).map((row) => present[row] ?? 0),
    ...came.map((index) => known[index] ?? 0),
  ];
  if (anyOrderFingerprint(then) !== linked.wrote?.anyOrder) return null;
  const positions = new Map(coming.map((target, index): [Target, number] => [target, index]));
  const at = (row: number) => positions.get(fates[row] ?? 'blank') ?? null;
  const isInPlace = replaced.every(
    (row) => strange.has(row) || known[at(row) ?? -1] === present[row],
  );
  return {
    strange: losable,
    missing: came,
    writtenRow: (index) => textsOf(about, coming[index] ?? 'blank').map(textPrint),
    presentRow: (row) =>
      arrangement.columns.map(({ offset, kind }) =>
        textPrint(comparable(cells.rows[row]?.[offset] ?? '', kind)),
      ),
    before: (row) => (isInPlace ? at(row) : null),
  };
}

// What was remembered of each cell when it was written.
function* withWritten({ place, linked }: RangeNow, about: About): Rules<Comparison | null> {
  const written = writtenCells(linked, yield* ask({ read: 'written', range: linked.id }));
  if (!written) return null;
  const offsets = offsetsOf(linked, about);
  if (offsets.includes(null) || place.rows < 2) return null;
  const present = about.cells.rows.map((row) =>
    linked.columns.map(({ kind }, index) =>
      textPrint(comparable(row[offsets[index] ?? -1] ?? '', kind)),
    ),
  );
  const { gone, came } = textDifference(present, written);
  const strange = new Set(gone);
  const isInPlace =
    present.length === written.length &&
    present.every((row, index) => strange.has(index) || isSame(row, written[index] ?? []));
  return {
    strange: gone,
    missing: came,
    writtenRow: (row) => written[row] ?? [],
    presentRow: (row) => present[row] ?? [],
    before: (row) => (isInPlace ? row : null),
  };
}

/** [row, column] of each changed cell; null where a changed row's former content cannot be told. */
function changedCells(comparison: Comparison, losable: Set<number>): [number, number][] | null {
  const { strange, missing, writtenRow, presentRow, before } = comparison;
  const blank = textPrint('');
  const pairs = new Map<number, number>();
  for (const row of strange) {
    const index = before(row);
    if (index !== null && missing.includes(index)) pairs.set(row, index);
  }
  const loose = strange.filter((row) => !pairs.has(row));
  const taken = new Set(pairs.values());
  const free = missing.filter((row) => !taken.has(row));
  const blanked = (row: string[]) => row.map((text) => (text === blank ? '' : text));
  for (const [one, other] of pairRows(
    loose.map((row) => blanked(presentRow(row))),
    free.map((row) => blanked(writtenRow(row))),
  )) {
    pairs.set(loose[one] ?? 0, free[other] ?? 0);
  }
  const unpaired = strange.filter((row) => !pairs.has(row));
  if (unpaired.some((row) => losable.has(row)) && pairs.size < missing.length) return null;
  return strange
    .filter((row) => losable.has(row))
    .flatMap((row) => {
      const index = pairs.get(row);
      const was = index === undefined ? [] : writtenRow(index);
      return presentRow(row).flatMap((text, column): [number, number][] =>
        text === (was[column] ?? blank) ? [] : [[row, column]],
      );
    });
}

function offsetsOf({ columns }: LinkedRange, { arrangement }: About): (number | null)[] {
  return columns.map(
    ({ name }) => arrangement.present.find((column) => column.name === name)?.offset ?? null,
  );
}

function textDifference(present: string[][], written: string[][]) {
  const numbers = new Map<string, number>();
  const numberOf = (row: string[]) => {
    const text = row.join('');
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  return difference(present.map(numberOf), written.map(numberOf));
}

function isSame(row: string[], other: string[]): boolean {
  return row.every((text, index) => text === other[index]);
}
