// Writes rows of a result into cells, so that each cell holds exactly what the database holds.
import { TEXT_FORMAT, isTextCell } from '../../domain/cells/cell.ts';
import type { Cell } from '../../domain/cells/cell.ts';
import type { PlacedColumn } from '../../domain/refresh/layout/columns.ts';
import type { Operation } from '../../domain/refresh/sheet.ts';
import type { Place } from '../../domain/cells/place.ts';
import { runsOf } from '../../domain/refresh/layout/rows.ts';
import type { Execution } from './execution.ts';
import { setLiteralCells } from './literal-texts.ts';
import { cellsAt, rangesAt } from './places.ts';

type Range = GoogleAppsScript.Spreadsheet.Range;

/** Cells written in one call. */
const BLOCK_CELLS = 200_000;

type WriteRows = Extract<Operation, { do: 'writeRows' }>;

/** Rows of the result for columns that stand side by side. */
interface Block {
  row: number;
  columns: PlacedColumn[];
  results: number[];
}

/** Writes the rows; adds to `mixed` the names of columns that hold text in some cells now. */
export function writeRows(operations: WriteRows[], execution: Execution): void {
  const blocks = operations.flatMap((operation) => blocksOf(operation, execution));
  protectTextColumns(blocks, execution);
  const ranges = rangesAt(
    execution.sheet,
    blocks.map(({ row, columns, results }) => ({
      ...{ row, column: columnOf(columns[0], execution) },
      ...{ rows: results.length, columns: columns.length },
    })),
  );
  ranges.forEach((range, index) => {
    const block = blocks[index];
    if (block) writeBlock(range, block, execution);
  });
}

function blocksOf({ row, results, only }: WriteRows, { plan }: Execution): Block[] {
  const columns = only ? plan.columns.slice(only.from, only.from + only.count) : plan.columns;
  const most = Math.max(1, Math.floor(BLOCK_CELLS / Math.max(1, columns.length)));
  const blocks: Block[] = [];
  for (let from = 0; from < results.length; from += most) {
    const part = { row: row + from, results: results.slice(from, from + most) };
    for (const run of runsOf(columns.map(({ offset }) => offset))) {
      const isInRun = ({ offset }: PlacedColumn) =>
        offset >= run.from && offset < run.from + run.count;
      blocks.push({ ...part, columns: columns.filter(isInRun) });
    }
  }
  return blocks;
}

// The format "@" must stand before the value comes, or 00123 becomes 123 and =1+1 a formula.
function protectTextColumns(blocks: Block[], execution: Execution): void {
  const { sheet, plan } = execution;
  const isFormatted = ({ offset }: PlacedColumn) =>
    plan.operations.some(
      (one) =>
        one.do === 'formatColumns' && one.offset <= offset && offset < one.offset + one.columns,
    );
  const places = blocks.flatMap(({ row, columns, results }): Place[] => {
    const texts = columns.filter((column) => column.kind === 'text' && !isFormatted(column));
    return runsOf(texts.map(({ offset }) => offset)).map(({ from, count }) => ({
      ...{ row, column: plan.place.column + from, rows: results.length, columns: count },
    }));
  });
  for (const cells of cellsAt(sheet, places)) cells.setNumberFormat(TEXT_FORMAT);
}

function writeBlock(range: Range, block: Block, execution: Execution): void {
  const cells = cellsOf(block, execution);
  block.columns.forEach((column, index) => {
    const texts = cells.map((row) => row[index] ?? '');
    protectSingleTexts({ ...block, column, cells: texts }, execution);
  });
  setLiteralCells(range, cells);
}

function cellsOf({ results, columns }: Block, { content }: Execution): Cell[][] {
  return results.map((result) => {
    const row = content.rows[result] ?? [];
    return columns.map(({ source }) => row[source] ?? '');
  });
}

// A date before 1900 or a NaN is text in a column of another kind: each cell gets its own format.
function protectSingleTexts(
  { row, column, cells }: { row: number; column: PlacedColumn; cells: Cell[] },
  { sheet, plan, mixed }: Execution,
): void {
  if (column.kind === 'text') return;
  if (cells.some(isTextCell) && !mixed.includes(column.name)) mixed.push(column.name);
  if (!mixed.includes(column.name)) return;
  const formats = cells.map((cell) => [isTextCell(cell) ? TEXT_FORMAT : column.format]);
  sheet.getRange(row, plan.place.column + column.offset, cells.length, 1).setNumberFormats(formats);
}

function columnOf(column: PlacedColumn | undefined, { plan }: Execution): number {
  return plan.place.column + (column?.offset ?? 0);
}
