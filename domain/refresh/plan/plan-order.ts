// Plans the sort of a range's rows, with all that stands beside them, into the order of the result.
import type { Surroundings } from '../around/neighbours.ts';
import { whyNotSorted } from '../around/sort-harm.ts';
import type { Growth } from '../around/sort-harm.ts';
import { refuseFullSpreadsheet } from '../around/spreadsheet-size.ts';
import { Problem } from '../../problem.ts';
import { queryOrder } from '../layout/query-order.ts';
import type { RowLayout } from '../layout/rows.ts';
import type { Place } from '../../cells/place.ts';
import type { Operation, Rules } from '../sheet.ts';
import type { RefreshPlan } from './plan.ts';
import type { RefreshInput } from './refresh-input.ts';

interface Ordered extends Pick<RefreshPlan, 'order' | 'unordered'> {
  operations: Operation[];
}

const AS_IT_STANDS: Ordered = { order: null, unordered: null, operations: [] };

/** The sort that comes last, once rows and columns have come and gone by `shape`. */
export function* planOrder(
  { sorts, layout, picture }: RefreshInput,
  place: Place,
  shape: Operation[],
): Rules<Ordered> {
  const order = sorts ? queryOrder(layout) : null;
  if (order === null) return AS_IT_STANDS;
  const added = shape.reduce((sum, operation) => sum + columnsAdded(operation), 0);
  const column = (yield* picture.around.tab.columns()) + added + 1;
  const sort: Operation = { do: 'sortRows', row: place.row + 1, order, column };
  const reason =
    (yield* whyNotSorted(picture.around, growthOf(layout))) ??
    (yield* whyNoRoom(picture.around, [...shape, sort]));
  if (reason !== null) {
    return { ...AS_IT_STANDS, unordered: `The rows are not in the query’s order. ${reason}` };
  }
  return { order, unordered: null, operations: [sort] };
}

function growthOf({ insertions, present }: RowLayout): Growth {
  const came = insertions.reduce((sum, { count }) => sum + count, 0);
  const stay = present.length - came;
  return {
    top: insertions.some(({ before }) => before === 0),
    end: insertions.some(({ before }) => before === stay),
  };
}

// A column that is taken out of the range narrows the tab, unless only its cells go.
function columnsAdded(operation: Operation): number {
  if (operation.do === 'growTab') return operation.columns;
  const isShape = operation.do === 'insertColumns' || operation.do === 'deleteColumns';
  if (!isShape || operation.reach !== 'sheet') return 0;
  return operation.do === 'insertColumns' ? operation.count : -operation.count;
}

function* whyNoRoom(around: Surroundings, operations: Operation[]): Rules<string | null> {
  try {
    yield* refuseFullSpreadsheet(around, operations);
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}
