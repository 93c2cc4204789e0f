// Rows that stand still: each keeps its place in the sheet with what its person keeps beside it, and gets the values
// of its row of the result.
import { pairByName } from '../../difference/rows.ts';
import type { Edges } from '../around/together.ts';
import { leastRows, replaceAll, runsOf } from './rows.ts';
import type { RowLayout, Target } from './rows.ts';

/** What becomes of a present row: it shows a row of the result, stays as it is, stays blank, or goes. */
export type Fate = number | 'kept' | 'blank' | 'gone';

export interface StandingRows {
  /** Of each present row. */
  fates: Fate[];
  /** Rows of the result that have no row yet, in their order. */
  added: number[];
  /** Formulas take rows of the range together. */
  summed: boolean;
  /** The edges at which rows would be left out of what takes others together: they come inside alone. */
  taken: Edges;
  /** No row may come above the row at this index of those that stay. */
  notAbove: number;
}

/** With rows that come at more places than this, all of them come at the end: each place costs a call of Google's. */
const MOST_PLACES = 50;

/** Where rows of the result as given equal the present ones by a print each; a print may be there several times. */
export function matchPrints(
  present: number[],
  results: number[],
): { results: (number | null)[]; added: number[] } {
  const pairs = new Map(pairByName(present, results));
  const found = new Set(pairs.values());
  return {
    results: present.map((_, row) => pairs.get(row) ?? null),
    added: [...results.keys()].filter((index) => !found.has(index)),
  };
}

/** The layout in which no row that stays is moved. Rows that come stand below their predecessor in the result. */
export function standRows({ fates, added, summed, taken, notAbove }: StandingRows): RowLayout {
  const stay = [...fates.keys()].filter((row) => fates[row] !== 'gone');
  const gone = [...fates.keys()].filter((row) => fates[row] === 'gone');
  if (stay.length === 0) return replaceAll(added, fates.length, summed);
  const edges = edgesOf(stay.length, taken, notAbove);
  const places = placesOf(added, { fates, stay, edges });
  const targets: Target[] = [];
  const present: (number | null)[] = [];
  for (let at = 0; at <= stay.length; at += 1) {
    for (const result of places.get(at) ?? []) {
      targets.push(result);
      present.push(null);
    }
    const row = stay[at];
    if (row === undefined) break;
    targets.push(fates[row] as Target);
    present.push(row);
  }
  return {
    ...{ targets, present, copies: [] },
    deletions: runsOf(gone).reverse(),
    insertions: [...places]
      .map(([before, results]) => ({ before, count: results.length }))
      .sort((one, other) => other.before - one.before),
  };
}

/**
 * Whether so few rows would be left that a formula which takes them together would not grow with them again: rows go
 * before others come, so those that come do not count.
 */
export function areTooFew(fates: Fate[], summed: boolean): boolean {
  const left = fates.filter((fate) => fate !== 'gone').length;
  return left > 0 && left < leastRows(fates.length, left, summed);
}

// Between which of the rows that stay others may come.
function edgesOf(stay: number, taken: Edges, notAbove: number): { first: number; last: number } {
  const first = Math.max(notAbove + 1, taken.first ? 1 : 0);
  // Above a single row rows come into what begins above it, such as at the header.
  const last = taken.last && (stay > 1 || first === 0) ? stay - 1 : stay;
  return { first: Math.min(first, last), last };
}

function placesOf(
  added: number[],
  { fates, stay, edges }: { fates: Fate[]; stay: number[]; edges: { first: number; last: number } },
): Map<number, number[]> {
  const below = new Map<number, number>();
  stay.forEach((row, at) => {
    const fate = fates[row];
    if (typeof fate === 'number') below.set(fate, at + 1);
  });
  const places = new Map<number, number[]>();
  for (const result of added) {
    const place = below.get(result - 1) ?? 0;
    below.set(result, place);
    const at = Math.min(edges.last, Math.max(edges.first, place));
    places.set(at, [...(places.get(at) ?? []), result]);
  }
  return places.size > MOST_PLACES ? new Map([[edges.last, added]]) : places;
}
