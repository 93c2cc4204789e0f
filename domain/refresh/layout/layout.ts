// Decides which row of a content goes into which row of a range: by what the range's mode does with rows.
import type { Content } from '../../cells/content.ts';
import type { LinkedRange } from '../../linked-range.ts';
import type { Arrangement } from './columns.ts';
import { checkKeys, keyColumns, matchKeys } from './keys.ts';
import { MODES } from '../modes.ts';
import type { Mode } from '../modes.ts';
import type { Surroundings } from '../around/neighbours.ts';
import { ownCells, ownRows } from './own-cells.ts';
import type { OwnCell } from './own-cells.ts';
import { mayDelete, surplusRows } from '../around/reach.ts';
import { takesTogether } from '../around/references.ts';
import { blankPrint, expectedPrints, rowPrints } from './row-prints.ts';
import { appendRows, leastRows, matchRows, replaceRows, rowsToDelete } from './rows.ts';
import type { RowLayout } from './rows.ts';
import { ask, GONE_COLOR } from '../sheet.ts';
import type { RangeCells, Rules } from '../sheet.ts';

export interface Layout {
  rows: RowLayout;
  /** Data rows, as they will be, that get the mark of a gone key or lose it. */
  marks: { row: number; gone: boolean }[];
  /** Cells of the person's own in rows that go. */
  ownCells: OwnCell[];
}

export interface LayoutInput {
  linked: LinkedRange;
  content: Content;
  arrangement: Arrangement;
  cells: RangeCells;
  /** The fingerprints of the present data rows. */
  present: number[];
  around: Surroundings;
  /** Rows in which the person keeps something of their own stay, blank. */
  keepOwn: boolean;
}

const LAYOUTS: Record<Mode['rows'], (input: LayoutInput) => Rules<Layout>> = {
  replaced: replacedRows,
  added: addedRows,
  matched: matchedRows,
};

/** The rows of a refresh. Throws Problem: keys_invalid. */
export function layoutOf(input: LayoutInput): Rules<Layout> {
  return LAYOUTS[MODES[input.linked.options.mode].rows](input);
}

function* replacedRows(input: LayoutInput): Rules<Layout> {
  const { linked, content, present, around } = input;
  const results = content.rows.length;
  const stays = staysBlank(input);
  const summed = !stays && (yield* isSummed(input, results));
  const gone = rowsToDelete(present.length, leastRows(present.length, results, summed));
  const keepSurplus = stays
    ? 'blank'
    : yield* surplusRows(
        { row: around.place.row + 1 + gone.from, count: gone.count },
        { truncated: content.truncated, fillDown: linked.options.fillDown },
        around,
      );
  const own = keepSurplus === null ? yield* ownCells(around, gone, ownColumns(input)) : [];
  const stay = own.length > 0 && input.keepOwn;
  const rows = replaceRows(present.length, results, {
    summed,
    keepSurplus: stay ? 'blank' : keepSurplus,
  });
  return { rows, marks: [], ownCells: stay ? [] : own };
}

// Asked for only where it makes a difference: a range that has one data row, or is about to.
function* isSummed({ present, around }: LayoutInput, rows: number): Rules<boolean> {
  const grows = present.length === 1 && rows > 1;
  const shrinks = present.length > 1 && rows < 2;
  return (grows || shrinks) && takesTogether(yield* around.formulas(), around.place);
}

// Rows that an earlier refresh could not delete stay until the number of rows changes again.
function staysBlank({ linked, content, arrangement, present }: LayoutInput): boolean {
  if (linked.refreshing || linked.rowCount !== content.rows.length) return false;
  const blank = blankPrint(arrangement.columns);
  return present.slice(content.rows.length).every((print) => print === blank);
}

function* addedRows(input: LayoutInput): Rules<Layout> {
  const { linked, content, present } = input;
  const summed = yield* isSummed(input, present.length + content.rows.length);
  const { refreshing, rowCount } = linked;
  // Rows that the person added below the last one inside the range are kept too.
  const whole = { kept: rowCount === 0 ? 0 : present.length, lastIsAtEnd: false };
  const before = refreshing ? beforeCutOff(present, refreshing) : whole;
  const rows = appendRows(present.length, content.rows.length, { ...before, summed });
  return { rows, marks: [], ownCells: [] };
}

// The rows that stood there before a write that was cut off, and whether that had pushed the last one down.
function beforeCutOff(
  present: number[],
  { rows, last }: NonNullable<LinkedRange['refreshing']>,
): { kept: number; lastIsAtEnd: boolean } {
  const kept = Math.min(rows, present.length);
  const lastIsAtEnd =
    last !== null &&
    present.length > kept &&
    present[kept - 1] !== last &&
    present[present.length - 1] === last;
  return { kept, lastIsAtEnd };
}

function* matchedRows(input: LayoutInput): Rules<Layout> {
  const { content, cells, linked, arrangement, around } = input;
  const { columns } = around.place;
  const keys = keyColumns(linked.options.keyColumns, arrangement.columns);
  checkKeys(content, keys);
  const present = rowPrints(
    cells,
    keys.map(({ offset, kind }) => ({ kind, offset: offset < columns ? offset : null })),
  );
  const { results, added } = matchKeys(present, expectedPrints(content, keys));
  const gone = yield* rowsThatGo(input, results);
  const summed = yield* isSummed(input, present.length - gone.size + added.length);
  const rows = matchRows({ results, gone, added }, summed);
  return { rows, marks: yield* marksOf(input, { results, gone }), ownCells: [] };
}

// Of rows without a key in the result; one beside which the person keeps something stays.
function* rowsThatGo(input: LayoutInput, results: (number | null)[]): Rules<Set<number>> {
  const { linked, content, around } = input;
  const unmatched = [...results.keys()].filter((row) => results[row] === null);
  // What stands there is only the blank row of a range without rows.
  if (linked.rowCount === 0) return new Set(unmatched);
  if (content.truncated || unmatched.length === 0) return new Set();
  const filled = yield* ownRows(around, ownColumns(input));
  const gone = new Set<number>();
  for (const row of unmatched) {
    if (filled?.[row]) continue;
    const place = { row: around.place.row + 1 + row, count: 1 };
    if (yield* mayDelete(place, around, linked.options.fillDown)) gone.add(row);
  }
  return gone;
}

function ownColumns({ arrangement, linked }: LayoutInput) {
  return { arrangement, companions: linked.options.companionColumns };
}

function* marksOf(
  { around, content }: LayoutInput,
  { results, gone }: { results: (number | null)[]; gone: Set<number> },
): Rules<Layout['marks']> {
  const { place } = around;
  if (place.rows < 2) return [];
  const first = { ...place, row: place.row + 1, rows: place.rows - 1, columns: 1 };
  const colors = yield* ask({ read: 'fontColors', place: first });
  const marks: Layout['marks'] = [];
  let row = -1;
  results.forEach((match, index) => {
    if (gone.has(index)) return;
    row += 1;
    const isGone = match === null && !content.truncated;
    const isMarked = colors[index]?.[0]?.toLowerCase() === GONE_COLOR;
    if (isGone !== isMarked && (match !== null || isGone)) marks.push({ row, gone: isGone });
  });
  return marks;
}
