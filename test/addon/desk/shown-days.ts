// How the spreadsheets of the tests show days: as their locales do.

/** A text that begins with a day of ISO 8601, as the spreadsheet's own format shows it. */
export function shownIn(text: string, locale = 'en_US'): string {
  const [, year = '', month = '', day = '', rest = ''] =
    /^(\d{4})-(\d\d)-(\d\d)(.*)$/.exec(text) ?? [];
  if (year === '') return text;
  if (locale === 'de_DE') return `${day}.${month}.${year}${rest}`;
  if (locale === 'ja_JP') return `${year}/${month}/${day}${rest}`;
  return `${Number(month)}/${Number(day)}/${year}${rest}`;
}
