// Triggers, and how a script builds them.
import { SheetsError } from '../../errors.ts';
import type { Execution } from '../execution.ts';
import type { SavedTrigger } from '../google-state.ts';
import { BoundService } from './bound-service.ts';
import { isDate, makeEnum, type EnumValue, type Service } from './service.ts';

export const weekDays = makeEnum('Weekday', [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
]);
const eventTypes = makeEnum('EventType', [
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

export class TriggerBuilderService extends BoundService {
  readonly className = 'ScriptApp.TriggerBuilder';
  readonly signatures = { timeBased: [''] };
  override readonly pure = new Set(['timeBased']);

  constructor(
    execution: Execution,
    private readonly handler: string,
  ) {
    super(execution);
  }

  timeBased(): Service {
    return new ClockTriggerBuilderService(this.execution, this.handler);
  }
}

export class ClockTriggerBuilderService extends BoundService {
  readonly className = 'ScriptApp.ClockTriggerBuilder';
  readonly signatures = {
    everyHours: ['int'],
    everyMinutes: ['int'],
    everyDays: ['int'],
    everyWeeks: ['int'],
    atHour: ['int'],
    nearMinute: ['int'],
    onWeekDay: ['Weekday'],
    inTimezone: ['str'],
    after: ['int'],
    at: ['date'],
    create: [''],
  };
  override readonly pure = new Set(Object.keys(this.signatures));
  private readonly plan: Partial<SavedTrigger> = {};

  constructor(
    execution: Execution,
    private readonly handler: string,
  ) {
    super(execution);
  }

  everyHours(hours: number): this {
    return this.set({ everyHours: oneOf(hours, [1, 2, 4, 6, 8, 12]) });
  }

  /** Add-ons may not: once an hour is the least (Google's guide on editor triggers). */
  everyMinutes(minutes: number): this {
    return this.set({ everyHours: oneOf(minutes, [1, 5, 10, 15, 30]) / 60 });
  }

  everyDays(days: number): this {
    return this.set({ everyDays: days });
  }

  everyWeeks(weeks: number): this {
    return this.set({ everyWeeks: weeks });
  }

  atHour(hour: number): this {
    return this.set({ atHour: hour });
  }

  nearMinute(): this {
    return this;
  }

  onWeekDay(day: EnumValue): this {
    return this.set({ weekday: day.name });
  }

  inTimezone(timeZone: string): this {
    return this.set({ timeZone });
  }

  after(milliseconds: number): this {
    return this.set({ at: this.execution.settings.clock.now() + milliseconds });
  }

  at(time: unknown): this {
    return this.set({ at: isDate(time) ? time.getTime() : null });
  }

  create(): Service {
    const { state, person } = this.execution.settings;
    const spreadsheetId = this.execution.workbook?.id ?? '';
    this.check(spreadsheetId);
    const never = {
      everyHours: null,
      atHour: null,
      everyDays: null,
      weekday: null,
      everyWeeks: null,
      at: null,
    };
    const known = {
      id: state.nextId(),
      owner: person.email,
      handler: this.handler,
      eventType: 'CLOCK',
      spreadsheetId,
    };
    const trigger: SavedTrigger = { ...never, timeZone: null, ...known, ...this.plan };
    state.triggers.push(trigger);
    return new TriggerService(this.execution, trigger);
  }

  /** Google's limits: 20 triggers a person and script, and for add-ons one of a type a document, hourly at most. */
  private check(spreadsheetId: string): void {
    const { state, person } = this.execution.settings;
    const own = state.triggers.filter(({ owner }) => owner === person.email);
    if (own.length >= 20) {
      throw new SheetsError(
        'This script has too many triggers. Triggers must be deleted from the script before more can be added.',
      );
    }
    if (
      own.some(
        (trigger) => trigger.eventType === 'CLOCK' && trigger.spreadsheetId === spreadsheetId,
      )
    ) {
      throw new SheetsError(
        'The add-on has created too many time-based triggers in this document for this Google user account.',
      );
    }
    if (
      this.plan.everyHours !== undefined &&
      this.plan.everyHours !== null &&
      this.plan.everyHours < 1
    ) {
      throw new SheetsError(
        'The add-on attempted to create a trigger at an interval that is too short. The interval must be at least one hour.',
      );
    }
  }

  private set(plan: Partial<SavedTrigger>): this {
    Object.assign(this.plan, plan);
    return this;
  }
}

function oneOf(value: number, allowed: number[]): number {
  if (allowed.includes(value)) return value;
  throw new SheetsError(`The value must be one of ${allowed.join(', ')}.`);
}
