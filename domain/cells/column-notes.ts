// What the author of a query says of its columns, as a new linked range takes it over.
import type { CellKind } from './cell.ts';
import type { ColumnNote } from '../contract/query.ts';
import { own } from '../own.ts';

/** A column before and after its author had a say. */
interface Headed {
  name: string;
  label: string;
  kind: CellKind;
  format: string;
}

type AuthorFormat = NonNullable<ColumnNote['format']>;

const NUMBER_FORMATS: Record<string, string> = {
  whole: '#,##0',
  decimal: '#,##0.00',
  percent: '0.0%',
};
const TIME_FORMATS: Record<string, string> = {
  date: 'yyyy-mm-dd',
  datetime: 'yyyy-mm-dd hh:mm:ss',
};
/** Signs that everybody reads; other currencies are written by their code. */
const CURRENCY_SIGNS: Record<string, string> = {
  EUR: '€',
  GBP: '£',
  INR: '₹',
  JPY: '¥',
  KRW: '₩',
  USD: '$',
};
/** Currencies without a smaller unit (ISO 4217). */
const WHOLE_CURRENCIES = ['CLP', 'ISK', 'JPY', 'KRW', 'PYG', 'UGX', 'VND', 'XAF', 'XOF', 'XPF'];

/** The columns with their author's labels and formats. A label that two columns would share is taken by neither; one that a person chose stays. */
export function withNotes<Column extends Headed>(
  columns: Column[],
  notes: readonly ColumnNote[],
): Column[] {
  const labels = columns.map(({ name, label }) =>
    label === name ? noteOf(notes, name)?.label?.trim() || name : label,
  );
  return columns.map((column, index) => {
    const label = labels[index] ?? column.name;
    const isShared = labels.filter((other) => other === label).length > 1;
    const format = noteOf(notes, column.name)?.format;
    return {
      ...column,
      label: isShared ? column.label : label,
      format: (format && numberFormatOf(format, column.kind)) ?? column.format,
    };
  });
}

/** The author's word on a column, if there is one. */
export function noteOf(notes: readonly ColumnNote[], name: string): ColumnNote | undefined {
  return notes.find((note) => note.name === name);
}

/** Google's number format for what the author said; null where the column holds nothing that it fits. */
function numberFormatOf(format: AuthorFormat, kind: CellKind): string | null {
  if (kind === 'number') return own(NUMBER_FORMATS, format) ?? currencyFormat(format);
  if (kind === 'date' || kind === 'datetime') return own(TIME_FORMATS, format) ?? null;
  return null;
}

function currencyFormat(format: string): string | null {
  if (!/^[A-Z]{3}$/.test(format)) return null;
  const sign = own(CURRENCY_SIGNS, format) ?? `${format} `;
  return `"${sign}"#,##0${WHOLE_CURRENCIES.includes(format) ? '' : '.00'}`;
}
