// Keeps why a refresh failed at its range, where everybody sees it.
import type { Problem, ProblemCode } from '../../domain/problem.ts';
import { writeNote } from './notes.ts';
import { findRange, placed, saveRecord } from './records.ts';
import { withSheetLock } from '../google/lock.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** What is between Sheetfeed and one person: colleagues may be better off, so it is not theirs to read at the range. */
const PERSONAL: ProblemCode[] = [
  'addon_outdated',
  'forbidden',
  'needs_confirmation',
  'not_authorized',
  'not_found',
  'quota_used_up',
  'rate_limited',
  'run_cancelled',
  'unauthenticated',
];

/** What the person at the keyboard sees at once and puts right is nothing that others need to know. */
export function isKeptProblem({ code }: Problem, by: 'person' | 'schedule'): boolean {
  // Whoever holds the lock is refreshing now; and a range that is not there keeps nothing.
  if (code === 'sheet_busy') return false;
  if (by === 'schedule') return true;
  return !PERSONAL.includes(code);
}

/** The values stay as they are; that they are old, and why, is kept where everybody sees it. */
export function keepProblem(spreadsheet: Spreadsheet, id: string, problem: Problem): void {
  withSheetLock(() => {
    const found = findRange(spreadsheet, id);
    const { code, message: detail } = problem;
    const linked = { ...found.linked, problem: { code, detail, at: new Date().toISOString() } };
    saveRecord(found, linked);
    if (found.range && problem.code !== 'range_protected') {
      writeNote(placed(spreadsheet, found, found.range), linked);
    }
  });
}
