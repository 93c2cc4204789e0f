// What helps an author while they write: a text is described, explained and taken apart, and nothing of it is executed.
import type { Parameter, Values } from '../../../domain/contract/parameter.ts';
import type { Description, Explanation, Literal } from '../../../domain/contract/schema.ts';
import { Problem } from '../../../domain/problem.ts';
import type { CheckedValue } from '../../engines/checked-value.ts';
import type { EngineSource, EngineText, HeldTurn } from '../../engines/engine.ts';
import type { ColumnOrigin } from '../../engines/named.ts';
import { Stop } from '../../engines/stop.ts';
import { columnsOf } from '../../formats/columns.ts';
import type { Access } from '../../identity/access.ts';
import type { Guarded } from '../../identity/sight.ts';
import type { Member } from '../../identity/member.ts';
import { mayWriteQueries } from '../../identity/rights.ts';
import type { Source } from '../../sources/source.ts';
import type { Sources } from '../../sources/sources.ts';
import type { KnownTables } from '../../catalog/sheet-tables/known-tables.ts';
import { readQuery, type QueryText } from '../read-query.ts';
import { readTables, requireTables, tablesFor } from '../sheet-tables.ts';
import { checkValues } from '../values.ts';

export interface LookDependencies {
  access: Access;
  sources: Sources;
  tables: KnownTables;
}

/** A text that somebody writes, and for whom it is looked at. */
export interface LookedAt extends QueryText {
  source: string;
  /** The saved query from whose result it selects: the right to run that one is enough. */
  of?: Guarded | undefined;
  parameters: readonly Parameter[];
  /** Take every candidate for a parameter, declared or not. */
  takesUndeclared: boolean;
  timeZone: string;
  member: Member;
}

/** What is looked at ends by itself after so long, and waits no longer for its turn. */
const LOOK_WITHIN_SECONDS = 15;

/**
 * The columns that a text would give, and its parameters. Throws Problem: sql_invalid, sql_not_allowed,
 * source_unavailable, source_refused, not_found, forbidden.
 */
export async function describe(
  dependencies: LookDependencies,
  asked: LookedAt,
): Promise<Description> {
  const { columns, parameters } = await look(dependencies, asked, (engine, text, turn) =>
    engine.describe(text, turn),
  );
  return { columns: columnsOf(columns), parameters };
}

export interface Explained extends LookedAt {
  values: Values;
  now: Date;
  maxRows: number;
}

/** How the text would be run, in words. Throws what `describe` throws, and invalid_value or unknown_parameter. */
export function explain(dependencies: LookDependencies, asked: Explained): Promise<Explanation> {
  const { maxRows } = asked;
  return look(dependencies, asked, async (engine, text, turn) => {
    const read = await readTables(dependencies.tables, text.reading, asked.member);
    const sheetRows = read?.map(({ rows }) => rows) ?? [];
    return engine.explain({ ...text, values: valuesFor(text, asked), maxRows, sheetRows }, turn);
  });
}

// A value that is not filled in yet is none: the plan is for words, not for a result.
function valuesFor(
  { parameters }: EngineText,
  { values, now, timeZone }: Explained,
): CheckedValue[] {
  const optional = parameters.map((parameter) => ({ ...parameter, optional: true }));
  const known = new Set(parameters.map(({ name }) => name));
  const used = Object.fromEntries(Object.entries(values).filter(([name]) => known.has(name)));
  const checked = checkValues(optional, used, { now, timeZone });
  return parameters.map(({ name }) => checked.get(name) ?? null);
}

/** The columns of its result that are a column of a table, unchanged. Throws what `describe` throws. */
export function originsIn(
  dependencies: LookDependencies,
  asked: LookedAt,
): Promise<ColumnOrigin[]> {
  return look(dependencies, asked, async (engine, text, turn) =>
    engine.origins === undefined ? [] : engine.origins(text, turn),
  );
}

/** The literals of a text that could become parameters. Throws what `EngineSource.read` throws. */
export function literalsOf(
  { sources }: Pick<LookDependencies, 'sources'>,
  {
    source,
    sql,
    parameters,
  }: Pick<LookedAt, 'sql' | 'parameters'> & { source?: string | undefined },
): Promise<Literal[]> {
  // What does not say where it will run is read as the first source's.
  return sources.get(source ?? sources.names()[0] ?? '').engine.literals(sql, parameters);
}

async function look<T>(
  { access, sources, tables }: LookDependencies,
  asked: LookedAt,
  work: (engine: EngineSource, text: EngineText, turn: HeldTurn) => Promise<T>,
): Promise<T> {
  const source = sources.get(asked.source);
  requireLook(access, asked);
  const { engine } = source;
  const declared = asked.takesUndeclared ? null : asked.parameters.map(({ name }) => name);
  const reading = await readQuery(engine, asked, { declared, tables: tablesFor(tables) });
  const names = reading.sheetTables.map(({ name }) => name);
  requireTables(tables, names, asked.member);
  const parameters = reading.names.map((name) => declaredOrText(asked.parameters, name));
  const text = { reading, parameters, declared: asked.parameters, timeZone: asked.timeZone };
  try {
    return await lookInTurn(source, asked.member, (turn, stop) =>
      work(engine, { ...text, stop }, turn),
    );
  } catch (error) {
    const told = { sql: asked.sql, reading, tellsAll: mayWriteQueries(asked.member) };
    throw engine.problemOf(error, { ...told, sourceName: source.name });
  }
}

function requireLook(access: Access, { member, source, of }: LookedAt): void {
  if (of === undefined) access.requireWriting(member, source);
  else access.requireRun({ member, query: of, origin: 'page' });
}

function declaredOrText(declared: readonly Parameter[], name: string): Parameter {
  return declared.find((parameter) => parameter.name === name) ?? { name, type: 'text' };
}

/** Waits for a turn and works in it, fifteen seconds each. Throws what `Source.inTurn` throws. */
export async function lookInTurn<T>(
  source: Source,
  member: Member,
  work: (turn: HeldTurn, stop: Stop) => Promise<T>,
): Promise<T> {
  const stop = new Stop();
  const asked = { member: member.id, stop, withinSeconds: LOOK_WITHIN_SECONDS };
  return source.inTurn(asked, async (turn) => {
    const late = () => stop.because(tookTooLong(source));
    const timer = setTimeout(late, LOOK_WITHIN_SECONDS * 1000);
    try {
      return await work(turn, stop);
    } finally {
      clearTimeout(timer);
    }
  });
}

function tookTooLong({ name }: Source): Problem {
  const detail = `The data source ${name} could not read the query within ${LOOK_WITHIN_SECONDS} seconds. Make it simpler, or try again when less goes on there.`;
  return new Problem('source_unavailable', detail);
}
