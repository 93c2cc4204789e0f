// Range: number formats, colours, alignment.
import { formatOf, restyler, type Cell, type CellStyle } from '../../../workbook/cell.ts';
import { SheetsError } from '../../../errors.ts';
import { colorOf } from './colors.ts';
import { RangeValueService } from './range-values.ts';
import { EnumValue, makeEnum } from '../service.ts';

export const wrapStrategies = makeEnum('WrapStrategy', ['WRAP', 'OVERFLOW', 'CLIP']);

export const lookSignatures = {
  getNumberFormat: [''],
  getNumberFormats: [''],
  setNumberFormat: ['str'],
  setNumberFormats: ['grid'],
  getBackground: [''],
  getBackgrounds: [''],
  setBackground: ['str?'],
  setBackgrounds: ['grid'],
  getFontColor: [''],
  getFontColors: [''],
  setFontColor: ['str?'],
  setFontColors: ['grid'],
  getFontWeight: [''],
  getFontWeights: [''],
  setFontWeight: ['str?'],
  setFontWeights: ['grid'],
  getFontStyle: [''],
  getFontStyles: [''],
  setFontStyle: ['str?'],
  setFontStyles: ['grid'],
  getFontLine: [''],
  getFontLines: [''],
  setFontLine: ['str?'],
  setFontLines: ['grid'],
  getHorizontalAlignment: [''],
  getHorizontalAlignments: [''],
  setHorizontalAlignment: ['str?'],
  setHorizontalAlignments: ['grid'],
  getWrap: [''],
  getWraps: [''],
  setWrap: ['bool'],
  getWrapStrategy: [''],
  getWrapStrategies: [''],
  setWrapStrategy: ['WrapStrategy'],
  setWrapStrategies: ['grid'],
  clearFormat: [''],
} as const;

export const lookDeferred = Object.keys(lookSignatures).filter((name) => !name.startsWith('get'));

export abstract class RangeLookService extends RangeValueService {
  getNumberFormat(): string {
    return this.first(shownFormat, automatic);
  }

  getNumberFormats(): string[][] {
    return this.readEach(shownFormat, automatic);
  }

  setNumberFormat(format: string): this {
    return this.restyle({ format: keptFormat(format) });
  }

  setNumberFormats(formats: unknown[][]): this {
    return this.restyleEach(formats, (format) => ({ format: keptFormat(String(format)) }));
  }

  getBackground(): string {
    return this.first(({ style }) => style.background || '#ffffff', '#ffffff');
  }

  getBackgrounds(): string[][] {
    return this.readEach(({ style }) => style.background || '#ffffff', '#ffffff');
  }

  setBackground(color: string | null): this {
    return this.restyle({ background: colorOf(color) });
  }

  setBackgrounds(colors: unknown[][]): this {
    return this.restyleEach(colors, (color) => ({ background: colorOf(color) }));
  }

  getFontColor(): string {
    return this.first(({ style }) => style.color || '#000000', '#000000');
  }

  getFontColors(): string[][] {
    return this.readEach(({ style }) => style.color || '#000000', '#000000');
  }

  setFontColor(color: string | null): this {
    return this.restyle({ color: colorOf(color) });
  }

  setFontColors(colors: unknown[][]): this {
    return this.restyleEach(colors, (color) => ({ color: colorOf(color) }));
  }

  getFontWeight(): string {
    return this.first(({ style }) => weight(style.bold), 'normal');
  }

  getFontWeights(): string[][] {
    return this.readEach(({ style }) => weight(style.bold), 'normal');
  }

  setFontWeight(value: string | null): this {
    return this.restyle({ bold: oneOf(value, ['normal', 'bold']) === 'bold' });
  }

  setFontWeights(values: unknown[][]): this {
    return this.restyleEach(values, (value) => ({
      bold: oneOf(value, ['normal', 'bold']) === 'bold',
    }));
  }

  getFontStyle(): string {
    return this.first(({ style }) => slant(style.italic), 'normal');
  }

  getFontStyles(): string[][] {
    return this.readEach(({ style }) => slant(style.italic), 'normal');
  }

  setFontStyle(value: string | null): this {
    return this.restyle({ italic: oneOf(value, ['normal', 'italic']) === 'italic' });
  }

  setFontStyles(values: unknown[][]): this {
    return this.restyleEach(values, (value) => ({
      italic: oneOf(value, ['normal', 'italic']) === 'italic',
    }));
  }

  getFontLine(): string {
    return this.first(({ style }) => style.line || 'none', 'none');
  }

  getFontLines(): string[][] {
    return this.readEach(({ style }) => style.line || 'none', 'none');
  }

  setFontLine(value: string | null): this {
    return this.restyle({ line: lineOf(value) });
  }

  setFontLines(values: unknown[][]): this {
    return this.restyleEach(values, (value) => ({ line: lineOf(value) }));
  }

  getHorizontalAlignment(): string {
    return this.first(({ style }) => style.align || 'general', 'general');
  }

  getHorizontalAlignments(): string[][] {
    return this.readEach(({ style }) => style.align || 'general', 'general');
  }

  setHorizontalAlignment(value: string | null): this {
    return this.restyle({ align: alignOf(value) });
  }

  setHorizontalAlignments(values: unknown[][]): this {
    return this.restyleEach(values, (value) => ({ align: alignOf(value) }));
  }

  getWrap(): boolean {
    return this.first(({ style }) => style.wrap === 'WRAP', false);
  }

  getWraps(): boolean[][] {
    return this.readEach(({ style }) => style.wrap === 'WRAP', false);
  }

  setWrap(wrap: boolean): this {
    return this.restyle({ wrap: wrap ? 'WRAP' : 'OVERFLOW' });
  }

  getWrapStrategy(): EnumValue {
    return this.first(
      ({ style }) => wrapStrategies[style.wrap || 'OVERFLOW'],
      wrapStrategies.OVERFLOW,
    );
  }

  getWrapStrategies(): EnumValue[][] {
    return this.readEach(
      ({ style }) => wrapStrategies[style.wrap || 'OVERFLOW'],
      wrapStrategies.OVERFLOW,
    );
  }

  setWrapStrategy(strategy: EnumValue): this {
    return this.restyle({ wrap: wrapOf(strategy) });
  }

  setWrapStrategies(strategies: unknown[][]): this {
    return this.restyleEach(strategies, (strategy) => ({ wrap: wrapOf(strategy) }));
  }

  clearFormat(): this {
    return this.clearing({ formats: true });
  }

  private restyle(change: Partial<CellStyle>): this {
    const style = restyler(change);
    return this.writeEach(() => (cell) => void (cell.style = style(cell.style)));
  }

  private restyleEach(grid: unknown[][], changeOf: (value: unknown) => Partial<CellStyle>): this {
    const stylers = new Map<unknown, ReturnType<typeof restyler>>();
    return this.writeGrid(grid, (value) => {
      let style = stylers.get(value);
      if (!style) stylers.set(value, (style = restyler(changeOf(value))));
      const chosen = style;
      return (cell) => void (cell.style = chosen(cell.style));
    });
  }
}

/** An Automatic cell's format reads as this (seen in live scripts). */
const automatic = '0.###############';

function shownFormat(cell: Cell): string {
  return formatOf(cell) || automatic;
}

function keptFormat(format: string): string {
  return format === 'General' || format === automatic ? '' : format;
}

// Null resets it (the reference of Range.setFontLine).
const lineOf = (value: unknown): CellStyle['line'] => {
  const line = oneOf(value, ['none', 'underline', 'line-through']);
  return line === 'none' || line === '' ? '' : (line as CellStyle['line']);
};

const weight = (bold: boolean) => (bold ? 'bold' : 'normal');
const slant = (italic: boolean) => (italic ? 'italic' : 'normal');

/** null resets to the first. */
function oneOf(value: unknown, allowed: string[]): string {
  if (value === null) return allowed[0] ?? '';
  if (typeof value === 'string' && allowed.includes(value)) return value;
  throw new SheetsError(`Invalid argument: ${String(value)}`);
}

function alignOf(value: unknown): CellStyle['align'] {
  const align = oneOf(value, ['general', 'left', 'center', 'right', 'normal', 'general-left']);
  return align === 'left' || align === 'center' || align === 'right' ? align : '';
}

function wrapOf(value: unknown): CellStyle['wrap'] {
  if (!(value instanceof EnumValue) || value.enumName !== 'WrapStrategy') {
    throw new SheetsError('Invalid argument: strategy');
  }
  return value.name as CellStyle['wrap'];
}
