// Where a sheet table stands in its tab: its header row and its columns, such as A1:F; below them it grows.
import { cellName, columnName, placeNamed } from '../cells/cell-name.ts';

/** Rows and columns count from 1. */
export interface TableArea {
  row: number;
  column: number;
  lastColumn: number;
}

/** The last column that a tab can have (support.google.com/drive/answer/37603). */
const LAST_COLUMN = 18_278;

/** All columns of a tab, those too that are added to it. */
export const WHOLE_TAB: TableArea = { row: 1, column: 1, lastColumn: LAST_COLUMN };

/** A1:F */
export function areaName({ row, column, lastColumn }: TableArea): string {
  return `${cellName(row, column)}:${columnName(lastColumn)}`;
}

/** What a name such as A1:F stands for; for any other text the whole tab. */
export function areaNamed(name: string): TableArea {
  const [, left = '', row = '', right = ''] =
    /^([A-Z]{1,3})(\d{1,8}):([A-Z]{1,3})\d{0,8}$/i.exec(name.replace(/\$/g, '')) ?? [];
  const place = placeNamed(`${left}${row}:${right}${row}`.toUpperCase());
  if (place === null || place.columns < 1) return WHOLE_TAB;
  return { row: place.row, column: place.column, lastColumn: place.column + place.columns - 1 };
}

export function isWholeTab({ column, lastColumn }: TableArea): boolean {
  return column === 1 && lastColumn === LAST_COLUMN;
}

/** The named range by which a spreadsheet keeps a table's header row when cells move; a whole tab needs none. */
export function headerName(table: string): string {
  return `sheetfeed_table_${table}`;
}
