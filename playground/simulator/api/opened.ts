// A spreadsheet that a call works on, with who calls and how to take back what fails half way.
import { Rollback } from '../workbook/rollback.ts';
import type { Workbook } from '../workbook/workbook.ts';

export class Opened {
  constructor(
    readonly workbook: Workbook,
    /** The address of who calls. */
    readonly as: string,
  ) {}

  /** Remembers from now on what the workbook holds. */
  rollback = (): Rollback => new Rollback(this.workbook);
}
