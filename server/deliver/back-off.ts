// How long a destination is left alone that did not take a message, and how long the message steps back.

const FIRST_SECONDS = 5;
const MOST_SECONDS = 3_600;
/** Nobody waits longer for a destination, whatever it asks for. */
const LONGEST_PAUSE_SECONDS = 24 * 3_600;

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

/**
 * Seconds for which a message goes behind the others after so many attempts: long enough that one of them is tried first when
 * its destination is, which tells whether it is the message or the destination.
 */
export function stepBackSeconds(
  attempts: number,
  destinationRestsSeconds: number,
  random: () => number = Math.random,
): number {
  return Math.max(backOffSeconds(attempts - 1, null, random), 1.5 * destinationRestsSeconds);
}
