// The text that a cell of ours shows in a spreadsheet: for previews, in the formats that a result's columns get.
import { languageTag } from './date-pattern.ts';
import { AUTOMATIC_FORMAT, TEXT_FORMAT, type Cell } from './cell.ts';
import { own } from '../own.ts';
import { millisecondsOfSerial } from './wall-clock.ts';

/** What a cell with this number format shows in a spreadsheet of this locale (as Google names it). */
export function shownCell(cell: Cell, format: string, locale: string): string {
  if (typeof cell === 'boolean') return booleanText(cell, locale);
  if (typeof cell === 'string' || format === TEXT_FORMAT) return String(cell);
  if (format === AUTOMATIC_FORMAT) return automatic(cell, locale);
  return /[ymdhs]/.test(unquoted(format))
    ? shownTime(cell, format)
    : shownNumber(cell, format, locale);
}

const BOOLEANS: Record<string, [yes: string, no: string]> = {
  de: ['WAHR', 'FALSCH'],
  es: ['VERDADERO', 'FALSO'],
  fr: ['VRAI', 'FAUX'],
  it: ['VERO', 'FALSO'],
  nl: ['WAAR', 'ONWAAR'],
  pt: ['VERDADEIRO', 'FALSO'],
};

function booleanText(cell: boolean, locale: string): string {
  const [yes, no] = own(BOOLEANS, locale.slice(0, 2)) ?? ['TRUE', 'FALSE'];
  return cell ? yes : no;
}

// Google shows ten digits or so of a number whose format nobody chose.
function automatic(cell: number, locale: string): string {
  return numberFormat(locale, { maximumSignificantDigits: 10, useGrouping: false }).format(cell);
}

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(languageTag(locale), options);
  formats.set(key, format);
  return format;
}

const DIGITS = /^(#,##)?0(?:\.(0+))?(%)?/;

function shownNumber(cell: number, format: string, locale: string): string {
  const from = format.search(/[#0]/);
  const parts = DIGITS.exec(format.slice(from));
  if (!parts) return automatic(cell, locale);
  const [body, grouped, decimals = '', percent = ''] = parts;
  const [before, after] = [format.slice(0, Math.max(0, from)), format.slice(from + body.length)];
  const digits = numberFormat(locale, {
    useGrouping: grouped !== undefined,
    minimumFractionDigits: decimals.length,
    maximumFractionDigits: decimals.length,
  }).format(Math.abs(percent === '' ? cell : cell * 100));
  const isZero = !/[1-9]/.test(digits);
  return `${cell < 0 && !isZero ? '-' : ''}${unquote(before)}${digits}${percent}${unquote(after)}`;
}

const TOKEN = /"[^"]*"|\[h\]|yyyy|mm|dd|hh|ss|\.000|[mdh]|[^]/g;

function shownTime(serial: number, format: string): string {
  const ms = millisecondsOfSerial(serial);
  // Serial numbers count days from 30 December 1899.
  const at = new Date(Date.UTC(1899, 11, 30) + ms);
  const two = (value: number) => String(value).padStart(2, '0');
  let isTime = false;
  return (format.match(TOKEN) ?? [])
    .map((token) => {
      if (token === 'hh' || token === '[h]') isTime = true;
      switch (token) {
        case 'yyyy':
          return String(at.getUTCFullYear());
        case 'mm':
          return two(isTime ? at.getUTCMinutes() : at.getUTCMonth() + 1);
        case 'm':
          return String(at.getUTCMonth() + 1);
        case 'dd':
          return two(at.getUTCDate());
        case 'd':
          return String(at.getUTCDate());
        case 'hh':
          return two(at.getUTCHours());
        case '[h]':
          return String(Math.floor(ms / 3_600_000));
        case 'ss':
          return two(at.getUTCSeconds());
        case '.000':
          return `.${String(at.getUTCMilliseconds()).padStart(3, '0')}`;
        default:
          return unquote(token);
      }
    })
    .join('');
}

function unquote(text: string): string {
  return text.replace(/"/g, '');
}

function unquoted(format: string): string {
  return format.replace(/"[^"]*"/g, '');
}
