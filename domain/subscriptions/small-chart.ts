// The small chart of a message: whether a result is a line over time or a few bars, and what is said of it in words.
import type { Chart } from '../contract/query.ts';
import type { WatchedResult } from '../alerts/condition.ts';

export interface SmallChart {
  kind: 'line' | 'bars';
  /** The column whose numbers are drawn. */
  column: string;
  /** What the points are called, in their order. */
  names: string[];
  points: number[];
}

const FEWEST = 3;
/** More bars than rows in the message would be of nothing that can be read. */
const MOST_BARS = 20;
/** More points than a mail's width has room for say nothing more. */
const MOST_POINTS = 200;

/** A day, or a moment. */
const TIME = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d.*)?$/;
const NUMBER = /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i;
// A number that begins with a zero is a name.
const isNumber = (text: string | null) =>
  text !== null && NUMBER.test(text) && !/^-?0\d/.test(text);

/**
 * Null for a result that is neither, or is not whole, and where the query's author wants no chart. Of several columns the
 * first is drawn that the author draws, else the first of all.
 */
export function smallChart(
  { columns, rows, truncated }: WatchedResult,
  author: Chart | null = null,
): SmallChart | null {
  if (truncated || rows.length < FEWEST || author?.kind === 'none') return null;
  const textsAt = columns.map((_, place) => rows.map((row) => row[place] ?? null));
  const x = textsAt.findIndex((texts) => texts.every((text) => text !== null && TIME.test(text)));
  const named = x === -1 ? textsAt.findIndex((texts) => !texts.every(isNumber)) : x;
  const mayBe = (place: number) =>
    place !== named && (textsAt[place] ?? [null]).every(isNumber) ? place : -1;
  const chosen = (author?.y ?? []).map((name) => mayBe(columns.indexOf(name)));
  const y =
    [...chosen, ...columns.map((_, place) => mayBe(place))].find((place) => place !== -1) ?? -1;
  if (y === -1 || named === -1) return null;
  const chart = {
    column: columns[y] ?? '',
    names: (textsAt[named] ?? []).map((text) => (text ?? 'null').slice(0, 60)),
    points: (textsAt[y] ?? []).map(Number),
  };
  if (!chart.points.every(Number.isFinite)) return null;
  if (x === -1) return rows.length <= MOST_BARS ? { kind: 'bars', ...chart } : null;
  return lineOf(chart);
}

function lineOf({ column, names, points }: Omit<SmallChart, 'kind'>): SmallChart | null {
  const rises = names.every((name, at) => at === 0 || (names[at - 1] ?? '') < name);
  const falls = names.every((name, at) => at === 0 || (names[at - 1] ?? '') > name);
  if (!rises && !falls) return null;
  const inOrder = <T>(all: T[]): T[] => thinned(falls ? [...all].reverse() : all);
  return { kind: 'line', column, names: inOrder(names), points: inOrder(points) };
}

// The first and the last one among them.
function thinned<T>(all: T[]): T[] {
  if (all.length <= MOST_POINTS) return all;
  const step = (all.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, at) => all[Math.round(at * step)] as T);
}

/** The chart for whoever does not see it. */
export function chartWords({ kind, column, names, points }: SmallChart): string {
  const at = (place: number) => `${numberText(points[place] ?? 0)} (${names[place]})`;
  const ends = `highest ${at(points.indexOf(Math.max(...points)))}, lowest ${at(points.indexOf(Math.min(...points)))}`;
  if (kind === 'bars') return `${column}: ${ends}`;
  return `${column}: from ${at(0)} to ${at(points.length - 1)}; ${ends}`;
}

const numberText = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 6 });
