// Dates by Java's SimpleDateFormat patterns, as Utilities.formatDate and parseDate use them.
import { SheetsError } from '../../errors.ts';
import { localeNamed } from '../../values/locales.ts';
import {
  civilOf,
  instantOfSerial,
  offsetAt,
  serialOf,
  serialOfInstant,
} from '../../values/serial-date.ts';

// Whatever the spreadsheet's locale is: a script's is English.
const { months, weekdays } = localeNamed('en_US');
const piece = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g;

function checkZone(timeZone: string): void {
  try {
    offsetAt(0, timeZone);
  } catch {
    throw new SheetsError(`Invalid argument: timeZone. Should be of type: String`);
  }
}

export function formatJavaDate(instant: number, timeZone: string, format: string): string {
  checkZone(timeZone);
  return format.replace(piece, (text, quoted?: string, letter?: string) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'");
    return letter === undefined ? text : field(letter, text.length, { instant, timeZone });
  });
}

function field(
  letter: string,
  length: number,
  { instant, timeZone }: { instant: number; timeZone: string },
): string {
  const civil = civilOf(serialOfInstant(instant, timeZone));
  const padded = (value: number) => String(value).padStart(length, '0');
  switch (letter) {
    case 'y':
      return length === 2 ? String(civil.year % 100).padStart(2, '0') : padded(civil.year);
    case 'M': {
      const name = months[civil.month - 1] ?? '';
      return length > 3 ? name : length === 3 ? name.slice(0, 3) : padded(civil.month);
    }
    case 'd':
      return padded(civil.day);
    case 'E': {
      const name = weekdays[civil.weekday] ?? '';
      return length > 3 ? name : name.slice(0, 3);
    }
    case 'H':
      return padded(civil.hour);
    case 'h':
      return padded(civil.hour % 12 || 12);
    case 'm':
      return padded(civil.minute);
    case 's':
      return padded(civil.second);
    case 'S':
      return padded(civil.millisecond);
    case 'a':
      return civil.hour < 12 ? 'AM' : 'PM';
    default:
      return zone(letter, length, offsetAt(instant, timeZone));
  }
}

function zone(letter: string, length: number, offset: number): string {
  const minutes = Math.abs(Math.round(offset / 60_000));
  const sign = offset < 0 ? '-' : '+';
  const [hours, rest] = [
    String(Math.floor(minutes / 60)).padStart(2, '0'),
    String(minutes % 60).padStart(2, '0'),
  ];
  if (letter === 'Z') return `${sign}${hours}${rest}`;
  if (letter === 'X' && offset === 0) return 'Z';
  if (letter === 'X')
    return length === 1 ? `${sign}${hours}` : `${sign}${hours}${length === 3 ? ':' : ''}${rest}`;
  if (letter === 'z') return offset === 0 ? 'GMT' : `GMT${sign}${hours}:${rest}`;
  throw new Error(`The simulator's Utilities.formatDate does not know ${letter}.`);
}

/** Numbers only: y, M, d, H, m, s, S; throws Google's text when the text does not fit. */
export function parseJavaDate(text: string, timeZone: string, format: string): number {
  checkZone(timeZone);
  const letters: string[] = [];
  const pattern = format.replace(piece, (part, quoted?: string, letter?: string) => {
    if (letter === undefined) return (quoted ?? part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    if (!'yMdHmsS'.includes(letter))
      throw new Error(`The simulator's Utilities.parseDate does not know ${letter}.`);
    letters.push(letter);
    return '(\\d+)';
  });
  const match = new RegExp(`^${pattern}`).exec(text);
  if (!match) throw new SheetsError(`Unparseable date: "${text}"`);
  const value = (letter: string, otherwise: number) =>
    letters.includes(letter) ? Number(match[letters.indexOf(letter) + 1]) : otherwise;
  const day = serialOf(value('y', 1970), value('M', 1), value('d', 1));
  if (day === null) throw new SheetsError(`Unparseable date: "${text}"`);
  const seconds = value('H', 0) * 3600 + value('m', 0) * 60 + value('s', 0) + value('S', 0) / 1000;
  return instantOfSerial(day + seconds / 86_400, timeZone);
}
