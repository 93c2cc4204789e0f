// What a cell can hold as its value.

export interface CellError {
  error: string;
  /** What Sheets shows when the pointer rests on the cell. */
  message: string;
}

/** '' is an empty cell. Dates and times are serial numbers: days since 1899-12-30. */
export type CellValue = string | number | boolean | CellError;

export function isError(value: CellValue): value is CellError {
  return typeof value === 'object';
}
