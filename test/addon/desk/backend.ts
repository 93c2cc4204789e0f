// A synchronous stand-in for Sheetfeed's server: the HTTP contract over results that a test sets.
import { createHash } from 'node:crypto';
import { newAskSchema } from '../../../domain/contract/ask.ts';
import { rangeRegistrationSchema } from '../../../domain/contract/dependent.ts';
import type { RangeRegistration } from '../../../domain/contract/dependent.ts';
import type { Values } from '../../../domain/contract/parameter.ts';
import type { Query } from '../../../domain/contract/query.ts';
import type {
  ChoiceMatch,
  Column,
  ColumnType,
  Field,
  Result,
  Unchanged,
} from '../../../domain/contract/result.ts';
import { Problem, problemBody, problemFromBody } from '../../../domain/problem.ts';
import type { ProblemCode } from '../../../domain/problem.ts';
import type {
  FetchRequest,
  FetchResponse,
} from '../../../playground/simulator/script/script-settings.ts';
import { TableBackend } from './table-backend.ts';

export interface Table {
  columns: Column[];
  rows: Field[][];
  truncated?: boolean;
  matches?: ChoiceMatch[];
  /** Primary keys of tables, by the indexes of their columns. */
  tableKeys?: number[][];
}

/** A column by a short word: `col('id', 'number', 'int4')`. */
export function col(name: string, type: ColumnType = 'text', typeName: string = type): Column {
  return { name, type, typeName };
}

export interface Seen {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** What the add-on talks to in its tests. */
export class Backend {
  readonly seen: Seen[] = [];
  /** Answers before anything else, such as a problem or a broken connection; undefined: go on. */
  before: (request: Seen) => FetchResponse | undefined = () => undefined;
  /** What the server does with what it is asked of its own schedules. */
  onRangeSchedule: (method: string, id: string, body: unknown) => void = () => undefined;
  pageRows = Infinity;
  lagSeconds: number | null = null;
  now = () => new Date('2026-11-22T09:00:00Z');
  /** What linked ranges told of themselves, by their ids. */
  readonly ranges = new Map<string, RangeRegistration>();
  /** The tokens of schedules, by the ids of their ranges. */
  readonly scheduleTokens = new Map<string, string>();
  readonly sheetTables = new TableBackend(() => this.now());
  private readonly queries = new Map<string, Query>();
  private readonly answers = new Map<string, (values: Values) => Table>();
  private readonly runs = new Map<string, Result>();

  /** Saves a query whose result is `table`, or what `table` gives for the values. */
  save(slug: string, table: Table | ((values: Values) => Table), more: Partial<Query> = {}): void {
    const words = slug.replace(/-/g, ' ');
    this.queries.set(slug, {
      ...{ slug, title: `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`, description: '' },
      ...{ tags: [], source: 'sample', parameters: [], version: 1, file: `${slug}.sql` },
      ...{ updatedAt: '2026-01-01T00:00:00.000Z', sql: 'select 1', formerly: [], ...more },
    });
    this.answers.set(slug, typeof table === 'function' ? table : () => table);
  }

  /** The old slug goes on working, as `formerly` makes it. */
  rename(from: string, to: string): void {
    const query = this.queries.get(from);
    const answer = this.answers.get(from);
    if (!query || !answer) throw new Error(`There is no query ${from}.`);
    const renamed = { ...query, slug: to, formerly: [from] };
    for (const slug of [from, to]) {
      this.queries.set(slug, renamed);
      this.answers.set(slug, answer);
    }
  }

  remove(slug: string): void {
    this.queries.delete(slug);
  }

  /** What a quarter of an hour does, or a new start: no run is known any more. */
  forgetRuns(): void {
    this.runs.clear();
  }

  /** Carries out a request as UrlFetchApp asks for it. */
  readonly fetch = (request: FetchRequest): FetchResponse => {
    const { pathname, search } = new URL(request.url);
    const body = request.body ? new TextDecoder().decode(request.body) : '';
    const seen = {
      method: request.method.toUpperCase(),
      path: `${pathname}${search}`,
      headers: request.headers,
      body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>),
    };
    this.seen.push(seen);
    return this.before(seen) ?? this.answer(seen);
  };

  private answer(seen: Seen): FetchResponse {
    try {
      return jsonResponse(200, this.route(seen));
    } catch (error) {
      if (error instanceof Problem) return problemResponse(error);
      throw error;
    }
  }

  private route({ method, path, body }: Seen): unknown {
    const { pathname, searchParams } = new URL(path, 'https://host');
    const [, api, kind, name = '', what] = pathname.split('/');
    if (api !== 'api') throw new Problem('not_found', 'There is nothing here.');
    if (kind === 'me')
      return { email: 'vera@example.com', name: 'Vera', role: 'viewer', local: false };
    if (kind === 'queries' && name === '') {
      const found = [...this.queries.values()].filter(({ title }) =>
        title.toLowerCase().includes((searchParams.get('search') ?? '').toLowerCase()),
      );
      return { queries: found, next: null };
    }
    if (kind === 'sheet-tables') return this.sheetTables.answer({ method, name, what, body });
    if (kind === 'asks') return newAskSchema.parse(body);
    if (kind === 'range-schedules') return this.onRangeSchedule(method.toLowerCase(), name, body);
    if (kind === 'ranges') return this.range({ method, id: name, what, body });
    if (kind === 'runs' && method === 'DELETE') return null;
    if (kind === 'runs' && what === 'rows') {
      return this.page(name, Number(searchParams.get('after')));
    }
    if (kind === 'runs') return this.runById(name, Object.fromEntries(searchParams));
    const query = this.queries.get(name);
    if (!query) throw new Problem('not_found', 'There is no such query.');
    if (what === 'result') return this.result(name, body);
    if (what === 'choices') return { choices: [] };
    return query;
  }

  private range(asked: {
    method: string;
    id: string;
    what: string | undefined;
    body: Record<string, unknown>;
  }): unknown {
    const { method, id, what, body } = asked;
    if (method === 'DELETE') this.scheduleTokens.delete(id);
    if (what === 'token') {
      const token = `sheetfeed_sched_${this.scheduleTokens.size}-${id}`;
      if (method === 'POST') this.scheduleTokens.set(id, token);
      return { token };
    }
    if (method === 'DELETE') this.ranges.delete(id);
    else this.ranges.set(id, rangeRegistrationSchema.parse(body));
    return null;
  }

  private result(slug: string, body: Record<string, unknown>): unknown {
    const run = String(body['run']);
    const known = this.runs.get(run);
    if (known) return this.answerTo(body, known);
    const table = this.answers.get(slug)?.((body['values'] ?? {}) as Values);
    if (!table) throw new Problem('not_found', 'There is no such query.');
    const rows = structuredClone(table.rows);
    const result: Result = {
      ...{
        query: this.queries.get(slug)?.slug ?? slug,
        title: this.queries.get(slug)?.title ?? slug,
        version: 1,
        run,
        ranAt: this.now().toISOString(),
        cached: false,
      },
      timeZone: String(body['timeZone'] ?? 'UTC'),
      lagSeconds: this.lagSeconds,
      ranOn: this.lagSeconds === null ? 'primary' : 'follower',
      ...keyOf(this.queries.get(slug)),
      ...(table.tableKeys ? { tableKeys: table.tableKeys } : {}),
      ...{ columns: table.columns, rows, rowCount: rows.length, next: null, durationMs: 1 },
      truncated: table.truncated ?? false,
      ...(table.matches ? { matches: table.matches } : {}),
      etag: createHash('sha256')
        .update(JSON.stringify([table.columns, rows]))
        .digest('hex'),
    };
    const most = Number(body['maxRows'] ?? Infinity);
    const kept = { ...result, rows: rows.slice(0, most), rowCount: Math.min(most, rows.length) };
    this.runs.set(run, kept);
    return this.answerTo(body, kept);
  }

  private runById(run: string, asked: Record<string, string>): Result | Unchanged {
    const known = this.runs.get(run);
    if (!known) throw new Problem('not_found', 'There is no such run.');
    return this.answerTo(asked, known);
  }

  private answerTo(body: Record<string, unknown>, result: Result): Result | Unchanged {
    const { etag, ranAt, query, title, lagSeconds } = result;
    if (body['unless'] === etag) return { unchanged: true, etag, ranAt, query, title, lagSeconds };
    return this.firstPage(result, body);
  }

  private firstPage(result: Result, body: Record<string, unknown>): Result {
    const most = Math.min(this.pageRows, Number(body['pageRows'] ?? Infinity));
    if (result.rows.length <= most) return result;
    return { ...result, rows: result.rows.slice(0, most), next: String(most) };
  }

  private page(run: string, after: number): unknown {
    const result = this.runs.get(run);
    if (!result) throw new Problem('run_expired', 'The result is no longer kept.');
    const end = after + this.pageRows;
    const next = end < result.rows.length ? String(end) : null;
    return { run, rows: result.rows.slice(after, end), next };
  }
}

function keyOf({ key }: Partial<Query> = {}): Pick<Result, 'key'> {
  return key ? { key } : {};
}

export function jsonResponse(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): FetchResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}

/** An answer that tells of a problem. */
export function problemResponse(
  problem: Problem,
  headers: Record<string, string> = {},
): FetchResponse {
  const body = problemBody(problem);
  if (!problemFromBody(body)) throw new Error('This problem would not be understood.');
  return jsonResponse(problem.status, body, {
    'content-type': 'application/problem+json',
    ...headers,
  });
}

export function problemOfCode(code: ProblemCode): Problem {
  return new Problem(code, `This is ${code}.`);
}
