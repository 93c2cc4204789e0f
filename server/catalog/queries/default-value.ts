// Checks that the default of a parameter fits its type, when the file is read and not when somebody runs it.
import type { Parameter, Scalar } from '../../../domain/contract/parameter.ts';
import { isRelativeDate, isRelativeInstant } from '../../../domain/relative-date.ts';

const MOST_DEFAULTS = 1000;

/** What is wrong with the default, as the end of a sentence; null when nothing is. */
export function wrongDefault(parameter: Parameter): string | null {
  const { default: value, list = false, optional = false } = parameter;
  if (value === undefined) return null;
  if (value === null) return optional ? null : 'its default is empty; leave the default out';
  if (Array.isArray(value) !== list) {
    return list
      ? 'its default must be a list, such as [a, b]'
      : 'its default is a list, but the parameter is not (list: true)';
  }
  if (Array.isArray(value) && value.length > MOST_DEFAULTS) {
    return `its default has more than ${MOST_DEFAULTS} values`;
  }
  const choices = choiceValues(parameter);
  const wrong = [value].flat().find((item) => !fits(item, { parameter, choices }));
  if (wrong === undefined) return null;
  return `its default ${JSON.stringify(wrong).slice(0, 200)} is not ${wanted[parameter.type]}`;
}

const wanted: Record<Parameter['type'], string> = {
  text: 'a text; put it in quotes',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date such as 2025-01-31, or words such as "start of month"',
  timestamp: 'a time such as 2025-01-31T09:00, or words such as "7 days ago"',
  choice: 'one of its choices',
};

const number = /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i;
const time =
  /^(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|[-+]\d{2}(:?\d{2})?))?)?$/i;

/** Null where another query gives them. */
function choiceValues({ choices }: Parameter): Set<string> | null {
  return Array.isArray(choices) ? new Set(choices.map((choice) => choice.value)) : null;
}

interface Wanted {
  parameter: Parameter;
  choices: Set<string> | null;
}

function fits(value: Scalar, { parameter, choices }: Wanted): boolean {
  if (parameter.type === 'boolean') return typeof value === 'boolean';
  if (parameter.type === 'number' && typeof value === 'number') return true;
  if (typeof value !== 'string') return false;
  switch (parameter.type) {
    case 'text':
      return true;
    case 'number':
      return number.test(value);
    case 'date':
      return isDate(value) || isRelativeDate(value);
    case 'timestamp':
      return (
        isDate(time.exec(value)?.[1] ?? '') || isRelativeDate(value) || isRelativeInstant(value)
      );
    case 'choice':
      return choices === null || choices.has(value);
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
