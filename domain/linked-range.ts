// The linked range: what a spreadsheet remembers of a rectangle that shows a result. Its place is a
// named range (rangeName); its meaning is this record, kept as metadata of the tab.
import type { CellKind } from './cells/cell.ts';
import type { Value } from './contract/parameter.ts';
import type { ProblemCode } from './problem.ts';
import type { OwnReach } from './own-reach.ts';
import type { RowFilter, RowOrder } from './refresh/chosen-rows.ts';
import type { RangeMode } from './refresh/modes.ts';
import type { ScheduleRule } from './schedule-rule.ts';

/** A parameter's value may follow a cell or a named range of the spreadsheet. */
export type ValueSource = { from: 'value'; value: Value } | { from: 'cell'; place: string };
export type ValueSources = Record<string, ValueSource>;

export interface RangeOptions {
  mode: RangeMode;
  /** match: the columns that name a row. */
  keyColumns: string[];
  /** match: how many columns to the right of the range move with their row. */
  companionColumns: number;
  /** What beside the range belongs to its rows. */
  ownColumns: OwnReach;
  /** The marks of columns beside that are not kept with its rows (refresh/around/apart.ts). */
  apart: string[];
  /** Columns in the person's order and words; empty: all of them, as the query names them. */
  columns: { name: string; label: string }[];
  /** The rows that are shown, and their order; empty: all, as the query gives them. */
  filter: RowFilter[];
  sort: RowOrder[];
  /** Columns whose numbers are kept as text with every digit. */
  exactText: string[];
  /** A cell above or beside the range that says how fresh it is. */
  statusLine: boolean;
  /** Rows beside which the person keeps something are put into the query's order too, with it. */
  inQueryOrder: boolean;
  /** A schedule writes nothing where the query suddenly gives no rows, or less than half of many. */
  keepsOldRows: boolean;
  /** A last column says who was told when, where something of the query was kept as sent. */
  told: boolean;
}

export const DEFAULT_OPTIONS: RangeOptions = {
  mode: 'replace',
  keyColumns: [],
  companionColumns: 0,
  ownColumns: 'found',
  apart: [],
  columns: [],
  filter: [],
  sort: [],
  exactText: [],
  statusLine: false,
  inQueryOrder: false,
  keepsOldRows: true,
  told: false,
};

/** A column of the range as it was last written. */
export interface LinkedColumn {
  name: string;
  /** What its header cell says: the person may have written another. */
  label: string;
  kind: CellKind;
  /** The number format that was last set by us; the person may have chosen another. */
  format: string;
  /** Some of its cells hold text although the column does not. */
  mixed: boolean;
}

export interface Refreshed {
  at: string;
  by: string;
  run: string;
  /** Of the result; '' where the same result must be written all the same. */
  etag: string;
  /** Whose clocks its instants are shown by. */
  timeZone?: string;
  truncated: boolean;
  lagSeconds: number | null;
  /** The columns that name a row, as the query's author says; absent: nobody does. */
  key?: string[];
  /** Cells changed by hand that a schedule put right; null: some, but nobody can tell how many. */
  restored?: number | null;
  /** Rows that the result no longer has, kept for what stands beside them; absent: none. */
  kept?: number;
  /** So many formulas beside those still reckon with them; absent: none. */
  counting?: number;
  /** What was lost on the way into cells, in sentences; absent: nothing. */
  losses?: string[];
}

/** Written before the first cell is: still there afterwards, the write was cut off. */
export interface Refreshing {
  run: string;
  at: string;
  by: string;
  /** Data rows and the last one's fingerprint before the write, for what appends rows. */
  rows: number;
  last: number | null;
  /** Columns that the write adds: what stands in them is ours, although `columns` has them not yet. */
  columns?: { name: string; label: string }[];
  /** Marks on columns that are on the way (addon/sheet/moving-marks.ts); absent: none. */
  marks?: MovingMark[];
  /** The server writes in several steps, and nobody else may meanwhile; absent: an add-on writes, in one execution. */
  until?: string;
}

/** A mark of a range of the tab that a write takes from one column to another, and what tells the cells that it goes with. */
export interface MovingMark {
  value: string;
  /** From this row on its cells are looked for. */
  row: number;
  /** The columns in which they may stand meanwhile. */
  first: number;
  last: number;
  /** Fingerprints of texts that stand in them. */
  cells: string[];
}

export interface RangeProblem {
  code: ProblemCode;
  detail: string;
  at: string;
  /** Where it names cells: what the tab was like then (named-cells.ts). */
  shape?: string;
}

export interface RangeSchedule {
  rule: ScheduleRule;
  owner: string;
  since: string;
  lastRunAt: string | null;
  failuresInARow: number;
  /** Set while it runs: still there long afterwards, Google stopped it. */
  runningSince?: string;
  /** Its last run failed for a reason that passes: it is tried again within the hour. */
  triesAgain?: boolean;
  /** The id of the server's schedule that does it; absent: Google's clock does. */
  server?: string;
  /** Only the server's is paused; absent: it runs. */
  paused?: SchedulePause;
}

/** Who had a schedule run no more until somebody resumes it. */
export interface SchedulePause {
  by: string;
  at: string;
}

/** What people do in the spreadsheet that has a range refreshed: they open it, or edit a cell that a value is taken from. */
export type Prompt = 'open' | 'edit';

export interface RangePrompts {
  on: Prompt[];
  /** As whom it then runs, whoever opens or edits. */
  owner: string;
}

/** Fingerprints of what was written: of the rows in their order and in any, and of each column. */
export interface Wrote {
  ordered: number;
  anyOrder: number;
  /** Absent in what an earlier add-on wrote. */
  columns?: string;
}

export interface LinkedRange {
  id: string;
  /** The spreadsheet it was made in: in a copy of that, its schedule does not run. */
  spreadsheet: string;
  slug: string;
  title: string;
  values: ValueSources;
  options: RangeOptions;
  columns: LinkedColumn[];
  rowCount: number;
  /** Fingerprints of all that was last written, to tell whether somebody changed cells or their order. */
  wrote: Wrote | null;
  refreshed: Refreshed | null;
  refreshing: Refreshing | null;
  problem: RangeProblem | null;
  schedule: RangeSchedule | null;
  /** Absent: nothing that people do has it refreshed. */
  prompts?: RangePrompts | null;
  /** The columns that a person has confirmed to name a row, where nobody chose any. */
  guess: { columns: string[] } | null;
  /** Set where what the last step replaced is kept. */
  undo: RangeUndo | null;
  /** What the last refresh changed is lit in the sheet, until the next one. */
  lit?: true;
}

/** What can be taken back next; what could be before that is kept with it. */
export interface RangeUndo {
  at: string;
  /** Absent: a refresh. */
  of?: 'insert' | 'options' | 'rows';
  /** Its number, by which it is kept; absent: 0. */
  step?: number;
}

/** What can be taken back after another step. */
export function nextUndo(
  { undo }: Pick<LinkedRange, 'undo'>,
  at: string,
  of?: RangeUndo['of'],
): RangeUndo {
  return { at, ...(of ? { of } : {}), ...(undo ? { step: (undo.step ?? 0) + 1 } : {}) };
}

/** The key of the records among a tab's metadata. */
export const RECORD_KEY = 'sheetfeed';
/** The key of the mark on a range's header row, from which a lost range is found again. */
export const HEADER_KEY = 'sheetfeed-header';
/** The key of the marks on columns that stand apart from a range. */
export const APART_KEY = 'sheetfeed-apart';

/** The name of the named range that holds a linked range's place. */
export function rangeName(id: string): string {
  return `sheetfeed_${id}`;
}

/** The value of a range's mark on a column. */
export function columnMark(id: string, mark: string): string {
  return `${id} ${mark}`;
}

/** Which mark of a range such a value is; null: none of its. */
export function markOf(id: string, value: string): string | null {
  const start = columnMark(id, '');
  return value.startsWith(start) ? value.slice(start.length) : null;
}

/** The id of the range whose mark such a value is. */
export function rangeOfMark(value: string): string {
  return value.split(' ')[0] ?? '';
}

/** Whether a name is that of a linked range's place. */
export function isRangeName(name: string): boolean {
  return name.startsWith(rangeName(''));
}

/** The record of a range that holds nothing yet. */
export function newRecord(
  known: Pick<LinkedRange, 'id' | 'spreadsheet' | 'slug' | 'title' | 'values' | 'options'>,
): LinkedRange {
  return { ...EMPTY_RECORD, ...known };
}

/** A record of nothing. */
export const EMPTY_RECORD: LinkedRange = {
  id: '',
  spreadsheet: '',
  slug: '',
  title: '',
  values: {},
  options: DEFAULT_OPTIONS,
  columns: [],
  rowCount: 0,
  wrote: null,
  refreshed: null,
  refreshing: null,
  problem: null,
  schedule: null,
  guess: null,
  undo: null,
};
