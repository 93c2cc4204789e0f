// What the sidebar may ask of the add-on: the types of every function behind google.script.run.
// Arguments and answers are plain JSON, for google.script.run fails on anything else.
import type { CellKind } from '../domain/cells/cell.ts';
import type { Choice, Parameter } from '../domain/contract/parameter.ts';
import type { Person, QueryStatus, QuerySummary } from '../domain/contract/query.ts';
import type { ReadTable } from '../domain/contract/sheet-tables/read-table.ts';
import type { ChoiceMatch, Column, Field } from '../domain/contract/result.ts';
import type { Selection } from '../domain/contract/teaching/variation.ts';
import type { MemberView } from '../domain/contract/member.ts';
import type { Prompt, RangeOptions, ValueSources } from '../domain/linked-range.ts';
import type { ScheduleRule } from '../domain/schedule-rule.ts';
import type { ProblemBody } from '../domain/problem.ts';
import type { RefreshChanges } from '../domain/refresh/changes.ts';
import type { KeptBeside, NamedColumn } from '../domain/refresh/kept-beside.ts';
import type { Going, GoingRow } from '../domain/refresh/left/removal.ts';
import type { Confirmed } from '../domain/refresh/questions.ts';
import type { Answer } from './answered.ts';
import type { ScheduleView, ServerScheduleView } from './ranges/shown-schedule.ts';
import type { TableFunctions } from './sheet-tables/table-views.ts';
import type { TalkFunctions } from './talk/talk-views.ts';
import type { TeachingFunctions } from './teaching/teaching-views.ts';
import type { ShownQuery, VariationFunctions } from './variations/variation-views.ts';

export type { Answer } from './answered.ts';
export type { RefreshChanges } from '../domain/refresh/changes.ts';
export type { Confirmed } from '../domain/refresh/questions.ts';
export type { RangeMode } from '../domain/refresh/modes.ts';
export type { Prompt, RangeOptions, ValueSource, ValueSources } from '../domain/linked-range.ts';
export type { ScheduleRule } from '../domain/schedule-rule.ts';

export interface StartView {
  member: MemberView;
  spreadsheet: { id: string; name: string; timeZone: string; locale: string };
  ranges: LinkedRangeView[];
  favourites: string[];
  recent: string[];
  /** The address of the pages, for links and Help. */
  pagesUrl: string;
}

export interface CatalogView {
  queries: QuerySummary[];
  next: string | null;
}

export interface QueryView {
  query: ShownQuery;
  /** The ranges of this spreadsheet that show it. */
  ranges: LinkedRangeView[];
  favourite: boolean;
}

export interface PreviewView {
  columns: Column[];
  rows: Field[][];
  rowCount: number;
  truncated: boolean;
  ranAt: string;
  ranOn: 'primary' | 'follower';
  lagSeconds: number | null;
  /** Which choices cells meant that say them otherwise. */
  matches: ChoiceMatch[];
  /** The sheet tables that it read, with the time that their rows are of. */
  sheetTables?: ReadTable[];
}

export type RunState =
  | { state: 'running'; run: string; rowCount: number; elapsedMs: number }
  | { state: 'done'; run: string; rowCount: number; truncated: boolean };

/** In a tab of its own, from the selected cell on, or below all that stands there. */
export type InsertTarget = 'newTab' | 'selection' | 'below';

export interface TargetView {
  /** In A1 notation, such as Sheet1!B3; for a new tab the name it will get. */
  place: string;
  /** Cells that hold something where the result would stand, at most 20 of them named. */
  covered: string[];
  coveredCount: number;
}

export type Freshness = 'fresh' | 'late' | 'failed' | 'refreshing' | 'incomplete' | 'lost' | 'gone';

export interface LinkedRangeView {
  id: string;
  slug: string;
  title: string;
  /** What this person last let it run, by its title, where the record says another query now; else null. */
  was: string | null;
  parameters: Parameter[];
  /** Where it stands, such as Signups!A1:C14; null when it is lost. */
  place: string | null;
  tab: string | null;
  onActiveTab: boolean;
  values: ValueSources;
  freshness: Freshness;
  refreshedAt: string | null;
  refreshedBy: string | null;
  rowCount: number;
  /** Rows besides that the result no longer has: they stay, struck through, for what the person keeps beside them. */
  rowsKept: number;
  /** The labels of the columns that name a row, as the query's author says or a person confirmed; empty: neither. */
  toldApartBy: string[];
  truncated: boolean;
  lagSeconds: number | null;
  /** Why the last try failed; null when it went well. */
  problem: ProblemBody | null;
  options: RangeOptions;
  schedule: ScheduleView | null;
  /** What people do that has it refreshed, and as whom; null: nothing. */
  prompts: { on: Prompt[]; owner: string; mine: boolean } | null;
  columns: { name: string; label: string; type: CellKind }[];
  /** What its author says of the query now; null where that is not known. */
  status: QueryStatus | null;
  /** The query to use instead of a retired one. */
  use: string | null;
  /** Whose query it is; null where nobody is named, or it is not known. */
  owner: Person | null;
  canUndo: boolean;
  /** What would be taken back next; null where nothing can. */
  undoes: 'refresh' | 'insert' | 'options' | 'rows' | null;
  /** What the last refresh changed is lit in the sheet. */
  lit: boolean;
}

export interface RefreshView {
  range: LinkedRangeView;
  changes: RefreshChanges;
  /** Sentences that the person should read: rounded numbers, cut texts, truncation. */
  notes: string[];
  /** Those of them that tell of a loss; they are not among `notes`. */
  warnings?: string[];
}

/** A run for a range; `values` where it ran with others than the range's own. */
export interface RefreshAsked extends AskedRun {
  id: string;
  values?: ValueSources;
}

export interface AskedRun {
  run: string;
  /** It was waited for: its result is taken by its id. Else it is started now. */
  finished?: boolean;
}

/** A query that is to be run, with its values. */
export interface AskedQuery {
  slug: string;
  values: ValueSources;
  /** Columns of numbers that come as the database writes them, digit for digit. */
  exactText?: string[];
  /** What is taken of its result; absent: all. */
  selection?: Selection;
}

/** A linked range that is to be run, with what its record says; asked of the person where they have not agreed to that. */
export interface AskedRange {
  range: string;
  /** Where they are others than the range's own. */
  values?: ValueSources;
  /** What a yes said yes to. */
  agreed?: string | undefined;
}

/** Where a range stands now, told without the server. */
export type RangePlace = Pick<LinkedRangeView, 'id' | 'place' | 'tab' | 'onActiveTab'>;

/** What the authors are told of a query that a person cannot put right. */
export interface ToldProblem extends AskedQuery {
  /** The query's title. */
  title: string;
  /** The range at which it was met; null: in the preview. */
  range: string | null;
  problem: Pick<ProblemBody, 'code' | 'detail'>;
}

export interface InsertAsked extends AskedRun, AskedQuery {
  target: InsertTarget;
  /** What stands there moves to a tab of its own. */
  moves: boolean;
  /** What the person chose of its columns and rows, which the range keeps. */
  chosen?: Pick<RangeOptions, 'columns' | 'filter' | 'sort'>;
  /** It is drawn beside. */
  picture?: boolean;
}

export interface FormulaView {
  formula: string;
  /** What it gives, in words. */
  says: string;
}

/** Everything the sidebar may call. `run` is a UUID that the sidebar makes, so that it can cancel. */
export interface SidebarFunctions
  extends TableFunctions, TalkFunctions, TeachingFunctions, VariationFunctions {
  startSidebar(): Answer<StartView>;
  searchQueries(input: { search: string; next: string | null }): Answer<CatalogView>;
  openQuery(input: { slug: string }): Answer<QueryView>;
  listChoices(input: { slug: string; parameter: string }): Answer<{ choices: Choice[] }>;
  /** The first rows; with `chosen` those that are left of the whole result, whose run was waited for. */
  previewQuery(
    input: AskedQuery & { run: string; chosen?: Pick<RangeOptions, 'filter' | 'sort'> },
  ): Answer<PreviewView>;
  /** As `waitForRun`, for the total of a preview; the run may be inserted then. */
  countRows(input: { run: string; waitSeconds: number; start?: AskedQuery }): Answer<RunState>;
  /** Starts the run where `start` says of what, else goes on waiting for it by its id; for at most `waitSeconds`. */
  waitForRun(input: {
    run: string;
    waitSeconds: number;
    start?: AskedQuery | AskedRange;
  }): Answer<RunState>;
  cancelRun(input: { run: string }): Answer<null>;
  describeTarget(input: {
    target: InsertTarget;
    slug: string;
    columns: number;
    rows: number;
  }): Answer<TargetView>;
  /** Writes the result of a run; refuses with needs_confirmation where something stands that was not said to move. */
  insertRange(input: InsertAsked): Answer<RefreshView>;
  /** `strange` tells of records that cannot be read; null when there are none. */
  listRanges(): Answer<{ ranges: LinkedRangeView[]; strange: string | null }>;
  /** Where the ranges stand now: quick, for whenever the person comes back to the sidebar. */
  whereRanges(): Answer<{ ranges: RangePlace[] }>;
  /** Enters what went wrong among what the authors are asked for. */
  tellAuthor(input: ToldProblem): Answer<null>;
  /** Tries in a scratch tab whether Google Sheets does what Sheetfeed relies on. Gives sentences. */
  checkSpreadsheet(): Answer<string>;
  previewRefresh(input: RefreshAsked): Answer<RefreshChanges>;
  /** Other values become the range's own where its result is written, and only there. */
  refreshRange(input: RefreshAsked & { confirmed: Confirmed }): Answer<RefreshView>;
  /** Takes the last step at a range back, a refresh, other options or removed rows: `undoes` is which of them the person was shown. */
  undoRefresh(input: { id: string; undoes?: 'refresh' | 'options' | 'rows' }): Answer<RefreshView>;
  /** Takes the insert of a range back: it is not in the spreadsheet any more then. Gives a sentence. */
  undoInsert(input: { id: string }): Answer<string>;
  /** Lights in the sheet what the last refresh changed, until the next one; or takes the light away. */
  lightChanges(input: { id: string; on: boolean }): Answer<LinkedRangeView>;
  /** Shows a range, or one of its cells, in A1 notation. */
  goToRange(input: { id: string; cell?: string }): Answer<null>;
  setOptions(input: { id: string; options: RangeOptions }): Answer<LinkedRangeView>;
  /** What a person keeps beside the ranges of the tab that is shown, by their ids. */
  besideRanges(): Answer<Record<string, KeptBeside>>;
  /** The rows of a range that left the result, with what stands beside them, as they would be removed. */
  askLeftRows(input: { id: string }): Answer<Going>;
  removeLeftRows(input: { id: string; rows: GoingRow[] }): Answer<LinkedRangeView>;
  /** These columns beside a range are not kept with its rows; all others are. */
  keepColumnsApart(input: {
    id: string;
    columns: NamedColumn[];
  }): Answer<{ range: LinkedRangeView; beside: KeptBeside }>;
  setSchedule(input: {
    id: string;
    rule: ScheduleRule | null;
    /** Absent: Google's clock. */
    by?: 'google' | 'server';
    agreed?: string | undefined;
  }): Answer<LinkedRangeView>;
  /** Has a range refreshed as the person at the keyboard by what people do; with nothing `on`, no more. */
  setPrompts(input: {
    id: string;
    on: Prompt[];
    agreed?: string | undefined;
  }): Answer<LinkedRangeView>;
  /** Asks the server. */
  readServerSchedule(input: { id: string }): Answer<ServerScheduleView>;
  /** Has the server's schedule of a range run no more, or again. */
  pauseSchedule(input: { id: string; paused: boolean }): Answer<LinkedRangeView>;
  takeOverSchedule(input: { id: string; agreed?: string | undefined }): Answer<LinkedRangeView>;
  unlinkRange(input: { id: string }): Answer<null>;
  /** Links a range again that was unlinked a moment ago. */
  relinkRange(input: { id: string }): Answer<LinkedRangeView>;
  setFavourite(input: { slug: string; favourite: boolean }): Answer<{ favourites: string[] }>;
  /** The cell or range that is selected now, in A1 notation, for "take the value from a cell". */
  readSelection(): Answer<{ place: string; values: string[] }>;
  /** What the cells of each place show now, at most 100 of them; null for a place that is gone. */
  readCells(input: { places: string[] }): Answer<Record<string, string[] | null>>;
  /** A formula that gives a column of a range, or its cell that is selected in the sheet, wherever it is pasted. */
  formulaFor(input: { id: string; column: string | null }): Answer<FormulaView>;
}
