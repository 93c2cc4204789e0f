// What Google tells a script's installable triggers of what a person did: the event object of an open or an edit.
// developers.google.com/apps-script/guides/triggers/events: `value` and `oldValue` only where one cell was typed into or
// emptied, and `oldValue` only where something stood there. Writes of scripts and of the API fire none
// (guides/triggers/installable: "Script executions and API requests don't cause triggers to run").
import type { Area } from '../workbook/area.ts';
import type { Execution } from './execution.ts';
import type { SavedTrigger } from './google-state.ts';

export interface Opened {
  did: 'open';
  /** The address of who did it. */
  who: string;
}

export interface Edited {
  did: 'edit';
  who: string;
  sheetId: number;
  area: Area;
  /** Of one cell that was typed into or emptied: what stands in it now and stood there before, '' is nothing. */
  typed?: { value: string; before: string };
}

export type PersonsAct = Opened | Edited;

/** The triggers of a spreadsheet that an act fires, whosever they are. */
export function firedBy(
  act: PersonsAct,
  { triggers, spreadsheetId }: { triggers: readonly SavedTrigger[]; spreadsheetId: string },
): SavedTrigger[] {
  const eventType = act.did === 'open' ? 'ON_OPEN' : 'ON_EDIT';
  return triggers.filter(
    (one) => one.eventType === eventType && one.spreadsheetId === spreadsheetId,
  );
}

/** What the trigger's function is called with. */
export function eventOf(
  execution: Execution,
  trigger: SavedTrigger,
  act: PersonsAct | null,
): Record<string, unknown> {
  const always = { authMode: 'FULL', triggerUid: trigger.id };
  const { workbook, objects } = execution;
  if (!act || !workbook) return always;
  const user = objects.user(act.who);
  const event = { ...always, source: objects.spreadsheet(workbook), user };
  if (act.did === 'open') return event;
  const { sheetId, area, typed } = act;
  const range = objects.range({ workbook, sheet: workbook.sheet(sheetId), area, whole: null });
  return { ...event, range, ...typedFields(typed) };
}

function typedFields(typed: Edited['typed']): Record<string, string> {
  if (!typed) return {};
  const { value, before } = typed;
  return { ...(value === '' ? {} : { value }), ...(before === '' ? {} : { oldValue: before }) };
}
