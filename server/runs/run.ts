// The one path that every run takes: page, sidebar, endpoint, share link, schedule, alert.
import { mayWriteQueries } from '../identity/rights.ts';
import type { RunRequest, WantedRun } from './request.ts';
import type { Holding } from './held/holdings.ts';
import { questionOf, type Question, type QuestionDependencies } from './question.ts';
import { columnsWithTold, ToldColumn } from './sent/told-column.ts';
import type { Sharing } from './shared/sharing.ts';
import type { RowSink, RunOutcome } from '../engines/rows.ts';
import { tooManyRows, type Stop } from '../engines/stop.ts';

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
  const { member, query, maxAgeSeconds, afresh = false, told } = request;
  try {
    const taker = told ? new ToldColumn(told, sink) : sink;
    const execution = { ...question, member: member.id, stop, sink: taker };
    const outcome = await sharing.execute(execution, { maxAgeSeconds, afresh, holding });
    // Whoever takes no part of a result gets none.
    if (outcome.truncated && truncateAt === null) throw tooManyRows(question.limits.maxRows);
    return told ? { ...outcome, columns: columnsWithTold(outcome.columns), etag: null } : outcome;
  } catch (error) {
    const { source, reading } = question;
    // What keeps an alert from being evaluated is told to more people than its owner.
    const tellsAll = mayWriteQueries(member) && request.origin !== 'alert';
    const told = { sql: query.sql, reading, tellsAll };
    throw source.engine.problemOf(error, { ...told, sourceName: source.name });
  }
}
