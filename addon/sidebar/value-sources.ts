// The parameter form's entries as values or cells, as the add-on keeps them, and back; and in words.
import type { Choice, Parameter, Scalar, Value } from '../../domain/contract/parameter.ts';
import { entriesFrom, entryOf, labelOf, valueOf, type Entries } from '../../ui/entries.ts';
import type { ValueSource, ValueSources } from '../sidebar-functions.ts';
import { own } from '../../domain/own.ts';

/** What to send to the add-on for a form. A parameter left to its default is not named. */
export function sourcesFrom(
  parameters: readonly Parameter[],
  entries: Entries,
  locale?: string,
): ValueSources {
  const sources: ValueSources = {};
  for (const parameter of parameters) {
    const entry = own(entries, parameter.name);
    const value = valueOf(parameter, entry, locale);
    if (entry?.from === 'cell') sources[parameter.name] = { from: 'cell', place: entry.place };
    else if (value !== undefined) sources[parameter.name] = { from: 'value', value };
  }
  return sources;
}

/** The form as it opens for a linked range's values. */
export function entriesFromSources(
  parameters: readonly Parameter[],
  sources: ValueSources,
  locale?: string,
): Entries {
  const entries = entriesFrom(parameters, {}, locale);
  for (const parameter of parameters) {
    const source = own(sources, parameter.name);
    if (source?.from === 'cell') entries[parameter.name] = { from: 'cell', place: source.place };
    if (source?.from === 'value')
      entries[parameter.name] = entryOf(parameter, source.value, locale);
  }
  return entries;
}

/** The choices that a query gave for a parameter; nothing where they are not known. */
export type KnownChoices = (parameter: string) => readonly Choice[];

/** A linked range's values in words, one pair for each parameter; choices by their labels. */
export function sourceWords(
  parameters: readonly Parameter[],
  sources: ValueSources,
  known: KnownChoices = () => [],
): { label: string; words: string }[] {
  return parameters.map((parameter) => {
    const unset = { from: 'value' as const, value: parameter.default ?? null };
    const { choices } = parameter;
    const labels = Array.isArray(choices) ? choices : known(parameter.name);
    const words = wordsOf(own(sources, parameter.name) ?? unset, labels);
    return { label: labelOf(parameter), words };
  });
}

function wordsOf(source: ValueSource, choices: readonly Choice[]): string {
  if (source.from === 'cell') return `from ${source.place}`;
  const value: Value = source.value ?? null;
  if (value === null) return 'any';
  const scalars = Array.isArray(value) ? value : [value];
  const [first, second, third, ...more] = scalars.map((scalar) => scalarWords(scalar, choices));
  const named = [first, second, third].filter((text) => text !== undefined).join(', ');
  if (named === '') return 'none';
  return more.length > 0 ? `${named} and ${more.length} more` : named;
}

function scalarWords(scalar: Scalar, choices: readonly Choice[]): string {
  if (scalar === true) return 'yes';
  if (scalar === false) return 'no';
  return choices.find(({ value }) => value === String(scalar))?.label ?? String(scalar);
}
