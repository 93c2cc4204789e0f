// Does what people's edits want done, one thing at a time for each person: what is wanted again meanwhile is done once more.
import { messageOf } from '../google/problems.ts';
import { forgetOwnText, keepOwnText, ownNames, ownText } from '../google/properties.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

const PREFIX = 'sheetfeed.wanted.';
/** The spreadsheet in which this person's executions are at it. */
const AT_IT = 'sheetfeed.at-it';
/** Whoever is at it looks what is wanted before they let go. */
const SHORT_WAIT_MS = 2_000;
const LONG_WAIT_MS = 4 * 60_000;
/** Google ends an execution after six minutes. */
const LONGEST_MS = 4.5 * 60_000;

/**
 * Does each of what is wanted, by its name. Google starts an execution for each edit: one of them works, and the others
 * leave it what they want. So twenty edits while a query runs cause one run more, which sees all of them.
 */
export function inTurn(
  spreadsheet: Spreadsheet,
  wanted: readonly string[],
  work: (name: string) => void,
): void {
  if (wanted.length === 0) return;
  const here = spreadsheet.getId();
  const prefix = `${PREFIX}${here}.`;
  for (const name of wanted) keepOwnText(prefix + name, new Date().toISOString());
  const lock = LockService.getUserLock();
  if (!lock.tryLock(SHORT_WAIT_MS)) {
    // In another spreadsheet they know nothing of what is wanted here.
    if (ownText(AT_IT) === here || !lock.tryLock(LONG_WAIT_MS)) return;
  }
  try {
    keepOwnText(AT_IT, here);
    workOff(prefix, work);
  } finally {
    lock.releaseLock();
  }
}

function workOff(prefix: string, work: (name: string) => void): void {
  const started = Date.now();
  for (let left = wantedNow(prefix); left.length > 0; left = wantedNow(prefix)) {
    for (const name of left) {
      // What is left is done after the next edit.
      if (Date.now() - started > LONGEST_MS) return;
      forgetOwnText(prefix + name);
      try {
        work(name);
      } catch (error) {
        console.warn(messageOf(error));
      }
    }
  }
}

function wantedNow(prefix: string): string[] {
  return ownNames().flatMap((one) => (one.startsWith(prefix) ? [one.slice(prefix.length)] : []));
}
