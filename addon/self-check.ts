// The self-check: replays the table of what Google Sheets makes of a written value in a scratch tab,
// and reports where this spreadsheet differs from what the simulator does.
import table from '../domain/write-semantics.json' with { type: 'json' };
import { isDate, serialOfDateObject } from '../domain/cells/wall-clock.ts';
import { messageOf } from './google/problems.ts';
import { strangeRecordsTold, tabsWithStrangeRecords } from './ranges/records.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

type WrittenInput =
  | string
  | number
  | boolean
  | null
  | { date: string }
  | { special: string }
  | { repeat: string; times: number };

interface Row {
  input: WrittenInput;
  /** Set before the value. */
  format?: string;
  locale?: string;
  value: string | number | boolean;
  type: string;
  display: string;
}

/** What the scratch tab says of one row. */
interface Found {
  value: string | number | boolean;
  type: string;
  display: string;
}

/** What a self-check found: the name of its tab, and how many rows it replayed and found different. */
interface SelfCheck {
  tab: string;
  replayed: number;
  different: number;
}

const SPECIAL: Record<string, number | undefined> = { NaN: NaN, Infinity: Infinity };
const HEADER = ['Written', 'Format', 'Result', 'Expected', 'Found', ''];

/** Checks in a scratch tab whether Google Sheets does what Sheetfeed relies on, and says in sentences what it found. */
export function checkItself(spreadsheet: Spreadsheet): string {
  const { tab, replayed, different } = replayTable(spreadsheet);
  const found =
    different === 0
      ? 'All values were written as expected.'
      : `${different} of ${replayed} values came out differently.`;
  const strange = strangeRecordsTold(tabsWithStrangeRecords(spreadsheet));
  const details = `The tab ${tab} has the details; you can delete it.`;
  return [found, details, ...(strange === null ? [] : [strange])].join(' ');
}

/** Replays the table in a new tab of this spreadsheet, where each row says whether it agrees. */
function replayTable(spreadsheet: Spreadsheet): SelfCheck {
  const rows = rowsFor(spreadsheet);
  const sheet = spreadsheet.insertSheet(freeName(spreadsheet));
  const refused = rows.map((row, index) => writeRow(sheet, row, index + 2));
  SpreadsheetApp.flush();
  const found = readFound(sheet, rows.length, spreadsheet.getSpreadsheetTimeZone());
  const lines = rows.map((row, index) =>
    lineOf(row, refused[index] ? { value: '', type: 'refused', display: '' } : found[index]),
  );
  writeReport(sheet, lines);
  const different = lines.filter(([, , , , verdict]) => verdict !== 'ok').length;
  return { tab: sheet.getName(), replayed: rows.length, different };
}

// A row for another locale means nothing here, and an instant depends on the spreadsheet's zone.
function rowsFor(spreadsheet: Spreadsheet): Row[] {
  const locale = spreadsheet.getSpreadsheetLocale();
  const inUtc = /UTC|GMT$/.test(spreadsheet.getSpreadsheetTimeZone());
  return (table as Row[]).filter(({ input, locale: own = 'en_US' }) => {
    const isInstant = typeof input === 'object' && input !== null && 'date' in input;
    return own === locale && (inUtc || !isInstant);
  });
}

/** Whether Google refused the value. */
function writeRow(sheet: Sheet, { input, format }: Row, row: number): boolean {
  const cell = sheet.getRange(row, 3);
  if (format) cell.setNumberFormat(format);
  try {
    cell.setValue(inputOf(input));
    SpreadsheetApp.flush();
    return false;
  } catch (error) {
    if (/maximum of 50000 characters/.test(messageOf(error))) return true;
    throw error;
  }
}

function inputOf(input: WrittenInput): unknown {
  if (typeof input !== 'object' || input === null) return input;
  if ('date' in input) return new Date(input.date);
  if ('repeat' in input) return input.repeat.repeat(input.times);
  return SPECIAL[input.special];
}

function readFound(sheet: Sheet, rows: number, timeZone: string): Found[] {
  const range = sheet.getRange(2, 3, rows, 1);
  const shown = range.getDisplayValues();
  const formulas = range.getFormulas();
  return range.getValues().map(([value]: unknown[], index): Found => {
    const display = shown[index]?.[0] ?? '';
    const type = typeOf(value, display, formulas[index]?.[0] ?? '');
    const stored = isDate(value) ? serialOfDateObject(value.getTime(), timeZone) : value;
    return { value: stored as Found['value'], type, display };
  });
}

function typeOf(value: unknown, display: string, formula: string): string {
  if (formula !== '') return 'formula';
  if (value === '') return 'empty';
  if (isDate(value)) return 'date';
  if (typeof value !== 'string') return typeof value;
  return value.startsWith('#') && display === value ? 'error' : 'text';
}

function lineOf(row: Row, found: Found | undefined): string[] {
  const { input, format = 'Automatic', type, display } = row;
  const written = JSON.stringify(input).slice(0, 60);
  const agrees = found !== undefined && found.type === type && sameValue(row, found);
  const expected = `${type} ${JSON.stringify(row.value)} shown as ${display}`;
  const is = found ? `${found.type} ${JSON.stringify(found.value)} shown as ${found.display}` : '';
  return [written, format, expected.slice(0, 200), is.slice(0, 200), agrees ? 'ok' : 'DIFFERENT'];
}

function sameValue({ value, display, type }: Row, found: Found): boolean {
  if (type === 'refused') return true;
  const near =
    typeof value === 'number' && typeof found.value === 'number'
      ? Math.abs(value - found.value) < 1e-9 * Math.max(1, Math.abs(value))
      : value === found.value;
  return near && display === found.display;
}

function writeReport(sheet: Sheet, lines: string[][]): void {
  const texts = sheet.getRange(1, 1, lines.length + 1, 2).setNumberFormat('@');
  texts.setValues([HEADER.slice(0, 2), ...lines.map((line) => line.slice(0, 2))]);
  sheet.getRange(1, 3).setValue(HEADER[2] ?? '');
  const report = sheet.getRange(1, 4, lines.length + 1, 3).setNumberFormat('@');
  report.setValues([HEADER.slice(3), ...lines.map((line) => line.slice(2))]);
  sheet.setFrozenRows(1);
}

function freeName(spreadsheet: Spreadsheet): string {
  const taken = new Set(spreadsheet.getSheets().map((sheet) => sheet.getName()));
  let name = 'Self-check';
  for (let count = 2; taken.has(name); count += 1) name = `Self-check ${count}`;
  return name;
}
