// A result as tab-separated text, as spreadsheets take it from the clipboard.
import type { Field, Result } from '../../domain/contract/result.ts';

/** The header and all rows; null is an empty cell. */
export function tabSeparated({ columns, rows }: Pick<Result, 'columns' | 'rows'>): string {
  const lines = [columns.map(({ name }) => cell(name)), ...rows.map((row) => row.map(cell))];
  return lines.map((line) => line.join('\t')).join('\n');
}

// Spreadsheets take a quoted cell with its line breaks and tabs as one cell.
function cell(field: Field): string {
  if (field === null) return '';
  const text = String(field);
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
