// What an editor of a spreadsheet writes into it to show the server that they are one.

/** Metadata of the spreadsheet; its value is a UUID that the request names, and it is taken out afterwards. */
export const MARK_KEY = 'sheetfeed-table';
