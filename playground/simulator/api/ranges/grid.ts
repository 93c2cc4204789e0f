// Grid ranges of the Sheets API, counted from 0 with open ends, and the workbook's areas.
import type { Area } from '../../workbook/area.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';
import type { DimensionRange, GridCoordinate, GridRange } from '../messages/places.ts';

export interface Cells {
  sheet: Sheet;
  area: Area;
}

/** The tab with a grid; 0, the first, is what a left-out id means. */
export function gridOf(workbook: Workbook, id = 0): Sheet {
  const sheet = workbook.sheets.find((one) => one.id === id);
  if (!sheet) throw invalid(`No grid with id: ${id}`);
  return sheet;
}

/** Ends that are left out, or lie beyond the grid, are the grid's. */
export function cellsOf(workbook: Workbook, range: GridRange = {}): Cells {
  const sheet = gridOf(workbook, range.sheetId);
  const { rows, columns } = sheet.size;
  const [top, bottom] = span('Row', [range.startRowIndex, range.endRowIndex], rows);
  const [left, right] = span('Column', [range.startColumnIndex, range.endColumnIndex], columns);
  return { sheet, area: { top, bottom, left, right } };
}

function span(
  what: 'Row' | 'Column',
  [start = 0, end]: [number | undefined, number | undefined],
  size: number,
): [number, number] {
  const name = what.toLowerCase();
  if (start < 0) throw invalid(`GridRange.start${what}Index[${start}] must not be negative`);
  if (start >= size) {
    throw invalid(`GridRange.start${what}Index[${start}] is after last ${name} in grid[${size}]`);
  }
  if (end !== undefined && end <= start) {
    throw invalid(`GridRange.end${what}Index[${end}] must be after start${what}Index[${start}]`);
  }
  return [start + 1, Math.min(end ?? size, size)];
}

/** The cell that a coordinate names. */
export function cellOf(
  workbook: Workbook,
  { sheetId, rowIndex = 0, columnIndex = 0 }: GridCoordinate = {},
): { sheet: Sheet; row: number; column: number } {
  const sheet = gridOf(workbook, sheetId);
  const { rows, columns } = sheet.size;
  if (rowIndex < 0 || rowIndex >= rows)
    throw invalid(`GridCoordinate.rowIndex[${rowIndex}] is after last row in grid[${rows}]`);
  if (columnIndex < 0 || columnIndex >= columns)
    throw invalid(
      `GridCoordinate.columnIndex[${columnIndex}] is after last column in grid[${columns}]`,
    );
  return { sheet, row: rowIndex + 1, column: columnIndex + 1 };
}

const shownId = (id: number) => (id === 0 ? {} : { sheetId: id });

/** As answers write it: the first tab's id, 0, is left out. */
export function gridRangeOf(sheetId: number, { top, left, bottom, right }: Area): GridRange {
  return {
    ...shownId(sheetId),
    startRowIndex: top - 1,
    endRowIndex: bottom,
    startColumnIndex: left - 1,
    endColumnIndex: right,
  };
}

export interface Stretch {
  sheet: Sheet;
  axis: 'rows' | 'columns';
  /** Counted from 1, both included. */
  from: number;
  to: number;
}

/** Rows or columns that a request names. Where the end is left out, to the end of the grid. */
export function stretchOf(workbook: Workbook, range: DimensionRange = {}): Stretch {
  const sheet = gridOf(workbook, range.sheetId);
  const { dimension, startIndex = 0 } = range;
  if (dimension === undefined || dimension === 'DIMENSION_UNSPECIFIED')
    throw invalid('No dimension specified.');
  const axis = dimension === 'ROWS' ? 'rows' : 'columns';
  const end = range.endIndex ?? sheet.size[axis];
  if (startIndex < 0 || end <= startIndex)
    throw invalid(`range.endIndex[${end}] must be after range.startIndex[${startIndex}]`);
  return { sheet, axis, from: startIndex + 1, to: end };
}

export function dimensionRangeOf({
  sheetId,
  axis,
  from,
  to,
}: {
  sheetId: number;
  axis: 'rows' | 'columns';
  from: number;
  to: number;
}): DimensionRange {
  return {
    ...shownId(sheetId),
    dimension: axis === 'rows' ? 'ROWS' : 'COLUMNS',
    startIndex: from - 1,
    endIndex: to,
  };
}
