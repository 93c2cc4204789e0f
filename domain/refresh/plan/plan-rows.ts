// Plans how rows come and go, so that whatever refers to the range grows and shrinks with it.
import type { Place } from '../../cells/place.ts';
import type { Arrangement } from '../layout/columns.ts';
import type { RowNeighbours } from '../around/neighbours.ts';
import type { FormulaColumn } from '../around/own-columns.ts';
import { cellThen } from '../around/moved-cells.ts';
import { columnsInserted } from './plan-columns.ts';
import { deletionReach, rowReach, rowWidth } from '../around/reach.ts';
import { isModel } from './plan-looks.ts';
import { looksOf, planFormulas, planLooksOfNew } from './plan-new-rows.ts';
import type { RefreshInput } from './refresh-input.ts';
import { runsOf } from '../layout/rows.ts';
import type { Operation, RowReach, Rules } from '../sheet.ts';

/** The rows that come and go, and what is copied into those that come, once the columns have come. */
export function* planRows(input: RefreshInput, columns: Operation[]): Rules<Operation[]> {
  const { layout } = input;
  const { deletions: gone, insertions: come, copies } = layout;
  if (gone.length + come.length + copies.length === 0) return [];
  const around = yield* neighboursThen(input, columns);
  const formulas = formulasThen(input, columns);
  if (gone.length + come.length === 0) return planCopies(input, { around, formulas });
  const place = { ...input.picture.place, columns: input.arrangement.width };
  const reach = rowReach(place, around);
  const deletions = layout.deletions.map(({ from, count }): Operation => ({
    do: 'deleteRows',
    row: place.row + 1 + from,
    count,
    reach: input.deletionReach(place) ?? deletionReach(place, around),
  }));
  return [...deletions, ...(yield* planInsertedRows(input, { place, reach, around, formulas }))];
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
  const taken = arrangement.added + arrangement.inserted.length - columnsInserted(columns);
  return {
    ...around,
    companions: Math.min(around.companions, beside),
    right: Math.min(Math.max(around.companions, around.right - taken), beside),
  };
}

function columnsAdded(operation: Operation): number {
  if (operation.do === 'growTab') return operation.columns;
  const isWhole = operation.do === 'insertColumns' && operation.reach === 'sheet';
  return isWhole ? operation.count : 0;
}

function* planInsertedRows(
  input: RefreshInput,
  { place, reach, ...beside }: { place: Place; reach: RowReach } & BesideThen,
): Rules<Operation[]> {
  const { layout, picture } = input;
  const added = layout.insertions.reduce((sum, { count }) => sum + count, 0);
  const missing = reach === 'sheet' || added === 0 ? 0 : yield* missingRows(picture, added);
  const stay = stayingRows(input);
  const { standsStill } = input;
  const present = placesNow(layout);
  const moved = layout.copies.flatMap(({ from, to }) => [from, to]);
  return [
    ...(missing > 0 ? [{ do: 'growTab' as const, rows: missing, columns: 0 }] : []),
    ...layout.insertions.flatMap(({ before, count }): Operation[] => {
      const row = place.row + 1 + before;
      // The row that an insertion pushes down, at the end of the range the one above; or the next that is like the others.
      const like = before < stay.length ? before : before - 1;
      const model = nearest(stay, like, (present) => isModel(input, present)) ?? like;
      const from = place.row + 1 + model + (model >= before ? count : 0);
      const looks = !standsStill && from > place.row;
      return [
        { do: 'insertRows', row, count, reach },
        ...(looks ? [{ do: 'copyFormats' as const, from, row, count }] : []),
      ];
    }),
    ...(standsStill ? planLooksOfNew(input, place, { present, moved }) : []),
    ...beside.formulas.flatMap((formula) => planFormulas({ present }, place, formula)),
    ...planCopies(input, beside),
  ];
}

/** What stands beside the range once columns have come. */
interface BesideThen {
  around: RowNeighbours;
  formulas: FormulaColumn[];
}

// The person's formulas where they stand once columns have come.
function formulasThen({ picture, formulas }: RefreshInput, columns: Operation[]): FormulaColumn[] {
  const row = picture.place.row + 1;
  return formulas.flatMap((formula) => {
    const then = cellThen({ row, column: formula.column }, columns);
    return then ? [{ ...formula, column: then.column }] : [];
  });
}

// The present rows that are left when others have gone.
function stayingRows({ layout: { deletions }, picture }: RefreshInput): number[] {
  const gone = (row: number) =>
    deletions.some(({ from, count }) => row >= from && row < from + count);
  return [...picture.rows.keys()].filter((row) => !gone(row));
}

function nearest(
  rows: number[],
  to: number,
  fits: (present: number) => boolean,
): number | undefined {
  for (let step = 0; step < rows.length; step += 1) {
    const found = [to + step, to - step].find((at) => {
      const row = rows[at];
      return row !== undefined && fits(row);
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

// What the tab lacks where only a part of it moves down.
function* missingRows({ around }: RefreshInput['picture'], added: number): Rules<number> {
  return (yield* around.tab.lastRow()) + added - (yield* around.tab.rows());
}

// A row goes back to its place with all that moves with it; beside the new row that takes its place nothing is left but
// formulas.
function planCopies(input: RefreshInput, { around, formulas }: BesideThen): Operation[] {
  const { layout, picture, arrangement } = input;
  const place = { ...picture.place, columns: arrangement.width };
  const first = place.row + 1;
  const { fromColumn, columns } = rowWidth(place, around);
  const moved = Array.from({ length: columns }, (_, at) => fromColumn + at);
  return layout.copies.flatMap(({ from, to }): Operation[] => {
    const copied = layout.present[to] ?? -1;
    const having = formulas.filter(({ rows }) => rows.includes(copied));
    const stay = new Set(having.map(({ column }) => column));
    const left = moved.filter((at) => !stay.has(at)).map((at) => at - place.column);
    return [
      { do: 'copyRow', from: first + from, to: first + to, column: fromColumn, columns },
      ...runsOf(othersThan(arrangement, left)).map((run): Operation => ({
        ...{ do: 'emptyCells', row: first + from, count: 1, offset: run.from },
        ...{ columns: run.count, notes: true },
      })),
      // What was noted at cells of ours went with the row; their content is written anew.
      ...runsOf(oursAmong(arrangement, left)).map((run): Operation => ({
        ...{ do: 'clearNotes', row: first + from, count: 1 },
        ...{ offset: run.from, columns: run.count },
      })),
      // It looks as the one does that stood there.
      ...(input.standsStill ? looksOf(input, place, { from, count: 1 }) : []),
    ];
  });
}

// Those of some columns, counted from the range's edge, that are none of ours: a new row gets nothing of another row's.
function othersThan(arrangement: Arrangement, offsets: number[]): number[] {
  const ours = new Set(oursAmong(arrangement, offsets));
  return offsets.filter((offset) => !ours.has(offset));
}

function oursAmong({ columns, present }: Arrangement, offsets: number[]): number[] {
  const ours = new Set([...columns, ...present].map(({ offset }) => offset));
  return offsets.filter((offset) => ours.has(offset));
}

// Until they are copied back, rows stand at the edges.
function placesNow({ present, copies }: RefreshInput['layout']): (number | null)[] {
  const now = [...present];
  for (const { from, to } of copies) {
    now[from] = present[to] ?? null;
    now[to] = null;
  }
  return now;
}
