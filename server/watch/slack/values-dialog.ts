// The dialog in which a query's values are filled in, and what came of it.
import { z } from 'zod';
import {
  slugSchema,
  type Choice,
  type Parameter,
  type Value,
  type Values,
} from '../../../domain/contract/parameter.ts';
import { own } from '../../../domain/own.ts';
import type { KnownQuery } from '../../catalog/queries/known-query.ts';
import { escaped } from '../../deliver/slack-text.ts';
import { plainText, section } from './messages.ts';

/** What the dialog carries with it: its query, where the answer goes, and whether it replaces what stands there. */
export const dialogSchema = z.strictObject({
  query: slugSchema,
  reply: z.string().nullable(),
  replaces: z.boolean(),
});
export type DialogAbout = z.infer<typeof dialogSchema>;

/** Of a block is known to which parameter it belongs. */
export const FIELD = 'value:';
/** Slack's own limits (docs.slack.dev/reference/views, …/block-elements/select-menu-element). */
const MOST_IN_TITLE = 24;
const MOST_OPTIONS = 100;
const MOST_IN_OPTION = 75;
const MOST_IN_OPTION_VALUE = 150;
const MOST_IN_FIELD = 3_000;
/** A dialog has at most 100 blocks. */
export const MOST_FIELDS = 90;

export interface Fields {
  query: KnownQuery;
  values: Values;
  /** Of parameters with choices, as far as they are known. */
  choices: ReadonlyMap<string, readonly Choice[]>;
  /** What was wrong with what was given before. */
  problem: string | null;
}

export function valuesDialog(
  { query, values, choices, problem }: Fields,
  about: DialogAbout,
): object {
  const told = [
    problem === null ? '' : `:warning: ${escaped(problem)}`,
    `*${escaped(query.title)}*`,
  ];
  return {
    type: 'modal',
    callback_id: 'values',
    title: plainText(query.title, MOST_IN_TITLE),
    submit: plainText('Run'),
    close: plainText('Cancel'),
    private_metadata: JSON.stringify(about),
    blocks: [
      section(told.filter((each) => each !== '').join('\n')),
      ...query.parameters.map((parameter) =>
        fieldOf(parameter, own(values, parameter.name), choices.get(parameter.name) ?? []),
      ),
    ],
  };
}

function fieldOf(
  parameter: Parameter,
  given: Value | undefined,
  choices: readonly Choice[],
): object {
  const { name, label = name, description = '' } = parameter;
  const value = given ?? parameter.default ?? null;
  const isNeeded = parameter.default === undefined && parameter.optional !== true;
  const hint = [description, hintOf(parameter)].filter((each) => each !== '').join(' ');
  return {
    ...{ type: 'input', block_id: FIELD + name, label: plainText(label, 200) },
    optional: !isNeeded,
    ...(hint === '' ? {} : { hint: plainText(hint, 500) }),
    element: elementOf(parameter, value, choices),
  };
}

function hintOf({ type, list }: Parameter): string {
  const several = list ? 'One value a line.' : '';
  if (type === 'date') return `Such as 2026-01-31, or start of month. ${several}`.trim();
  if (type === 'timestamp') return `Such as 2026-01-31 14:30, or 1 hour ago. ${several}`.trim();
  return several;
}

function elementOf(parameter: Parameter, value: Value, choices: readonly Choice[]): object {
  const { type, list } = parameter;
  const yesOrNo = [
    { value: 'true', label: 'Yes' },
    { value: 'false', label: 'No' },
  ];
  const options = type === 'boolean' && !list ? yesOrNo : choices;
  if (fitsMenu(options, value)) return menuOf(options, value, list === true);
  const text = Array.isArray(value) ? value.join('\n') : String(value ?? '');
  return {
    ...{ type: 'plain_text_input', action_id: 'field', multiline: list === true },
    ...{ max_length: MOST_IN_FIELD },
    ...(text === '' || text.length > MOST_IN_FIELD ? {} : { initial_value: text }),
  };
}

const textsOf = (value: Value): string[] =>
  value === null ? [] : (Array.isArray(value) ? value : [value]).map(String);

// What was given and is none of them, such as a name that means one, is shown as text.
function fitsMenu(choices: readonly Choice[], value: Value): boolean {
  return (
    choices.length > 0 &&
    choices.length <= MOST_OPTIONS &&
    choices.every((each) => each.value !== '' && each.value.length <= MOST_IN_OPTION_VALUE) &&
    textsOf(value).every((text) => choices.some((each) => each.value === text))
  );
}

function menuOf(choices: readonly Choice[], value: Value, isList: boolean): object {
  const given = textsOf(value);
  const options = choices.map((each) => ({
    text: plainText(each.label ?? each.value, MOST_IN_OPTION),
    value: each.value,
  }));
  const chosen = options.filter((option) => given.includes(option.value));
  if (isList) {
    const initial = chosen.length === 0 ? {} : { initial_options: chosen };
    return { type: 'multi_static_select', action_id: 'field', options, ...initial };
  }
  const [first] = chosen;
  const initial = first === undefined ? {} : { initial_option: first };
  return { type: 'static_select', action_id: 'field', options, ...initial };
}

/** The values that a dialog gave. */
export function valuesOfDialog(
  parameters: readonly Parameter[],
  fields: Readonly<Record<string, string | string[] | null>>,
): Values {
  const values: Values = {};
  for (const { name, list } of parameters) {
    const field = own(fields, name) ?? null;
    if (field === null || field.length === 0) continue;
    if (!list) values[name] = Array.isArray(field) ? (field[0] ?? null) : field;
    else values[name] = Array.isArray(field) ? field : linesOf(field);
  }
  return values;
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
