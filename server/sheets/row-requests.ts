// Rows of a result as requests: typed values that Google parses nothing of, in pieces of a size that it takes well.
import { TEXT_FORMAT, isTextCell } from '../../domain/cells/cell.ts';
import type { Cell } from '../../domain/cells/cell.ts';
import { runsOf } from '../../domain/refresh/layout/rows.ts';
import type { PlacedColumn } from '../../domain/refresh/layout/columns.ts';
import type { Operation } from '../../domain/refresh/sheet.ts';
import type { Request } from '../google/spreadsheet.ts';
import { formatData, formatRequest, valueOf } from './cell-data.ts';
import type { Execution } from './execution.ts';
import { gridOf } from './places.ts';

type WriteRows = Extract<Operation, { do: 'writeRows' }>;

/** Cells of one request: some 400 KB. */
const PIECE_CELLS = 8_000;

/** The requests that write rows; adds to `mixed` the names of columns that hold text in some cells now. */
export function* writtenRows(
  { row, results, only }: WriteRows,
  execution: Execution,
): Generator<Request> {
  const { plan } = execution;
  const columns = only ? plan.columns.slice(only.from, only.from + only.count) : plan.columns;
  const most = Math.max(1, Math.floor(PIECE_CELLS / Math.max(1, columns.length)));
  for (let from = 0; from < results.length; from += most) {
    const piece = { row: row + from, results: results.slice(from, from + most) };
    for (const run of runsOf(columns.map(({ offset }) => offset))) {
      const here = columns.filter(
        ({ offset }) => offset >= run.from && offset < run.from + run.count,
      );
      yield* pieceRequests({ ...piece, columns: here }, execution);
    }
  }
}

/** Rows of the result for columns that stand side by side. */
interface Piece {
  row: number;
  columns: PlacedColumn[];
  results: number[];
}

function pieceRequests({ row, columns, results }: Piece, execution: Execution): Request[] {
  const { tab, plan, content } = execution;
  const place = {
    ...{ row, column: plan.place.column + (columns[0]?.offset ?? 0) },
    ...{ rows: results.length, columns: columns.length },
  };
  const rows = results.map((result) => {
    const cells = content.rows[result] ?? [];
    return columns.map(({ source }) => cells[source] ?? '');
  });
  const values = rows.map((cells) => ({ values: cells.map(valueOf) }));
  return [
    { updateCells: { range: gridOf(tab, place), fields: 'userEnteredValue', rows: values } },
    ...columns.flatMap((column, index) => {
      const at = { ...place, column: plan.place.column + column.offset, columns: 1 };
      return formatsFor(
        { column, place: at, cells: rows.map((cells) => cells[index] ?? '') },
        execution,
      );
    }),
  ];
}

interface Column {
  column: PlacedColumn;
  place: { row: number; column: number; rows: number; columns: number };
  cells: Cell[];
}

// Text stays text also when a person edits the cell later. A date before 1900 or a NaN is text in a column of another
// kind: there each cell gets its own format.
function formatsFor({ column, place, cells }: Column, { tab, plan, mixed }: Execution): Request[] {
  if (column.kind === 'text') {
    const isFormatted = plan.operations.some(
      (one) =>
        one.do === 'formatColumns' &&
        one.offset <= column.offset &&
        column.offset < one.offset + one.columns,
    );
    return isFormatted ? [] : [formatRequest(tab, place, TEXT_FORMAT)];
  }
  if (cells.some(isTextCell) && !mixed.includes(column.name)) mixed.push(column.name);
  if (!mixed.includes(column.name)) return [];
  const rows = cells.map((cell) => ({
    values: [{ userEnteredFormat: formatData(isTextCell(cell) ? TEXT_FORMAT : column.format) }],
  }));
  const fields = 'userEnteredFormat.numberFormat';
  return [{ updateCells: { range: gridOf(tab, place), fields, rows } }];
}
