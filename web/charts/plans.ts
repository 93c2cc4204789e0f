// What a chart draws: the numbers, and how they are told apart.
import type { Chart, ColumnNote } from '../../domain/contract/query.ts';
import type { Result } from '../../domain/contract/result.ts';

/** How a chart looks. */
export type Look = Exclude<Chart['kind'], 'none'>;

export interface Series {
  name: string;
  /** As the author has the column shown. */
  format?: ColumnNote['format'];
  values: (number | null)[];
}

export interface LinePlan {
  kind: 'line';
  /** Lines, unless it says otherwise. */
  style?: 'area' | 'stacked' | 'share';
  goal?: number;
  x: string;
  /** Seconds since 1970, rising. */
  times: number[];
  /** Days have no zone; instants are drawn in the reader's own. */
  isDay: boolean;
  series: Series[];
}

export interface BarPlan {
  kind: 'bar';
  /** Side by side, unless it says otherwise. */
  style?: 'stacked' | 'share' | 'funnel';
  goal?: number;
  x: string;
  categories: string[];
  series: Series[];
}

export interface ScatterPlan {
  kind: 'scatter';
  x: string;
  y: string;
  points: [x: number, y: number][];
  /** Some rows are not drawn, since there are too many. */
  isPart: boolean;
}

export interface NumberPlan {
  kind: 'number';
  name: string;
  format?: ColumnNote['format'];
  value: number;
  /** The one before, in the order of the rows; null: there is none. */
  before: number | null;
  /** What the row is called, and the one before. */
  of: string | null;
  goal?: number;
}

/** Rows by columns, each cell the sum of what is at both: also how a cohort is read. */
export interface PivotPlan {
  kind: 'pivot';
  x: string;
  y: string;
  format?: ColumnNote['format'];
  rows: string[];
  columns: string[];
  cells: (number | null)[][];
}

export type ChartPlan = LinePlan | BarPlan | ScatterPlan | NumberPlan | PivotPlan;

/** A table whose columns are called and formatted as the author says. */
export interface NamedTable extends Pick<Result, 'columns' | 'rows'> {
  noteOf: (index: number) => { name: string; format?: ColumnNote['format'] };
}
