// Takes over what a query's author says of its columns, when a range is inserted.
import { noteOf } from '../../domain/cells/column-notes.ts';
import type { Column } from '../../domain/contract/result.ts';
import type { ColumnNote } from '../../domain/contract/query.ts';
import type { PlacedColumn } from '../../domain/refresh/layout/columns.ts';

/** The names of columns of numbers that their author calls text, such as ids and postcodes. */
export function textColumns(columns: Column[], notes: readonly ColumnNote[]): string[] {
  return columns
    .filter(({ name, type }) => type === 'number' && noteOf(notes, name)?.format === 'text')
    .map(({ name }) => name);
}

/** Puts descriptions on the header cells as notes, in the place of any that stood there. */
export function explainColumns(
  range: GoogleAppsScript.Spreadsheet.Range,
  columns: readonly PlacedColumn[],
  notes: readonly ColumnNote[],
): void {
  for (const { name, offset } of columns) {
    const description = noteOf(notes, name)?.description?.trim();
    if (description) range.getCell(1, offset + 1).setNote(description);
  }
}
