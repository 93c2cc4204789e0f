// Requests that write cells: values, looks, notes, validations, borders.
import { z } from 'zod';
import { areaAt, columnsOf, rowsOf, type Area } from '../../workbook/area.ts';
import { checkLength, writeFormula, writeInput, writeTyped } from '../../workbook/cell-writing.ts';
import type { Cell, CellStyle, Validation } from '../../workbook/cell.ts';
import { translateFormula } from '../../formulas/references.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';
import { restyled } from '../looks.ts';
import { asksFor, updateMask, type Mask } from '../mask.ts';
import {
  border,
  cellData,
  rowData,
  validationRule,
  type CellData,
  type CellFormat,
  type ExtendedValue,
  type ValidationRule,
} from '../messages/cells.ts';
import { flag, int, message, oneOf, text } from '../messages/message.ts';
import { gridCoordinate, gridRange } from '../messages/places.ts';
import { cellOf, cellsOf, gridOf } from '../ranges/grid.ts';
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

/** Writes what a mask names of many cells; looks that come again and again are worked out once. */
class CellWriter {
  private readonly looks = new Map<CellStyle, Map<string, CellStyle>>();
  private readonly sets: Record<'value' | 'format' | 'note' | 'validation', boolean>;
  private readonly formatMask: Mask;

  constructor(
    private readonly workbook: Workbook,
    mask: Mask,
  ) {
    const asks = (name: string) => asksFor(mask, [name]);
    this.sets = {
      value: asks('userEnteredValue'),
      format: asks('userEnteredFormat'),
      note: asks('note'),
      validation: asks('dataValidation'),
    };
    const below = mask.get('userEnteredFormat');
    this.formatMask = below && below.size > 0 ? below : new Map([['*', new Map() as Mask]]);
  }

  write(cell: Cell, given: CellData): void {
    const { value, format, note, validation } = this.sets;
    if (format) cell.style = this.styled(cell.style, given.userEnteredFormat ?? {});
    if (value) writeValue(this.workbook, cell, given.userEnteredValue ?? {});
    if (note) cell.note = given.note ?? '';
    if (validation)
      cell.validation = given.dataValidation ? validationOf(given.dataValidation) : null;
  }

  private styled(style: CellStyle, given: CellFormat): CellStyle {
    let known = this.looks.get(style);
    if (!known) this.looks.set(style, (known = new Map()));
    const key = JSON.stringify(given);
    let result = known.get(key);
    if (!result) known.set(key, (result = restyled(style, given, this.formatMask)));
    return result;
  }
}

/** Nothing given empties the cell. Texts stay what they are, whatever they begin with. */
function writeValue(workbook: Workbook, cell: Cell, given: ExtendedValue): void {
  const { numberValue, stringValue, boolValue, formulaValue, errorValue } = given;
  if (errorValue) throw invalid('Error values are read only.');
  if (formulaValue !== undefined) {
    if (!formulaValue.startsWith('='))
      throw invalid(`formulaValue must start with '=': ${formulaValue}`);
    writeFormula(workbook, cell, formulaValue);
    return;
  }
  if (stringValue !== undefined) checkLength(stringValue);
  writeTyped(cell, numberValue ?? stringValue ?? boolValue ?? '');
}

function validationOf({
  condition,
  strict,
  inputMessage,
  showCustomUi,
}: ValidationRule): Validation {
  const { type = 'CONDITION_TYPE_UNSPECIFIED', values: given = [] } = condition ?? {};
  if (!/^(?:NUMBER|TEXT|DATE|ONE_OF|BLANK|NOT_BLANK|CUSTOM|BOOLEAN)/.test(type))
    throw invalid(`Invalid ConditionType: ${type}`);
  const values = given.map((one) => one.userEnteredValue ?? one.relativeDate ?? '');
  const isList = type === 'ONE_OF_LIST';
  return {
    list: isList ? values : [],
    strict: strict ?? false,
    ...(isList ? {} : { condition: { type, values } }),
    ...(inputMessage === undefined ? {} : { message: inputMessage }),
    shown: showCustomUi ?? false,
  };
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
