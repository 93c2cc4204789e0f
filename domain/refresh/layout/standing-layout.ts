// The rows of a refresh beside which a person keeps something: they stand still, and the values come to them.
import { cellName } from '../../cells/cell-name.ts';
import type { Place } from '../../cells/place.ts';
import { Problem } from '../../problem.ts';
import { withOwn } from '../around/neighbours.ts';
import type { Surroundings } from '../around/neighbours.ts';
import { findOwnColumns } from '../around/own-columns.ts';
import type { OwnColumns } from '../around/own-columns.ts';
import { mayDeleteRows } from '../around/reach.ts';
import { takesTogether } from '../around/references.ts';
import { stillCounting } from './still-counting.ts';
import { edgesTaken } from '../around/together.ts';
import type { Rules } from '../sheet.ts';
import { markedRows, marksOf } from './marks.ts';
import type { Layout, LayoutInput, Standing } from './range-layout.ts';
import { keyColumns } from './keys.ts';
import { ownOffsets } from './own-cells.ts';
import { rowKeyOf } from './row-key.ts';
import type { RowKey } from './row-key.ts';
import { expectedPrints, rowPrints } from './row-prints.ts';
import { matchEmptied } from './emptied-rows.ts';
import { runsOf } from './rows.ts';
import type { RowLayout } from './rows.ts';
import { filledRows, isForSingleRows } from './single-rows.ts';
import { areTooFew, matchPrints, standRows } from './standing-rows.ts';
import type { Fate, StandingRows } from './standing-rows.ts';

/** Each costs a call of Google's, which ends an execution after six minutes. */
const MOST_DELETIONS = 300;

interface Matched {
  key: RowKey;
  /** For each present row its row of the result. */
  results: (number | null)[];
  added: number[];
  /** The present rows' keys. */
  prints: number[];
  /** Present rows that were emptied, of which nobody knows any more which they were. */
  emptied: number[];
}

export interface Standings {
  /** Null: nothing of the person's belongs to one row alone, and what stands in a row of the range may go anywhere. */
  layout: Layout | null;
  /** What the person keeps beside or inside the range; null: nothing, or nobody needs to know. */
  own: OwnColumns | null;
}

/**
 * The layout where something of the person's stands beside or inside the range and rows come, go or change their
 * order. Throws Problem: keys_invalid.
 */
export function* standingLayout(input: LayoutInput): Rules<Standings> {
  const nothing = { layout: null, own: null };
  if (isUnmoved(input)) return nothing;
  const matched = yield* matchedOrRefused(input);
  const isRefused = matched instanceof Problem;
  if (!isRefused && isInPlace(matched) && isSettled(input, matched)) return nothing;
  const own = yield* ownColumnsOf(input);
  if (own === null) return nothing;
  const keeps = own.filled.some((columns) => columns.length > 0);
  if (isRefused && keeps) throw matched;
  if (isRefused || (!keeps && !isForSingleRows(input, matched, own))) return { layout: null, own };
  return { layout: yield* layoutAround(input, matched, own), own };
}

/** The layout of a range whose person chose that its rows stand still, whatever stands beside them. Throws Problem: keys_invalid. */
export function* standingRows(input: LayoutInput): Rules<Layout> {
  const { linked, arrangement, present } = input;
  if (linked.options.keyColumns.length === 0) keyColumns([], arrangement.columns);
  const matched = yield* matchedRows(input);
  const nothing = {
    left: 0,
    right: 0,
    columns: [],
    formulas: [],
    notAbove: -1,
    shared: [],
    colored: [],
  };
  const none = { ...nothing, filled: present.map(() => []), held: present.map(() => false) };
  return yield* layoutAround(input, matched, (yield* ownColumnsOf(input)) ?? none);
}

/** The person's own columns beside and inside a range. */
export function* ownColumnsOf({
  around,
  arrangement,
  linked,
}: LayoutInput): Rules<OwnColumns | null> {
  const inside = ownOffsets(around.place, arrangement);
  return yield* findOwnColumns(around, inside, linked.options);
}

/** What stands around a range with whose rows those columns move. */
export function aroundOwn({ around }: LayoutInput, own: OwnColumns | null): Surroundings {
  return withOwn(around, own);
}

// What is refused is refused only where it matters.
function* matchedOrRefused(input: LayoutInput): Rules<Matched | Problem> {
  try {
    return yield* matchedRows(input);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function* matchedRows(input: LayoutInput): Rules<Matched> {
  const { content, cells } = input;
  const key = rowKeyOf(input);
  const width = cells.header.length;
  const prints = rowPrints(
    cells,
    key.columns.map(({ offset, kind }) => ({ kind, offset: offset < width ? offset : null })),
  );
  const matched = matchPrints(prints, expectedPrints(content, key.columns));
  return { key, prints, ...(yield* matchEmptied(input, key, matched)) };
}

// Nothing comes and nothing goes: the most frequent case, for which no key is needed.
function isUnmoved({ content, arrangement, present }: LayoutInput): boolean {
  if (content.rows.length !== present.length) return false;
  const expected = expectedPrints(content, arrangement.columns);
  return present.every((print, row) => print === expected[row]);
}

function isInPlace({ results, added }: Matched): boolean {
  return added.length === 0 && results.every((result, row) => result === row);
}

// A guess is asked about before anything hangs on it.
function isSettled({ linked }: LayoutInput, { key, emptied }: Matched): boolean {
  return emptied.length === 0 && (key.by !== 'guess' || linked.guess !== null);
}

function* layoutAround(input: LayoutInput, matched: Matched, own: OwnColumns): Rules<Layout> {
  const { place } = input.around;
  const around = aroundOwn(input, own);
  const filled = filledRows(input);
  const fates = fewerDeletions(yield* fatesOf(input, { matched, own, around, filled }));
  // Asked for only where it makes a difference: all formulas are read for it.
  const moves = matched.added.length > 0 || fates.includes('gone');
  const summed = moves && takesTogether(yield* around.formulas(), place, own);
  if (areTooFew(fates, summed)) keepOne(fates);
  const staying = [...fates.keys()].filter((row) => fates[row] !== 'gone');
  const notAbove = staying.indexOf(own.notAbove);
  const rows = yield* standInside({ fates, added: matched.added, summed, notAbove }, around);
  const kept = input.content.truncated
    ? []
    : [...fates.keys()].filter((row) => fates[row] === 'kept');
  const marked = yield* markedRows(input);
  const marks = yield* marksOf(place, { fates, present: rows.present, marked, kept });
  const stay = [...rows.targets.keys()].filter(
    (row) => rows.targets[row] === 'kept' || marked.has(rows.present[row] ?? -1),
  );
  return {
    ...{ rows, marks },
    struck: [...stay, ...marks.map(({ row }) => row)],
    gone: kept.length,
    counting: (yield* stillCounting(place, own.columns, kept)).length,
    standing: {
      ...standingOf(place, { ...matched, marked, filled }, own),
      isSure: input.linked.guess !== null || !reliesOnKey(input, matched, own),
    },
    ...{ own, around, formulas: own.formulas, standsStill: true },
  };
}

// What takes rows together is looked for only where rows come at an edge.
function* standInside(
  standing: Omit<StandingRows, 'taken'>,
  around: Surroundings,
): Rules<RowLayout> {
  const { fates, summed } = standing;
  const rows = standRows({ ...standing, taken: { first: summed, last: summed } });
  const stay = fates.filter((fate) => fate !== 'gone').length;
  if (summed || !rows.insertions.some(({ before }) => before === 0 || before === stay)) return rows;
  return standRows({ ...standing, taken: yield* edgesTaken(around) });
}

// A row that holds what it held is the same one whatever names it.
function reliesOnKey(
  { content, arrangement, present }: LayoutInput,
  { results }: Matched,
  own: OwnColumns,
): boolean {
  const expected = expectedPrints(content, arrangement.columns);
  return results.some((result, row) => {
    if (result === null || (own.filled[row] ?? []).length === 0) return false;
    return present[row] !== expected[result];
  });
}

interface Around {
  own: OwnColumns;
  around: Surroundings;
  /** Present rows that show something. */
  filled: Set<number>;
}

function* fatesOf(
  { linked, content, around: { place } }: LayoutInput,
  { matched, own, around, filled }: Around & { matched: Matched },
): Rules<Fate[]> {
  const fates: Fate[] = [];
  const stays = (row: number) => content.truncated || (own.filled[row] ?? []).length > 0;
  // Blank rows that an earlier refresh could not delete are tried again when rows come or go.
  const nothingGoes =
    !linked.refreshing &&
    matched.added.length === 0 &&
    matched.results.every((result, row) => result !== null || stays(row) || !filled.has(row));
  for (const [row, result] of matched.results.entries()) {
    if (result !== null) fates.push(result);
    // A blank one is no row of a result, and stays blank for what stands beside it.
    else if (stays(row)) fates.push(filled.has(row) ? 'kept' : 'blank');
    else if (nothingGoes) fates.push('blank');
    else if (yield* mayDeleteRows({ row: place.row + 1 + row, count: 1 }, around))
      fates.push('gone');
    else fates.push('blank');
  }
  return fates;
}

// Rows that go at more places than that stay blank, and go at the next refreshes.
function fewerDeletions(fates: Fate[]): Fate[] {
  const gone = runsOf([...fates.keys()].filter((row) => fates[row] === 'gone'));
  if (gone.length <= MOST_DELETIONS) return fates;
  const first = gone[MOST_DELETIONS]?.from ?? fates.length;
  return fates.map((fate, row) => (fate === 'gone' && row >= first ? 'blank' : fate));
}

function keepOne(fates: Fate[]): void {
  const last = fates.lastIndexOf('gone');
  if (last >= 0) fates[last] = 'blank';
}

function standingOf(
  place: Place,
  {
    key,
    results,
    prints,
    emptied,
    marked,
    filled,
  }: Matched & Record<'marked' | 'filled', Set<number>>,
  own: OwnColumns,
): Omit<Standing, 'isSure'> {
  // That a row is gone which is marked already is known.
  const isNews = (row: number) => filled.has(row) && (results[row] !== null || !marked.has(row));
  const rows = [...own.filled.keys()].filter(
    (row) => (own.filled[row] ?? []).length > 0 && isNews(row),
  );
  const cellsOf = (row: number) =>
    (own.filled[row] ?? []).map((column) => cellName(place.row + 1 + row, column));
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(prints[row] ?? 0, (counts.get(prints[row] ?? 0) ?? 0) + 1);
  return {
    ...{ key, own, ownRows: rows.length },
    unfound: rows.filter((row) => results[row] === null).map(cellsOf),
    emptied: emptied.flatMap(cellsOf),
    twice: rows.filter((row) => (counts.get(prints[row] ?? 0) ?? 0) > 1).flatMap(cellsOf),
  };
}
