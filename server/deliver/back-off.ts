// How long a destination is left alone that did not take a message.

const FIRST_SECONDS = 5;
const MOST_SECONDS = 3_600;
/** Nobody waits longer for a destination, whatever it asks for. */
const LONGEST_PAUSE_SECONDS = 24 * 3_600;
/** A message that was tried for so long is given up. */
export const GIVEN_UP_AFTER_MS = 24 * 3_600_000;

/** Seconds after the failure number `failures` (from 0) in a row, a little more or less so that not all come at once. */
export function backOffSeconds(
  failures: number,
  asked: number | null,
  random: () => number = Math.random,
): number {
  if (asked !== null) return Math.min(Math.max(asked, 1), LONGEST_PAUSE_SECONDS);
  const wait = Math.min(FIRST_SECONDS * 2 ** Math.min(failures, 20), MOST_SECONDS);
  return wait * (0.8 + 0.4 * random());
}
