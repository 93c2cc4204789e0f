// The values that people write for choices, such as a customer's name in a cell, as the choices that they mean.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { choiceFinder, nearestChoices, type Meant } from '../../domain/choices.ts';
import type { Choice, Parameter, Value, Values } from '../../domain/contract/parameter.ts';
import type { ChoiceMatch } from '../../domain/contract/result.ts';
import { own } from '../../domain/own.ts';
import { Problem } from '../../domain/problem.ts';

/** Values that are looked for before others have their turn. */
const AT_ONCE = 200;

/** All choices of a parameter, or the first of more. */
export interface KnownChoices {
  choices: readonly Choice[];
  isWhole: boolean;
}

export interface Matched {
  values: Values;
  /** What was written otherwise than the choice that it means, and what is none. */
  matches: ChoiceMatch[];
}

/**
 * The values with those of `names` as the choices that they mean. Of several values those that are none are left out
 * and told. Throws Problem invalid_value where one value, or every one of several, is none or may be two.
 */
export async function matchedValues(
  parameters: readonly Parameter[],
  { values: given, names }: { values: Values; names: readonly string[] },
  choicesOf: (parameter: Parameter) => Promise<KnownChoices>,
): Promise<Matched> {
  const matches: ChoiceMatch[] = [];
  const values = { ...given };
  for (const parameter of parameters) {
    const value = own(given, parameter.name) ?? null;
    if (value === null || !parameter.choices || !names.includes(parameter.name)) continue;
    const known = await choicesOf(parameter);
    values[parameter.name] = await valueMeant(parameter, value, known, matches);
  }
  return { values, matches };
}

async function valueMeant(
  parameter: Parameter,
  value: Exclude<Value, null>,
  { choices, isWhole }: KnownChoices,
  matches: ChoiceMatch[],
): Promise<Value> {
  const find = choiceFinder(choices);
  const meant: ({ given: string } & Meant)[] = [];
  for (const [index, scalar] of (Array.isArray(value) ? value : [value]).entries()) {
    // Others are served between.
    if (index % AT_ONCE === 0) await nextTurn();
    const given = String(scalar);
    const found = find(given);
    // Where there are more choices than are known, it may be one of the others.
    const isOther = found.found === null && found.alike.length === 0 && !isWhole;
    meant.push({ given, ...(isOther ? { found: { value: given } } : found) });
  }
  const missing = meant.filter((one) => one.found === null);
  const [first] = missing;
  if (first && (!parameter.list || missing.length === meant.length)) {
    throw noChoice(parameter, first, choices);
  }
  const { name } = parameter;
  for (const { given, found } of meant) {
    const { value: chosen = null, label = chosen } = found ?? {};
    if (chosen !== given) matches.push({ parameter: name, given, value: chosen, label });
  }
  const kept = meant.flatMap(({ found }) => (found === null ? [] : [found.value]));
  return Array.isArray(value) ? kept : (kept[0] ?? null);
}

function noChoice(
  parameter: Parameter,
  { given, alike = [] }: { given: string; alike?: readonly Choice[] },
  choices: readonly Choice[],
): Problem {
  const called = parameter.label ?? parameter.name;
  const near = alike.length > 0 ? [] : nearestChoices(choices, given);
  const [what, named] =
    alike.length > 0
      ? ['may be several of the choices', `Write which: ${wordsOf(alike)}.`]
      : ['is none of the choices', near.length > 0 ? `Did you mean ${wordsOf(near)}?` : ''];
  const detail = `${called}: “${given}” ${what}. ${named}`.trim();
  const suggestions = [...alike, ...near].map(({ value, label = value }) => ({ value, label }));
  return new Problem('invalid_value', detail, { parameter: parameter.name, suggestions });
}

function wordsOf(choices: readonly Choice[]): string {
  const words = choices
    .slice(0, 3)
    .map(({ value, label = value }) => (label === value ? value : `${label} (${value})`));
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} or ${last}`;
}
