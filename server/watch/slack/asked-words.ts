// What stands behind the command: words to search by, and values as name=value.
import type { Parameter, Values } from '../../../domain/contract/parameter.ts';
import { own } from '../../../domain/own.ts';
import { Problem } from '../../../domain/problem.ts';
import { unescaped } from '../../deliver/slack-text.ts';

export interface AskedWords {
  words: string;
  /** In the order in which they were given. */
  given: [name: string, value: string][];
}

// Telephones write their own quotes.
const GIVEN = /(?<=^|\s)([a-z][a-z0-9_]*)=(?:"([^"]*)"|[“”„]([^“”]*)[“”]|(\S*))/gi;

/** Of the text as Slack sends it, such as `overdue invoices country=DE city="New York"`. */
export function askedWords(text: string): AskedWords {
  const given: AskedWords['given'] = [];
  const rest = unescaped(text).replace(GIVEN, (_, name: string, ...values: unknown[]) => {
    const value = values.slice(0, 3).find((each) => typeof each === 'string');
    given.push([name.toLowerCase(), String(value ?? '')]);
    return ' ';
  });
  return { words: rest.replace(/\s+/g, ' ').trim(), given };
}

/** The values that were given. Throws Problem invalid_value for two of one value; unknown names are told by the run. */
export function valuesFrom(parameters: readonly Parameter[], given: AskedWords['given']): Values {
  const values: Values = {};
  for (const [name, value] of given) {
    const parameter = parameters.find((each) => each.name === name);
    const before = own(values, name);
    if (parameter?.list) values[name] = [...(Array.isArray(before) ? before : []), value];
    else if (before === undefined) values[name] = value;
    else throw new Problem('invalid_value', `${parameter?.label ?? name} takes one value.`);
  }
  return values;
}
