// Compares numbers as they are written, digit for digit: a double would take two large ones for the same.

/** A longer one is compared as a double. */
const LONGEST = 1_000;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$/;

/** The sign of `one` less `other`; null where one of them is no number. */
export function compareNumbers(one: string, other: string): number | null {
  const [first, second] = [scaled(one), scaled(other)];
  if (first !== null && second !== null) return compareScaled(first, second);
  const difference = asNumber(one) - asNumber(other);
  if (!Number.isNaN(difference)) return Math.sign(difference);
  // Of two infinities there is no difference.
  return isInfinite(one) && asNumber(one) === asNumber(other) ? 0 : null;
}

interface Scaled {
  digits: bigint;
  /** So many of the digits stand behind the point. */
  places: number;
}

function scaled(text: string): Scaled | null {
  if (text.length > LONGEST) return null;
  const [, sign, whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
  if (sign === undefined) return null;
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, places: fraction.length };
}

function compareScaled(one: Scaled, other: Scaled): number {
  const places = Math.max(one.places, other.places);
  const [first, second] = [one, other].map(
    (each) => each.digits * 10n ** BigInt(places - each.places),
  );
  if (first === undefined || second === undefined || first === second) return 0;
  return first > second ? 1 : -1;
}

const isInfinite = (text: string) => Math.abs(asNumber(text)) === Infinity;
const asNumber = (text: string) => (text.trim() === '' ? NaN : Number(text));
