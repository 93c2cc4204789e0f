// One cell as CellData: what was entered, what it gives, how it looks.
import { displayValue } from '../../workbook/display.ts';
import { formatOf, hasContent, type Cell, type Validation } from '../../workbook/cell.ts';
import { isError, type CellValue } from '../../values/cell-value.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { formatOfStyle, numberFormatOf } from '../looks.ts';
import { asksFor, type Mask } from '../mask.ts';
import type { CellData, CellFormat, ExtendedValue, ValidationRule } from '../messages/cells.ts';

/** The looks of a new spreadsheet's cells (recorded). */
export const defaultFormat: CellFormat = {
  backgroundColor: { red: 1, green: 1, blue: 1 },
  padding: { top: 2, right: 3, bottom: 2, left: 3 },
  verticalAlignment: 'BOTTOM',
  wrapStrategy: 'OVERFLOW_CELL',
  textFormat: {
    foregroundColor: {},
    fontFamily: 'arial,sans,sans-serif',
    fontSize: 10,
    bold: false,
    italic: false,
    strikethrough: false,
    underline: false,
    foregroundColorStyle: { rgbColor: {} },
  },
  backgroundColorStyle: { rgbColor: { red: 1, green: 1, blue: 1 } },
};

const fieldNames = [
  'userEnteredValue',
  'effectiveValue',
  'formattedValue',
  'userEnteredFormat',
  'effectiveFormat',
  'note',
  'dataValidation',
  'pivotTable',
] as const;
export type CellFields = Record<(typeof fieldNames)[number], boolean>;

/** Which fields a mask of cells asks for: looked up once for all of them. */
export function fieldsOf(mask: Mask): CellFields {
  return Object.fromEntries(fieldNames.map((name) => [name, asksFor(mask, [name])])) as CellFields;
}

/** {} for a cell that holds nothing at all. What is not wanted is not made. */
export function cellDataOf(
  workbook: Workbook,
  cell: Cell | undefined,
  wanted: CellFields,
): CellData {
  const data: CellData = {};
  if (!cell) return data;
  const held = hasContent(cell);
  if (held && wanted.userEnteredValue && !cell.spilled) data.userEnteredValue = enteredValue(cell);
  if (held && wanted.effectiveValue) data.effectiveValue = effectiveValue(cell.value);
  if (held && wanted.formattedValue) data.formattedValue = displayValue(workbook, cell);
  const format = formatOfStyle(cell.style);
  if (format && wanted.userEnteredFormat) data.userEnteredFormat = format;
  if ((held || format) && wanted.effectiveFormat) {
    data.effectiveFormat = effectiveFormat(cell, format);
  }
  if (cell.note !== '' && wanted.note) data.note = cell.note;
  if (cell.validation && wanted.dataValidation) data.dataValidation = ruleOf(cell.validation);
  return data;
}

function enteredValue({ value, formula }: Cell): ExtendedValue {
  return formula === '' ? effectiveValue(value) : { formulaValue: formula };
}

function effectiveValue(value: CellValue): ExtendedValue {
  if (isError(value))
    return { errorValue: { type: errorType(value.error), message: value.message } };
  if (typeof value === 'number') return { numberValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { stringValue: value };
}

const errorTypes: Record<string, string> = {
  '#NULL!': 'NULL_VALUE',
  '#DIV/0!': 'DIVIDE_BY_ZERO',
  '#VALUE!': 'VALUE',
  '#REF!': 'REF',
  '#NAME?': 'NAME',
  '#NUM!': 'NUM',
  '#N/A': 'N_A',
};

const errorType = (text: string) => errorTypes[text] ?? 'ERROR';

function effectiveFormat(cell: Cell, format: CellFormat = {}): CellFormat {
  const shown = formatOf(cell);
  const { borders, ...looks } = format;
  return {
    ...defaultFormat,
    hyperlinkDisplayType: 'PLAIN_TEXT',
    ...(hasContent(cell) ? { horizontalAlignment: sideOf(cell.value) } : {}),
    ...looks,
    ...(borders ? { borders } : {}),
    ...(shown === '' ? {} : { numberFormat: numberFormatOf(shown, cell.style.more?.formatKind) }),
    textFormat: { ...defaultFormat.textFormat, fontFamily: 'Arial', ...format.textFormat },
  };
}

function sideOf(value: CellValue): 'LEFT' | 'CENTER' | 'RIGHT' {
  if (typeof value === 'number') return 'RIGHT';
  return typeof value === 'string' ? 'LEFT' : 'CENTER';
}

export function ruleOf({ list, strict, condition, message, shown }: Validation): ValidationRule {
  const { type, values } = condition ?? { type: 'ONE_OF_LIST', values: list };
  return {
    condition: {
      type,
      ...(values.length > 0 ? { values: values.map((one) => ({ userEnteredValue: one })) } : {}),
    },
    ...(message === undefined ? {} : { inputMessage: message }),
    ...(strict ? { strict } : {}),
    ...(shown === false ? {} : { showCustomUi: true }),
  };
}
