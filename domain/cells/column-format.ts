// The formats that an author gives columns, as patterns that Google Sheets and Excel both read.
import type { ColumnNote } from '../contract/query.ts';
import { own } from '../own.ts';

type ColumnFormat = NonNullable<ColumnNote['format']>;

const PATTERNS: Record<string, string> = {
  text: '@',
  whole: '#,##0',
  decimal: '#,##0.00',
  percent: '0.0%',
  date: 'yyyy-mm-dd',
  datetime: 'yyyy-mm-dd hh:mm:ss',
};

const SYMBOLS: Record<string, string> = { EUR: '€', USD: '$', GBP: '£', JPY: '¥' };
/** Currencies that have no smaller coin in use (ISO 4217: no minor unit). */
const WHOLE = new Set(['JPY', 'KRW', 'CLP', 'VND', 'ISK', 'UGX', 'PYG', 'XAF', 'XOF', 'XPF']);

/** The number format of a column: `#,##0` for whole numbers, `"€"#,##0.00` for EUR, `0.0%` for shares. */
export function numberPattern(format: ColumnFormat): string {
  return own(PATTERNS, format) ?? currencyPattern(format);
}

/** The number format of amounts with so many decimals. */
export function moneyPattern(decimals: number): string {
  return decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`;
}

function currencyPattern(currency: string): string {
  const digits = WHOLE.has(currency) ? '#,##0' : '#,##0.00';
  const symbol = own(SYMBOLS, currency);
  return symbol === undefined ? `${digits} "${currency}"` : `"${symbol}"${digits}`;
}
