// What a query is started with for the sidebar: the values that cells hold now, and where it is asked.
import * as catalog from './catalog.ts';
import { choicesInCells, followsCells, valuesFrom } from './ranges/values.ts';
import { sheetPlace, type RunStart } from './run.ts';
import type { AskedQuery } from './sidebar-functions.ts';

/** Throws Problem invalid_value for a cell that is gone, empty or of the wrong type. */
export function queryStart(
  here: GoogleAppsScript.Spreadsheet.Spreadsheet,
  { slug, values, selection, exactText = [] }: AskedQuery,
): RunStart {
  const parameters = followsCells(values) ? catalog.fetchParameters(slug) : null;
  return {
    slug,
    values: valuesFrom(values, here, parameters),
    ...(selection && { selection }),
    timeZone: here.getSpreadsheetTimeZone(),
    exactText,
    matchChoices: choicesInCells(values, parameters),
    place: sheetPlace(here, here.getActiveSheet()),
  };
}
