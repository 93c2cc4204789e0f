// When a sheet table is published by itself, as the person at the keyboard: Google's triggers are begun for it, and ended.
import type { SheetTable } from '../../domain/contract/sheet-tables/sheet-table.ts';
import { Problem } from '../../domain/problem.ts';
import { startClock } from '../google/clock.ts';
import { settleTriggers } from '../prompted/prompts.ts';
import { stopIdleClock } from '../schedule.ts';
import { keepPublishing, ownPublishing, type OwnPublishing } from './own-publishing.ts';
import { standsOf, type TableStand } from './place.ts';
import { publishUnattended } from './publish-and-tell.ts';
import type { Publishes } from './table-views.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

/** Has a table published by itself from now on, or only when asked. Throws Problem quota_used_up. */
export function publishWhen(spreadsheet: Spreadsheet, table: SheetTable, when: Publishes): void {
  const { name, title } = table;
  const { tab, tabId, range, tabs } = table.place;
  const place = { tab, tabId, range, ...(tabs === undefined ? {} : { tabs }) };
  const { [name]: before = null } = ownPublishing(spreadsheet);
  if (when === (before?.when ?? 'asked')) return;
  const known = before ?? { title, place, isTold: false };
  keepPublishing(spreadsheet, name, { ...known, when });
  try {
    settle(spreadsheet);
  } catch (error) {
    keepPublishing(spreadsheet, name, before);
    settle(spreadsheet);
    throw error;
  }
}

/** Forgets a table that was deleted. */
export function forgetPublishing(spreadsheet: Spreadsheet, name: string): void {
  if (!ownPublishing(spreadsheet)[name]) return;
  keepPublishing(spreadsheet, name, null);
  settle(spreadsheet);
}

/** The tables of the trigger's person in which somebody has just edited a cell, as what is wanted. */
export function editedTables(spreadsheet: Spreadsheet, edited: Range): string[] {
  const own = Object.entries(ownPublishing(spreadsheet));
  const meant = own.filter(
    ([name, one]) => one.when === 'edited' && isIn(spreadsheet, { name, ...one }, edited),
  );
  return meant.map(([name]) => `${TABLE}${name}`);
}

/** Publishes what the person's tables hold now, for the clock. */
export function publishHourly(spreadsheet: Spreadsheet): void {
  for (const [name, { when }] of Object.entries(ownPublishing(spreadsheet))) {
    if (when !== 'asked') publishUnattended(spreadsheet, name);
  }
}

/** Before the names of tables among what is wanted; ids of ranges hold no colon. */
const TABLE = 'table:';

/** Whether what is wanted is a table, which is published then. */
export function publishWanted(spreadsheet: Spreadsheet, wanted: string): boolean {
  if (!wanted.startsWith(TABLE)) return false;
  publishUnattended(spreadsheet, wanted.slice(TABLE.length));
  return true;
}

function settle(spreadsheet: Spreadsheet): void {
  settleTriggers(spreadsheet);
  const isIdle = Object.values(ownPublishing(spreadsheet)).every(({ when }) => when === 'asked');
  if (isIdle) stopIdleClock(spreadsheet);
  else startClock(spreadsheet);
}

function isIn(
  spreadsheet: Spreadsheet,
  { name, title, place }: Pick<OwnPublishing, 'title' | 'place'> & { name: string },
  edited: Range,
): boolean {
  const at = edited.getSheet().getSheetId();
  return standsOrNone(spreadsheet, { name, title, place }).some(
    ({ sheet, area }) =>
      sheet.getSheetId() === at &&
      edited.getLastRow() >= area.row &&
      edited.getColumn() <= area.lastColumn &&
      edited.getLastColumn() >= area.column,
  );
}

// Its tab may be gone: that is told where it is published.
function standsOrNone(
  spreadsheet: Spreadsheet,
  table: Parameters<typeof standsOf>[1],
): TableStand[] {
  try {
    return standsOf(spreadsheet, table);
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}
