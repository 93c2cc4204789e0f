// A result that is here already as CSV, written as the server's own is (server/formats/csv.ts), of the values that the page has.
import { plainDigits } from '../../domain/cells/number-text.ts';
import type { Field, Result } from '../../domain/contract/result.ts';

/** Excel takes a CSV without this mark for one of its old alphabets. */
const MARK = '\uFEFF';

/** The header and all rows; null is nothing, an empty text two quotes. */
export function commaSeparated({ columns, rows }: Pick<Result, 'columns' | 'rows'>): string {
  const lines = [
    columns.map(({ name }) => quoted(name)).join(','),
    ...rows.map((row) => row.map((field) => cell(field, row.length)).join(',')),
  ];
  return `${MARK}${lines.join('\r\n')}\r\n`;
}

function cell(field: Field, count: number): string {
  // A line with nothing at all would be no row to many readers.
  if (field === '' || (field === null && count === 1)) return '""';
  if (field === null) return '';
  return quoted(typeof field === 'number' ? plainDigits(field) : String(field));
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
