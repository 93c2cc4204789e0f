// How a spreadsheet's locale writes a day: the number format of its dates, and the order that its people write them in.

const UNKNOWN = 'yyyy-mm-dd';
const SAMPLE = new Date(Date.UTC(2026, 10, 22));
const patterns = new Map<string, string>();

/** The number format of dates for a locale as Google or a browser names it (de_DE, de-DE): dd.mm.yyyy. ISO 8601 for one that is not known. */
export function datePattern(locale: string): string {
  let pattern = patterns.get(locale);
  if (pattern === undefined) patterns.set(locale, (pattern = patternOf(languageTag(locale))));
  return pattern;
}

/** The order of day, month and year in a locale. */
export function dateOrder(locale: string): 'dmy' | 'mdy' | 'ymd' {
  const pattern = datePattern(locale);
  if (pattern.startsWith('y')) return 'ymd';
  return pattern.indexOf('d') < pattern.indexOf('m') ? 'dmy' : 'mdy';
}

/** A locale's name as Intl knows it; English where there is none. */
export function languageTag(locale: string): string {
  const tag = locale.replace(/_/g, '-');
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function patternOf(tag: string): string {
  // Google's own format there has no zeros in front.
  if (tag === 'en-US' || tag === 'en') return 'm/d/yyyy';
  const format = new Intl.DateTimeFormat(`${tag}-u-ca-gregory-nu-latn`, {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', timeZone: 'UTC' },
  });
  const isKnown = format.resolvedOptions().locale.split('-')[0] === tag.split('-')[0];
  if (!isKnown) return UNKNOWN;
  const pattern = format
    .formatToParts(SAMPLE)
    .map(({ type, value }) => PARTS[type] ?? marks(value));
  return pattern.join('');
}

const PARTS: Record<string, string> = { year: 'yyyy', month: 'mm', day: 'dd' };

// Marks of the writing's direction are no part of a format; letters stand in quotes.
function marks(literal: string): string {
  const plain = literal.replace(/\p{Cf}/gu, '').replace(/\p{Zs}/gu, ' ');
  return /^[-./ ]*$/.test(plain) ? plain : `"${plain.replace(/"/g, '')}"`;
}
