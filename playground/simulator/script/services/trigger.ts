// Triggers as a script sees them, and what Google lets it add.
import { SheetsError } from '../../errors.ts';
import type { Execution } from '../execution.ts';
import type { SavedTrigger } from '../google-state.ts';
import { BoundService } from './bound-service.ts';
import { makeEnum, type EnumValue } from './service.ts';

export const eventTypes = makeEnum('EventType', [
  'CLOCK',
  'ON_OPEN',
  'ON_EDIT',
  'ON_CHANGE',
  'ON_FORM_SUBMIT',
]);
const sources = makeEnum('TriggerSource', ['SPREADSHEETS', 'CLOCK']);

export class TriggerService extends BoundService {
  readonly className = 'ScriptApp.Trigger';
  readonly signatures = {
    getUniqueId: [''],
    getHandlerFunction: [''],
    getEventType: [''],
    getTriggerSource: [''],
    getTriggerSourceId: [''],
  };
  override readonly pure = new Set(Object.keys(this.signatures));

  constructor(
    execution: Execution,
    readonly trigger: SavedTrigger,
  ) {
    super(execution);
  }

  getUniqueId(): string {
    return this.trigger.id;
  }

  getHandlerFunction(): string {
    return this.trigger.handler;
  }

  getEventType(): EnumValue {
    return eventTypes[this.trigger.eventType as keyof typeof eventTypes];
  }

  getTriggerSource(): EnumValue {
    return this.trigger.eventType === 'CLOCK' ? sources.CLOCK : sources.SPREADSHEETS;
  }

  getTriggerSourceId(): string | null {
    return this.trigger.eventType === 'CLOCK' ? null : this.trigger.spreadsheetId;
  }
}

/** Google's words for what a script may have one of in a document. */
const eventWords: Record<string, string> = {
  CLOCK: 'time-based',
  ON_EDIT: 'edit',
  ON_OPEN: 'open',
};

const never = {
  everyHours: null,
  atHour: null,
  everyDays: null,
  weekday: null,
  everyWeeks: null,
  at: null,
  timeZone: null,
};

/** Adds a trigger of the person's to the spreadsheet of an execution. Throws SheetsError. */
export function addTrigger(
  execution: Execution,
  wanted: Pick<SavedTrigger, 'handler' | 'eventType'> & Partial<SavedTrigger>,
): TriggerService {
  const { state, person } = execution.settings;
  const spreadsheetId = execution.workbook?.id ?? '';
  checkNumber(execution, { spreadsheetId, eventType: wanted.eventType });
  const known = { id: state.nextId(), owner: person.email, spreadsheetId };
  const trigger: SavedTrigger = { ...never, ...wanted, ...known };
  state.triggers.push(trigger);
  return new TriggerService(execution, trigger);
}

/**
 * 20 triggers a person and script (guides/services/quotas); for add-ons "one trigger of each type, per user, per document"
 * (workspace/add-ons/concepts/editor-triggers). The text is known of time-based ones alone.
 */
function checkNumber(
  { settings: { state, person } }: Execution,
  { spreadsheetId, eventType }: Pick<SavedTrigger, 'spreadsheetId' | 'eventType'>,
): void {
  const own = state.triggers.filter(({ owner }) => owner === person.email);
  if (own.length >= 20) {
    throw new SheetsError(
      'This script has too many triggers. Triggers must be deleted from the script before more can be added.',
    );
  }
  const isSame = (one: SavedTrigger) =>
    one.eventType === eventType && one.spreadsheetId === spreadsheetId;
  if (!own.some(isSame)) return;
  throw new SheetsError(
    `The add-on has created too many ${eventWords[eventType] ?? eventType} triggers in this document for this Google user account.`,
  );
}
