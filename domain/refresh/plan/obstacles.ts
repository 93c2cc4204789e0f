// Refuses a write that would fail half-way: protected or merged cells are found before the first one.
import { placeName } from '../../cells/cell-name.ts';
import type { Place } from '../../cells/place.ts';
import { Problem } from '../../problem.ts';
import type { RefreshPlan } from './plan.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';

/** People who are named as those to ask. */
const NAMED_EDITORS = 3;

/** Throws Problem range_protected, range_obstructed where `place`, or cells that the plan moves, cannot be written. */
export function* refuseObstacles(place: Place, plan: RefreshPlan | null): Rules<void> {
  yield* refuseProtected(place);
  const moved = yield* movedCells(plan);
  if (moved) yield* refuseProtected(moved);
  const [merge] = yield* ask({ read: 'merges', place });
  if (!merge) return;
  throw new Problem(
    'range_obstructed',
    `The cells ${placeName(merge)} of the range are merged, so that values would be lost. Unmerge them, then refresh.`,
  );
}

// Cells below that an insertion or deletion beside other tables would move.
function* movedCells(plan: RefreshPlan | null): Rules<Place | null> {
  const moves = (plan?.operations ?? []).flatMap((operation) =>
    (operation.do === 'insertRows' || operation.do === 'deleteRows') && operation.reach !== 'sheet'
      ? [{ row: operation.row, reach: operation.reach }]
      : [],
  );
  const [first] = moves.sort((one, other) => one.row - other.row);
  if (!first) return null;
  const { row, reach } = first;
  const rows = (yield* ask({ read: 'tab', what: 'rows' })) - row + 1;
  if (rows < 1) return null;
  // Columns of the range that come first are not there yet.
  const there = (yield* ask({ read: 'tab', what: 'columns' })) - reach.fromColumn + 1;
  return { row, column: reach.fromColumn, rows, columns: Math.min(reach.columns, there) };
}

function* refuseProtected(place: Place): Rules<void> {
  const editors = yield* ask({ read: 'editors', place });
  if (!editors) return;
  const named = editors.filter((email) => email !== '').slice(0, NAMED_EDITORS);
  const tab = yield* ask({ read: 'tabName' });
  throw new Problem(
    'range_protected',
    `The cells ${placeName(place)} of ${tab} are protected, at least in part, and you may not edit them. Ask ${named.join(', ') || 'the owner of the spreadsheet'}.`,
  );
}
