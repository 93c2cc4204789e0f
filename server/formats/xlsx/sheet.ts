// The rows of a result as a sheet's XML: text stays text, dates are dates, and no digit is lost.
import { serialOfDuration } from '../../../domain/cells/duration.ts';
import { amountOf, significantDigits } from '../../../domain/cells/number-text.ts';
import type { ColumnNote } from '../../../domain/contract/query.ts';
import type { ColumnType } from '../../../domain/contract/result.ts';
import { Problem } from '../../../domain/problem.ts';
import {
  serialOfDate,
  serialOfInstant,
  serialOfTime,
  serialOfTimestamp,
  type Serial,
} from '../../../domain/cells/wall-clock.ts';
import { fieldLength } from '../bytes.ts';
import type { RowFormat } from '../row-writer.ts';
import { kindOfText } from '../../engines/kinds.ts';
import type { RowColumn, RunStart } from '../../engines/rows.ts';
import { writeInstant } from '../instant.ts';
import { HEADING, TEXT, widthOf, type Styles } from './styles.ts';
import { escaped } from './xml.ts';

/** Excel's own limits (support.microsoft.com: Excel specifications and limits). */
const MOST_ROWS = 1_048_576;
const MOST_CHARACTERS = 32_767;
/** A character of UTF-16 takes at most three bytes. */
const MOST_FIELD_BYTES = 3 * MOST_CHARACTERS;
/** `_x0001_` for one byte. */
const MOST_GROWTH = 7;
const CELL_OVERHEAD = 96;
/** Excel takes 1900 for a leap year: its first days are not those of the calendar. */
const FIRST_SERIAL = 61;
/** Half a second before the year 10000, which Excel does not know: it rounds what it shows to the second. */
const LAST_SERIAL = 2_958_466 - 0.5 / 86_400;
/** A double holds every decimal number of so many significant digits (IEEE 754 binary64). */
const EXACT_DIGITS = 15;

export interface SheetOptions {
  run: Pick<RunStart, 'columns'>;
  styles: Styles;
  notes: readonly ColumnNote[];
  timeZone: string;
}

/** The sheet, its rows in order. Throws Problem result_too_large for what Excel cannot hold. */
export function sheetFormat({ run, styles, notes, timeZone }: SheetOptions): RowFormat {
  const { columns } = run;
  const places = columns.map((_, index) => lettersOf(index));
  const cells = columns.map((column, index) => cellWriter(column, styles.of(index), timeZone));
  let line = 1;
  return {
    head: () => Buffer.from(headOf(columns, notes, places)),
    tail: () => Buffer.from('</sheetData></worksheet>'),
    bound: (length) =>
      MOST_GROWTH * Math.min(length, columns.length * MOST_FIELD_BYTES) +
      CELL_OVERHEAD * (columns.length + 1),
    row(from, start, out, w) {
      line += 1;
      if (line > MOST_ROWS) throw tooManyRows();
      let at = start;
      let xml = `<row r="${line}">`;
      for (const [index, cell] of cells.entries()) {
        const length = fieldLength(from, at);
        at += 4;
        // Null is a cell that is not there.
        if (length < 0) continue;
        const { name } = columns[index] as RowColumn;
        if (length > MOST_FIELD_BYTES) throw tooLong(name, line);
        const field = from.toString('utf8', at, at + length);
        if (field.length > MOST_CHARACTERS) throw tooLong(name, line);
        xml += `<c r="${places[index]}${line}" ${cell(field)}</c>`;
        at += length;
      }
      return w + out.write(`${xml}</row>`, w);
    },
  };
}

/** Writes a field from behind its cell's address up to its end. */
type CellWriter = (field: string) => string;

function cellWriter(column: RowColumn, style: number, timeZone: string): CellWriter {
  if (style === TEXT) return textCell;
  const { kind, decimals } = column;
  const serialOfMoment = (field: string) => serialOfInstant(instantOf(field), timeZone);
  const styled = (value: string | number) => `s="${style}"><v>${value}</v>`;
  const { type, writing, holds } = kindOfText(kind);
  if (holds === 'duration') return (field) => durationCell(styled, field);
  if (holds === 'money' && decimals !== undefined) return amountCell(styled, decimals);
  const writers: Partial<Record<ColumnType, CellWriter>> = {
    number: (field) => (isExact(field, writing === 'float') ? styled(field) : textCell(field)),
    boolean: (field) => `s="${style}" t="b"><v>${field === 't' ? 1 : 0}</v>`,
    date: dateCell(styled, serialOfDate),
    time: (field) => timeCell(styled, field),
    datetime: dateCell(styled, writing === 'instant' ? serialOfMoment : serialOfTimestamp),
  };
  return writers[type] ?? textCell;
}

function textCell(field: string): string {
  return `s="${TEXT}" t="inlineStr"><is><t xml:space="preserve">${escaped(field)}</t></is>`;
}

function dateCell(styled: (value: number) => string, read: (field: string) => Serial | null) {
  return (field: string) => {
    const serial = read(field);
    if (serial === null || serial.serial < FIRST_SERIAL) return textCell(field);
    const value = serial.serial + (serial.rounded ? restOf(field) : 0);
    return value > LAST_SERIAL ? textCell(field) : styled(value);
  };
}

// Up to a day and beyond it: only what Excel shows of less than nothing is ####.
function durationCell(styled: (value: number) => string, field: string): string {
  const serial = serialOfDuration(field);
  if (serial === null || serial.serial < 0) return textCell(field);
  return styled(serial.serial + (serial.rounded ? restOf(field) : 0));
}

function amountCell(styled: (value: string) => string, decimals: number): CellWriter {
  return (field) => {
    const amount = amountOf(field, decimals);
    return amount !== null && isExact(amount, false) ? styled(amount) : textCell(field);
  };
}

function timeCell(styled: (value: number) => string, field: string): string {
  const serial = serialOfTime(field);
  if (serial === null) return textCell(field);
  return styled(serial.serial + (serial.rounded ? restOf(field) : 0));
}

// What a time says beyond the thousandth of a second, in days.
function restOf(field: string): number {
  const digits = /\.\d{3}(\d+)/.exec(field)?.[1] ?? '0';
  return Number(`0.${digits}`) / 86_400_000;
}

// A double and a float4 are written as their shortest text, which gives the same number again.
function isExact(field: string, isShortest: boolean): boolean {
  if (!/\d$/.test(field)) return false;
  const number = Number(field);
  // What is beyond a double, at either end, would be another number, or a workbook that Excel cannot open.
  if (!Number.isFinite(number) || (number === 0 && /[1-9]/.test(field))) return false;
  if (isShortest) return true;
  if (field.length <= EXACT_DIGITS) return true;
  return significantDigits(field) <= EXACT_DIGITS;
}

const instant = Buffer.alloc(64);

function instantOf(field: string): string {
  const text = Buffer.from(field);
  if (text.length > instant.length / 2) return field;
  return instant.toString('latin1', 0, writeInstant(text, 0, text.length, instant, 0));
}

function headOf(columns: readonly RowColumn[], notes: readonly ColumnNote[], places: string[]) {
  const labels = new Map(notes.map(({ name, label }) => [name, label]));
  const headings = columns.map(({ name }) => labels.get(name) ?? name);
  const widths = columns.map((column, index) => widthOf(column, headings[index] ?? ''));
  const cols = widths.map(
    (width, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  const cells = headings.map(
    (heading, index) =>
      `<c r="${places[index]}1" s="${HEADING}" t="inlineStr"><is><t xml:space="preserve">${escaped(heading)}</t></is></c>`,
  );
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>' +
    '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
    `</sheetView></sheetViews>${cols.length > 0 ? `<cols>${cols.join('')}</cols>` : ''}` +
    `<sheetData><row r="1">${cells.join('')}</row>`
  );
}

/** A, B, … Z, AA, AB, … */
export function lettersOf(index: number): string {
  const before = index >= 26 ? lettersOf(Math.floor(index / 26) - 1) : '';
  return before + String.fromCharCode(65 + (index % 26));
}

function tooManyRows(): Problem {
  const most = (MOST_ROWS - 1).toLocaleString('en-US');
  const detail = `An Excel sheet holds ${most} rows, and the result has more. Narrow it down, or download the CSV.`;
  return new Problem('result_too_large', detail);
}

function tooLong(column: string, line: number): Problem {
  const most = MOST_CHARACTERS.toLocaleString('en-US');
  const row = (line - 1).toLocaleString('en-US');
  const detail = `${column} in row ${row} is longer than the ${most} characters that a cell of Excel holds. Download the CSV instead.`;
  return new Problem('result_too_large', detail);
}
