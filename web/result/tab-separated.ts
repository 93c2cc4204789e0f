// A result as tab-separated text, as spreadsheets take it from the clipboard.
import { mayBeFormula } from '../../domain/cells/formula-text.ts';
import { plainDigits } from '../../domain/cells/number-text.ts';
import type { Column, Field, Result } from '../../domain/contract/result.ts';

/**
 * The header, unless it is not wanted, and all rows; null is an empty cell. A text that a spreadsheet would take for a formula gets the apostrophe
 * that keeps it one: a formula from a database could call out.
 */
export function tabSeparated(
  { columns, rows }: Pick<Result, 'columns' | 'rows'>,
  { header = true } = {},
): string {
  const lines = [
    ...(header ? [columns.map(({ name }) => quoted(literal(name)))] : []),
    ...rows.map((row) => row.map((field, index) => cell(field, columns[index]))),
  ];
  return lines.map((line) => line.join('\t')).join('\n');
}

function cell(field: Field, column: Column | undefined): string {
  if (field === null) return '';
  if (typeof field === 'number') return plainDigits(field);
  const text = String(field);
  return quoted(column?.type === 'number' ? text : literal(text));
}

function literal(text: string): string {
  return mayBeFormula(text) ? `'${text}` : text;
}

// Spreadsheets take a quoted cell with its line breaks and tabs as one cell.
function quoted(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
