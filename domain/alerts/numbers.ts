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

/** Whether two numbers differ by more than `than`, or (`10%`) by more than so much of the first; null where one is no number. */
export function isChangedByMore(before: string, after: string, than: string): boolean | null {
  const isShare = than.endsWith('%');
  const most = than.replace('%', '').trim();
  const [from, to, limit] = [scaled(before), scaled(after), scaled(most)];
  if (from !== null && to !== null && limit !== null) {
    const places = Math.max(from.places, to.places, limit.places);
    const [one, other, bound] = [raised(from, places), raised(to, places), raised(limit, places)];
    const difference = sizeOf(other - one);
    return isShare
      ? difference * 100n * 10n ** BigInt(places) > bound * sizeOf(one)
      : difference > bound;
  }
  const [one, difference] = [asNumber(before), Math.abs(asNumber(after) - asNumber(before))];
  const bound = isShare ? (Number(most) / 100) * Math.abs(one) : Number(most);
  return Number.isNaN(difference) || Number.isNaN(bound) ? null : difference > bound;
}

const raised = ({ digits, places }: Scaled, to: number) => digits * 10n ** BigInt(to - places);
const sizeOf = (digits: bigint) => (digits < 0n ? -digits : digits);

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
  const [first, second] = [raised(one, places), raised(other, places)];
  if (first === second) return 0;
  return first > second ? 1 : -1;
}

const isInfinite = (text: string) => Math.abs(asNumber(text)) === Infinity;
const asNumber = (text: string) => (text.trim() === '' ? NaN : Number(text));
