// Where a cell of a tab stands once rows and columns have come and gone.
import type { Operation } from '../sheet.ts';

/** A cell of the tab. */
export interface CellAt {
  row: number;
  column: number;
}

/** The cell's place when all is done; null: it went. */
export function cellThen(cell: CellAt, operations: readonly Operation[]): CellAt | null {
  let at: CellAt | null = cell;
  for (const operation of operations) at = at === null ? null : cellAfter(at, operation);
  return at;
}

function cellAfter(cell: CellAt, operation: Operation): CellAt | null {
  const { row, column } = cell;
  if (operation.do === 'copyRow') {
    const goes = row === operation.from && isIn(column, operation.column, operation.columns);
    return goes ? { row: operation.to, column } : cell;
  }
  if (operation.do === 'insertRows' || operation.do === 'deleteRows') {
    const { reach } = operation;
    if (reach !== 'sheet' && !isIn(column, reach.fromColumn, reach.columns)) return cell;
    const then = indexAfter(row, operation.row, operation);
    return then === null ? null : { row: then, column };
  }
  if (operation.do === 'insertColumns' || operation.do === 'deleteColumns') {
    const { reach } = operation;
    if (reach !== 'sheet' && !isIn(row, reach.fromRow, reach.rows)) return cell;
    const then = indexAfter(column, operation.column, operation);
    return then === null ? null : { row, column: then };
  }
  return cell;
}

function indexAfter(
  index: number,
  first: number,
  { do: does, count }: { do: string; count: number },
): number | null {
  if (index < first) return index;
  if (does.startsWith('insert')) return index + count;
  return index < first + count ? null : index - count;
}

function isIn(at: number, first: number, count: number): boolean {
  return at >= first && at < first + count;
}
