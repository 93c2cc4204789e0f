// Problems: the errors that a caller can cause or fix, each with one documented code (RFC 9457).
import { own } from './own.ts';

/** What is known of every problem of one code. */
interface ProblemKind {
  /** Of HTTP; 0 where it never travels over it. */
  status: number;
  title: string;
  /** Between Sheetfeed and one person: colleagues may be better off, so it is not theirs to read at the range. */
  personal?: true;
  /** Passes by itself, so that another try before the schedule's next hour is worth it. */
  passing?: true;
  /**
   * Who asks has asked wrongly or for what is not theirs, or wants it no more. Everything else is the query's or its
   * source's matter: it counts as its failure, and a share link then gives its last good result.
   */
  callersOwn?: true;
  /** Of a look at a query that does not run it: its text is wrong, or its source cannot say. */
  about?: 'text' | 'source';
}

/** Every problem there is. docs/problems.md describes each. */
const problems = {
  invalid_request: { status: 400, title: 'The request is not valid', callersOwn: true },
  invalid_value: { status: 422, title: 'A value does not fit its parameter', callersOwn: true },
  unknown_parameter: { status: 422, title: 'The query has no such parameter', callersOwn: true },
  unauthenticated: { status: 401, title: 'You are not signed in', personal: true },
  forbidden: { status: 403, title: 'You may not do this', personal: true, callersOwn: true },
  cross_site: { status: 403, title: 'The request came from another site' },
  not_found: {
    status: 404,
    title: 'There is nothing here',
    personal: true,
    callersOwn: true,
    about: 'source',
  },
  method_not_allowed: { status: 405, title: 'That cannot be done here' },
  conflict: { status: 409, title: 'Someone else was faster' },
  unconfirmed: { status: 409, title: 'This wants your yes first', callersOwn: true },
  run_cancelled: { status: 409, title: 'The run was cancelled', personal: true, callersOwn: true },
  run_expired: {
    status: 410,
    title: 'The result is no longer kept',
    personal: true,
    passing: true,
  },
  result_too_large: { status: 413, title: 'The result is too large' },
  request_too_large: { status: 413, title: 'The request is too large' },
  sql_not_allowed: {
    status: 422,
    title: 'The query does something that is not allowed here',
    about: 'text',
  },
  sql_invalid: { status: 422, title: 'The database did not accept the query', about: 'text' },
  bad_cells: { status: 422, title: 'Cells of a sheet do not fit' },
  sql_failed: { status: 422, title: 'The query failed while it ran', about: 'text' },
  addon_outdated: { status: 426, title: 'The add-on is out of date', personal: true },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    personal: true,
    passing: true,
  },
  storage_full: { status: 507, title: 'There is no room left', callersOwn: true },
  spreadsheet_not_shared: { status: 422, title: 'Sheetfeed may not open the spreadsheet' },
  google_not_set_up: { status: 503, title: 'Sheetfeed has no access to Google yet' },
  internal: { status: 500, title: 'Something went wrong' },
  source_refused: { status: 503, title: 'The data source is not safe to use', about: 'source' },
  source_unavailable: {
    status: 503,
    title: 'The data source does not answer',
    passing: true,
    about: 'source',
  },
  google_unavailable: { status: 503, title: 'Google Sheets did not answer', passing: true },
  sheet_table_empty: { status: 409, title: 'The sheet table has no rows to read' },
  service_unavailable: { status: 503, title: 'Sheetfeed cannot answer just now', passing: true },
  sql_timed_out: { status: 504, title: 'The query took too long', about: 'text' },
  // Of what is written into a sheet, by the add-on or by the server. Those of status 0 are the add-on's alone.
  backend_unreachable: { status: 0, title: 'Sheetfeed could not be reached', passing: true },
  not_authorized: { status: 0, title: 'Google does not let Sheetfeed do this', personal: true },
  sheet_changed: { status: 409, title: 'The sheet changed in the meantime' },
  range_lost: { status: 409, title: 'The linked range is gone' },
  range_protected: { status: 409, title: 'The range is protected' },
  range_obstructed: { status: 409, title: 'Something in the sheet is in the way' },
  needs_confirmation: { status: 409, title: 'Please look before this goes on', personal: true },
  sheet_full: { status: 409, title: 'The spreadsheet is full' },
  schedule_cut_off: { status: 0, title: 'The scheduled refresh was stopped' },
  sheet_busy: { status: 409, title: 'Another refresh is under way', passing: true },
  columns_missing: { status: 422, title: 'The query no longer gives a column that is needed' },
  keys_invalid: { status: 422, title: 'The key columns do not name each row once' },
  quota_used_up: { status: 0, title: "Google's daily allowance is used up", personal: true },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

export const PROBLEMS: Readonly<Record<ProblemCode, ProblemKind>> = problems;

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
