// What the operations of a refresh plan are as requests of one batch of Google's Sheets API.
import { TEXT_FORMAT } from '../../domain/cells/cell.ts';
import type { Place } from '../../domain/cells/place.ts';
import type { RefreshPlan } from '../../domain/refresh/plan/plan.ts';
import { GONE_COLOR, type Operation } from '../../domain/refresh/sheet.ts';
import { sortKeys } from '../../domain/refresh/layout/query-order.ts';
import { runsOf } from '../../domain/refresh/layout/rows.ts';
import type { Request } from '../google/spreadsheet.ts';
import { formatData, formatRequest, valueOf } from './cell-data.ts';
import { columnMarkRequest, movedMarkRequest } from './column-marks.ts';
import type { Execution } from './execution.ts';
import { gridOf, linesOf } from './places.ts';
import { writtenRows } from './row-requests.ts';

type Kind = Operation['do'];
type Of<K extends Kind> = Extract<Operation, { do: K }>;

/** The requests of a plan, in its order. Rows come in pieces of some 400 KB. */
export function* requestsOf(execution: Execution): Generator<Request> {
  for (const operation of execution.plan.operations) {
    if (operation.do === 'writeRows') yield* writtenRows(operation, execution);
    else yield* requestsFor(operation, execution);
  }
}

function requestsFor(
  operation: Exclude<Operation, Of<'writeRows'>>,
  execution: Execution,
): Request[] {
  switch (operation.do) {
    case 'insertRows':
    case 'deleteRows':
    case 'insertColumns':
    case 'deleteColumns':
    case 'growTab':
      return shapeRequests(operation, execution);
    case 'copyRow':
    case 'copyFormats':
    case 'fillFormulas':
      return [copyRequest(operation, execution)];
    case 'claim':
      return [claimRequest(operation.place, execution)];
    case 'formatColumns': {
      const { row, count: rows, offset, columns, format } = operation;
      const place = { row, column: execution.plan.place.column + offset, rows, columns };
      return [formatRequest(execution.tab, place, format)];
    }
    case 'writeHeader':
      return headerRequests(operation, execution);
    case 'emptyCells':
    case 'clearNotes':
      return [emptiedRequest(operation, execution)];
    case 'fillCells':
      return [filledRequest(operation, execution)];
    case 'keepApart':
      return [columnMarkRequest(execution, operation)];
    case 'moveMark':
      return [movedMarkRequest(execution.tab, operation)];
    case 'sortRows':
      return sortRequests(operation, execution);
    case 'markGone':
      return operation.gone
        ? struckRequests(operation, execution)
        : backRequests(operation, execution);
  }
}

type Emptied = Of<'emptyCells' | 'clearNotes'>;

function emptiedRequest(operation: Emptied, { tab, plan }: Execution): Request {
  const { row, count: rows, offset, columns } = operation;
  const place = { row, column: plan.place.column + offset, rows, columns };
  const emptied = operation.do === 'clearNotes' ? [] : ['userEnteredValue'];
  const noted = operation.do === 'clearNotes' || operation.notes ? ['note'] : [];
  return { updateCells: { range: gridOf(tab, place), fields: [...emptied, ...noted].join(',') } };
}

function filledRequest(
  { row, count: rows, offset, cell }: Of<'fillCells'>,
  { tab, plan }: Execution,
): Request {
  const place = { row, column: plan.place.column + offset, rows, columns: 1 };
  const range = gridOf(tab, place);
  return { repeatCell: { range, cell: valueOf(cell), fields: 'userEnteredValue' } };
}

type Shape = Of<'insertRows' | 'deleteRows' | 'insertColumns' | 'deleteColumns' | 'growTab'>;

function shapeRequests(operation: Shape, { tab }: Execution): Request[] {
  switch (operation.do) {
    case 'insertRows':
    case 'deleteRows': {
      const { row, count, reach } = operation;
      if (reach === 'sheet') return [linesRequest(operation.do, linesOf(tab, 'ROWS', row, count))];
      const place = { row, column: reach.fromColumn, rows: count, columns: reach.columns };
      return [cellsRequest(operation.do, tab, place)];
    }
    case 'insertColumns':
    case 'deleteColumns':
      return columnRequests(operation, tab);
    case 'growTab': {
      const { rows, columns } = operation;
      const grown = (dimension: 'ROWS' | 'COLUMNS', length: number): Request[] =>
        length > 0 ? [{ appendDimension: { sheetId: tab, dimension, length } }] : [];
      return [...grown('ROWS', rows), ...grown('COLUMNS', columns)];
    }
  }
}

function linesRequest(
  kind: 'insertRows' | 'deleteRows',
  range: ReturnType<typeof linesOf>,
): Request {
  // Like the row that an insertion pushes down, as SpreadsheetApp does it.
  if (kind === 'insertRows') return { insertDimension: { range, inheritFromBefore: false } };
  return { deleteDimension: { range } };
}

function cellsRequest(kind: 'insertRows' | 'deleteRows', tab: number, place: Place): Request {
  const shifted = { range: gridOf(tab, place), shiftDimension: 'ROWS' };
  return kind === 'insertRows' ? { insertRange: shifted } : { deleteRange: shifted };
}

function columnRequests(operation: Of<'insertColumns' | 'deleteColumns'>, tab: number): Request[] {
  const { column, count, reach } = operation;
  const isInserted = operation.do === 'insertColumns';
  if (reach === 'sheet') {
    const range = linesOf(tab, 'COLUMNS', column, count);
    if (!isInserted) return [{ deleteDimension: { range } }];
    const inserted = { insertDimension: { range, inheritFromBefore: column > 1 } };
    return [inserted, ...ownLooks(operation, tab)];
  }
  const place = { row: reach.fromRow, column, rows: reach.rows, columns: count };
  const shifted = { range: gridOf(tab, place), shiftDimension: 'COLUMNS' };
  if (!isInserted) return [{ deleteRange: shifted }];
  return [{ insertRange: shifted }, ...ownLooks(operation, tab)];
}

// What a rule of a neighbour takes (data validation) is no rule of theirs: it would refuse their values. Cells that are
// inserted keep the looks of those that they push away: they get those of the range instead.
function ownLooks(operation: Of<'insertColumns'>, tab: number): Request[] {
  const { column, count, reach, within, like } = operation;
  const ours = gridOf(tab, { ...within, column, columns: count });
  const free: Request = { setDataValidation: { range: ours } };
  if (like) return [free, looksRequest(tab, like, { ...like, column, columns: count })];
  if (reach === 'sheet' || column === 1) return [free];
  const place = { row: reach.fromRow, column, rows: reach.rows, columns: count };
  return [free, looksRequest(tab, { ...place, column: column - 1, columns: 1 }, place)];
}

function looksRequest(tab: number, from: Place, to: Place): Request {
  return {
    copyPaste: {
      ...{ source: gridOf(tab, from), destination: gridOf(tab, to), pasteType: 'PASTE_FORMAT' },
    },
  };
}

function copyRequest(
  operation: Of<'copyRow' | 'copyFormats' | 'fillFormulas'>,
  { tab, plan }: Execution,
): Request {
  const { from } = operation;
  if (operation.do === 'copyFormats') {
    const { column } = plan.place;
    const columns = widthOf(plan);
    const to = { row: operation.row, column, rows: operation.count, columns };
    return looksRequest(tab, { row: from, column, rows: 1, columns }, to);
  }
  const { column, columns } = operation;
  const rows = operation.do === 'copyRow' ? 1 : operation.count;
  const row = operation.do === 'copyRow' ? operation.to : operation.row;
  const source = gridOf(tab, { row: from, column, rows: 1, columns });
  const destination = gridOf(tab, { row, column, rows, columns });
  return { copyPaste: { source, destination, pasteType: 'PASTE_NORMAL' } };
}

// Columns that are taken out at the end are still there while the rest is done.
function widthOf({ place, columns }: RefreshPlan): number {
  return columns.reduce((width, { offset }) => Math.max(width, offset + 1), place.columns);
}

function claimRequest(place: Place, { tab, name }: Execution): Request {
  const range = gridOf(tab, place);
  return { updateNamedRange: { namedRange: { namedRangeId: name, range }, fields: 'range' } };
}

function headerRequests({ cells, fresh }: Of<'writeHeader'>, { tab, plan }: Execution): Request[] {
  const { row, column } = plan.place;
  return runsOf(cells.map(({ offset }) => offset)).flatMap(({ from, count }): Request[] => {
    const place = { row, column: column + from, rows: 1, columns: count };
    const before = { ...place, column: place.column - 1, columns: 1 };
    const labels = cells.filter(({ offset }) => offset >= from && offset < from + count);
    const bold = fresh ? { textFormat: { bold: true } } : {};
    const looks = `numberFormat${fresh ? ',textFormat.bold' : ''}`;
    return [
      ...(!fresh && from > 0 ? [looksRequest(tab, before, place)] : []),
      {
        updateCells: {
          range: gridOf(tab, place),
          fields: `userEnteredValue,userEnteredFormat(${looks})`,
          rows: [
            {
              values: labels.map(({ label }) => ({
                ...valueOf(label),
                userEnteredFormat: { ...formatData(TEXT_FORMAT), ...bold },
              })),
            },
          ],
        },
      },
    ];
  });
}

// By a column of ours at the end of the tab, which is there only meanwhile.
function sortRequests({ row, order, column }: Of<'sortRows'>, { tab }: Execution): Request[] {
  const keys = { row, column, rows: order.length, columns: 1 };
  const rows = sortKeys(order).map((key) => ({ values: [valueOf(key)] }));
  const sorted = { row, column: 1, rows: order.length, columns: column };
  const sortSpecs = [{ dimensionIndex: column - 1, sortOrder: 'ASCENDING' }];
  return [
    { appendDimension: { sheetId: tab, dimension: 'COLUMNS', length: 1 } },
    { updateCells: { range: gridOf(tab, keys), fields: 'userEnteredValue', rows } },
    { sortRange: { range: gridOf(tab, sorted), sortSpecs } },
    { deleteDimension: { range: linesOf(tab, 'COLUMNS', column, 1) } },
  ];
}

type Gone = Extract<Of<'markGone'>, { gone: true }>;
type Back = Extract<Of<'markGone'>, { gone: false }>;

// Our cells alone: what the person keeps in these rows looks as it did.
function struckRequests({ row, texts }: Gone, { tab, plan }: Execution): Request[] {
  return ourRuns(plan).map(({ offset, column, columns }): Request => {
    const place = { row, column, rows: 1, columns };
    const gone = {
      textFormat: { strikethrough: true, foregroundColorStyle: { rgbColor: colorOf(GONE_COLOR) } },
    };
    const looks = 'textFormat(strikethrough,foregroundColorStyle)';
    if (!texts) {
      const fields = `userEnteredFormat.${looks}`;
      return {
        repeatCell: { range: gridOf(tab, place), cell: { userEnteredFormat: gone }, fields },
      };
    }
    // A column that has just come shows nothing there.
    const shown = Array.from({ length: columns }, (_, index) => texts[offset + index] ?? '');
    const values = shown.map((text) => ({
      ...valueOf(text),
      userEnteredFormat: { ...formatData(TEXT_FORMAT), ...gone },
    }));
    const fields = `userEnteredValue,userEnteredFormat(numberFormat,${looks})`;
    return { updateCells: { range: gridOf(tab, place), fields, rows: [{ values }] } };
  });
}

function backRequests({ row, like = null }: Back, { tab, plan }: Execution): Request[] {
  return ourRuns(plan).map(({ offset, column, columns }): Request => {
    const place = { row, column, rows: 1, columns };
    if (like !== null) return looksRequest(tab, { ...place, row: like }, place);
    // Without a colour and a line they are as they were; what was text for the mark is none any more.
    const formats = plan.columns.filter((one) => one.offset >= offset).slice(0, columns);
    const values = formats.map(({ format }) => ({ userEnteredFormat: formatData(format) }));
    const fields =
      'userEnteredFormat(numberFormat,textFormat(strikethrough,underline,foregroundColorStyle))';
    return { updateCells: { range: gridOf(tab, place), fields, rows: [{ values }] } };
  });
}

function ourRuns({ place, columns }: RefreshPlan) {
  return runsOf(columns.map(({ offset }) => offset)).map(({ from, count }) => ({
    ...{ offset: from, column: place.column + from, columns: count },
  }));
}

function colorOf(hex: string) {
  const part = (at: number) => parseInt(hex.slice(at, at + 2), 16) / 255;
  return { red: part(1), green: part(3), blue: part(5) };
}
