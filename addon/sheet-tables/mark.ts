// Shows the server that whoever asks may edit the spreadsheet, while it is asked to read that.
import { MARK_KEY } from '../../domain/sheet-tables/mark.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Asks with a mark that stands in the spreadsheet meanwhile, where the server is to read it; else without. */
export function markedFor<T>(
  spreadsheet: Spreadsheet,
  readBy: 'addon' | 'server' | undefined,
  ask: (mark: { mark?: string }) => T,
): T {
  if (readBy !== 'server') return ask({});
  const mark = Utilities.getUuid();
  spreadsheet.addDeveloperMetadata(MARK_KEY, mark);
  // The server looks for it by Google's API.
  SpreadsheetApp.flush();
  try {
    return ask({ mark });
  } finally {
    const finder = spreadsheet.createDeveloperMetadataFinder().withKey(MARK_KEY).withValue(mark);
    for (const one of finder.find()) one.remove();
  }
}
