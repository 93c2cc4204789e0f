// What Google calls by its triggers when people open or edit the spreadsheet, and the sidebar's function for it.
import { answer } from '../answer.ts';
import { changedView } from '../ranges/view.ts';
import type { SidebarFunctions } from '../sidebar-functions.ts';
import { runEdited, runOpened } from './prompted-run.ts';
import * as prompts from './prompts.ts';

/** As the person who made the trigger, whoever opened it. */
export function runWhenOpened({ source }: GoogleAppsScript.Events.SheetsOnOpen): void {
  runOpened(source);
}

/** As the person who made the trigger, whoever edited. */
export function runWhenEdited({ source, range }: GoogleAppsScript.Events.SheetsOnEdit): void {
  runEdited(source, range);
}

export const setPrompts: SidebarFunctions['setPrompts'] = ({ id, on, agreed: yes }) =>
  answer(() => {
    const here = SpreadsheetApp.getActiveSpreadsheet();
    prompts.setPrompts(here, { id, on, yes });
    return changedView(here, id);
  });
