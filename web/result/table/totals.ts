// What the numbers among some fields add up to, digit by digit: a sum in doubles would show cents that nobody has.
import { plainDigits } from '../../../domain/cells/number-text.ts';
import type { Field } from '../../../domain/contract/result.ts';

export interface Totals {
  /** Fields that hold something. */
  given: number;
  /** Of the numbers among them; null: there are none, or one of them is no plain number. */
  numbers: { count: number; sum: string; average: number; least: number; most: number } | null;
}

const plainNumber = /^(-?)(\d+)(?:\.(\d+))?$/;

/** The fields of columns of numbers, and how many fields are given at all. */
export function totalsOf(numbers: readonly Field[], given: number): Totals {
  const texts = numbers.flatMap((field) =>
    field === null ? [] : [typeof field === 'number' ? plainDigits(field) : String(field)],
  );
  if (texts.length === 0 || !texts.every((text) => plainNumber.test(text))) {
    return { given, numbers: null };
  }
  const sum = exactSum(texts);
  const values = texts.map(Number);
  return {
    given,
    numbers: {
      count: values.length,
      sum,
      average: Number(sum) / values.length,
      least: values.reduce((a, b) => Math.min(a, b)),
      most: values.reduce((a, b) => Math.max(a, b)),
    },
  };
}

/** The sum of plain numbers, written with all of its digits. */
export function exactSum(texts: readonly string[]): string {
  const decimals = texts.reduce((most, text) => Math.max(most, decimalsOf(text)), 0);
  let sum = 0n;
  for (const text of texts) {
    const [, sign, whole = '', part = ''] = plainNumber.exec(text) ?? [];
    const digits = BigInt(whole + part.padEnd(decimals, '0'));
    sum += sign === '-' ? -digits : digits;
  }
  const digits = String(sum < 0n ? -sum : sum).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  let end = digits.length;
  while (end > point && digits[end - 1] === '0') end -= 1;
  const part = digits.slice(point, end);
  return `${sum < 0n ? '-' : ''}${digits.slice(0, point)}${part === '' ? '' : `.${part}`}`;
}

const decimalsOf = (text: string) => plainNumber.exec(text)?.[3]?.length ?? 0;
