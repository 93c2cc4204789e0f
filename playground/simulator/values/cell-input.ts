// Reads what is typed into a cell or set as text: formula, number, date, time, boolean or text.
import type { CellValue } from './cell-value.ts';
import { parseDate } from './date-input.ts';
import type { Locale } from './locales.ts';

/** `format` is what an Automatic cell gets; '' leaves it Automatic. Sources: domain/write-semantics.json. */
export type ParsedInput = { formula: string } | { value: CellValue; format: string };

export function parseInput(text: string, locale: Locale, now: number): ParsedInput {
  const input = text.trim();
  if (text.startsWith("'")) return { value: text.slice(1), format: '' };
  // Behind a byte-order mark a formula is one all the same, behind a space it is text (both were tried live).
  const first = text.replace(/^\uFEFF+/, '').trimEnd();
  if (isFormula(first, locale)) {
    return { formula: canonicalFormula(first.startsWith('=') ? first : `=${first}`, locale) };
  }
  if (first === '=') return { value: { error: '#ERROR!', message: '' }, format: '' };
  return (
    parseNumber(input, locale) ??
    parseBoolean(input, locale) ??
    parseDate(input, locale, now) ??
    parseErrorText(input) ?? { value: text, format: '' }
  );
}

/** Also `+49 30 1234` is read as a formula; a plain signed number is not. */
function isFormula(input: string, locale: Locale): boolean {
  if (input.startsWith('=')) return input.length > 1;
  return input.startsWith('+') && input.length > 1 && parseNumber(input, locale) === null;
}

/** Formulas are kept as en_US writes them: where the comma is decimal, `;` parts arguments. */
function canonicalFormula(formula: string, { decimal }: Locale): string {
  if (decimal !== ',') return formula;
  return formula.replace(/"(?:[^"]|"")*"|(\d),(\d)|;/g, (text, before?: string, after?: string) => {
    if (text.startsWith('"')) return text;
    return text === ';' ? ',' : `${before}.${after}`;
  });
}

function parseBoolean(input: string, locale: Locale): ParsedInput | null {
  const upper = input.toUpperCase();
  if (upper === locale.true || upper === 'TRUE') return { value: true, format: '' };
  if (upper === locale.false || upper === 'FALSE') return { value: false, format: '' };
  return null;
}

const errorTexts = ['#N/A', '#REF!', '#NAME?', '#VALUE!', '#DIV/0!', '#NUM!', '#NULL!', '#ERROR!'];

function parseErrorText(input: string): ParsedInput | null {
  return errorTexts.includes(input) ? { value: { error: input, message: '' }, format: '' } : null;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const patterns = new Map<string, RegExp>();

function numberPattern({ id, decimal, group, currency }: Locale): RegExp {
  let pattern = patterns.get(id);
  if (!pattern) {
    const [d, g, c] = [escaped(decimal), escaped(group), escaped(currency)];
    const digits = `(?<whole>\\d{1,3}(?:${g}\\d{3})+|\\d*)(?:${d}(?<part>\\d*))?`;
    pattern = new RegExp(
      `^(?<open>\\()?(?<sign>[+-])?\\s?(?<first>${c})?\\s?(?<inner>-)?` +
        `${digits}(?:[eE](?<power>[+-]?\\d{1,3}))?\\s?(?<percent>%)?\\s?(?<last>${c})?(?<close>\\))?$`,
    );
    patterns.set(id, pattern);
  }
  return pattern;
}

type Parts = Record<string, string | undefined>;

function parseNumber(input: string, locale: Locale): ParsedInput | null {
  const parts: Parts | undefined = numberPattern(locale).exec(input)?.groups;
  if (!parts || !isWhole(parts)) return null;
  const { whole = '', part = '', power, percent } = parts;
  const negative = [parts['sign'], parts['inner'], parts['open']].some(
    (mark) => mark === '-' || mark === '(',
  );
  const digits = Number(
    `${whole.replaceAll(locale.group, '') || '0'}.${part || '0'}e${power ?? '0'}`,
  );
  const exact = Number((percent ? digits / 100 : digits).toPrecision(15));
  if (!Number.isFinite(exact)) return null;
  return { value: negative && exact !== 0 ? -exact : exact, format: numberFormat(parts, locale) };
}

/** Signs, brackets and marks that do not go together make text. */
function isWhole(parts: Parts): boolean {
  const { whole = '', part = '', sign, inner, first, last, open, close, percent, power } = parts;
  if (whole === '' && part === '') return false;
  if ((open === undefined) !== (close === undefined)) return false;
  if (open !== undefined && (sign !== undefined || inner !== undefined)) return false;
  if (sign !== undefined && inner !== undefined) return false;
  if (first !== undefined && last !== undefined) return false;
  if ((first ?? last) !== undefined && (percent ?? power) !== undefined) return false;
  return inner === undefined || first !== undefined;
}

function numberFormat(parts: Parts, locale: Locale): string {
  const { whole = '', part, first, last, percent, power } = parts;
  const decimals = part === undefined || part === '' ? '' : '.00';
  if (power !== undefined) return '0.00E+00';
  if (percent !== undefined) return `0${decimals}%`;
  if (first !== undefined) return `"${locale.currency}"#,##0${decimals}`;
  if (last !== undefined) return `#,##0${decimals} "${locale.currency}"`;
  return whole.includes(locale.group) ? `#,##0${decimals}` : '';
}
