// Google's clock trigger: one for each person and spreadsheet, every hour, for all schedules in it.

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** The function of main.ts that the clock calls. */
const HANDLER = 'runSchedules';
/** The spreadsheets in which this person has schedules. */
const REGISTRY = 'sheetfeed.scheduled';

/** Sees to it that the clock calls for this person in this spreadsheet. Google throws at the 21st trigger. */
export function startClock(spreadsheet: Spreadsheet): void {
  register(spreadsheet.getId(), true);
  if (clockTriggers().length > 0) return;
  ScriptApp.newTrigger(HANDLER).timeBased().everyHours(1).create();
}

/** Stops the clock when this person has no schedule in this spreadsheet any more. */
export function stopClock(spreadsheet: Spreadsheet): void {
  if (register(spreadsheet.getId(), false).length > 0) return;
  for (const trigger of clockTriggers()) ScriptApp.deleteTrigger(trigger);
}

/**
 * The spreadsheets whose schedules the clock calls for. Whether a clock's trigger of an add-on belongs
 * to its spreadsheet or to the script is not settled by Google's pages: both are served.
 */
export function scheduledSpreadsheets(): Spreadsheet[] {
  // The types promise one; outside of a spreadsheet Google gives null.
  const active = SpreadsheetApp.getActiveSpreadsheet() as Spreadsheet | null;
  if (active) return [active];
  return registered().map((id) => SpreadsheetApp.openById(id));
}

function clockTriggers(): GoogleAppsScript.Script.Trigger[] {
  return ScriptApp.getProjectTriggers().filter(
    (trigger) => trigger.getHandlerFunction() === HANDLER,
  );
}

function register(id: string, scheduled: boolean): string[] {
  const others = registered().filter((one) => one !== id);
  const ids = scheduled ? [...others, id] : others;
  PropertiesService.getUserProperties().setProperty(REGISTRY, ids.join(' '));
  return ids;
}

function registered(): string[] {
  const kept = PropertiesService.getUserProperties().getProperty(REGISTRY) ?? '';
  return kept === '' ? [] : kept.split(' ');
}
