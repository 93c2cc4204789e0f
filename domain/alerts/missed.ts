// Slots that nobody was there for: how far they are counted, and how that is said.

/** More slots by the clock are not counted: each takes 0.1 ms, in which a server does nothing else. */
export const MOST_COUNTED = 100;

/** Such as `3 missed before`; '' for none. */
export function missedWords(missed: number): string {
  if (missed === 0) return '';
  return `${missed}${missed < MOST_COUNTED ? '' : ' or more'} missed before`;
}
