// A cell's looks in the workbook's words and in the Sheets API's, with masks, colours and number formats.
import type { z } from 'zod';
import { internStyle, plainStyle, type CellStyle, type FurtherLooks } from '../workbook/cell.ts';
import { sectionsOf } from '../values/format-parts.ts';
import { colorOf, hexOf, withStyles, withoutStyles } from './colors.ts';
import type { Mask } from './mask.ts';
import { mergeFields } from './mask.ts';
import type { CellFormat, numberFormat } from './messages/cells.ts';

type NumberFormat = z.infer<typeof numberFormat>;

const shown = new WeakMap<CellStyle, { format: CellFormat | undefined }>();

/** What was set, as `userEnteredFormat`; undefined where nothing was. Many cells share a style. */
export function formatOfStyle(style: CellStyle): CellFormat | undefined {
  let known = shown.get(style);
  if (!known) {
    const format = withStyles(plainFormat(style));
    known = { format: Object.keys(format).length > 0 ? format : undefined };
    shown.set(style, known);
  }
  return known.format;
}

function plainFormat(style: CellStyle): CellFormat {
  const { format, background, align, wrap, more = {} } = style;
  const text = textOf(style);
  return {
    ...(format === '' ? {} : { numberFormat: numberFormatOf(format, more.formatKind) }),
    ...(background === '' ? {} : { backgroundColor: colorOf(background) }),
    ...(more.borders ? { borders: bordersOf(more.borders) } : {}),
    ...(more.padding ? { padding: { ...more.padding } } : {}),
    ...(align === '' ? {} : { horizontalAlignment: alignments[align] }),
    ...(more.vertical ? { verticalAlignment: more.vertical as 'TOP' } : {}),
    ...(wrap === '' ? {} : { wrapStrategy: wrap === 'OVERFLOW' ? 'OVERFLOW_CELL' : wrap }),
    ...(more.direction ? { textDirection: more.direction as 'LEFT_TO_RIGHT' } : {}),
    ...(Object.keys(text).length > 0 ? { textFormat: text } : {}),
    ...(more.links ? { hyperlinkDisplayType: more.links as 'LINKED' } : {}),
    ...(more.rotation ? { textRotation: { ...more.rotation } } : {}),
  };
}

const alignments = { left: 'LEFT', center: 'CENTER', right: 'RIGHT' } as const;

function textOf({ color, bold, italic, line, more = {} }: CellStyle) {
  return {
    ...(color === '' ? {} : { foregroundColor: colorOf(color) }),
    ...(more.fontFamily === undefined ? {} : { fontFamily: more.fontFamily }),
    ...(more.fontSize === undefined ? {} : { fontSize: more.fontSize }),
    ...(bold ? { bold } : {}),
    ...(italic ? { italic } : {}),
    ...(line === 'line-through' || more.struck ? { strikethrough: true } : {}),
    ...(line === 'underline' ? { underline: true } : {}),
  };
}

type Borders = NonNullable<CellFormat['borders']>;

const borderWidths: Record<string, number> = { SOLID_MEDIUM: 2, SOLID_THICK: 3, DOUBLE: 3 };

function bordersOf(borders: NonNullable<FurtherLooks['borders']>): Borders {
  const shown = Object.entries(borders).map(([side, { style, color }]) => {
    const width = borderWidths[style] ?? 1;
    return [side, { style, width, color: colorOf(color) }];
  });
  return Object.fromEntries(shown) as Borders;
}

/** Kinds are seen in the pattern, but for one that was named otherwise. */
export function numberFormatOf(pattern: string, named?: string): NumberFormat {
  const kind = (named ?? kindOf(pattern)) as NonNullable<NumberFormat['type']>;
  return pattern === '@' ? { type: kind } : { type: kind, pattern };
}

function kindOf(pattern: string): NonNullable<NumberFormat['type']> {
  if (pattern === '@') return 'TEXT';
  const parts = (sectionsOf(pattern)[0] ?? []).filter(({ literal }) => !literal);
  const has = (shape: RegExp) => parts.some(({ text }) => shape.test(text));
  const hasDay = has(/^[yd]+$/i) || has(/^M+$/);
  const hasTime = has(/^[hs]+$/i) || has(/^\[[hms]+\]$/);
  if (hasDay && hasTime) return 'DATE_TIME';
  if (hasDay) return 'DATE';
  if (hasTime) return 'TIME';
  if (has(/^m+$/)) return 'DATE';
  if (has(/^%$/)) return 'PERCENT';
  if (has(/E[+-]0+$/i)) return 'SCIENTIFIC';
  return /[$€£¥]/.test(pattern) ? 'CURRENCY' : 'NUMBER';
}

const patterns: Record<string, string> = {
  TEXT: '@',
  NUMBER: '#,##0.00',
  PERCENT: '0.00%',
  CURRENCY: '"$"#,##0.00',
  DATE: 'M/d/yyyy',
  TIME: 'h:mm:ss am/pm',
  DATE_TIME: 'M/d/yyyy H:mm:ss',
  SCIENTIFIC: '0.00E+00',
};

/** The cell's style after a request that sets `given` under `mask`. */
export function restyled(style: CellStyle, given: CellFormat, mask: Mask): CellStyle {
  const old = withoutStyles(plainFormat(style));
  return styleOf(mergeFields(old, withoutStyles(given), withoutStyles(mask)));
}

function styleOf(format: CellFormat): CellStyle {
  const { numberFormat: number, textFormat: text = {}, horizontalAlignment: align } = format;
  const pattern = patternOf(number);
  const more = moreOf(format, pattern);
  const color = text.foregroundColor;
  return internStyle({
    ...plainStyle,
    format: pattern,
    bold: text.bold ?? false,
    italic: text.italic ?? false,
    line: text.underline ? 'underline' : text.strikethrough ? 'line-through' : '',
    background: format.backgroundColor ? hexOf(format.backgroundColor) : '',
    color: color ? hexOf(color) : '',
    align: align === 'LEFT' || align === 'CENTER' || align === 'RIGHT' ? lower[align] : '',
    wrap: wraps[format.wrapStrategy ?? ''] ?? '',
    ...(more ? { more } : {}),
  });
}

const lower = { LEFT: 'left', CENTER: 'center', RIGHT: 'right' } as const;
const wraps: Record<string, CellStyle['wrap']> = {
  OVERFLOW_CELL: 'OVERFLOW',
  LEGACY_WRAP: 'WRAP',
  WRAP: 'WRAP',
  CLIP: 'CLIP',
};

function patternOf(number: NumberFormat | undefined): string {
  if (!number || number.type === 'NUMBER_FORMAT_TYPE_UNSPECIFIED') return '';
  return number.type === 'TEXT' ? '@' : (number.pattern ?? patterns[number.type ?? ''] ?? '');
}

function moreOf(format: CellFormat, pattern: string): FurtherLooks | null {
  const { textFormat: text = {}, numberFormat: number, borders, padding } = format;
  const more: FurtherLooks = {
    ...(text.fontFamily === undefined ? {} : { fontFamily: text.fontFamily }),
    ...(text.fontSize === undefined ? {} : { fontSize: text.fontSize }),
    ...(text.underline && text.strikethrough ? { struck: true } : {}),
    ...(format.verticalAlignment ? { vertical: format.verticalAlignment } : {}),
    ...(borders ? drawn(borders) : {}),
    ...(padding ? { padding: present(padding) } : {}),
    ...(format.textRotation ? { rotation: present(format.textRotation) } : {}),
    ...(format.textDirection ? { direction: format.textDirection } : {}),
    ...(format.hyperlinkDisplayType ? { links: format.hyperlinkDisplayType } : {}),
    ...(number?.type && pattern !== '' && number.type !== kindOf(pattern)
      ? { formatKind: number.type }
      : {}),
  };
  return Object.keys(more).length > 0 ? more : null;
}

function drawn(borders: Borders): Pick<FurtherLooks, 'borders'> {
  const sides = Object.entries(borders).flatMap(([side, border]) => {
    const style = border?.style ?? 'NONE';
    if (style === 'NONE' || style === 'STYLE_UNSPECIFIED') return [];
    return [[side, { style, color: hexOf(border?.color ?? {}) }] as const];
  });
  return sides.length > 0 ? { borders: Object.fromEntries(sides) } : {};
}

/** Without what is left out. */
function present<T>(fields: Record<string, T | undefined>): Record<string, T> {
  const kept = Object.entries(fields).filter(
    (entry): entry is [string, T] => entry[1] !== undefined,
  );
  return Object.fromEntries(kept);
}
