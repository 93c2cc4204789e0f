// Google's triggers for what people do in a spreadsheet: one of each kind for each person and spreadsheet, which runs as them.
import type { Prompt } from '../../domain/linked-range.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Trigger = GoogleAppsScript.Script.Trigger;

/** The functions of main.ts that they call. `onOpen` and `onEdit` would be simple triggers, which may ask no server. */
const HANDLERS: Record<Prompt, string> = { open: 'runWhenOpened', edit: 'runWhenEdited' };

/** Sees to it that Google calls for this person in this spreadsheet, and for no kind that is not wanted. Google throws at the 21st trigger. */
export function keepEventTriggers(spreadsheet: Spreadsheet, wanted: ReadonlySet<Prompt>): void {
  const there = ScriptApp.getUserTriggers(spreadsheet);
  for (const kind of ['open', 'edit'] as const) {
    const ours = there.filter((one) => one.getHandlerFunction() === HANDLERS[kind]);
    if (wanted.has(kind) && ours.length === 0) make(spreadsheet, kind);
    if (!wanted.has(kind)) for (const one of ours) ScriptApp.deleteTrigger(one);
  }
}

function make(spreadsheet: Spreadsheet, kind: Prompt): Trigger {
  const builder = ScriptApp.newTrigger(HANDLERS[kind]).forSpreadsheet(spreadsheet);
  return kind === 'open' ? builder.onOpen().create() : builder.onEdit().create();
}
