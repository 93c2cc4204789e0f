// What stands in a parameter form, and how it becomes values, and a page's address, and back.
import { isNumberText } from '../domain/cells/number-text.ts';
import type { Parameter, Scalar, Value, Values } from '../domain/contract/parameter.ts';
import { own } from '../domain/own.ts';

/** What a person has entered for one parameter, as they typed it. */
export type Entry =
  | { from: 'text'; text: string }
  | { from: 'texts'; texts: string[] }
  | { from: 'cell'; place: string };

/** What stands in the form itself, not in a cell. */
export type TypedEntry = Exclude<Entry, { from: 'cell' }>;

export type Entries = Record<string, Entry>;

/** The form as it opens: the given values, else the defaults, else nothing. */
export function entriesFrom(parameters: readonly Parameter[], values: Values = {}): Entries {
  const entries = parameters.map((parameter) => {
    const given = own(values, parameter.name);
    return [parameter.name, entryOf(parameter, given === undefined ? parameter.default : given)];
  });
  return Object.fromEntries(entries) as Entries;
}

/** One value as it stands in the form; nothing and null stand there as nothing. */
export function entryOf(parameter: Parameter, value: Value | undefined): TypedEntry {
  const scalars =
    value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  if (parameter.list) return { from: 'texts', texts: scalars.map(String) };
  return { from: 'text', text: scalars.length === 0 ? '' : String(scalars[0]) };
}

/** Whether nothing is entered. */
export function isEmpty(entry: Entry | undefined): boolean {
  if (entry === undefined) return true;
  if (entry.from === 'cell') return false;
  if (entry.from === 'texts') return textsOf(entry.texts).length === 0;
  return entry.text.trim() === '';
}

/** Whether a parameter must be given and is not. */
export function isMissing(parameter: Parameter, entry: Entry | undefined): boolean {
  return isEmpty(entry) && parameter.default === undefined && !parameter.optional;
}

/**
 * What to send for an entry. Left empty, an optional parameter is null, an emptied list with a
 * default is the empty list, and any other is not sent, so that the server takes its default.
 */
export function valueOf(parameter: Parameter, entry: Entry | undefined): Value | undefined {
  if (entry?.from === 'cell') return undefined;
  if (isEmpty(entry)) {
    if (parameter.optional) return null;
    return parameter.list && parameter.default !== undefined ? [] : undefined;
  }
  if (entry?.from === 'texts') return textsOf(entry.texts).map((text) => scalarOf(parameter, text));
  return entry ? scalarOf(parameter, entry.text) : undefined;
}

/** The values of a whole form, for a run. */
export function valuesOf(parameters: readonly Parameter[], entries: Entries): Values {
  const values: Values = {};
  for (const parameter of parameters) {
    const value = valueOf(parameter, own(entries, parameter.name));
    if (value !== undefined) values[parameter.name] = value;
  }
  return values;
}

function textsOf(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

// A number travels as text, so that no digit is lost on the way.
function scalarOf(parameter: Parameter, text: string): Scalar {
  if (parameter.type === 'text' && !parameter.list) return text;
  if (parameter.type === 'boolean') return text.trim() === 'true';
  return text.trim();
}

/** The form's values as the query string of a page, a CSV or a JSON address (DESIGN.md 3.4). */
export function searchFrom(parameters: readonly Parameter[], entries: Entries): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(valuesOf(parameters, entries))) {
    if (Array.isArray(value)) {
      if (value.length === 0) search.append(name, '');
      for (const scalar of value) search.append(name, String(scalar));
    } else {
      search.append(name, value === null ? '' : String(value));
    }
  }
  return search;
}

/** The form that a page's query string tells of; names that are no parameter are passed over. */
export function entriesFromSearch(
  parameters: readonly Parameter[],
  search: URLSearchParams,
): Entries {
  const entries = entriesFrom(parameters);
  for (const parameter of parameters) {
    const texts = search.getAll(parameter.name);
    if (texts.length === 0) continue;
    entries[parameter.name] = parameter.list
      ? { from: 'texts', texts: texts.filter((text) => text !== '') }
      : { from: 'text', text: texts[0] ?? '' };
  }
  return entries;
}

/** What is wrong with the entries as far as the form can tell: a sentence by parameter. */
export function entryErrors(
  parameters: readonly Parameter[],
  entries: Entries,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const parameter of parameters) {
    const sentence = entryError(parameter, own(entries, parameter.name));
    if (sentence) errors[parameter.name] = sentence;
  }
  return errors;
}

function entryError(parameter: Parameter, entry: Entry | undefined): string | null {
  if (isMissing(parameter, entry)) return 'This is needed to run the query.';
  if (parameter.type !== 'number' || entry === undefined || entry.from === 'cell') return null;
  const texts = entry.from === 'texts' ? textsOf(entry.texts) : textsOf([entry.text]);
  const wrong = texts.find((text) => !isNumberText(text));
  return wrong === undefined ? null : `“${wrong}” is not a number. Write it like 1250 or 12.5.`;
}

/** What a parameter is called before people. */
export function labelOf(parameter: Pick<Parameter, 'name' | 'label'>): string {
  if (parameter.label) return parameter.label;
  const words = parameter.name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
