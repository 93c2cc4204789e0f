// What other services need to know of a Spreadsheet object.
import type { Execution } from '../../execution.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import { Service } from '../service.ts';

export abstract class SpreadsheetBaseService extends Service {
  readonly className = 'SpreadsheetApp.Spreadsheet';

  constructor(
    execution: Execution,
    readonly workbook: Workbook,
  ) {
    super(execution);
  }
}
