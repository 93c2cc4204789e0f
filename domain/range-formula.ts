// Formulas that give a column or a cell of a linked range, whatever refreshes, sorting and new names do to it: they go by
// the range's own name, the words of its header and the columns that name a row, never by a place.
import { languageTag } from './cells/date-pattern.ts';
import { rangeName } from './linked-range.ts';

/** What stands in a cell by which a row is told. */
export interface RowName {
  label: string;
  value: string | number | boolean;
}

interface Wanted {
  /** The range's id. */
  id: string;
  /** What the header says above the column. */
  label: string;
  /** The spreadsheet's, as Google names it: it decides how arguments are parted. */
  locale: string;
}

/** The column with its header, which sums pass over. */
export function columnFormula(wanted: Wanted): string {
  return `=${column(wanted, wanted.label)}`;
}

/** The cell of the row that these values name. */
export function cellFormula(wanted: Wanted, names: RowName[]): string {
  const part = separator(wanted.locale);
  const tests = names.map(
    ({ label, value }) => `${column(wanted, label)}=${literal(value, wanted.locale)}`,
  );
  return `=INDEX(FILTER(${[column(wanted, wanted.label), ...tests].join(part)})${part}1)`;
}

function column({ id, locale }: Wanted, label: string): string {
  const part = separator(locale);
  const name = rangeName(id);
  const header = `INDEX(${name}${part}1${part}0)`;
  return `INDEX(${name}${part}0${part}MATCH(${literal(label, locale)}${part}${header}${part}0))`;
}

function literal(value: RowName['value'], locale: string): string {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string') return `"${value.replace(/"/g, '""')}"`;
  return String(value).replace('.', decimalMark(locale));
}

// Where a comma parts decimals, a semicolon parts arguments.
function separator(locale: string): string {
  return decimalMark(locale) === ',' ? ';' : ',';
}

function decimalMark(locale: string): string {
  const parts = new Intl.NumberFormat(languageTag(locale)).formatToParts(0.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}
