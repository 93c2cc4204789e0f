// The values of a run: checked against their parameters, completed by defaults, and put into PostgreSQL's text form.
import { Problem } from '../../domain/problem.ts';
import { invalid, type CheckedValue } from '../engines/checked-value.ts';
import { relativeDate, relativeInstant } from '../../domain/relative-date.ts';
import type { Choice, Parameter, Scalar, Value, Values } from '../../domain/contract/parameter.ts';
import { own } from '../../domain/own.ts';

/** When and where the run takes place, for relative dates. */
export interface Moment {
  now: Date;
  timeZone: string;
}

/** Of a list; each of them is checked while everybody waits. */
const MOST_ITEMS = 10_000;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?$/i;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
/** As people write a day that begins with its year: no other reading of it is in use. */
const LOOSE_DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/;
const TIMESTAMP =
  /^(\d{4}-\d\d-\d\d)(?:[t ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,6})?)?)?\s*(z|[+-]\d\d(?::?\d\d)?)?$/i;
const TRUE = new Set(['true', 't', 'yes', '1']);
const FALSE = new Set(['false', 'f', 'no', '0']);

/**
 * Checks every value that was given and completes what is missing. The answer has one entry for each
 * parameter. Throws Problem unknown_parameter or invalid_value.
 */
export function checkValues(
  parameters: readonly Parameter[],
  given: Values,
  moment: Moment,
): Map<string, CheckedValue> {
  const known = new Set(parameters.map(({ name }) => name));
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown !== undefined) throw unknownParameter(unknown, [...known]);
  return new Map(
    parameters.map((parameter) => [
      parameter.name,
      checkOne(parameter, own(given, parameter.name), moment),
    ]),
  );
}

function unknownParameter(name: string, known: string[]): Problem {
  const has = known.length === 0 ? 'It has none.' : `It has ${known.join(', ')}.`;
  const detail = `The query has no parameter named ${name}. ${has}`;
  return new Problem('unknown_parameter', detail, { parameter: name });
}

function checkOne(parameter: Parameter, given: Value | undefined, moment: Moment): CheckedValue {
  const value = given === '' && !parameter.list && !takesEmpty(parameter) ? null : given;
  if (value !== undefined && value !== null) return checkGiven(parameter, value, moment);
  if (value === null && parameter.optional) return null;
  const { default: fallback } = parameter;
  if (fallback !== undefined && fallback !== null) return checkGiven(parameter, fallback, moment);
  if (parameter.optional || fallback === null) return null;
  throw invalid(parameter, 'needs a value');
}

// A choice may have a value that is empty; elsewhere an empty text means that nothing is given.
function takesEmpty({ type, choices }: Parameter): boolean {
  if (type === 'text') return true;
  return type === 'choice' && Array.isArray(choices) && choiceValues(choices).has('');
}

function checkGiven(
  parameter: Parameter,
  value: Exclude<Value, null>,
  moment: Moment,
): CheckedValue {
  if (parameter.list) {
    const items = Array.isArray(value) ? value : [value];
    if (items.length > MOST_ITEMS) {
      throw invalid(
        parameter,
        `takes at most ${MOST_ITEMS.toLocaleString('en-US')} values at once`,
      );
    }
    return items.map((item) => checkScalar(parameter, item, moment));
  }
  if (Array.isArray(value)) throw invalid(parameter, 'takes one value, not several');
  return checkScalar(parameter, value, moment);
}

function checkScalar(parameter: Parameter, value: Scalar, moment: Moment): string {
  if (typeof value === 'number' && !isExact(value)) {
    throw invalid(parameter, 'is a number too large for JSON: give it as text, in quotes');
  }
  const text = String(value);
  switch (parameter.type) {
    case 'text':
      return checkText(parameter, text);
    case 'choice':
      return checkChoice(parameter, text);
    case 'number':
      return checkNumber(parameter, text.trim());
    case 'boolean':
      return checkBoolean(parameter, text.trim().toLowerCase());
    case 'date':
      return checkDate(parameter, text.trim(), moment);
    case 'timestamp':
      return checkTimestamp(parameter, text.trim(), moment);
  }
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

function checkText(parameter: Parameter, text: string): string {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) {
    throw invalid(parameter, 'holds a character that a database cannot store');
  }
  return text;
}

function checkChoice(parameter: Parameter, text: string): string {
  const { choices } = parameter;
  if (!Array.isArray(choices) || choiceValues(choices).has(text)) return checkText(parameter, text);
  const some = choices.slice(0, 10).map(({ value }) => value);
  throw invalid(parameter, `must be one of ${some.join(', ')}${choices.length > 10 ? ' …' : ''}`);
}

// A list of values asks for the same choices for each of them.
const knownChoices = new WeakMap<readonly Choice[], ReadonlySet<string>>();

function choiceValues(choices: readonly Choice[]): ReadonlySet<string> {
  const known = knownChoices.get(choices) ?? new Set(choices.map(({ value }) => value));
  knownChoices.set(choices, known);
  return known;
}

function checkNumber(parameter: Parameter, text: string): string {
  if (!NUMBER.test(text)) throw invalid(parameter, 'must be a number, such as 12 or 3.5');
  return text;
}

function checkBoolean(parameter: Parameter, text: string): string {
  if (TRUE.has(text)) return 'true';
  if (FALSE.has(text)) return 'false';
  throw invalid(parameter, 'must be true or false');
}

function checkDate(parameter: Parameter, given: string, { now, timeZone }: Moment): string {
  const text = padded(given);
  const day = DATE.test(text) ? text : relativeDate(text, now, timeZone);
  if (day !== null && isCalendarDay(day)) return day;
  if (day !== null) throw noSuchDay(parameter, day);
  throw invalid(parameter, 'must be a date such as 2026-01-31, or words such as start of month');
}

// 2026-1-5 is 2026-01-05.
function padded(text: string): string {
  return text.replace(LOOSE_DATE, (_, year: string, month: string, day: string) =>
    [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
  );
}

function noSuchDay(parameter: Parameter, day: string): Problem {
  return invalid(parameter, `must be a day of the calendar, and there is no ${day}`);
}

function isCalendarDay(day: string): boolean {
  const [, year = '', month = '', date = ''] = DATE.exec(day) ?? [];
  if (year === '0000') return false;
  const found = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(found.getTime()) && found.toISOString().slice(5, 10) === `${month}-${date}`;
}

// Without an offset PostgreSQL reads it in the session's time zone, which is the run's.
function checkTimestamp(parameter: Parameter, given: string, { now, timeZone }: Moment): string {
  const instant = relativeInstant(given, now);
  if (instant !== null) return instant.toISOString();
  const text = padded(given);
  // Words are looked for where no digits of a time are.
  const words = DATE.test(text.slice(0, 10)) ? null : relativeDate(text, now, timeZone);
  if (words !== null) return `${words} 00:00:00`;
  const [, day = '', hour = '00', minute = '00', second = '00', fraction = '', offset = ''] =
    TIMESTAMP.exec(text) ?? [];
  if (isCalendarDay(day) && hour < '24' && minute < '60' && second < '60') {
    return `${day} ${hour}:${minute}:${second}${fraction}${offset.toUpperCase()}`;
  }
  if (DATE.test(day) && !isCalendarDay(day)) throw noSuchDay(parameter, day);
  throw invalid(
    parameter,
    'must be a time such as 2026-01-31 14:30, or words such as today or 1 hour ago',
  );
}
