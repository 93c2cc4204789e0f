// The add-on's menu, and what its items do.
import { Problem } from '../domain/problem.ts';
import { askedBy } from '../domain/refresh/questions.ts';
import type { Confirmed } from '../domain/refresh/questions.ts';
import { problemOf } from './google/problems.ts';
import { KEPT_HOURS } from './google/cache.ts';
import { findRanges } from './ranges/records.ts';
import type { FoundRange } from './ranges/records.ts';
import { refreshLinkedRange } from './refresh.ts';
import { register } from './ranges/registration.ts';
import { withSheetLock } from './google/lock.ts';
import type { RefreshAsked } from './sidebar-functions.ts';
import { undoLast } from './undo/undo.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Google ends an execution after six minutes, in the middle of a write if need be. */
const LONGEST_MS = 4.5 * 60_000;

/** Adds the menu. Runs before anybody allowed anything: it may touch nothing but the menu. */
export function addMenu(): void {
  SpreadsheetApp.getUi()
    .createAddonMenu()
    .addItem('Insert query results', 'showSidebar')
    .addItem('Refresh this range', 'refreshSelected')
    .addItem('Refresh all', 'refreshAll')
    .addItem('Undo last refresh', 'undoLastRefresh')
    .addToUi();
}

/** Opens the sidebar. */
export function openSidebar(): void {
  const html = HtmlService.createHtmlOutputFromFile('sidebar').setTitle('Sheetfeed');
  SpreadsheetApp.getUi().showSidebar(html);
}

/** Refreshes every linked range, one after the other, and says how it went. */
export function refreshEvery(spreadsheet: Spreadsheet): void {
  const found = findRanges(spreadsheet).filter(({ range }) => range !== null);
  if (found.length === 0) return tell(spreadsheet, 'There is no linked range in this spreadsheet.');
  const started = Date.now();
  const tried: Tried[] = [];
  for (const one of found) {
    if (Date.now() - started > LONGEST_MS) break;
    tried.push(tryRefresh(spreadsheet, one, { asksWhose: false }));
  }
  const done = tried.flatMap((one) => (one.did === 'refreshed' ? [one.found] : []));
  register(spreadsheet, done);
  const left = found.length - tried.length;
  const rest = left > 0 ? [`${left} are left: Google allows no longer work. Choose it again.`] : [];
  const refreshed = `${done.length} of ${found.length} ranges refreshed.`;
  const problems = tried.flatMap((one) => (one.did === 'failed' ? [one.problem] : []));
  tell(spreadsheet, [refreshed, ...passedOverWords(tried), ...problems, ...rest].join('\n'));
}

/** What came of one range. */
type Tried =
  | { did: 'refreshed'; found: FoundRange }
  | { did: 'failed'; problem: string }
  /** The person would have to agree to the query first. */
  | { did: 'passedOver'; query: string };

function passedOverWords(tried: readonly Tried[]): string[] {
  const queries = tried.flatMap((one) => (one.did === 'passedOver' ? [one.query] : []));
  if (queries.length === 0) return [];
  const they = queries.length === 1 ? 'It has' : 'They have';
  return [
    `Passed over: ${queries.join(', ')}. ${they} changed since you last refreshed there, or you never did. Select a cell of it and choose Refresh this range.`,
  ];
}

/** Refreshes the linked range that the selected cell is in, and says how it went. */
export function refreshAtSelection(spreadsheet: Spreadsheet): void {
  const found = selectedRange(spreadsheet);
  if (!found) {
    return tell(spreadsheet, 'No linked range is here. Select a cell of one, then try again.');
  }
  const tried = tryRefresh(spreadsheet, found, { asksWhose: true });
  if (tried.did === 'failed') return tell(spreadsheet, tried.problem);
  if (tried.did !== 'refreshed') return;
  register(spreadsheet, [tried.found]);
  const { title } = tried.found.linked;
  tell(
    spreadsheet,
    `${title} is refreshed. You can undo it from this menu for ${KEPT_HOURS} hours; Google keeps the old values in the cache of this spreadsheet that long.`,
  );
}

/** Takes back the last refresh: of the range at the selected cell, else of the one refreshed last. */
export function undoLatest(spreadsheet: Spreadsheet): void {
  const found = undoable(spreadsheet);
  if (!found) {
    return tell(
      spreadsheet,
      `There is no refresh to undo. The values before a refresh are kept for ${KEPT_HOURS} hours.`,
    );
  }
  try {
    const { notes } = withSheetLock(() => undoLast(spreadsheet, found.linked.id));
    tell(spreadsheet, `${found.linked.title}: ${notes.join(' ')}`);
  } catch (error) {
    tell(spreadsheet, problemOf(error).message);
  }
}

function undoable(spreadsheet: Spreadsheet): FoundRange | null {
  const here = selectedRange(spreadsheet);
  if (here) return here;
  const kept = findRanges(spreadsheet).filter(
    ({ linked: { undo } }) => undo !== null && undo.of !== 'insert',
  );
  const at = ({ linked }: FoundRange) => linked.undo?.at ?? '';
  return kept.sort((one, other) => at(other).localeCompare(at(one)))[0] ?? null;
}

/** The linked range that the selected cell is in. */
export function selectedRange(spreadsheet: Spreadsheet): FoundRange | null {
  const cell = spreadsheet.getActiveSheet().getActiveRange();
  if (!cell) return null;
  const sheetId = spreadsheet.getActiveSheet().getSheetId();
  const inside = ({ range }: FoundRange) =>
    range !== null &&
    range.getSheet().getSheetId() === sheetId &&
    range.getRow() <= cell.getRow() &&
    cell.getRow() <= range.getLastRow() &&
    range.getColumn() <= cell.getColumn() &&
    cell.getColumn() <= range.getLastColumn();
  return findRanges(spreadsheet).find(inside) ?? null;
}

/** Says something in the corner of the spreadsheet. */
export function tell(spreadsheet: Spreadsheet, text: string): void {
  spreadsheet.toast(text, 'Sheetfeed', 10);
}

function tryRefresh(
  spreadsheet: Spreadsheet,
  { linked: { id, title } }: FoundRange,
  how: { asksWhose: boolean },
): Tried {
  try {
    return { did: 'refreshed', found: refreshAsking(spreadsheet, id, how) };
  } catch (error) {
    const problem = problemOf(error);
    const query = askedBy(problem)?.runs;
    if (query !== undefined) return { did: 'passedOver', query };
    return { did: 'failed', problem: `${title}: ${problem.message}` };
  }
}

// From the menu the question is a dialog of Google's; a sheet that changes meanwhile makes another one.
function refreshAsking(
  spreadsheet: Spreadsheet,
  id: string,
  { asksWhose }: { asksWhose: boolean },
): FoundRange {
  const run = Utilities.getUuid();
  let confirmed: Confirmed = {};
  for (let finished = false; ; finished = confirmed.agreed === undefined) {
    const asked = { id, run, finished };
    const tried = refreshOrAsk(spreadsheet, asked, { confirmed, asksWhose });
    if ('found' in tried) return tried.found;
    confirmed = tried.yes;
  }
}

/** The range where it is done; else what the person said yes to. Throws Problem, also where they said no. */
function refreshOrAsk(
  spreadsheet: Spreadsheet,
  asked: RefreshAsked,
  { confirmed, asksWhose }: { confirmed: Confirmed; asksWhose: boolean },
): { found: FoundRange } | { yes: Confirmed } {
  try {
    return refreshLinkedRange(spreadsheet, asked, { by: 'person', confirmed });
  } catch (error) {
    const problem = problemOf(error);
    const question = askedBy(problem);
    const isWhose = question?.runs !== undefined;
    if (!question || (isWhose && !asksWhose)) throw problem;
    const ui = SpreadsheetApp.getUi();
    const says = isWhose ? question.says : `${question.says} Go on?`;
    const said = ui.alert('Sheetfeed', says, ui.ButtonSet.YES_NO);
    if (said === ui.Button.YES) return { yes: question.yes };
    throw new Problem('needs_confirmation', 'Left as it was.');
  }
}
