// Shows a number by a number format such as #,##0.00, yyyy-mm-dd or 0%.
import { showDate } from './date-format.ts';
import { isDatePart, sectionsOf, type FormatPart } from './format-parts.ts';
import type { Locale } from './locales.ts';

export function showNumber(value: number, format: string, locale: Locale): string {
  if (format === '@' && Number.isInteger(value) && Math.abs(value) >= 1e15) return allDigits(value);
  if (format === '' || format === '@' || /^general$/i.test(format))
    return showAutomatic(value, locale);
  const sections = sectionsOf(format);
  const chosen = value < 0 && sections.length > 1 ? 1 : value === 0 && sections.length > 2 ? 2 : 0;
  const parts = sections[chosen] ?? [];
  if (parts.some(isDatePart)) return showDate(value, parts, locale);
  return showParts(value, { parts, signed: chosen === 0 }, locale);
}

/** In a cell for plain text a long number shows all of its digits, zeros behind the fifteenth (github.com/discord2sheet-bot, issue 1). */
function allDigits(value: number): string {
  return BigInt(Number(value.toPrecision(15))).toString();
}

/** Text in a format with a fourth section, such as `0;-0;0;"is "@`. */
export function showText(text: string, format: string): string {
  const section = sectionsOf(format)[3];
  return section
    ? section.map((part) => (!part.literal && part.text === '@' ? text : part.text)).join('')
    : text;
}

interface Section {
  parts: FormatPart[];
  /** Negative numbers get their sign; a section of their own brings its own marks. */
  signed: boolean;
}

function showParts(value: number, { parts, signed }: Section, locale: Locale): string {
  const percents = parts.filter(({ text, literal }) => !literal && text === '%').length;
  const scaled = Number((value * 100 ** percents).toPrecision(15));
  let shown = false;
  const text = parts
    .map((part) => {
      if (part.literal || part.text === '%') return part.text;
      if (/^general$/i.test(part.text)) return showAutomatic(Math.abs(scaled), locale);
      if (part.text === '@') return String(Math.abs(value));
      const first = !shown;
      shown = true;
      return first ? showDigits(Math.abs(scaled), part.text, locale) : part.text;
    })
    .join('');
  return value < 0 && signed && /[1-9]/.test(text) ? `-${text}` : text;
}

function showDigits(value: number, pattern: string, locale: Locale): string {
  const [, mantissa = '', letter = 'E', sign, power = ''] =
    /^([^E]*)(?:(E)([+-])(0+))?$/i.exec(pattern) ?? [];
  if (sign !== undefined) return showPower(value, { mantissa, letter, sign, power }, locale);
  const scale = /(?<!,),+$/.exec(mantissa)?.[0].length ?? 0;
  const [wholePattern, partPattern] = splitOnce(mantissa.slice(0, mantissa.length - scale), '.');
  const grouped = /[#0?],+[#0?]/.test(wholePattern);
  const rounded = fixed(value / 1000 ** scale, partPattern.length);
  const [whole = '', part = ''] = rounded.split('.');
  const zeros = (wholePattern.match(/0/g) ?? []).length;
  const padded = (whole === '0' ? '' : whole).padStart(zeros, '0');
  // eslint-disable-next-line regexp/no-super-linear-move -- a double has 309 digits at most
  const withGroups = grouped ? padded.replace(/\B(?=(\d{3})+$)/g, locale.group) : padded;
  const shownPart = trimPart(part, partPattern);
  const point =
    mantissa.includes('.') && (shownPart !== '' || partPattern === '') ? locale.decimal : '';
  return withGroups + point + shownPart;
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Digits for `#` are left off when they are zeros at the end. */
function trimPart(part: string, pattern: string): string {
  let end = part.length;
  while (end > 0 && pattern[end - 1] !== '0' && part[end - 1] === '0') end--;
  return part.slice(0, end).padEnd(0, '0');
}

/** Rounds half away from zero on the decimal digits that a person sees, not on the binary ones. */
function fixed(value: number, decimals: number): string {
  const nudged = Number(`${Number(`${value.toPrecision(15)}`)}e${decimals}`);
  if (!Number.isFinite(nudged) || nudged > 1e15) return value.toFixed(Math.min(decimals, 100));
  return (Math.round(nudged) / 10 ** decimals).toFixed(decimals);
}

interface PowerPattern {
  mantissa: string;
  /** E or e, as the pattern has it. */
  letter: string;
  sign: string;
  power: string;
}

function showPower(
  value: number,
  { mantissa, letter, sign, power }: PowerPattern,
  locale: Locale,
): string {
  const decimals = splitOnce(mantissa, '.')[1].length;
  const [digits = '0', exponent = '0'] = value.toExponential(decimals).split('e');
  const mark = Number(exponent) < 0 ? '-' : sign === '+' ? '+' : '';
  const size = String(Math.abs(Number(exponent))).padStart(power.length, '0');
  return `${digits.replace('.', locale.decimal)}${letter}${mark}${size}`;
}

/** An Automatic cell: whole numbers to 15 digits, others to about ten significant ones. */
function showAutomatic(value: number, locale: Locale): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-9)) return shortPower(value, locale);
  if (Number.isInteger(value)) return String(value);
  const whole = String(Math.trunc(size)).length;
  const digits = Number(value.toPrecision(Math.max(10, whole)));
  const plain = digits.toFixed(20).replace(/(?<!0)0+$/, '');
  const text = Math.abs(digits) < 1e-6 ? plain : String(digits);
  return text.replace('.', locale.decimal);
}

function shortPower(value: number, locale: Locale): string {
  const [digits = '', exponent = ''] = Number(value.toPrecision(6)).toExponential().split('e');
  const size = exponent.slice(1).padStart(2, '0');
  return `${digits.replace('.', locale.decimal)}E${exponent.startsWith('-') ? '-' : '+'}${size}`;
}
