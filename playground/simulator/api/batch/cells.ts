// Requests that write cells: values, looks, notes, validations, borders.
import { z } from 'zod';
import { areaAt, columnsOf, rowsOf, type Area } from '../../workbook/area.ts';
import { writeInput } from '../../workbook/cell-writing.ts';
import { translateFormula } from '../../formulas/references.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';
import { restyled } from '../looks.ts';
import { updateMask, type Mask } from '../mask.ts';
import { border, cellData, rowData, validationRule } from '../messages/cells.ts';
import { flag, int, message, oneOf, text } from '../messages/message.ts';
import { gridCoordinate, gridRange } from '../messages/places.ts';
import { cellOf, cellsOf, gridOf } from '../ranges/grid.ts';
import { CellWriter, validationOf } from './cell-writer.ts';
import { request, touch } from './request.ts';

const updateCells = request(
  message({ rows: z.array(rowData), fields: text, start: gridCoordinate, range: gridRange }),
  (batch, { rows = [], fields, start, range }) => {
    const mask = updateMask(fields, cellData);
    const { sheet, area } = range
      ? cellsOf(batch.workbook, range)
      : filledFrom(batch.workbook, start, rows);
    if (range) checkWithin(rows, area);
    touch(batch, sheet, area);
    const writer = new CellWriter(batch.workbook, mask);
    for (let row = area.top; row <= area.bottom; row++) {
      const values = rows[row - area.top]?.values;
      // From a start only as many cells are touched as are given; a range is touched whole.
      const right = range ? area.right : area.left + (values?.length ?? 0) - 1;
      for (let column = area.left; column <= right; column++) {
        writer.write(sheet.make(row, column), values?.[column - area.left] ?? {});
      }
    }
    finish(batch.workbook, sheet, area);
  },
);

type Rows = z.infer<typeof rowData>[];

const widthOf = (rows: Rows) => Math.max(1, ...rows.map(({ values = [] }) => values.length));

function filledFrom(
  workbook: Workbook,
  start: z.infer<typeof gridCoordinate> | undefined,
  rows: Rows,
): { sheet: Sheet; area: Area } {
  const { sheet, row, column } = cellOf(workbook, start);
  const area = areaAt(row, column, Math.max(rows.length, 1), widthOf(rows));
  const { size } = sheet;
  if (area.bottom > size.rows)
    throw invalid(
      `Attempting to write row: ${size.rows}, beyond the last row of: ${size.rows - 1}`,
    );
  if (area.right > size.columns)
    throw invalid(
      `Attempting to write column: ${size.columns}, beyond the last column of: ${size.columns - 1}`,
    );
  return { sheet, area };
}

function checkWithin(rows: Rows, area: Area): void {
  if (rows.length > rowsOf(area))
    throw invalid(
      `Attempting to write row: ${area.bottom}, beyond the last requested row of: ${area.bottom - 1}`,
    );
  if (widthOf(rows) > columnsOf(area))
    throw invalid(
      `Attempting to write column: ${area.right}, beyond the last requested column of: ${area.right - 1}`,
    );
}

function finish(workbook: Workbook, sheet: Sheet, area: Area): void {
  sheet.drop(area);
  workbook.changed({ kind: 'cells', sheetId: sheet.id, area });
}

const repeatCell = request(
  message({ range: gridRange, cell: cellData, fields: text }),
  (batch, { range, cell: given = {}, fields }) => {
    const mask = updateMask(fields, cellData);
    const { sheet, area } = cellsOf(batch.workbook, range);
    touch(batch, sheet, area);
    const writer = new CellWriter(batch.workbook, mask);
    const formula = given.userEnteredValue?.formulaValue;
    for (let row = area.top; row <= area.bottom; row++) {
      for (let column = area.left; column <= area.right; column++) {
        const here =
          formula === undefined
            ? given
            : {
                ...given,
                userEnteredValue: movedFormula(formula, row - area.top, column - area.left),
              };
        writer.write(sheet.make(row, column), here);
      }
    }
    finish(batch.workbook, sheet, area);
  },
);

/** A formula that is repeated refers to cells moved as far. */
const movedFormula = (formula: string, down: number, across: number) => ({
  formulaValue: translateFormula(formula, down, across),
});

/** Below the last row that holds something; the grid grows where it must. */
const appendCells = request(
  message({ sheetId: int, rows: z.array(rowData), fields: text }),
  (batch, { sheetId, rows = [], fields }) => {
    const mask = updateMask(fields, cellData);
    const { workbook, rolling } = batch;
    const sheet = gridOf(workbook, sheetId);
    const area = areaAt(sheet.lastRowWithContent() + 1, 1, Math.max(rows.length, 1), widthOf(rows));
    const missing = area.bottom - sheet.size.rows;
    if (missing > 0) {
      rolling.keepGrid();
      workbook.insertRows(sheet.id, sheet.size.rows + 1, missing);
    }
    touch(batch, sheet, area);
    const writer = new CellWriter(workbook, mask);
    rows.forEach(({ values = [] }, down) =>
      values.forEach((value, across) =>
        writer.write(sheet.make(area.top + down, 1 + across), value),
      ),
    );
    finish(workbook, sheet, area);
  },
);

const setDataValidation = request(
  message({ range: gridRange, rule: validationRule, filteredRowsIncluded: flag }),
  (batch, { range, rule }) => {
    const { sheet, area } = cellsOf(batch.workbook, range);
    const validation = rule ? validationOf(rule) : null;
    touch(batch, sheet, area);
    eachPlace(area, (row, column) => {
      if (validation || sheet.at(row, column)) sheet.make(row, column).validation = validation;
    });
    finish(batch.workbook, sheet, area);
  },
);

function eachPlace(area: Area, visit: (row: number, column: number) => void): void {
  for (let row = area.top; row <= area.bottom; row++)
    for (let column = area.left; column <= area.right; column++) visit(row, column);
}

const updateBorders = request(
  message({
    range: gridRange,
    top: border,
    bottom: border,
    left: border,
    right: border,
    innerHorizontal: border,
    innerVertical: border,
  }),
  (batch, { range, ...sides }) => {
    const { sheet, area } = cellsOf(batch.workbook, range);
    touch(batch, sheet, area);
    const { top, bottom, left, right, innerHorizontal, innerVertical } = sides;
    eachPlace(area, (row, column) => {
      const given = {
        top: row === area.top ? top : innerHorizontal,
        bottom: row === area.bottom ? bottom : innerHorizontal,
        left: column === area.left ? left : innerVertical,
        right: column === area.right ? right : innerVertical,
      };
      const named = Object.entries(given).filter(([, one]) => one !== undefined);
      const mask: Mask = new Map([
        ['borders', new Map(named.map(([side]) => [side, new Map() as Mask]))],
      ]);
      const cell = sheet.make(row, column);
      if (named.length > 0) cell.style = restyled(cell.style, { borders: given }, mask);
    });
    finish(batch.workbook, sheet, area);
  },
);

const pasteWords = [
  'PASTE_NORMAL',
  'PASTE_VALUES',
  'PASTE_FORMAT',
  'PASTE_NO_BORDERS',
  'PASTE_FORMULA',
  'PASTE_DATA_VALIDATION',
  'PASTE_CONDITIONAL_FORMATTING',
] as const;
export const pasteType = oneOf('PasteType', pasteWords);

/** Types delimited text into the cells from a place on. */
const pasteData = request(
  message({ coordinate: gridCoordinate, data: text, type: pasteType, delimiter: text, html: flag }),
  (batch, { coordinate, data = '', delimiter = '\t', html }) => {
    if (html) throw invalid('Pasting HTML is not supported.');
    const { sheet, row, column } = cellOf(batch.workbook, coordinate);
    const lines = data.split(/\r?\n/).map((line) => line.split(delimiter));
    const width = Math.max(...lines.map((line) => line.length));
    const area = areaAt(row, column, lines.length, width);
    if (!sheet.inGrid(area)) throw invalid('The pasted data does not fit into the grid.');
    touch(batch, sheet, area);
    lines.forEach((line, down) =>
      line.forEach((input, across) =>
        writeInput(batch.workbook, sheet.make(row + down, column + across), input),
      ),
    );
    finish(batch.workbook, sheet, area);
  },
);

export const cellRequests = {
  updateCells,
  repeatCell,
  appendCells,
  setDataValidation,
  updateBorders,
  pasteData,
};
