// What a cell shows: its value in its number format and the workbook's locale.
import { formatOf, type Cell } from './cell.ts';
import { isError } from '../values/cell-value.ts';
import { localeNamed } from '../values/locales.ts';
import { showNumber, showText } from '../values/number-format.ts';

export function displayValue({ locale }: { locale: string }, cell: Cell): string {
  const { value } = cell;
  const format = formatOf(cell);
  if (value === '') return '';
  if (typeof value === 'number') return showNumber(value, format, localeNamed(locale));
  if (typeof value === 'boolean') {
    const { true: yes, false: no } = localeNamed(locale);
    return value ? yes : no;
  }
  if (isError(value)) return value.error;
  return format === '' || format === '@' ? value : showText(value, format);
}
