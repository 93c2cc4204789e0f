// Puts a value into a cell, as typing or setValues does.
import { parseInput } from '../values/cell-input.ts';
import type { Cell, CellStyle } from './cell.ts';
import type { CellValue } from '../values/cell-value.ts';
import { internStyle } from './cell.ts';
import { SheetsError } from '../errors.ts';
import { localeNamed } from '../values/locales.ts';
import type { WorkbookModel } from './model.ts';

/** Sheets' limit of characters in a cell. */
const maxCharacters = 50_000;

/** Google's text for a longer one (seen in several live projects). */
export function checkLength(text: string): void {
  if (text.length > maxCharacters) {
    throw new SheetsError(
      `Your input contains more than the maximum of ${maxCharacters} characters in a single cell.`,
    );
  }
}

/** Writes text as a person types it, in the workbook's locale. */
export function writeInput(workbook: WorkbookModel, cell: Cell, text: string): void {
  checkLength(text);
  const isParsed = workbook.plainTextParses && /^(?:'|\uFEFF*=)/.test(text);
  if (cell.style.format === '@' && !isParsed) return store(cell, text);
  const parsed = parseInput(text, localeNamed(workbook.locale), workbook.now());
  if ('formula' in parsed) return writeFormula(workbook, cell, parsed.formula);
  store(cell, parsed.value);
  if (parsed.format !== '' && cell.style.format === '') {
    cell.style = withFormat(cell.style, parsed.format);
  }
}

/** Writes a value whose type is known; a format is set only where the cell has none. */
export function writeTyped(cell: Cell, value: CellValue, format = ''): void {
  store(cell, value);
  if (format !== '' && cell.style.format === '') cell.style = withFormat(cell.style, format);
}

export function writeFormula(workbook: WorkbookModel, cell: Cell, formula: string): void {
  checkLength(formula);
  store(cell, 0);
  cell.formula = formula;
  workbook.engine.hasFormulas = true;
}

function store(cell: Cell, value: CellValue): void {
  cell.value = value;
  cell.formula = '';
  cell.spilled = false;
}

const known = new Map<CellStyle, Map<string, CellStyle>>();

function withFormat(style: CellStyle, format: string): CellStyle {
  let byFormat = known.get(style);
  if (!byFormat) known.set(style, (byFormat = new Map()));
  let styled = byFormat.get(format);
  if (!styled) byFormat.set(format, (styled = internStyle({ ...style, format })));
  return styled;
}
