// Numbers as text: what is one, and how many digits of it count. A numeric of PostgreSQL's has up to 147,454 digits, so each is read once.

const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;

/** Whether the text is a number in digits, with a point and an exponent or without. */
export function isNumberText(text: string): boolean {
  return NUMBER.test(text);
}

/** A double's digits without an exponent: 1e21 is 1000000000000000000000, and 1e-7 is 0.0000001. */
export function plainDigits(value: number): string {
  const text = String(value);
  const [, sign = '', whole = '', part = '', power = ''] = POWER.exec(text) ?? [];
  if (power === '') return text;
  const digits = whole + part;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}

// As JavaScript writes a number: with an exponent, all digits but the first stand behind the point.
const POWER = /^(-?)(\d)(?:\.(\d+))?e([-+]\d+)$/;

/** An amount of money in digits: `-$1,234.50` is -1234.50, whatever marks a locale puts between; null where there are no digits. */
export function amountOf(text: string, decimals: number): string | null {
  const digits = text.replace(/\D/g, '').padStart(decimals + 1, '0');
  if (!/\d/.test(text)) return null;
  const sign = /[-(]/.test(text) ? '-' : '';
  const point = digits.length - decimals;
  return `${sign}${digits.slice(0, point)}${decimals === 0 ? '' : `.${digits.slice(point)}`}`;
}

/** How many digits of a number count: without the zeros before and behind them. */
export function significantDigits(text: string): number {
  const [mantissa = ''] = text.split(/e/i, 1);
  const digits = mantissa.replace(/[-+.]/g, '');
  let from = 0;
  let to = digits.length;
  while (digits[from] === '0') from += 1;
  while (to > from && digits[to - 1] === '0') to -= 1;
  return to - from;
}
