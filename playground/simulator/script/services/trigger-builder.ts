// How a script builds a trigger: of the clock, or of what people do in its spreadsheet.
import { SheetsError } from '../../errors.ts';
import type { Execution } from '../execution.ts';
import { BoundService } from './bound-service.ts';
import { ClockTriggerBuilderService } from './clock-trigger.ts';
import type { Service } from './service.ts';
import { SpreadsheetService } from './spreadsheet/spreadsheet.ts';
import { addTrigger } from './trigger.ts';

export class TriggerBuilderService extends BoundService {
  readonly className = 'ScriptApp.TriggerBuilder';
  readonly signatures = { timeBased: [''], forSpreadsheet: ['Spreadsheet', 'str'] };
  override readonly pure = new Set(Object.keys(this.signatures));

  constructor(
    execution: Execution,
    private readonly handler: string,
  ) {
    super(execution);
  }

  timeBased(): Service {
    return new ClockTriggerBuilderService(this.execution, this.handler);
  }

  /** "Add-ons can only create triggers for the file in which the add-on is used" (concepts/editor-triggers). */
  forSpreadsheet(which: SpreadsheetService | string): Service {
    const id = typeof which === 'string' ? which : which.getId();
    if (id !== this.execution.workbook?.id) {
      throw new SheetsError('You do not have permission to call forSpreadsheet.');
    }
    return new SpreadsheetTriggerBuilderService(this.execution, this.handler);
  }
}

class SpreadsheetTriggerBuilderService extends BoundService {
  readonly className = 'ScriptApp.SpreadsheetTriggerBuilder';
  readonly signatures = { onEdit: [''], onOpen: [''], create: [''] };
  override readonly pure = new Set(Object.keys(this.signatures));
  private eventType: string | null = null;

  constructor(
    execution: Execution,
    private readonly handler: string,
  ) {
    super(execution);
  }

  onEdit(): this {
    this.eventType = 'ON_EDIT';
    return this;
  }

  onOpen(): this {
    this.eventType = 'ON_OPEN';
    return this;
  }

  create(): Service {
    const { eventType, handler } = this;
    if (eventType === null) throw new SheetsError('The trigger has no event type.');
    return addTrigger(this.execution, { handler, eventType });
  }
}
