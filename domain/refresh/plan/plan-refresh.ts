// Plans a refresh: from the result's rows, the range's columns and a picture of the sheet to the
// operations that make the sheet show the result. Pure: the same in the add-on and on the server.
import type { RefreshPlan } from './plan.ts';
import type { Operation, Rules } from '../sheet.ts';
import type { Place } from '../../cells/place.ts';
import {
  columnsLost,
  formattedColumns,
  planHeader,
  planNewColumns,
  planRemovedColumns,
} from './plan-columns.ts';
import { planApart } from './plan-apart.ts';
import { withMarksMoved } from './plan-marks-moved.ts';
import { planContent, planMarks } from './plan-content.ts';
import { planOrder } from './plan-order.ts';
import { formatsOf } from './plan-insertion.ts';
import { planLooks } from './plan-looks.ts';
import { planRows } from './plan-rows.ts';
import { planFirstBatch } from '../layout/first-batch.ts';
import { textsPrint } from '../layout/row-prints.ts';
import type { RefreshInput } from './refresh-input.ts';
import { refuseFullSpreadsheet } from '../around/spreadsheet-size.ts';

/** What a refresh does. Throws Problem: sheet_full. */
export function* planRefresh(input: RefreshInput): Rules<RefreshPlan> {
  const columns = yield* formattedColumns(input);
  const wider = yield* planNewColumns(input);
  const shape = [...wider, ...(yield* planRows(input, wider))];
  const apart = yield* planApart(input, wider, shape);
  const place = yield* placeAfter(input);
  const { operations: content, changed } = planContent(input);
  const moved: Operation[] =
    shape.length > 0
      ? [{ do: 'claim', place: { ...place, columns: input.arrangement.width } }]
      : [];
  const removed = yield* planRemovedColumns(input, place);
  yield* refuseFullSpreadsheet(input.picture.around, shape);
  const ordered = yield* planOrder(input, place, [...shape, ...removed]);
  return {
    place,
    columns: columns.map(({ column }) => column),
    operations: [
      // A write that is cut off later on has said it by then.
      ...apart,
      ...(yield* withMarksMoved(shape)),
      ...moved,
      ...formatsOf(
        columns.flatMap(({ format }) => (format ? [format] : [])),
        place,
      ),
      ...planLooks(
        input,
        columns.map(({ column }) => column),
      ),
      ...planHeader(input),
      // A row that is there again must look as it should before it is written.
      ...planMarks(input),
      ...planFirstBatch(input.layout, input.firstBatch, input.picture.place.row),
      ...content,
      ...(yield* withMarksMoved(removed)),
      ...ordered.operations,
    ],
    changes: changesOf(input, changed),
    rows: rowsAfter(input),
    columnPrints: input.columnPrints,
    rowCount: input.layout.targets.filter((target) => target !== 'blank').length - input.gone,
    ...{ gone: input.gone, counting: input.counting },
    present: input.layout.present,
    ...{ order: ordered.order, unordered: ordered.unordered },
  };
}

function* placeAfter(input: RefreshInput): Rules<Place> {
  const { picture, arrangement, layout } = input;
  const removed = yield* columnsLost(input);
  return {
    ...picture.place,
    rows: layout.targets.length + 1,
    columns: arrangement.width - removed,
  };
}

function rowsAfter({
  layout,
  keptRows,
  expected,
  blank,
  marks,
  arrangement,
}: RefreshInput): number[] {
  const struck = new Map(marks.map((mark) => [mark.row, mark.gone ? mark.texts : undefined]));
  return layout.targets.map((target, index) => {
    const texts = struck.get(index);
    if (texts) return textsPrint(texts, arrangement.columns);
    if (typeof target === 'number') return expected[target] ?? blank;
    if (target === 'blank') return blank;
    return keptRows[layout.present[index] ?? -1] ?? blank;
  });
}

function changesOf(
  { arrangement, layout, linked }: RefreshInput,
  changed: number,
): RefreshPlan['changes'] {
  const known = new Set(linked.map(({ name }) => name));
  return {
    rowsAdded: layout.insertions.reduce((sum, { count }) => sum + count, 0),
    rowsRemoved: layout.deletions.reduce((sum, { count }) => sum + count, 0),
    rowsChanged: changed,
    columnsAdded: arrangement.columns
      .filter(({ name }) => !known.has(name))
      .map(({ label }) => label),
    columnsRemoved: arrangement.vanished.map(({ label }) => label),
  };
}
