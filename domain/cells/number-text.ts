// Numbers as text: what is one, and how many digits of it count. A numeric of PostgreSQL's has up to 147,454 digits, so each is read once.

const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;

/** Whether the text is a number in digits, with a point and an exponent or without. */
export function isNumberText(text: string): boolean {
  return NUMBER.test(text);
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
