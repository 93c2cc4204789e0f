// Plans how rows come and go, so that whatever refers to the range grows and shrinks with it.
import type { Place } from '../../cells/place.ts';
import type { Arrangement } from '../layout/columns.ts';
import type { RowNeighbours } from '../around/neighbours.ts';
import { deletionReach, rowReach, rowWidth } from '../around/reach.ts';
import { planNewRows } from './plan-new-rows.ts';
import type { RefreshInput } from './refresh-input.ts';
import { runsOf } from '../layout/rows.ts';
import type { Operation, RowReach, Rules } from '../sheet.ts';

/** The rows that come and go, and what is copied into those that come, once the columns have come. */
export function* planRows(input: RefreshInput, columns: Operation[]): Rules<Operation[]> {
  const { layout } = input;
  const { deletions: gone, insertions: come, copyLastTo } = layout;
  if (gone.length + come.length === 0 && copyLastTo === null) return [];
  const around = yield* neighboursThen(input, columns);
  if (gone.length + come.length === 0) return planCopiedRow(input, around);
  const place = { ...input.picture.place, columns: input.arrangement.width };
  const reach = rowReach(place, around);
  const deletions = layout.deletions.map(({ from, count }): Operation => ({
    do: 'deleteRows',
    row: place.row + 1 + from,
    count,
    reach: input.deletionReach(place) ?? deletionReach(place, around),
  }));
  return [...deletions, ...(yield* planInsertedRows(input, { place, reach, around }))];
}

// Columns that came take the place of blank ones beside: at the edge of the tab fewer are left to move with a row.
function* neighboursThen(
  { picture, arrangement }: RefreshInput,
  columns: Operation[],
): Rules<RowNeighbours> {
  const around = yield* picture.around.rowNeighbours();
  const added = columns.reduce((sum, operation) => sum + columnsAdded(operation), 0);
  const left = (yield* picture.around.tab.columns()) + added;
  const beside = left - (picture.place.column + arrangement.width - 1);
  return {
    ...around,
    companions: Math.min(around.companions, beside),
    right: Math.min(around.right, beside),
  };
}

function columnsAdded(operation: Operation): number {
  if (operation.do === 'growTab') return operation.columns;
  const isWhole = operation.do === 'insertColumns' && operation.reach === 'sheet';
  return isWhole ? operation.count : 0;
}

function* planInsertedRows(
  input: RefreshInput,
  { place, reach, around }: { place: Place; reach: RowReach; around: RowNeighbours },
): Rules<Operation[]> {
  const { layout, picture } = input;
  const added = layout.insertions.reduce((sum, { count }) => sum + count, 0);
  const missing = reach === 'sheet' || added === 0 ? 0 : yield* missingRows(picture, added);
  const rowsThen =
    picture.rows.length - layout.deletions.reduce((sum, { count }) => sum + count, 0);
  const standsStill = input.ownFormulas !== null;
  return [
    ...(missing > 0 ? [{ do: 'growTab' as const, rows: missing, columns: 0 }] : []),
    ...layout.insertions.flatMap(({ before, count }): Operation[] => {
      const row = place.row + 1 + before;
      // The row that an insertion pushes down; at the end of the range the one above.
      const from = before < rowsThen ? row + count : row - 1;
      if (standsStill) return [{ do: 'insertRows', row, count, reach }];
      const filled = input.fillDown ? fills(place, around, { from, row, count }) : [];
      return [
        { do: 'insertRows', row, count, reach },
        ...(from > place.row ? [{ do: 'copyFormats' as const, from, row, count }] : []),
        ...filled,
      ];
    }),
    ...(standsStill ? planNewRows(input, place) : []),
    ...planCopiedRow(input, around),
  ];
}

// What the tab lacks where only a part of it moves down.
function* missingRows({ around }: RefreshInput['picture'], added: number): Rules<number> {
  return (yield* around.tab.lastRow()) + added - (yield* around.tab.rows());
}

// The row goes back to its place with all that moves with it; beside the new last row nothing is left.
function planCopiedRow(input: RefreshInput, around: RowNeighbours): Operation[] {
  const { layout, picture, arrangement, fillDown } = input;
  if (layout.copyLastTo === null) return [];
  const place = { ...picture.place, columns: arrangement.width };
  const first = place.row + 1;
  const from = first + layout.targets.length - 1;
  const { fromColumn, columns } = rowWidth(place, around);
  const right = fromColumn + columns - place.column - place.columns;
  const stays = fillDown ? around.partnersRight : 0;
  const beside: Operation[] = [
    {
      do: 'emptyCells',
      row: from,
      count: 1,
      offset: fromColumn - place.column,
      columns: fillDown ? 0 : around.partnersLeft,
    },
    {
      do: 'emptyCells',
      row: from,
      count: 1,
      offset: place.columns + stays,
      columns: right - stays,
    },
    ...ownRuns(arrangement).map((run) => ({
      do: 'emptyCells' as const,
      row: from,
      count: 1,
      offset: run.from,
      columns: run.count,
    })),
  ];
  return [
    { do: 'copyRow', from, to: first + layout.copyLastTo, column: fromColumn, columns },
    ...beside.filter((operation) => operation.do === 'emptyCells' && operation.columns > 0),
  ];
}

// Columns inside the range that its person inserted: a new row gets nothing of another row's.
function ownRuns({ columns, present, width }: Arrangement): { from: number; count: number }[] {
  const ours = new Set([...columns, ...present].map(({ offset }) => offset));
  return runsOf([...Array(width).keys()].filter((offset) => !ours.has(offset)));
}

function fills(
  place: Place,
  around: RowNeighbours,
  rows: { from: number; row: number; count: number },
): Operation[] {
  const left = { column: place.column - around.partnersLeft, columns: around.partnersLeft };
  const right = { column: place.column + place.columns, columns: around.partnersRight };
  return [left, right]
    .filter(({ columns }) => columns > 0)
    .map((side) => ({ do: 'fillFormulas', ...rows, ...side }));
}
