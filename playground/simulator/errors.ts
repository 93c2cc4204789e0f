// What Google's services throw: an Exception with a text.

/** Arrives in the script as an error named Exception (seen in stack traces of live scripts). */
export class SheetsError extends Error {
  override readonly name = 'Exception';
}

export const outsideGrid = 'The coordinates of the range are outside the dimensions of the sheet.';

/** Sheets' limit of cells in a spreadsheet (support.google.com/drive/answer/37603). */
export const maxCells = 10_000_000;
