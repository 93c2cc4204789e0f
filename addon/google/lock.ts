// One refresh at a time in a spreadsheet: two people must not write into one range at once.
import { Problem } from '../../domain/problem.ts';

/** Does `work` alone; everything is written before anybody else may begin. Throws Problem: sheet_busy. */
export function withSheetLock<T>(work: () => T, waitSeconds = 20): T {
  // Null where a clock's trigger runs outside of its spreadsheet: then the add-on's own lock does.
  const ofDocument = LockService.getDocumentLock() as GoogleAppsScript.Lock.Lock | null;
  const lock = ofDocument ?? LockService.getScriptLock();
  if (!lock.tryLock(waitSeconds * 1000)) {
    throw new Problem(
      'sheet_busy',
      'Another refresh is writing into this spreadsheet. Try again when it is done.',
    );
  }
  try {
    const done = work();
    SpreadsheetApp.flush();
    return done;
  } finally {
    lock.releaseLock();
  }
}
