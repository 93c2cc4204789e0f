// What other services need to know of a Spreadsheet object.
import type { Execution } from '../../execution.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import { BoundService } from '../bound-service.ts';

export abstract class SpreadsheetBaseService extends BoundService {
  readonly className = 'SpreadsheetApp.Spreadsheet';

  constructor(
    execution: Execution,
    readonly workbook: Workbook,
  ) {
    super(execution);
  }
}
