// What one cell holds: its value, formula, looks, note and validation.
import type { CellValue } from '../values/cell-value.ts';

export interface CellStyle {
  /** Empty: Automatic. */
  readonly format: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly line: '' | 'underline' | 'line-through';
  /** '' is the default: white, black, by kind. */
  readonly background: string;
  readonly color: string;
  readonly align: '' | 'left' | 'center' | 'right';
  readonly wrap: '' | 'OVERFLOW' | 'WRAP' | 'CLIP';
  /** Absent where none of it was ever set. */
  readonly more?: FurtherLooks;
}

export interface BorderLook {
  readonly style: string;
  readonly color: string;
}

/** Looks that only programs set; what is absent is the spreadsheet's default. */
export interface FurtherLooks {
  readonly fontFamily?: string;
  readonly fontSize?: number;
  /** Struck through although underlined too. */
  readonly struck?: boolean;
  readonly vertical?: string;
  readonly borders?: Readonly<Record<string, BorderLook>>;
  readonly padding?: Readonly<Record<string, number>>;
  readonly rotation?: Readonly<Record<string, number | boolean>>;
  readonly direction?: string;
  readonly links?: string;
  /** The kind of number format that was named, where the pattern alone would say another. */
  readonly formatKind?: string;
}

export interface Validation {
  /** The values allowed in the cell. */
  list: string[];
  /** Refuse other values, or only mark them. */
  strict: boolean;
  /** A rule that is no list, in the words of the Sheets API; `list` is empty then. */
  condition?: { type: string; values: string[] };
  message?: string;
  /** Whether the cell shows its list to choose from. */
  shown?: boolean;
}

export interface Cell {
  value: CellValue;
  /** With its `=`, in the form en_US writes; '' when the cell holds a plain value. */
  formula: string;
  style: CellStyle;
  note: string;
  validation: Validation | null;
  /** The number format that an Automatic cell takes over from what its formula gives. */
  inferred?: string;
  /** The value is part of what a formula elsewhere gives, and goes when that formula changes. */
  spilled?: boolean;
}

export const plainStyle: CellStyle = {
  format: '',
  bold: false,
  italic: false,
  line: '',
  background: '',
  color: '',
  align: '',
  wrap: '',
};

const styles = new Map<string, CellStyle>([[JSON.stringify(plainStyle), plainStyle]]);

/** Equal styles are one object: a million cells share a few. */
export function internStyle(style: CellStyle): CellStyle {
  const key = JSON.stringify(style);
  const known = styles.get(key);
  if (known) return known;
  const frozen = Object.freeze({ ...style });
  styles.set(key, frozen);
  return frozen;
}

/** A function that lays `change` over a style, quick for many cells of few styles. */
export function restyler(change: Partial<CellStyle>): (style: CellStyle) => CellStyle {
  const known = new Map<CellStyle, CellStyle>();
  return (style) => {
    let changed = known.get(style);
    if (!changed) known.set(style, (changed = internStyle({ ...style, ...change })));
    return changed;
  };
}

export function newCell(style = plainStyle): Cell {
  return { value: '', formula: '', style, note: '', validation: null };
}

/** The number format that the cell is shown in; '' is Automatic. */
export function formatOf({ style, inferred, formula, spilled }: Cell): string {
  const isGiven = formula !== '' || spilled === true;
  return style.format === '' && isGiven ? (inferred ?? '') : style.format;
}

/** Whether the cell holds something; an empty string that a formula gives counts. */
export function hasContent(cell: Cell | undefined): cell is Cell {
  return cell !== undefined && (cell.value !== '' || cell.formula !== '');
}

/** Whether nothing at all would be lost with the cell. */
export function isBare(cell: Cell): boolean {
  const { value, formula, style, note, validation } = cell;
  return value === '' && formula === '' && style === plainStyle && note === '' && !validation;
}

export function copyOfCell(cell: Cell): Cell {
  return { ...cell };
}

/** Makes the cell what the copy is, whatever has been calculated in it since. */
export function restoreCell(cell: Cell, copy: Cell): void {
  delete cell.inferred;
  delete cell.spilled;
  Object.assign(cell, copy);
}

/** Whether a person would find the same in both, apart from what formulas give just now. */
export function sameCell(a: Cell | undefined, b: Cell | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return isBareToPerson(a) && isBareToPerson(b);
  return (
    a.formula === b.formula &&
    (a.formula !== '' || sameValue(ownValue(a), ownValue(b))) &&
    a.style === b.style &&
    a.note === b.note &&
    (a.validation === b.validation || JSON.stringify(a.validation) === JSON.stringify(b.validation))
  );
}

function isBareToPerson(cell: Cell | undefined): boolean {
  return cell === undefined || isBare({ ...cell, value: ownValue(cell) });
}

/** What a formula elsewhere gives is not the cell's own. */
function ownValue({ value, spilled }: Cell): CellValue {
  return spilled ? '' : value;
}

function sameValue(a: CellValue, b: CellValue): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.error === b.error;
}
