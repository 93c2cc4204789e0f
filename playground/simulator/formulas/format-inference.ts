// The number format that an Automatic cell takes over from its formula: dates stay dates.
import { formatOf } from '../workbook/cell.ts';
import type { Translated } from './translation.ts';
import { localeNamed } from '../values/locales.ts';
import type { Surroundings } from './surroundings.ts';

const dateFunctions = new Set(['TODAY', 'DATE', 'EDATE', 'EOMONTH', 'DATEVALUE', 'WORKDAY']);
/** What these give is of the kind of what they read. */
const passingFunctions = new Set(
  'SUM MIN MAX AVERAGE MEDIAN INDEX VLOOKUP HLOOKUP XLOOKUP LOOKUP SORT FILTER UNIQUE ARRAYFORMULA IFERROR'.split(
    ' ',
  ),
);

/** A guess at Sheets' rule, which is written down nowhere: by the outermost function and the first cell read. */
export function inferFormat(
  workbook: Surroundings,
  formula: string,
  { areas }: Translated,
): string {
  const { dateFormat, dateTimeFormat } = localeNamed(workbook.locale);
  const outermost = /^=\s*([A-Za-z.]+)\(/.exec(formula)?.[1]?.toUpperCase();
  if (outermost === 'NOW') return dateTimeFormat;
  if (outermost !== undefined && dateFunctions.has(outermost)) return dateFormat;
  if (outermost !== undefined && !passingFunctions.has(outermost)) return '';
  const [first] = areas;
  const read =
    first && !/[*/^&<>=]/.test(formula.slice(1))
      ? first.sheet.at(first.area.top, first.area.left)
      : undefined;
  const format = read ? formatOf(read) : '';
  return format === '@' ? '' : format;
}
