// How a script builds a trigger of the clock.
import { SheetsError } from '../../errors.ts';
import type { Execution } from '../execution.ts';
import type { SavedTrigger } from '../google-state.ts';
import { BoundService } from './bound-service.ts';
import { isDate, makeEnum, type EnumValue, type Service } from './service.ts';
import { addTrigger } from './trigger.ts';

export const weekDays = makeEnum('Weekday', [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
]);

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
    const { everyHours } = this.plan;
    if (typeof everyHours === 'number' && everyHours < 1) {
      throw new SheetsError(
        'The add-on attempted to create a trigger at an interval that is too short. The interval must be at least one hour.',
      );
    }
    return addTrigger(this.execution, { handler: this.handler, eventType: 'CLOCK', ...this.plan });
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
