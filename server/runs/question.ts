// What a run asks a data source: a text and values that have been checked, and the key that the same question has.
import type { WantedRun } from './request.ts';
import type { CheckedValue } from '../engines/checked-value.ts';
import type { ReadText, RunLimits } from '../engines/engine.ts';
import { hash } from 'node:crypto';
import type { Parameter, Values } from '../../domain/contract/parameter.ts';
import type { Access } from '../identity/access.ts';
import type { Source } from '../sources/source.ts';
import type { Sources } from '../sources/sources.ts';
import { checkValues } from './values.ts';
import { own } from '../../domain/own.ts';

export interface Question {
  source: Source;
  reading: ReadText;
  /** The parameters that the text uses, in the order of their numbers, and their values. */
  parameters: Parameter[];
  values: CheckedValue[];
  timeZone: string;
  limits: RunLimits;
  /** The result is cut after so many rows. */
  truncateAt: number;
  /** The moment that relative dates were resolved for. */
  askedAt: Date;
}

export interface QuestionDependencies {
  access: Access;
  sources: Sources;
  limits: RunLimits;
  now: () => Date;
}

/**
 * Asks for the right to run, reads and guards the text, and checks the values. `truncateAt` null: the result may
 * have as many rows as the limit.
 * Throws Problem: sql_invalid, sql_not_allowed, invalid_value, unknown_parameter, not_found, forbidden.
 */
export async function questionOf(
  dependencies: QuestionDependencies,
  request: WantedRun,
  truncateAt: number | null,
): Promise<Question> {
  const known = questionAtHand(dependencies, request, truncateAt);
  if (known !== null) return known;
  const question = await checkedQuestion(dependencies, request, truncateAt);
  const { query, timeZone } = request;
  checkedBefore.set(request.values, { query, timeZone, truncateAt, question });
  return question;
}

/** The question if it was checked a moment ago, else null. Throws Problem not_found, forbidden. */
export function questionAtHand(
  { access, now }: Pick<QuestionDependencies, 'access' | 'now'>,
  request: WantedRun,
  truncateAt: number | null,
): Question | null {
  access.requireRun(request);
  // Who takes an older result takes one of the same second; a run is as of the moment that it was asked for.
  const known = request.maxAgeSeconds > 0 ? checkedBefore.get(request.values) : undefined;
  return known !== undefined && isSame(known, request, { truncateAt, now: now() })
    ? known.question
    : null;
}

interface Checked {
  query: WantedRun['query'];
  timeZone: string;
  truncateAt: number | null;
  question: Question;
}

// The values of an address are read once and asked again and again: checking them costs more than a cached answer.
const checkedBefore = new WeakMap<Values, Checked>();

// Days begin with a whole second, so that relative dates are the same within one.
function isSame(
  known: Checked,
  { query, timeZone }: WantedRun,
  { truncateAt, now }: { truncateAt: number | null; now: Date },
): boolean {
  const second = (moment: Date) => Math.floor(moment.getTime() / 1000);
  return (
    known.query === query &&
    known.timeZone === timeZone &&
    known.truncateAt === truncateAt &&
    second(known.question.askedAt) === second(now)
  );
}

async function checkedQuestion(
  { sources, limits, now }: QuestionDependencies,
  { query, values: given, timeZone }: WantedRun,
  truncateAt: number | null,
): Promise<Question> {
  const source = sources.get(query.source);
  const declared = query.slug === null ? null : query.parameters.map(({ name }) => name);
  const reading = await source.engine.read(query.sql, declared);
  const parameters =
    query.slug === null ? withInferred(query.parameters ?? [], reading, given) : query.parameters;
  const askedAt = now();
  const values = checkValues(parameters, given, { now: askedAt, timeZone });
  return {
    source,
    reading,
    parameters: usedParameters(parameters, reading),
    values: reading.names.map((name) => values.get(name) ?? null),
    timeZone,
    limits,
    truncateAt: truncateAt ?? limits.maxRows,
    askedAt,
  };
}

const keys = new WeakMap<Question, string>();

/** Everything that the rows depend on, hashed. Who asks is checked before, and told of errors after. */
export function keyOf(question: Question): string {
  let key = keys.get(question);
  if (key === undefined) keys.set(question, (key = hashedKey(question)));
  return key;
}

/** Of the columns and rows that are kept under a key: servers of another version use keys of their own. */
const FORM = 2;

function hashedKey(question: Question): string {
  const { source, reading, parameters, values, timeZone, truncateAt, limits } = question;
  const types = parameters.map(({ type, list }) => [type, list === true]);
  const { identity } = source.engine;
  const asked = [FORM, identity, reading.text, types, values, timeZone, truncateAt, limits];
  return hash('sha256', JSON.stringify(asked), 'base64url');
}

// Unsaved SQL may use what it does not declare: text, or several, of the type that PostgreSQL infers.
function withInferred(
  declared: readonly Parameter[],
  reading: ReadText,
  values: Values,
): Parameter[] {
  const known = new Set(declared.map(({ name }) => name));
  const others = reading.names.filter((name) => !known.has(name));
  const inferred = others.map((name): Parameter => ({
    name,
    type: 'text',
    list: Array.isArray(own(values, name)),
  }));
  return [...declared, ...inferred];
}

function usedParameters(parameters: readonly Parameter[], { names }: ReadText): Parameter[] {
  return names.flatMap((name) => parameters.filter((parameter) => parameter.name === name));
}
