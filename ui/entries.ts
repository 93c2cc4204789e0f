// What stands in a parameter form, and how it becomes values, and a page's address, and back.
import { dateFromText, momentFromText } from '../domain/cells/written-date.ts';
import { numberFromText, writtenNumber } from '../domain/cells/written-number.ts';
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

/** The locale whose writing of numbers and dates is the reader's. */
function readersLocale(): string {
  // Node 20 has no navigator; the forms are drawn by browsers.
  return (globalThis.navigator as Navigator | undefined)?.language ?? 'en';
}

/** The form as it opens: the given values, else the defaults, else nothing; numbers as `locale` writes them. */
export function entriesFrom(
  parameters: readonly Parameter[],
  values: Values = {},
  locale = readersLocale(),
): Entries {
  const entries = parameters.map((parameter) => {
    const given = own(values, parameter.name);
    const value = given === undefined ? parameter.default : given;
    return [parameter.name, entryOf(parameter, value, locale)];
  });
  return Object.fromEntries(entries) as Entries;
}

/** One value as it stands in the form; nothing and null stand there as nothing. */
export function entryOf(
  parameter: Parameter,
  value: Value | undefined,
  locale = readersLocale(),
): TypedEntry {
  const scalars =
    value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  const isNumber = parameter.type === 'number';
  const texts = scalars.map((one) => (isNumber ? writtenNumber(String(one), locale) : String(one)));
  if (parameter.list) return { from: 'texts', texts };
  return { from: 'text', text: texts[0] ?? '' };
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
  if (hasEmptyChoice(parameter)) return false;
  return isEmpty(entry) && parameter.default === undefined && !parameter.optional;
}

/** One of the choices may have nothing for its value: then an empty field is that choice, where nothing else could be meant. */
function hasEmptyChoice({ type, list, choices, optional, default: fallback }: Parameter): boolean {
  const hasOne = Array.isArray(choices) && choices.some(({ value }) => value === '');
  return type === 'choice' && hasOne && !list && !optional && (fallback ?? '') === '';
}

/**
 * What to send for an entry. Left empty, an optional parameter is null, an emptied list with a
 * default is the empty list, and any other is not sent, so that the server takes its default.
 */
export function valueOf(
  parameter: Parameter,
  entry: Entry | undefined,
  locale = readersLocale(),
): Value | undefined {
  if (entry?.from === 'cell') return undefined;
  if (isEmpty(entry)) {
    if (hasEmptyChoice(parameter)) return '';
    if (parameter.optional) return null;
    return parameter.list && parameter.default !== undefined ? [] : undefined;
  }
  if (entry?.from === 'texts') {
    return textsOf(entry.texts).map((text) => scalarOf(parameter, text, locale));
  }
  return entry ? scalarOf(parameter, entry.text, locale) : undefined;
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
function scalarOf(parameter: Parameter, text: string, locale: string): Scalar {
  if (parameter.type === 'text' && !parameter.list) return text;
  if (parameter.type === 'boolean') return text.trim() === 'true';
  const read = readText(parameter, text, locale);
  return read && 'value' in read ? read.value : text.trim();
}

/** What a typed text means for a parameter whose values people write in their own way; null: the text is sent as it is. */
export function readText(
  { type }: Pick<Parameter, 'type'>,
  text: string,
  locale = readersLocale(),
): { value: string } | { either: [string, string] } | null {
  if (type === 'number') return numberFromText(text, locale);
  if (type === 'date') return dateFromText(text, locale);
  return type === 'timestamp' ? momentFromText(text, locale) : null;
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
    const filled = texts.filter((text) => text !== '');
    entries[parameter.name] = entryOf(parameter, parameter.list ? filled : (texts[0] ?? ''));
  }
  return entries;
}

/** What is wrong with the entries as far as the form can tell: a sentence by parameter. */
export function entryErrors(
  parameters: readonly Parameter[],
  entries: Entries,
  locale = readersLocale(),
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const parameter of parameters) {
    const sentence = entryError(parameter, own(entries, parameter.name), locale);
    if (sentence) errors[parameter.name] = sentence;
  }
  return errors;
}

/** Those of them that are told as they are typed: texts that may be two things, and such as can become no number. */
export function unclearEntries(
  parameters: readonly Parameter[],
  entries: Entries,
  locale = readersLocale(),
): Record<string, string> {
  const isUnclear = (parameter: Parameter) =>
    enteredTexts(own(entries, parameter.name)).some((text) => {
      const read = readText(parameter, text, locale);
      if (read === null) return parameter.type === 'number' && /\p{L}/u.test(text);
      return 'either' in read;
    });
  return entryErrors(parameters.filter(isUnclear), entries, locale);
}

function enteredTexts(entry: Entry | undefined): string[] {
  if (entry === undefined || entry.from === 'cell') return [];
  return textsOf(entry.from === 'texts' ? entry.texts : [entry.text]);
}

function entryError(parameter: Parameter, entry: Entry | undefined, locale: string): string | null {
  if (isMissing(parameter, entry)) return 'This is needed to run the query.';
  for (const text of enteredTexts(entry)) {
    const read = readText(parameter, text, locale);
    if (read && 'either' in read) {
      const isNumber = parameter.type === 'number';
      const [one, other] = read.either.map((value) =>
        isNumber ? writtenNumber(value, locale) : value,
      );
      return `“${text}” may be ${one} or ${other}. Write it as one of these.`;
    }
    if (read === null && parameter.type === 'number') {
      const example = writtenNumber('12.5', locale);
      return `“${text}” is not a number. Write it like 1250 or ${example}.`;
    }
  }
  return null;
}

/** What a parameter is called before people. */
export function labelOf(parameter: Pick<Parameter, 'name' | 'label'>): string {
  if (parameter.label) return parameter.label;
  const words = parameter.name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
