// Range: values, formulas and notes.
import { formatOf, type Cell } from '../../../workbook/cell.ts';
import { isError, type CellValue } from '../../../values/cell-value.ts';
import {
  checkLength,
  writeFormula,
  writeInput,
  writeTyped,
} from '../../../workbook/cell-writing.ts';
import { displayValue } from '../../../workbook/display.ts';
import { fromR1C1, toR1C1 } from '../../../formulas/r1c1.ts';
import { localeNamed } from '../../../values/locales.ts';
import { isDateFormat } from '../../../values/format-parts.ts';
import { instantOfSerial, serialOfInstant } from '../../../values/serial-date.ts';
import { RangeCellService, type Write } from './range-cells.ts';
import { isDate } from '../service.ts';

export const valueSignatures = {
  getValue: [''],
  getValues: [''],
  setValue: ['any'],
  setValues: ['grid'],
  getDisplayValue: [''],
  getDisplayValues: [''],
  getFormula: [''],
  getFormulas: [''],
  setFormula: ['str'],
  setFormulas: ['grid'],
  getFormulaR1C1: [''],
  getFormulasR1C1: [''],
  setFormulaR1C1: ['str'],
  setFormulasR1C1: ['grid'],
  getNote: [''],
  getNotes: [''],
  setNote: ['str?'],
  setNotes: ['grid'],
  clearContent: [''],
  clearNote: [''],
} as const;

export const valueDeferred = [
  'setValue',
  'setValues',
  'setFormula',
  'setFormulas',
  'setFormulaR1C1',
  'setFormulasR1C1',
  'setNote',
  'setNotes',
  'clearContent',
  'clearNote',
];

export abstract class RangeValueService extends RangeCellService {
  getValue(): unknown {
    return this.first((cell) => this.scriptValue(cell), '');
  }

  getValues(): unknown[][] {
    return this.readEach((cell) => this.scriptValue(cell), '');
  }

  getDisplayValue(): string {
    return this.first((cell) => displayValue(this.workbook, cell), '');
  }

  getDisplayValues(): string[][] {
    return this.readEach((cell) => displayValue(this.workbook, cell), '');
  }

  getFormula(): string {
    return this.first((cell) => cell.formula, '');
  }

  getFormulas(): string[][] {
    return this.readEach((cell) => cell.formula, '');
  }

  getFormulaR1C1(): string {
    return this.getFormulasR1C1()[0]?.[0] ?? '';
  }

  getFormulasR1C1(): string[][] {
    return this.readEach(
      (cell, row, column) => cell.formula && toR1C1(cell.formula, row, column),
      '',
    );
  }

  getNote(): string {
    return this.first((cell) => cell.note, '');
  }

  getNotes(): string[][] {
    return this.readEach((cell) => cell.note, '');
  }

  setValue(value: unknown): this {
    return this.writeEach(() => this.prepare(value));
  }

  setValues(values: unknown[][]): this {
    return this.writeGrid(values, (value) => this.prepare(value));
  }

  setFormula(formula: string): this {
    return this.writeEach(() => this.prepareFormula(formula));
  }

  setFormulas(formulas: unknown[][]): this {
    return this.writeGrid(formulas, (formula) => this.prepareFormula(String(formula ?? '')));
  }

  setFormulaR1C1(formula: string): this {
    return this.writeEach((row, column) => this.prepareFormula(fromR1C1(formula, row, column)));
  }

  setFormulasR1C1(formulas: unknown[][]): this {
    return this.writeGrid(formulas, (formula, row, column) =>
      this.prepareFormula(fromR1C1(String(formula ?? ''), row, column)),
    );
  }

  setNote(note: string | null): this {
    return this.writeEach(() => (cell) => void (cell.note = note ?? ''));
  }

  setNotes(notes: unknown[][]): this {
    return this.writeGrid(
      notes,
      (note) => (cell) =>
        void (cell.note = note === null || note === undefined ? '' : String(note)),
    );
  }

  clearContent(): this {
    return this.clearing({ contents: true });
  }

  clearNote(): this {
    return this.clearing({ notes: true });
  }

  /** What getValue gives: '' for empty, a Date where the format is one, an error's text. */
  private scriptValue(cell: Cell): unknown {
    const { value } = cell;
    if (isError(value)) return value.error;
    if (typeof value !== 'number' || !isDateFormat(formatOf(cell))) return value;
    return new Date(instantOfSerial(value, this.workbook.timeZone));
  }

  private prepareFormula(formula: string): Write {
    if (formula === '') return (cell) => writeTyped(cell, '');
    const text = formula.startsWith('=') ? formula : `=${formula}`;
    checkLength(text);
    return (cell) => writeFormula(this.workbook, cell, text);
  }

  /** Reads the value now, for the script may change its lists before the write is carried out. */
  private prepare(value: unknown): Write {
    if (typeof value === 'string') {
      checkLength(value);
      return (cell) => writeInput(this.workbook, cell, value);
    }
    const typed = this.typed(value);
    return (cell) => writeTyped(cell, typed.value, typed.format);
  }

  private typed(value: unknown): { value: CellValue; format: string } {
    if (value === null || value === undefined) return { value: '', format: '' };
    if (typeof value === 'boolean') return { value, format: '' };
    if (typeof value === 'number') return { value: numberOf(value), format: '' };
    if (isDate(value)) return this.dated(value);
    return { value: textOf(value), format: '' };
  }

  private dated(date: Date): { value: CellValue; format: string } {
    const value = serialOfInstant(date.getTime(), this.workbook.timeZone);
    const { dateFormat, dateTimeFormat } = localeNamed(this.workbook.locale);
    if (Number.isNaN(value)) return { value: { error: '#NUM!', message: '' }, format: '' };
    return { value, format: Number.isInteger(value) ? dateFormat : dateTimeFormat };
  }
}

function numberOf(value: number): CellValue {
  return Number.isFinite(value) ? value : { error: '#NUM!', message: 'Not a valid number.' };
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? Object.prototype.toString.call(value) : String(value);
}
