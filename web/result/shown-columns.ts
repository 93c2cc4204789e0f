// The columns of a result as a table shows them: what the author says of each, and how its fields are read.
import type { ColumnNote } from '../../domain/contract/query.ts';
import type { Column, Result } from '../../domain/contract/result.ts';
import { decimalsIn, type Reading } from '../../ui/fields/field-text.ts';

/** What a table needs to know of a result. */
export type TableResult = Pick<Result, 'columns' | 'rows' | 'rowCount'>;

/** A column, and how its fields are read. */
export interface Shown {
  column: Column;
  note: ColumnNote | undefined;
  reading: Reading;
  /** The greatest of its numbers, whatever their sign; 0 where no bar is drawn. */
  most: number;
}

/** The columns with what the author says of them, and as many decimals as all of a column's numbers need. */
export function shownColumns(
  { columns, rows }: Pick<TableResult, 'columns' | 'rows'>,
  notes: readonly ColumnNote[],
): Shown[] {
  const noteOf = new Map(notes.map((note) => [note.name, note]));
  return columns.map((column, index) => {
    const decimals = decimalsIn(
      column,
      rows.map((row) => row[index]),
    );
    const note = noteOf.get(column.name);
    const reading = { grouped: true, decimals, format: note?.format };
    return { column, note, reading, most: note?.bar ? greatest(rows, index) : 0 };
  });
}

function greatest(rows: TableResult['rows'], index: number): number {
  return rows.reduce((most, row) => {
    const size = Math.abs(Number(row[index]));
    return Number.isFinite(size) ? Math.max(most, size) : most;
  }, 0);
}
