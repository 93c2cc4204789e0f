// What a sheet holds where a table is: its header row, and the rows below.
import { headerRowIn, type TableColumn } from '../../domain/sheet-tables/headers.ts';
import type { SheetCell } from '../../domain/sheet-tables/typed-cell.ts';
import { readTableCells } from '../sheet/range-cells.ts';
import type { TableStand } from './place.ts';

export interface ReadSheet {
  headers: string[];
  rows: SheetCell[][];
  /** Where the first row below the headers and the first column stand, from 1. */
  firstRow: number;
  firstColumn: number;
}

/** Reads a table as far down as anything stands. Without columns its first row is taken for the header row. */
export function readSheet(
  { sheet, area: { row, column, lastColumn } }: TableStand,
  columns: readonly Pick<TableColumn, 'header'>[],
): ReadSheet {
  const rows = sheet.getLastRow() - row + 1;
  const width = Math.min(lastColumn, sheet.getLastColumn()) - column + 1;
  const empty = { headers: [], rows: [], firstRow: row + 1, firstColumn: column };
  if (rows < 1 || width < 1) return empty;
  const timeZone = sheet.getParent().getSpreadsheetTimeZone();
  const cells = readTableCells({ sheet, place: { row, column, rows, columns: width }, timeZone });
  const header = headerRowIn(cells, columns);
  // As it is shown: a header may be a date, or a number with a unit.
  const [headers = []] = sheet.getRange(row + header, column, 1, width).getDisplayValues();
  return {
    headers,
    rows: cells.slice(header + 1),
    firstRow: row + header + 1,
    firstColumn: column,
  };
}
