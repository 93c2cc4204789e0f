// A cell as the Sheets API writes it: values, looks, note and validation.
import { z } from 'zod';
import { double, flag, int, message, oneOf, text } from './message.ts';
import { gridRange } from './places.ts';

export const color = message({ red: double, green: double, blue: double, alpha: double });
export type Color = z.infer<typeof color>;

export const colorStyle = message({ rgbColor: color, themeColor: text });

export const numberFormat = message({
  type: oneOf('NumberFormatType', [
    'TEXT',
    'NUMBER',
    'PERCENT',
    'CURRENCY',
    'DATE',
    'TIME',
    'DATE_TIME',
    'SCIENTIFIC',
    'NUMBER_FORMAT_TYPE_UNSPECIFIED',
  ]),
  pattern: text,
});

const borderStyle = oneOf('Style', [
  'NONE',
  'DOTTED',
  'DASHED',
  'SOLID',
  'SOLID_MEDIUM',
  'SOLID_THICK',
  'DOUBLE',
  'STYLE_UNSPECIFIED',
]);

export const border = message({ style: borderStyle, width: int, color, colorStyle });

const textFormat = message({
  foregroundColor: color,
  foregroundColorStyle: colorStyle,
  fontFamily: text,
  fontSize: int,
  bold: flag,
  italic: flag,
  strikethrough: flag,
  underline: flag,
  link: message({ uri: text }),
});

export const cellFormat = message({
  numberFormat,
  backgroundColor: color,
  backgroundColorStyle: colorStyle,
  borders: message({ top: border, bottom: border, left: border, right: border }),
  padding: message({ top: int, right: int, bottom: int, left: int }),
  horizontalAlignment: oneOf('HorizontalAlign', [
    'LEFT',
    'CENTER',
    'RIGHT',
    'HORIZONTAL_ALIGN_UNSPECIFIED',
  ]),
  verticalAlignment: oneOf('VerticalAlign', [
    'TOP',
    'MIDDLE',
    'BOTTOM',
    'VERTICAL_ALIGN_UNSPECIFIED',
  ]),
  wrapStrategy: oneOf('WrapStrategy', [
    'OVERFLOW_CELL',
    'LEGACY_WRAP',
    'CLIP',
    'WRAP',
    'WRAP_STRATEGY_UNSPECIFIED',
  ]),
  textDirection: oneOf('TextDirection', ['LEFT_TO_RIGHT', 'RIGHT_TO_LEFT']),
  textFormat,
  hyperlinkDisplayType: oneOf('HyperlinkDisplayType', ['LINKED', 'PLAIN_TEXT']),
  textRotation: message({ angle: int, vertical: flag }),
});
export type CellFormat = z.infer<typeof cellFormat>;

export const extendedValue = message({
  numberValue: double,
  stringValue: text,
  boolValue: flag,
  formulaValue: text,
  errorValue: message({ type: text, message: text }),
});
export type ExtendedValue = z.infer<typeof extendedValue>;

export const booleanCondition = message({
  type: text,
  values: z.array(message({ userEnteredValue: text, relativeDate: text })),
});

export const validationRule = message({
  condition: booleanCondition,
  inputMessage: text,
  strict: flag,
  showCustomUi: flag,
});
export type ValidationRule = z.infer<typeof validationRule>;

export const cellData = message({
  userEnteredValue: extendedValue,
  effectiveValue: extendedValue,
  formattedValue: text,
  userEnteredFormat: cellFormat,
  effectiveFormat: cellFormat,
  hyperlink: text,
  note: text,
  textFormatRuns: z.array(message({ startIndex: int, format: textFormat })),
  dataValidation: validationRule,
  pivotTable: message({ source: gridRange }),
});
export type CellData = z.infer<typeof cellData>;

export const rowData = message({ values: z.array(cellData) });
