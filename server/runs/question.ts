// What a run asks a data source: a text and values that have been checked, and the key that the same question has.
import type { WantedRun } from './request.ts';
import type { CheckedValue } from '../engines/checked-value.ts';
import type { EngineSource, ReadText, RunLimits } from '../engines/engine.ts';
import { Problem } from '../../domain/problem.ts';
import type { SheetRows } from '../../domain/sheet-tables/sheet-rows.ts';
import type { KnownTables } from '../catalog/sheet-tables/known-tables.ts';
import type { FreshTables } from './fresh-tables.ts';
import {
  areCurrent,
  readTables,
  requireTables,
  tablesFor,
  userOf,
  type RunTable,
} from './sheet-tables.ts';
import { hash } from 'node:crypto';
import type { Parameter, Values } from '../../domain/contract/parameter.ts';
import type { Access } from '../identity/access.ts';
import type { Source } from '../sources/source.ts';
import type { Sources } from '../sources/sources.ts';
import { readQuery } from './read-query.ts';
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
  /** Its plan with the times of its steps is asked for, and no rows. */
  measured: boolean;
  /** The sheet tables that the text reads, in the order of its arrays. */
  tables: RunTable[];
  /** Their rows. */
  sheetRows: SheetRows[];
}

export interface QuestionDependencies {
  access: Access;
  sources: Sources;
  tables: KnownTables;
  fresh: Pick<FreshTables, 'read'>;
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
  { access, now, tables }: Pick<QuestionDependencies, 'access' | 'now' | 'tables'>,
  request: WantedRun,
  truncateAt: number | null,
): Question | null {
  access.requireRun(request);
  // Who takes an older result takes one of the same second; a run is as of the moment that it was asked for.
  const known = request.maxAgeSeconds > 0 ? checkedBefore.get(request.values) : undefined;
  if (known === undefined || !isSame(known, request, { truncateAt, now: now() })) return null;
  const { question } = known;
  return areCurrent(tables, question.tables, userOf(request)) ? question : null;
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
  { query, timeZone, measured = false }: WantedRun,
  { truncateAt, now }: { truncateAt: number | null; now: Date },
): boolean {
  const second = (moment: Date) => Math.floor(moment.getTime() / 1000);
  return (
    known.query === query &&
    known.timeZone === timeZone &&
    known.truncateAt === truncateAt &&
    known.question.measured === measured &&
    second(known.question.askedAt) === second(now)
  );
}

async function checkedQuestion(
  { sources, tables: known, fresh, limits, now }: QuestionDependencies,
  request: WantedRun,
  truncateAt: number | null,
): Promise<Question> {
  const { query, values: given, timeZone } = request;
  const source = sources.get(query.source);
  const { reading, tables } = await readText(source.engine, { known, fresh }, request);
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
    measured: request.measured === true,
    tables,
    sheetRows: tables.map(({ rows }) => rows),
  };
}

/** The sheet's rows are replaced while somebody asks; not again and again. */
const MOST_TRIES = 5;

async function readText(
  engine: EngineSource,
  { known, fresh }: { known: KnownTables; fresh: Pick<FreshTables, 'read'> },
  request: WantedRun,
): Promise<{ reading: ReadText; tables: RunTable[] }> {
  const { query } = request;
  const declared = query.slug === null ? null : query.parameters.map(({ name }) => name);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const reading = await readQuery(engine, query, { declared, tables: tablesFor(known) });
    await freshen({ known, fresh }, reading, request);
    const tables = await readTables(known, reading, userOf(request));
    if (tables !== null) return { reading, tables };
    await known.refresh();
  }
  const detail =
    'A sheet table that the query reads was published again and again meanwhile. Try again.';
  throw new Problem('service_unavailable', detail);
}

// Nothing is read for who may not use it; and of what is wrong in a sheet its own people are told the cells.
async function freshen(
  { known, fresh }: { known: KnownTables; fresh: Pick<FreshTables, 'read'> },
  { sheetTables }: ReadText,
  request: WantedRun,
): Promise<void> {
  if (sheetTables.length === 0) return;
  const names = sheetTables.map(({ name }) => name);
  const user = userOf(request);
  requireTables(known, names, user);
  await fresh.read(names, { maxAgeSeconds: request.maxAgeSeconds, user });
}

const keys = new WeakMap<Question, string>();

/** Everything that the rows depend on, hashed. Who asks is checked before, and told of errors after. */
export function keyOf(question: Question): string {
  let key = keys.get(question);
  if (key === undefined) keys.set(question, (key = hashedKey(question)));
  return key;
}

/** Of the columns and rows that are kept under a key: servers of another version use keys of their own. */
const FORM = 3;

function hashedKey(question: Question): string {
  const { source, reading, parameters, values, timeZone, truncateAt, limits, measured } = question;
  const types = parameters.map(({ type, list }) => [type, list === true]);
  const { identity } = source.engine;
  const prints = question.tables.map(({ read }) => read.fingerprint);
  const asked = [FORM, identity, reading.text, types, values, timeZone, truncateAt, limits, prints];
  return hash('sha256', JSON.stringify(measured ? [...asked, 'measured'] : asked), 'base64url');
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
