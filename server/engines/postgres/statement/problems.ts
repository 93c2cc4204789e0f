// What PostgreSQL's errors are to a caller: all of it for those who write queries, a sentence for the others.
import { Problem, type ProblemCode, type ProblemExtras } from '../../../../domain/problem.ts';
import { Failure } from '../../engine.ts';
import type { Reading } from './parser.ts';
import { authorPosition, withNames } from './position.ts';
import { ConnectionLost, MessageTooLong, ServerError } from '../wire/wire.ts';
import { MAX_ROW_BYTES } from '../wire/connect.ts';

/** For whom an error is told, and of which text. */
export interface ErrorContext {
  sql: string;
  reading: Reading;
  /** True for authors and admins: error texts may hold rows of the database. */
  tellsAll: boolean;
  sourceName: string;
  phase: 'prepare' | 'execute';
}

/** The problem that an error of a run is; an error that is not the database's is given back as it is. */
export function problemOf(failure: unknown, asked: Omit<ErrorContext, 'phase'>): unknown {
  if (!(failure instanceof Failure)) return failure;
  const { reason: error, phase } = failure;
  const context = { ...asked, phase };
  if (error instanceof ServerError) return serverProblem(error, context);
  if (error instanceof MessageTooLong) return tooLong(context);
  if (error instanceof ConnectionLost) return lost(context.sourceName, error);
  return error;
}

// While it is prepared, what is too long is the tree in which PostgreSQL shows what the query would do.
function tooLong({ phase }: ErrorContext): Problem {
  if (phase === 'prepare') {
    const detail = 'The query is too large to be checked. Name fewer columns, or nest it less.';
    return new Problem('sql_not_allowed', detail);
  }
  const megabytes = MAX_ROW_BYTES / 1024 / 1024;
  const detail = `A row of the result is larger than ${megabytes} MB. Select less of it.`;
  return new Problem('result_too_large', detail);
}

function lost(sourceName: string, cause: unknown): Problem {
  const detail = `The connection to the data source ${sourceName} was lost while the query ran. Try again.`;
  return new Problem('source_unavailable', detail, {}, cause);
}

function serverProblem(error: ServerError, context: ErrorContext): Problem {
  if (context.phase === 'prepare' && /parameter "TimeZone"/.test(error.message)) {
    return new Problem(
      'invalid_request',
      'The data source does not know this time zone. Give a name such as Europe/Paris.',
    );
  }
  const parameter = wrongParameter(error, context);
  if (parameter) return valueProblem(error, context, parameter);
  const { code, sentence } = classify(error, context);
  if (code === 'source_unavailable')
    return new Problem(code, sentence, { sqlState: error.sqlState }, error);
  if (!context.tellsAll) return new Problem(code, sentence, { sqlState: error.sqlState }, error);
  if (isFromWithin(error, context)) {
    const detail = `A function that the query calls failed in SQL of its own (${error.sqlState}). Its own words are not told, for they may hold what the query may not show. Whoever made the function can call it to see them.`;
    return new Problem(code, detail, { sqlState: error.sqlState }, error);
  }
  const detail =
    code === 'sql_invalid' || code === 'sql_failed'
      ? capitalised(withNames(error.message, context.reading))
      : sentence;
  return new Problem(code, detail, authorExtras(error, context), error);
}

interface Classified {
  code: ProblemCode;
  /** What is told to those who did not write the query. */
  sentence: string;
}

function classify({ sqlState }: ServerError, { phase, sourceName }: ErrorContext): Classified {
  const tellAuthor = 'Tell the author of the query.';
  // What the source itself says of a broken connection while it executes is about a foreign server's.
  const ofForeignServer = phase === 'execute' && sqlState.startsWith('08');
  if (/^(08|57P|53300)/.test(sqlState) && !ofForeignServer) {
    return {
      code: 'source_unavailable',
      sentence: `The data source ${sourceName} does not accept queries just now. Try again in a minute.`,
    };
  }
  if (sqlState === '57014') {
    return {
      code: 'sql_timed_out',
      sentence: 'The data source stopped the query because it took too long.',
    };
  }
  if (sqlState === '25006') {
    return {
      code: 'sql_not_allowed',
      sentence: 'The query would change the database, which is not allowed here.',
    };
  }
  if (/^40/.test(sqlState)) {
    return {
      code: 'sql_failed',
      sentence: 'The query collided with a change in the database. Try again.',
    };
  }
  if (/^53/.test(sqlState)) {
    return {
      code: 'sql_failed',
      sentence: 'The query needs more memory or disk than the data source gives it.',
    };
  }
  if (phase === 'prepare') {
    return {
      code: 'sql_invalid',
      sentence: `PostgreSQL does not accept this query (${sqlState}). ${tellAuthor}`,
    };
  }
  return {
    code: 'sql_failed',
    sentence: `The query failed while it ran (${sqlState}). ${tellAuthor}`,
  };
}

// A function runs SQL with rights and texts that are not its caller's: the text of an error in it can be anything that
// it read, such as what other sessions do. The author's own text may be run by a function too (crosstab).
function isFromWithin({ fields }: ServerError, { sql }: ErrorContext): boolean {
  const around = fields['W'] ?? '';
  // What a function raises on purpose is meant for its caller.
  if (/^PL\/pgSQL function .* at RAISE$/m.test(around.split('\n', 1)[0] ?? '')) return false;
  const own = sql.replaceAll("''", "'");
  const statement = /^SQL (?:statement|expression) "([^]*?)"$/m.exec(around)?.[1] ?? fields['q'];
  if (statement !== undefined && own.includes(statement)) return false;
  return statement !== undefined || /^(SQL function |PL\/\w+ function )/m.test(around);
}

// PostgreSQL says in the context of the error which parameter it could not read.
function wrongParameter(error: ServerError, { phase, reading }: ErrorContext): string | null {
  if (phase !== 'execute' || !error.sqlState.startsWith('22')) return null;
  const number = /portal.*parameter \$(\d+)/.exec(error.fields['W'] ?? '')?.[1];
  return number === undefined ? null : (reading.names[Number(number) - 1] ?? null);
}

function valueProblem(error: ServerError, { tellsAll }: ErrorContext, parameter: string): Problem {
  const reason = tellsAll ? ` PostgreSQL says: ${error.message}.` : '';
  const detail = `The value of ${parameter} does not fit the query.${reason} Give another one.`;
  return new Problem('invalid_value', detail, { parameter, sqlState: error.sqlState }, error);
}

function authorExtras(error: ServerError, context: ErrorContext): ProblemExtras {
  const { P: position, H: hint, D: more } = error.fields;
  const extras: ProblemExtras = { sqlState: error.sqlState };
  const place = position ? authorPosition(context.sql, context.reading, Number(position) - 1) : {};
  const advice = withNames([more, hint].filter(Boolean).join(' '), context.reading);
  return { ...extras, ...place, ...(advice ? { hint: advice } : {}) };
}

function capitalised(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
