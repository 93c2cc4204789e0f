// Colours as scripts may write them: #rrggbb, #rgb, or a name of CSS.
import { SheetsError } from '../../../errors.ts';

const colors: Record<string, string> = {
  white: '#ffffff',
  black: '#000000',
  red: '#ff0000',
  green: '#008000',
  blue: '#0000ff',
  yellow: '#ffff00',
  gray: '#808080',
  grey: '#808080',
};

/** In six digits; empty for none. Throws SheetsError for what Google takes for no colour. */
export function colorOf(value: unknown): string {
  if (value === null || value === '') return '';
  const color = String(value).toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(color)) return color;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(color);
  if (short)
    return `#${short
      .slice(1)
      .map((digit) => digit + digit)
      .join('')}`;
  const named = colors[color];
  if (named === undefined) throw new SheetsError(`Invalid argument: color ${color}`);
  return named;
}
