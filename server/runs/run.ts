// The one path that every run takes: page, sidebar, endpoint, share link, schedule, alert.
import type { Column } from '../../domain/contract/result.ts';
import type { Values } from '../../domain/contract/parameter.ts';
import type { Query } from '../../domain/contract/query.ts';
import type { Origin } from '../../domain/contract/access.ts';
import type { Place } from '../../domain/contract/audit.ts';
import type { Guarded } from '../identity/access.ts';
import { mayWriteQueries } from '../identity/rights.ts';
import type { Member } from '../identity/member.ts';
import { Failure } from './execution.ts';
import type { Holding } from './held/holdings.ts';
import type { WireColumn } from '../engines/postgres/wire/messages.ts';
import { questionOf, type Question, type QuestionDependencies } from './question.ts';
import type { Sharing } from './shared/sharing.ts';
import { problemOf } from '../engines/postgres/statement/problems.ts';
import { tooManyRows, type Stop } from '../engines/stop.ts';

/** One execution, asked for: whose, of what, with which values. */
export interface RunRequest extends WantedRun {
  /** Aborted when the caller went away or cancelled. */
  signal: AbortSignal;
}

/** A run as it is asked for, by whomever it will be waited for. */
export interface WantedRun {
  member: Member;
  query: RunnableQuery | UnsavedQuery;
  values: Values;
  /** IANA name; sets the session's TimeZone and resolves relative dates. */
  timeZone: string;
  origin: Origin;
  /** The query whose choices these are: the right to run that one includes them. */
  choicesOf?: Guarded;
  /** Where in a spreadsheet the result goes, as the add-on tells. */
  place?: Place | undefined;
  /** Who made the share link that asks. */
  linkMaker?: Member;
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
  wireColumns: readonly WireColumn[];
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

export interface RunDependencies extends QuestionDependencies {
  sharing: Sharing;
}

export interface RunOptions {
  stop: Stop;
  sink: RowSink;
  /** Cut the result after so many rows, instead of failing at the limit. */
  truncateAt: number | null;
  /** Where the rows are counted that the sink has still to take. */
  holding: Holding;
}

/**
 * Runs a query for a member: asks for the right to, reads and guards the text, checks the values, waits for a
 * turn, and hands the rows to the sink. Resolves when the last row has been handed over and the session is clean again.
 * Throws Problem: sql_invalid, sql_not_allowed, sql_failed, sql_timed_out, invalid_value, unknown_parameter,
 * result_too_large, run_cancelled, rate_limited, source_unavailable, source_refused, not_found, forbidden.
 */
export async function run(
  dependencies: RunDependencies,
  request: RunRequest,
  options: RunOptions,
): Promise<RunOutcome> {
  const question = await questionOf(dependencies, request, options.truncateAt);
  return runQuestion(dependencies, question, { request, ...options });
}

/** `run` of a question that has been checked. */
export async function runQuestion(
  { sharing }: Pick<RunDependencies, 'sharing'>,
  question: Question,
  { request, stop, sink, truncateAt, holding }: RunOptions & { request: WantedRun },
): Promise<RunOutcome> {
  const { member, query, maxAgeSeconds } = request;
  try {
    const execution = { ...question, member: member.id, stop, sink };
    const outcome = await sharing.execute(execution, { maxAgeSeconds, holding });
    // Whoever takes no part of a result gets none.
    if (outcome.truncated && truncateAt === null) throw tooManyRows(question.limits.maxRows);
    return outcome;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw problemOf(error.reason, {
      sql: query.sql,
      reading: question.reading,
      tellsAll: mayWriteQueries(member),
      sourceName: question.source.name,
      phase: error.phase,
    });
  }
}
