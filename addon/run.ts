// Runs queries on the server and brings their results: a preview, a state while it runs, all rows.
import type { Place } from '../domain/contract/audit.ts';
import type { Values } from '../domain/contract/parameter.ts';
import type { Selection } from '../domain/contract/teaching/variation.ts';
import type { Field, Result, ResultPage, Running, Unchanged } from '../domain/contract/result.ts';
import { Problem } from '../domain/problem.ts';
import type { ProblemCode } from '../domain/problem.ts';
import { chosenRows } from '../domain/refresh/chosen-rows.ts';
import type { RowChoice } from '../domain/refresh/chosen-rows.ts';
import type { WholeResult } from '../domain/refresh/content.ts';
import { routes } from '../domain/routes.ts';
import { whoSees } from './ranges/seen-by.ts';
import { askServer, withParameters } from './google/backend.ts';
import type { PreviewView, RunState } from './sidebar-functions.ts';

/** Rows in one answer: some 2 MB, far below Google's 50 MB, and few calls. */
const PAGE_ROWS = 20_000;
const PREVIEW_ROWS = 5;
/** The server takes no longer name of a spreadsheet. */
const LONGEST_NAME = 500;
/** Google gives up on a request after 60 seconds, and nothing can change that: a run is waited for in steps. */
const LONGEST_WAIT_SECONDS = 25;

/** What a run is started with. */
export interface RunStart {
  slug: string;
  values: Values;
  /** What is taken of its result; absent: all. */
  selection?: Selection | undefined;
  /** The spreadsheet's: it resolves relative dates and shows instants. */
  timeZone: string;
  /** Columns that are kept as text with every digit. */
  exactText: string[];
  /** Parameters with choices that are as people write them. */
  matchChoices: string[];
  /** With the column that says who was told when. */
  told?: boolean;
  /** Where the result goes, for the server's audit. */
  place: Place;
  /** As many rows as are wanted of it; absent: all. */
  maxRows?: number;
}

export interface RunAsked {
  /** A UUID of the caller's: repeated, it is the same run. */
  run: string;
  /** The server knows the run: it is waited for by its id, and nothing is asked again. */
  isKnown: boolean;
  /** Found out only where the run has to be started, for cells are read for it. */
  start: () => RunStart;
}

/** Where in the spreadsheet a result goes, as the audit keeps it. */
export function sheetPlace(
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
  sheet: GoogleAppsScript.Spreadsheet.Sheet,
): Place {
  const name = spreadsheet.getName().slice(0, LONGEST_NAME);
  const id = spreadsheet.getId();
  return { spreadsheet: { id, name }, tab: sheet.getName(), ...whoSees(spreadsheet, id) };
}

/** The first rows of a result. */
export function fetchPreview(run: string, { slug, ...request }: RunStart): PreviewView {
  const start = () => ({ slug, ...request, maxRows: PREVIEW_ROWS });
  const first = finishedPage({ run, isKnown: false, start }, { pageRows: PREVIEW_ROWS });
  if ('unchanged' in first) throw leftOut();
  const { columns, rows, rowCount, truncated, ranAt, ranOn, lagSeconds, matches = [] } = first;
  const { sheetTables = [] } = first;
  const told = { ranAt, ranOn, lagSeconds, matches, sheetTables };
  return { columns, rows, rowCount, truncated, ...told };
}

/** The first of the rows that a person chose among those of a whole run, and how many they are. */
export function fetchChosen(run: string, start: RunStart, choice: RowChoice): PreviewView {
  const result = fetchResult({ run, isKnown: true, start: () => start });
  const rows = chosenRows(result, choice, start.timeZone);
  const { columns, truncated, ranAt, ranOn, lagSeconds, matches = [], sheetTables = [] } = result;
  const told = { ranAt, ranOn, lagSeconds, matches, sheetTables };
  const first = rows.slice(0, PREVIEW_ROWS);
  return { columns, rows: first, rowCount: rows.length, truncated, ...told };
}

/** Starts a run, or goes on waiting for it, for at most `waitSeconds`; its rows stay at the server. */
export function waitForResult(run: string, start: RunStart | null, waitSeconds: number): RunState {
  const wanted = { waitSeconds, pageRows: 1 };
  const answer = start ? begin(run, start, wanted) : waitById(run, wanted);
  if ('state' in answer) {
    const { rowCount, elapsedMs } = answer;
    return { state: 'running', run, rowCount, elapsedMs };
  }
  if ('unchanged' in answer) throw leftOut();
  return { state: 'done', run: answer.run, rowCount: answer.rowCount, truncated: answer.truncated };
}

/** All rows of a run's one snapshot; waits for the run to end. */
export function fetchResult(asked: RunAsked): WholeResult {
  const result = fetchUnlessSame(asked, null);
  if ('unchanged' in result) throw leftOut();
  return result;
}

/** The same, but without any row where the result is the one with the etag `same`. */
export function fetchUnlessSame(asked: RunAsked, same: string | null): WholeResult | Unchanged {
  const unless = same === null ? {} : { unless: same };
  const first = finishedPage(asked, { pageRows: PAGE_ROWS, ...unless });
  if ('unchanged' in first) return first;
  const { next: firstNext, ...result } = first;
  const rows: Field[][] = first.rows;
  let next = firstNext;
  while (next !== null) {
    const path = withParameters(routes.rows(result.run), { after: next });
    const page = askServer<ResultPage>('get', path);
    for (const row of page.rows) rows.push(row);
    next = page.next;
  }
  refuseIncomplete(result, rows.length);
  return { ...result, rows };
}

/** Cancels a run; one that is over already is fine. */
export function cancelResult(run: string): void {
  try {
    askServer<null>('delete', routes.run(run));
  } catch (error) {
    const isOver = error instanceof Problem && ['not_found', 'run_expired'].includes(error.code);
    if (!isOver) throw error;
  }
}

interface Wanted {
  waitSeconds: number;
  pageRows: number;
  /** The etag of a result whose rows need not come. */
  unless?: string;
}

type Answer = Result | Running | Unchanged;

function finishedPage(
  { run, isKnown, start }: RunAsked,
  page: Pick<Wanted, 'pageRows' | 'unless'>,
): Result | Unchanged {
  const wanted = { ...page, waitSeconds: LONGEST_WAIT_SECONDS };
  const beginNow = () => begin(run, start(), wanted);
  const goOn = () => orIfForgotten(() => waitById(run, wanted), beginNow);
  let answer = isKnown ? goOn() : beginNow();
  while ('state' in answer) answer = goOn();
  return answer;
}

function begin(run: string, { slug, ...request }: RunStart, wanted: Wanted): Answer {
  const asked = { ...request, exactNumbers: true, run, ...wanted };
  const path = asked.selection === undefined ? routes.result(slug) : routes.selected(slug);
  return askServer<Answer>('post', path, asked);
}

function waitById(run: string, { waitSeconds, pageRows, unless }: Wanted): Answer {
  const asked = {
    waitSeconds: String(waitSeconds),
    pageRows: String(pageRows),
    unless: unless ?? null,
  };
  return askServer<Answer>('get', withParameters(routes.run(run), asked));
}

const FORGOTTEN: ProblemCode[] = ['not_found', 'run_expired'];

// A run ends with its server, and its result is kept for a quarter of an hour.
function orIfForgotten<T>(ask: () => T, instead: () => T): T {
  try {
    return ask();
  } catch (error) {
    const isForgotten = error instanceof Problem && FORGOTTEN.includes(error.code);
    if (!isForgotten) throw error;
    return instead();
  }
}

function leftOut(): Error {
  return new Error('The server left rows out that it was asked for.');
}

// An answer that looks complete is complete: a page lost on the way must not shorten a range.
function refuseIncomplete({ rowCount }: { rowCount: number }, received: number): void {
  if (received === rowCount) return;
  throw new Problem(
    'backend_unreachable',
    `Only ${received} of ${rowCount} rows arrived. The sheet is as it was; try again.`,
  );
}
