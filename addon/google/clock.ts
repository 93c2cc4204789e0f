// Google's clock trigger: one for each person and spreadsheet, every hour, for all schedules in it.
import { isRecord } from '../../domain/record/record-fields.ts';
import { parsedOrNull } from './cache.ts';
import { messageOf } from './problems.ts';
import { forgetOwnText, keepOwnText, ownText } from './properties.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Trigger = GoogleAppsScript.Script.Trigger;

/** The function of main.ts that the clock calls. */
const HANDLER = 'runSchedules';
/** This person's triggers by the ids of the spreadsheets in which they have schedules. */
const REGISTRY = 'sheetfeed.clocks';
/** When a trigger came without a spreadsheet. */
const BLIND = 'sheetfeed.clock-without-spreadsheet';

/** Sees to it that the clock calls for this person in this spreadsheet. Google throws at the 21st trigger. */
export function startClock(spreadsheet: Spreadsheet): void {
  const registered = readRegistry();
  const id = spreadsheet.getId();
  const triggers = clockTriggers();
  if (triggers.some((trigger) => trigger.getUniqueId() === registered[id])) return;
  const trigger = newTrigger(spreadsheet, triggers);
  writeRegistry({ ...registered, [id]: trigger.getUniqueId() });
}

/** Stops the clock of this person in this spreadsheet. */
export function stopClock(spreadsheet: Spreadsheet): void {
  const { [spreadsheet.getId()]: stopped, ...others } = readRegistry();
  if (stopped === undefined) return;
  writeRegistry(others);
  if (Object.values(others).includes(stopped)) return;
  for (const trigger of clockTriggers()) {
    if (trigger.getUniqueId() === stopped) ScriptApp.deleteTrigger(trigger);
  }
}

/**
 * The spreadsheet whose schedules the clock calls for. Null where Google calls without one: `openById` is refused with the
 * scope for the open spreadsheet alone, so nothing can run then; that is noted, for the sidebar to tell.
 */
export function scheduledSpreadsheet(): Spreadsheet | null {
  // The types promise one; outside of a spreadsheet Google gives null.
  const active = SpreadsheetApp.getActiveSpreadsheet() as Spreadsheet | null;
  if (active) forgetOwnText(BLIND);
  else keepOwnText(BLIND, new Date().toISOString());
  return active;
}

/** When the clock last called this person's schedules without their spreadsheet; null: it does not. */
export function blindSince(): string | null {
  return ownText(BLIND);
}

// Google allows a person one in a spreadsheet: where it refuses a second, the one that we lost sight of serves.
function newTrigger(spreadsheet: Spreadsheet, triggers: Trigger[]): Trigger {
  try {
    return ScriptApp.newTrigger(HANDLER).timeBased().everyHours(1).create();
  } catch (error) {
    const [there = triggers[0]] = ScriptApp.getUserTriggers(spreadsheet).filter(isOurs);
    if (there && /too many time-based triggers/i.test(messageOf(error))) return there;
    throw error;
  }
}

function clockTriggers(): Trigger[] {
  return ScriptApp.getProjectTriggers().filter(isOurs);
}

function isOurs(trigger: Trigger): boolean {
  return trigger.getHandlerFunction() === HANDLER;
}

// What is not ids by ids is as good as nothing: the next schedule makes its trigger anew.
function readRegistry(): Record<string, string> {
  const kept = parsedOrNull(ownText(REGISTRY));
  if (!isRecord(kept)) return {};
  const known = Object.entries(kept).filter(([, trigger]) => typeof trigger === 'string');
  return Object.fromEntries(known) as Record<string, string>;
}

function writeRegistry(triggers: Record<string, string>): void {
  keepOwnText(REGISTRY, JSON.stringify(triggers));
}
