// Lets the marks that say which columns stand apart go with their cells: Google moves them with whole columns alone, and
// columns of a result may come and go in the rows of its range only.
import { cellThen } from '../around/moved-cells.ts';
import { ask } from '../sheet.ts';
import type { ColumnMark, Operation, Rules } from '../sheet.ts';
import type { RefreshInput } from './refresh-input.ts';

/** The operations, and after each that moves cells of a mark's column without the column, what moves the mark. */
export function* withMarksMoved(
  { apart: { range }, picture: { place } }: RefreshInput,
  operations: Operation[],
): Rules<Operation[]> {
  if (!operations.some(movesCells)) return operations;
  // Also those that do not count now: an undo may count them again.
  let marks = yield* ask({ read: 'columnMarks', range });
  return operations.flatMap((operation): Operation[] => {
    const before = marks;
    marks = before.flatMap((one) => markAfter(one, place.row, operation));
    if (!movesCells(operation)) return [operation];
    const moved = marks.filter((one) => !before.includes(one));
    return [operation, ...moved.map((one): Operation => ({ do: 'moveMark', ...one }))];
  });
}

function movesCells(operation: Operation): boolean {
  const { do: does } = operation;
  return (does === 'insertColumns' || does === 'deleteColumns') && operation.reach !== 'sheet';
}

// The same mark where it stays on its column.
function markAfter(one: ColumnMark, row: number, operation: Operation): ColumnMark[] {
  if (operation.do !== 'insertColumns' && operation.do !== 'deleteColumns') return [one];
  const then = cellThen({ row, column: one.column }, [operation]);
  if (then?.column === one.column) return [one];
  return then ? [{ ...one, column: then.column }] : [];
}
