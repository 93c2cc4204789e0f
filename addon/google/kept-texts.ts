// What is kept of linked ranges in Google's cache of the spreadsheet, each by the range's id.
import { forgetText, keepText, keptText } from './cache.ts';

/** What each cell held when the range was last written, as fingerprints. */
export const writtenTexts = keptAs('sheetfeed-written');
/** What a step replaced, for its undo. */
export const replacedTexts = keptAs('sheetfeed');
/** The records of ranges that were unlinked. */
export const unlinkedTexts = keptAs('sheetfeed-unlinked');
/** The result about which a person is asked. */
export const askedTexts = keptAs('sheetfeed-asked');

function keptAs(prefix: string) {
  const nameOf = (id: string) => `${prefix} ${id}`;
  return {
    keep: (id: string, text: string) => keepText(nameOf(id), text),
    /** Null when it is not there any more. */
    of: (id: string) => keptText(nameOf(id)),
    forget: (id: string) => forgetText(nameOf(id)),
  };
}
