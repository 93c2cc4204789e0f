// Reads numbers as people of a locale write them, and writes them so; says where a text may be two numbers.
import { languageTag } from './date-pattern.ts';
import { isNumberText } from './number-text.ts';

/** What a text means, with a point and without marks between its digits; two readings where nobody can tell; null: it is no number. */
export type NumberRead = { value: string } | { either: [string, string] } | null;

interface Marks {
  decimal: string;
  group: string;
}

const MARKED = /^[-+]?[\d.,]+$/;
/** What parts thousands in some locales, and is never a decimal mark. */
const SPACES = /(?<=\d)[\s'’](?=\d{3}(?!\d))/gu;

/** A number: 1.000 is a thousand in Germany and one in the United States, 1,5 is one and a half in both. */
export function numberFromText(text: string, locale: string): NumberRead {
  const written = text.trim().replace(/^−/, '-').replace(SPACES, '');
  if (isNumberText(written) && !written.includes('.')) return { value: written };
  if (/e/i.test(written)) return onlyNumber(written.replace(',', '.'));
  if (!MARKED.test(written)) return null;
  const [first, second] = ['.', ',']
    .filter((mark) => written.includes(mark))
    .sort((one, other) => written.indexOf(one) - written.indexOf(other));
  if (first === undefined) return null;
  if (second !== undefined) return parted(written, { decimal: second, group: first });
  return withOneMark(written, first, marksOf(locale));
}

function withOneMark(text: string, mark: string, own: Marks): NumberRead {
  const grouped = parted(text, { decimal: mark === '.' ? ',' : '.', group: mark });
  const decimal = parted(text, { decimal: mark, group: mark === '.' ? ',' : '.' });
  if (!grouped || !decimal) return grouped ?? decimal;
  if (mark === own.group) return grouped;
  if (mark === own.decimal) return decimal;
  return { either: [grouped.value, decimal.value] };
}

function parted(text: string, { decimal, group }: Marks): { value: string } | null {
  const [whole = '', part = '', ...more] = text.split(decimal);
  if (more.length > 0 || part.includes(group)) return null;
  const groups = whole.replace(/^[-+]/, '').split(group);
  const [first = '', ...others] = groups;
  if (others.length > 0 && !(/^[1-9]\d{0,2}$/.test(first) && areGroups(others))) return null;
  return onlyNumber(`${whole.split(group).join('')}${part === '' ? '' : `.${part}`}`);
}

function onlyNumber(value: string): { value: string } | null {
  return isNumberText(value) ? { value } : null;
}

// Of three digits each; in India of two, before the last.
function areGroups(groups: string[]): boolean {
  const lengths = groups.map(({ length }) => length);
  return (
    lengths.pop() === 3 && (lengths.every((one) => one === 3) || lengths.every((one) => one === 2))
  );
}

/** A number in a locale's writing, without marks between its digits: 1.5 is 1,5 in Germany. */
export function writtenNumber(value: string, locale: string): string {
  return isNumberText(value) ? value.replace('.', marksOf(locale).decimal) : value;
}

const known = new Map<string, Marks>();

function marksOf(locale: string): Marks {
  let marks = known.get(locale);
  if (!marks) known.set(locale, (marks = askedMarks(locale)));
  return marks;
}

function askedMarks(locale: string): Marks {
  const format = new Intl.NumberFormat(`${languageTag(locale)}-u-nu-latn`);
  const parts = format.formatToParts(1_234_567.5);
  const mark = (type: string) => parts.find((part) => part.type === type)?.value;
  return { decimal: mark('decimal') ?? '.', group: mark('group') ?? ',' };
}
