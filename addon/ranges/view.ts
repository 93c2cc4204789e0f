// What the sidebar shows of a linked range.
import type { Person, Query } from '../../domain/contract/query.ts';
import type { LinkedRange } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import { askServerForAll } from '../google/backend.ts';
import type { Call } from '../google/backend.ts';
import { placeName, placeText } from '../../domain/cells/cell-name.ts';
import { fetchQueries, queryCall } from '../catalog.ts';
import { KEPT_HOURS } from '../google/cache.ts';
import { isAgreed, remembered } from './agreements.ts';
import { findRange, findRanges } from './records.ts';
import type { FoundRange, PlacedRange } from './records.ts';
import { keptProblemView } from './kept-problem.ts';
import { registrationCall } from './registration.ts';
import { isScheduleLate, scheduleView } from './schedule-view.ts';
import { shownValues } from './values.ts';
import type { Freshness, LinkedRangeView } from '../sidebar-functions.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** An execution of Apps Script lasts six minutes at most: a write older than this was cut off. */
const LONGEST_WRITE_MS = 6 * 60_000;

/** All linked ranges of a spreadsheet, those of the active tab first. */
export function rangeViews(spreadsheet: Spreadsheet): LinkedRangeView[] {
  const found = findRanges(spreadsheet);
  if (found.length === 0) return [];
  const queries = fetchQueries(found.map(({ linked }) => linked.slug));
  const tab = activeTab(spreadsheet);
  return found
    .map((one) =>
      viewOf(spreadsheet, { ...one, activeTab: tab }, queries.get(one.linked.slug) ?? null),
    )
    .sort((one, other) => Number(other.onActiveTab) - Number(one.onActiveTab));
}

/** One linked range after a change, of which the server is told in the same moment. Throws Problem: not_found. */
export function changedView(spreadsheet: Spreadsheet, id: string): LinkedRangeView {
  return viewAfterChange(spreadsheet, findRange(spreadsheet, id));
}

/** The same where it is found already. */
export function viewAfterChange(
  spreadsheet: Spreadsheet,
  found: FoundRange | PlacedRange,
): LinkedRangeView {
  // What others wrote into its record is not this person's word.
  if (isAgreed(found.linked)) return viewAfter(spreadsheet, found);
  return viewWith(spreadsheet, found, { query: null, told: null });
}

/** The same for a range that the person has just let run: what was found of it need not be looked for again. */
export function viewAfter(
  spreadsheet: Spreadsheet,
  found: FoundRange | PlacedRange,
  query: Query | null = null,
): LinkedRangeView {
  return viewWith(spreadsheet, found, { query, told: registrationCall(spreadsheet, found) });
}

function viewWith(
  spreadsheet: Spreadsheet,
  found: FoundRange | PlacedRange,
  { query, told }: { query: Query | null; told: Call | null },
): LinkedRangeView {
  const asked = query ? [] : [queryCall(found.linked.slug)];
  const answers = askServerForAll<Query>([...asked, ...(told ? [told] : [])]);
  const known = query ?? answers.shift() ?? null;
  // The sheet is right whether or not the server heard of it.
  for (const answer of answers) if (answer instanceof Problem) console.warn(answer.message);
  return viewOf(spreadsheet, { ...found, activeTab: activeTab(spreadsheet) }, known);
}

function activeTab(spreadsheet: Spreadsheet): number {
  return spreadsheet.getActiveSheet().getSheetId();
}

// Where it stands, in words, and in which tab.
function standing({ range, sheet = range?.getSheet(), place, tabId }: Viewed) {
  if (!range || !sheet) return { place: null, tab: null, tabId: null };
  const tab = sheet.getName();
  const name = place ? placeName(place) : range.getA1Notation();
  return { place: placeText(tab, name), tab, tabId: tabId ?? sheet.getSheetId() };
}

type Viewed = FoundRange &
  Partial<Pick<PlacedRange, 'sheet' | 'place' | 'tabId'>> & { activeTab: number };

function viewOf(
  spreadsheet: Spreadsheet,
  found: Viewed,
  query: Query | Problem | null,
): LinkedRangeView {
  const { linked, range } = found;
  const { id, slug, options, columns, refreshed, rowCount } = linked;
  const known = query instanceof Problem ? null : query;
  const { place, tab, tabId } = standing(found);
  const problem = keptProblemView(found);
  return {
    id,
    slug,
    title: known?.title ?? linked.title,
    was: titleBefore(linked),
    parameters: known?.parameters ?? [],
    place,
    tab,
    onActiveTab: tabId === found.activeTab,
    values: shownValues(spreadsheet, linked),
    freshness: freshnessOf(linked, {
      lost: range === null,
      gone: isGone(query),
      late: isScheduleLate(spreadsheet, linked),
    }),
    refreshedAt: refreshed?.at ?? null,
    refreshedBy: refreshed?.by ?? null,
    rowCount,
    rowsKept: refreshed?.kept ?? 0,
    toldApartBy: labelsOf(linked, refreshed?.key ?? linked.guess?.columns ?? []),
    truncated: refreshed?.truncated ?? false,
    lagSeconds: refreshed?.lagSeconds ?? null,
    problem,
    options,
    schedule: scheduleView(spreadsheet, linked, problem),
    prompts: promptsView(linked),
    columns: columns.map(({ name, label, kind }) => ({ name, label, type: kind })),
    status: known?.status ?? null,
    use: known?.use ?? null,
    owner: known === null ? null : ownerOf(known),
    ...undoOf(linked),
    lit: linked.lit === true,
  };
}

// The server tells whose query it is with its other facts.
function ownerOf(query: Query & { owner?: Person | null }): Person | null {
  return query.owner ?? null;
}

function promptsView({ prompts }: LinkedRange): LinkedRangeView['prompts'] {
  if (!prompts || prompts.on.length === 0) return null;
  const { on, owner } = prompts;
  return { on, owner, mine: owner === Session.getEffectiveUser().getEmail() };
}

function titleBefore({ id, slug, spreadsheet }: LinkedRange): string | null {
  const before = remembered(spreadsheet).agreed.find(({ range }) => range === id);
  return before && before.slug !== slug ? before.title : null;
}

function labelsOf({ columns }: LinkedRange, names: string[]): string[] {
  return columns.filter(({ name }) => names.includes(name)).map(({ label }) => label);
}

function freshnessOf(
  linked: LinkedRange,
  { lost, gone, late }: { lost: boolean; gone: boolean; late: boolean },
): Freshness {
  if (lost) return 'lost';
  if (linked.refreshing) {
    const since = Date.now() - Date.parse(linked.refreshing.at);
    return since < LONGEST_WRITE_MS && linked.problem === null ? 'refreshing' : 'incomplete';
  }
  if (gone) return 'gone';
  if (linked.problem) return 'failed';
  return late ? 'late' : 'fresh';
}

function undoOf({ undo }: LinkedRange): Pick<LinkedRangeView, 'canUndo' | 'undoes'> {
  const undoes = undo && isKept(undo.at) ? (undo.of ?? 'refresh') : null;
  return { canUndo: undoes !== null, undoes };
}

function isKept(at: string): boolean {
  return Date.now() - Date.parse(at) < KEPT_HOURS * 3_600_000;
}

function isGone(query: Query | Problem | null): boolean {
  return query instanceof Problem && query.code === 'not_found';
}
