// Lets the marks that say which columns stand apart, from this range or another, go with their cells: Google moves them with
// whole columns alone, and columns of a result may come and go in the rows of its range only.
import { cellThen } from '../around/moved-cells.ts';
import { ask } from '../sheet.ts';
import type { Operation, Rules, TabMark } from '../sheet.ts';

/** The operations, and after each that moves cells of a mark's column without the column, what moves the mark. */
export function* withMarksMoved(operations: Operation[]): Rules<Operation[]> {
  if (!operations.some(movesCells)) return operations;
  // Also those that do not count now: an undo may count them again.
  let marks = yield* ask({ read: 'tabMarks' });
  return operations.flatMap((operation): Operation[] => {
    const before = marks;
    marks = before.flatMap((one) => markAfter(one, operation));
    if (!movesCells(operation)) return [operation];
    const moved = marks.filter((one) => !before.includes(one));
    const moves = moved.map(({ value, column }): Operation => ({ do: 'moveMark', column, value }));
    return [operation, ...moves];
  });
}

function movesCells(operation: Operation): boolean {
  const { do: does } = operation;
  return (does === 'insertColumns' || does === 'deleteColumns') && operation.reach !== 'sheet';
}

// The same mark where it stays on its column.
function markAfter(one: TabMark, operation: Operation): TabMark[] {
  if (operation.do !== 'insertColumns' && operation.do !== 'deleteColumns') return [one];
  const then = cellThen(one, [operation]);
  if (then?.column === one.column) return [one];
  return then ? [{ ...one, column: then.column }] : [];
}
