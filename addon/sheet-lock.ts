// One refresh at a time in a spreadsheet: two people must not write into one range at once.
import { Problem } from '../domain/problem.ts';

/** Does `work` alone; everything is written before anybody else may begin. Throws Problem: sheet_busy. */
export function withSheetLock<T>(work: () => T, waitSeconds = 20): T {
  const lock = LockService.getDocumentLock();
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
