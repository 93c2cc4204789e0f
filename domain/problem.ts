// Problems: the errors that a caller can cause or fix, each with one documented code (RFC 9457).
import { own } from './own.ts';

/** Every problem there is: its HTTP status and its title. docs/problems.md describes each. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  invalid_value: { status: 422, title: 'A value does not fit its parameter' },
  unknown_parameter: { status: 422, title: 'The query has no such parameter' },
  unauthenticated: { status: 401, title: 'You are not signed in' },
  forbidden: { status: 403, title: 'You may not do this' },
  cross_site: { status: 403, title: 'The request came from another site' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'That cannot be done here' },
  conflict: { status: 409, title: 'Someone else was faster' },
  run_cancelled: { status: 409, title: 'The run was cancelled' },
  run_expired: { status: 410, title: 'The result is no longer kept' },
  result_too_large: { status: 413, title: 'The result is too large' },
  request_too_large: { status: 413, title: 'The request is too large' },
  sql_not_allowed: { status: 422, title: 'The query does something that is not allowed here' },
  sql_invalid: { status: 422, title: 'PostgreSQL did not accept the query' },
  sql_failed: { status: 422, title: 'The query failed while it ran' },
  addon_outdated: { status: 426, title: 'The add-on is out of date' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong' },
  source_refused: { status: 503, title: 'The data source is not safe to use' },
  source_unavailable: { status: 503, title: 'The data source does not answer' },
  service_unavailable: { status: 503, title: 'Sheetfeed cannot answer just now' },
  sql_timed_out: { status: 504, title: 'The query took too long' },
  // Seen only by the add-on: these never travel over HTTP.
  backend_unreachable: { status: 0, title: 'Sheetfeed could not be reached' },
  not_authorized: { status: 0, title: 'Google does not let Sheetfeed do this' },
  sheet_changed: { status: 0, title: 'The sheet changed in the meantime' },
  range_lost: { status: 0, title: 'The linked range is gone' },
  range_protected: { status: 0, title: 'The range is protected' },
  range_obstructed: { status: 0, title: 'Something in the sheet is in the way' },
  needs_confirmation: { status: 0, title: 'Please look before this goes on' },
  sheet_full: { status: 0, title: 'The spreadsheet is full' },
  schedule_cut_off: { status: 0, title: 'The scheduled refresh was stopped' },
  sheet_busy: { status: 0, title: 'Another refresh is under way' },
  keys_invalid: { status: 0, title: 'The key columns do not name each row once' },
  quota_used_up: { status: 0, title: "Google's daily allowance is used up" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Whether there is such a code; another version may have more. */
export function isProblemCode(code: string): code is ProblemCode {
  return own(PROBLEMS, code) !== undefined;
}

/** What a problem may carry besides its sentence. Positions count characters of the author's text from 1. */
export interface ProblemExtras {
  parameter?: string;
  errors?: { at: string; message: string }[];
  sqlState?: string;
  line?: number;
  column?: number;
  hint?: string;
  file?: string;
  retryAfterSeconds?: number;
  timeoutSeconds?: number;
  requestId?: string;
  [name: string]: unknown;
}

/** A problem as it travels: the body of `application/problem+json` (RFC 9457 §3). */
export interface ProblemBody extends ProblemExtras {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
}

/**
 * Thrown for what a caller can cause or fix. `detail` is a sentence for the person who reads it:
 * what happened, then what to do. The `cause` goes to the log, never over the wire.
 */
export class Problem extends Error {
  override name = 'Problem';
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}, cause?: unknown) {
    super(detail);
    this.code = code;
    this.extras = extras;
    if (cause !== undefined) (this as { cause?: unknown }).cause = cause;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** The body that tells of a problem. `type` resolves to the code's entry in docs/problems.md. */
export function problemBody(problem: Problem): ProblemBody {
  const { status, title } = PROBLEMS[problem.code];
  return {
    ...problem.extras,
    type: `https://sheetfeed.dev/problems#${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
  };
}

/** The problem that a received body tells of; null when it is not one that this version knows. */
export function problemFromBody(body: unknown): Problem | null {
  if (typeof body !== 'object' || body === null) return null;
  const {
    code,
    detail,
    type: _type,
    title: _title,
    status: _status,
    ...extras
  } = body as ProblemBody;
  if (typeof code !== 'string' || !isProblemCode(code)) return null;
  return new Problem(code, typeof detail === 'string' ? detail : PROBLEMS[code].title, extras);
}
