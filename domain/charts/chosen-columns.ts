// Which columns of a result its chart draws: those that the author set, else those that the result suggests: a date and
// numbers make lines, a category and numbers bars.
import type { Chart } from '../contract/query.ts';
import type { Column, Field, Result } from '../contract/result.ts';

type Table = Pick<Result, 'columns' | 'rows'>;

export const seriesAtMost = 6;
/** Shares do not add up. */
export const isShare = /percent|pct|ratio|share|rate$/i;
/** More names than these suggest no bars. */
const rowsAtMost = 1_000;

/** What a chart draws of a table, by the indexes of its columns. */
export interface Chosen {
  kind: Exclude<Chart['kind'], 'none'>;
  x: number;
  y: number[];
  /** The column that is told apart; null: none is named. */
  split: number | null;
  top?: number | undefined;
  goal?: number | undefined;
}

/** The columns of the chart that the author set, else of the one that the result suggests; null: there is none to draw. */
export function chosenColumns(set: Chart | null, table: Table): Chosen | null {
  if (set?.kind === 'none') return null;
  const chosen = set ? setColumns(set, table.columns) : suggestedColumns(table);
  if (chosen === null || chosen.y.length === 0) return null;
  return { ...chosen, top: set?.top, goal: set?.goal };
}

export const isTime = ({ type }: Column) => type === 'date' || type === 'datetime';
const isMeasure = ({ type, name }: Column) => type === 'number' && !isName.test(name);
// Numbers that name something: adding them up or drawing them says nothing.
const isName = /(^|_)(id|ids|no|code|zip|year)$/i;

function setColumns(set: Chart, columns: Column[]): Chosen | null {
  const kind = set.kind === 'none' ? 'bar' : set.kind;
  const indexOf = (name: string) => columns.findIndex((column) => column.name === name);
  const wantsNumber = kind === 'scatter';
  const first = columns.findIndex(
    ({ type, name }) => (type === 'number') === wantsNumber && set.y?.includes(name) !== true,
  );
  const x = set.x === undefined ? first : indexOf(set.x);
  const named = (set.y ?? []).map(indexOf).filter((index) => columns[index]?.type === 'number');
  const y = set.y === undefined ? measuresOf(columns, x) : named;
  const split = set.series === undefined ? -1 : indexOf(set.series);
  // One number needs no column beside it.
  if (x < 0 && kind !== 'number') return null;
  return { kind, x, y: y.slice(0, seriesAtMost), split: split < 0 ? null : split };
}

function suggestedColumns({ columns, rows }: Table): Chosen | null {
  const time = columns.findIndex(isTime);
  if (time >= 0 && rows.length >= 3 && timesIn(columns) === 1 && !isListOfThings(columns, rows)) {
    const y = ofLikeSize(measuresOf(columns, time), rows);
    return { kind: 'line', x: time, y, split: null };
  }
  const category = columns.findIndex(({ type }) => type === 'text');
  if (category < 0 || rows.length > rowsAtMost || time >= 0) return null;
  const names = new Set(rows.map((row) => row[category]));
  if (names.size < rows.length) return null;
  const y = mainMeasure(measuresOf(columns, category), rows);
  return { kind: 'bar', x: category, y: y === null ? [] : [y], split: null };
}

const timesIn = (columns: Column[]) => columns.filter(isTime).length;

// Tickets with their times are no course of anything: each row tells of a thing of its own.
function isListOfThings(columns: Column[], rows: Field[][]): boolean {
  return columns.some(
    ({ type }, index) =>
      type === 'text' &&
      new Set(rows.map((row) => row[index])).size > Math.max(seriesAtMost, rows.length / 2),
  );
}

// Shares beside amounts would lie flat on the axis.
function measuresOf(columns: Column[], x: number): number[] {
  const measures = columns.flatMap((column, index) =>
    isMeasure(column) && index !== x ? [index] : [],
  );
  const amounts = measures.filter((index) => !isShare.test(columns[index]?.name ?? ''));
  return amounts.length > 0 ? amounts : measures;
}

// What the rows are ordered by is what the query is about; else the first number.
function mainMeasure(measures: number[], rows: Field[][]): number | null {
  const falls = (index: number) =>
    rows.every(
      (row, at) =>
        at === 0 || (numberOf(rows[at - 1]?.[index]) ?? 0) >= (numberOf(row[index]) ?? 0),
    );
  return measures.find(falls) ?? measures[0] ?? null;
}

// One axis serves all lines: those whose greatest number is far from the first one's are left out.
function ofLikeSize(indices: number[], rows: Field[][]): number[] {
  const greatest = (index: number) =>
    rows.reduce((most, row) => Math.max(most, Math.abs(numberOf(row[index]) ?? 0)), 0);
  const first = greatest(indices[0] ?? -1);
  return indices
    .filter((index) => greatest(index) >= first / 20 && greatest(index) <= first * 20)
    .slice(0, 4);
}

/** The number that a field is; null: it is none. */
export function numberOf(field: Field | undefined): number | null {
  if (typeof field === 'number') return field;
  const number = typeof field === 'string' && field !== '' ? Number(field) : NaN;
  return Number.isFinite(number) ? number : null;
}
