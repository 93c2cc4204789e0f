// The columns that name a row, between a sheet and what people say of rows: the text of the database for a cell, and back.
import { cellMaker, noLosses, type Cell, type CellKind } from './cell.ts';
import { timestampOfSerial } from './wall-clock.ts';

interface KeyColumn {
  kind: CellKind;
  /** The number format that it was written with. */
  format: string;
}

/** The cell that a text of the database became in the column. */
export function cellOfKeyText(
  text: string | null,
  { kind }: Pick<KeyColumn, 'kind'>,
  timeZone: string,
): Cell {
  const field = kind === 'boolean' && text !== null ? text === 'true' : text;
  return cellMaker(kind, { timeZone, losses: noLosses() })(field);
}

/** The text of the database that the cell was made of; null where several could have become this cell. */
export function keyTextOfCell(cell: Cell, { kind, format }: KeyColumn): string | null {
  if (cell === '') return null;
  if (typeof cell === 'string') return kind === 'text' ? cell : null;
  if (typeof cell === 'boolean') return kind === 'boolean' ? String(cell) : null;
  if (kind === 'date') return timestampOfSerial(cell)?.slice(0, 10) ?? null;
  // 17 and 17.00 are the same cell and two texts; times lose what is below a thousandth of a second.
  const isWhole = kind === 'number' && Number.isSafeInteger(cell) && !/[.]0/.test(format);
  return isWhole ? String(cell) : null;
}
