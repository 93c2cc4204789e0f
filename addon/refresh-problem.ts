// Keeps why a refresh failed at its range, where everybody sees it.
import { PROBLEMS, type Problem } from '../domain/problem.ts';
import { writeNote } from './notes.ts';
import { findRange, placed, saveRecord } from './ranges.ts';
import { withSheetLock } from './sheet-lock.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** What the person at the keyboard sees at once and puts right is nothing that others need to know. */
export function isKeptProblem({ code }: Problem, by: 'person' | 'schedule'): boolean {
  // Whoever holds the lock is refreshing now; and a range that is not there keeps nothing.
  if (code === 'sheet_busy') return false;
  if (by === 'schedule') return true;
  return PROBLEMS[code].personal !== true;
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
