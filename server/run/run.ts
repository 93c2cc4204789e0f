// The one path that every run takes: page, sidebar, endpoint, share link, schedule, alert.
import type { Column } from '../../domain/contract/result.ts';
import type { Parameter, Values } from '../../domain/contract/parameter.ts';
import type { Query } from '../../domain/contract/query.ts';
import type { Origin } from '../../domain/contract/access.ts';
import type { Access, Guarded } from '../identity/access.ts';
import { mayWriteQueries } from '../identity/rights.ts';
import type { Member } from '../identity/member.ts';
import { Failure, type Execution } from './execution.ts';
import type { WireColumn } from './messages.ts';
import type { Parser, Reading } from './parser.ts';
import type { Sharing } from './sharing.ts';
import type { Sources } from './sources.ts';
import { problemOf } from './sql-problems.ts';
import type { Stop } from './stop.ts';
import { readStatement } from './text-guard.ts';
import { checkValues } from './values.ts';

/** One execution, asked for: whose, of what, with which values. */
export interface RunRequest {
  member: Member;
  query: RunnableQuery | UnsavedQuery;
  values: Values;
  /** IANA name; sets the session's TimeZone and resolves relative dates. */
  timeZone: string;
  origin: Origin;
  /** The query whose choices these are: the right to run that one includes them. */
  choicesOf?: Guarded;
  /** Who made the share link that asks. */
  linkMaker?: Member;
  /** Aborted when the caller went away or cancelled. */
  signal: AbortSignal;
  /** Take a cached result no older than this; 0 runs anew. */
  maxAgeSeconds: number;
}

/** A saved query, as far as a run needs it. */
export type RunnableQuery = Guarded & Pick<Query, 'version' | 'sql' | 'parameters'>;

/** SQL that an author runs without saving it; parameters not declared are inferred. */
export type UnsavedQuery = Pick<Query, 'source' | 'sql'> &
  Partial<Pick<Query, 'parameters'>> & { slug: null; version: 0 };

/** Takes the rows of a run as PostgreSQL sends them. */
export interface RowSink {
  /** Once, before the first row. `flow` makes the database wait. */
  start(about: RunStart, flow: Flow): void;
  /** `count` whole DataRow messages in `chunk` from `from` up to `to`; valid only during the call. */
  rows(chunk: Buffer, from: number, to: number, count: number): void;
}

export interface Flow {
  pause(): void;
  resume(): void;
}

export interface RunStart {
  columns: Column[];
  wireColumns: WireColumn[];
  ranOn: 'primary' | 'follower';
  lagSeconds: number | null;
  /** When it began to run; earlier than it was asked for where the result is shared or cached. */
  ranAt: Date;
  cached: boolean;
  /** Known at the start only of a cached result; covers columns and rows. */
  etag: string | null;
}

/** What is known of a run once it is over. */
export interface RunOutcome extends RunStart {
  rowCount: number;
  byteCount: number;
  /** True when `maxRows` cut it. */
  truncated: boolean;
}

export interface RunLimits {
  timeoutSeconds: number;
  maxRows: number;
  maxBytes: number;
}

export interface RunDependencies {
  access: Access;
  sources: Sources;
  parser: Parser;
  sharing: Sharing;
  limits: RunLimits;
  now: () => Date;
}

export interface RunOptions {
  stop: Stop;
  sink: RowSink;
  /** Cut the result after so many rows, instead of failing at the limit. */
  truncateAt: number | null;
}

/**
 * Runs a query for a member: asks for the right to, reads and guards the text, checks the values, waits for a turn, and hands the
 * rows to the sink. Resolves when the last row has been handed over and the session is clean again.
 * Throws Problem: sql_invalid, sql_not_allowed, sql_failed, sql_timed_out, invalid_value, unknown_parameter,
 * result_too_large, run_cancelled, source_unavailable, source_refused, not_found, forbidden.
 */
export async function run(
  dependencies: RunDependencies,
  request: RunRequest,
  options: RunOptions,
): Promise<RunOutcome> {
  const { query, member } = request;
  dependencies.access.requireRun(request);
  const source = dependencies.sources.get(query.source);
  const declared = query.slug === null ? null : query.parameters.map(({ name }) => name);
  const reading = await readStatement(dependencies.parser, query.sql, declared);
  const parameters =
    query.slug === null
      ? withInferred(query.parameters ?? [], reading, request.values)
      : query.parameters;
  const moment = { now: dependencies.now(), timeZone: request.timeZone };
  const values = checkValues(parameters, request.values, moment);
  const execution: Execution = {
    source,
    member: member.id,
    reading,
    parameters: usedParameters(parameters, reading),
    values: reading.names.map((name) => values.get(name) ?? null),
    timeZone: request.timeZone,
    limits: dependencies.limits,
    ranAt: moment.now,
    ...options,
  };
  try {
    return await dependencies.sharing.execute(execution, request.maxAgeSeconds);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const tellsAll = mayWriteQueries(member);
    throw problemOf(error.reason, {
      sql: query.sql,
      reading,
      tellsAll,
      sourceName: source.name,
      phase: error.phase,
    });
  }
}

// Unsaved SQL may use what it does not declare: text, or several, of the type that PostgreSQL infers.
function withInferred(
  declared: readonly Parameter[],
  reading: Reading,
  values: Values,
): Parameter[] {
  const known = new Set(declared.map(({ name }) => name));
  const others = reading.names.filter((name) => !known.has(name));
  const inferred = others.map((name): Parameter => ({
    name,
    type: 'text',
    list: Array.isArray(values[name]),
  }));
  return [...declared, ...inferred];
}

function usedParameters(parameters: readonly Parameter[], { names }: Reading): Parameter[] {
  return names.flatMap((name) => parameters.filter((parameter) => parameter.name === name));
}
