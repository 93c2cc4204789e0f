// What Google's own services draw beside a result in a sheet: a chart where its rows are what is drawn, else a pivot table.
import type { Chart } from '../contract/query.ts';
import type { Result } from '../contract/result.ts';
import { chosenColumns, isTime, type Chosen } from './chosen-columns.ts';

type Table = Pick<Result, 'columns' | 'rows'>;

/** Google's names of its kinds of charts (Charts.ChartType), as far as they are made here. */
export type SheetChartType = 'LINE' | 'AREA' | 'COLUMN' | 'BAR' | 'SCATTER';

/** By the indexes of the result's columns. */
export type SheetPicture =
  | { what: 'chart'; type: SheetChartType; x: number; y: number[]; stacked: boolean | 'percent' }
  /** Sums of a column, by the values of one or two others. */
  | { what: 'pivot'; rows: number; columns: number | null; sum: number };

/** Null where the author wants none, and where the result suggests none. */
export function sheetPicture(set: Chart | null, table: Table): SheetPicture | null {
  const chosen = chosenColumns(set, table);
  if (chosen === null || chosen.kind === 'number') return null;
  const { kind } = chosen;
  if (kind === 'pivot' || needsSums(chosen, table)) return pivotOf(chosen, table);
  return chartOf({ ...chosen, kind }, table);
}

type Drawn = Omit<Chosen, 'kind'> & { kind: Exclude<Chosen['kind'], 'number' | 'pivot'> };

// Google draws a row at a time: what stands in several rows has to be added up first.
function needsSums({ kind, x, split }: Chosen, { rows }: Table): boolean {
  if (kind === 'scatter') return false;
  const isRepeated = new Set(rows.map((row) => row[x])).size < rows.length;
  return split !== null || isRepeated;
}

function pivotOf({ x, y, split }: Chosen, { columns }: Table): SheetPicture | null {
  const [sum] = y;
  if (sum === undefined) return null;
  const texts = columns.flatMap(({ type }, at) => (type === 'text' && at !== x ? [at] : []));
  const [only = null, ...others] = texts;
  return { what: 'pivot', rows: x, columns: split ?? (others.length > 0 ? null : only), sum };
}

function chartOf({ kind, x, y }: Drawn, { columns }: Table): SheetPicture {
  const isOverTime = columns.some((column, at) => at === x && isTime(column));
  const stacked = kind === 'stacked' ? true : kind === 'share' ? 'percent' : false;
  const drawn = kind === 'scatter' ? y.filter((at) => at !== x).slice(0, 1) : y;
  return { what: 'chart', type: typeOf(kind, isOverTime), x, y: drawn, stacked };
}

function typeOf(kind: Drawn['kind'], isOverTime: boolean): SheetChartType {
  if (kind === 'stacked' || kind === 'share') return isOverTime ? 'AREA' : 'COLUMN';
  return TYPES[kind];
}

const TYPES = {
  line: 'LINE',
  area: 'AREA',
  bar: 'COLUMN',
  funnel: 'BAR',
  scatter: 'SCATTER',
} as const;
