// The spreadsheet in which the sample company's salespeople keep what they know of new accounts: a query reads it like a table.
import { areaAt } from '../simulator/workbook/area.ts';
import { Workbook } from '../simulator/workbook/workbook.ts';
import { SALES_ID, SALES_NAME, SALES_TAB } from '../sales-ids.ts';

const headers = ['Customer', 'Salesperson', 'Seats', 'Go-live', 'Confidence'];

/** Customer, salesperson, seats, days until they go live, confidence from 0 to 10. */
const facts: readonly (readonly [string, string, number, number, number])[] = [
  ['04540', 'Mae', 12, -40, 8],
  ['04586', 'Mae', 20, -12, 6],
  ['04728', 'Jonas', 8, -3, 9],
  ['03555', 'Jonas', 30, 6, 7],
  ['00362', 'Mae', 6, -90, 4],
  ['02875', 'Priya', 25, 14, 5],
  ['00892', 'Priya', 4, -21, 10],
  ['01128', 'Jonas', 10, 30, 3],
];

const DAY_MS = 86_400_000;

export function salesWorkbook(now = Date.now()): Workbook {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const workbook = new Workbook({ id: SALES_ID, name: SALES_NAME, timeZone });
  const { id } = workbook.activeSheet;
  workbook.renameSheet(id, SALES_TAB);
  const rows = facts.map(([customer, who, seats, days, confidence]) => {
    const day = new Date(now + days * DAY_MS).toISOString().slice(0, 10);
    // As a person keeps the zeros before a number.
    return [`'${customer}`, who, String(seats), day, String(confidence)];
  });
  [headers, ...rows].forEach((texts, row) =>
    texts.forEach((text, column) => workbook.typeInto(id, row + 1, column + 1, text)),
  );
  workbook.style(id, areaAt(1, 1, 1, headers.length), { bold: true });
  workbook.freeze(id, { rows: 1 });
  workbook.select(id, areaAt(2, 3));
  return workbook;
}
