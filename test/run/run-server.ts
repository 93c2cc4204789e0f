// A small server around the run path alone, on a database of its own: what the tests of server/run ask.
import type { RunLimits, SourceSetting } from '../../server/engines/engine.ts';
import express from 'express';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { Parameter } from '../../domain/contract/parameter.ts';
import type { Query } from '../../domain/contract/query.ts';
import { Problem } from '../../domain/problem.ts';
import { migrate } from '../../server/database/database.ts';
import { problemHandler } from '../../server/http/front/problems.ts';
import { mountHandlers } from '../../server/http/front/mount.ts';
import { downloadHandlers, resultHandlers } from '../../server/http/routes/results.ts';
import { openKnownTables } from '../../server/catalog/sheet-tables/known-tables.ts';
import { openAccess } from '../../server/identity/access.ts';
import type { Member } from '../../server/identity/member.ts';
import { createLog } from '../../server/log.ts';
import type { HoldingsLimits } from '../../server/runs/held/holdings.ts';
import type { CacheLimits } from '../../server/runs/shared/result-cache.ts';
import { Runs } from '../../server/runs/runs.ts';
import { createSources, type Sources, type SourcesOptions } from '../../server/sources/sources.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';

export type TestQuery = { sql: string; parameters?: Parameter[]; source?: string };

export interface RunServer {
  url: string;
  runs: Runs;
  sources: Sources;
  /** The data source `main`: its reader is what queries run as. */
  data: TestDatabase;
  /** Sheetfeed's own database. */
  own: pg.Pool;
  /** As the superuser, on the data source. */
  admin(sql: string, values?: unknown[]): Promise<pg.QueryResult>;
  define(slug: string, query: TestQuery): void;
  get(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

export interface RunServerOptions {
  setUp?: string;
  limits?: Partial<RunLimits>;
  cache?: Partial<CacheLimits>;
  holdings?: HoldingsLimits;
  source?: Partial<SourceSetting>;
  /** Data sources besides `main`. */
  others?: (data: TestDatabase) => SourceSetting[];
  sources?: SourcesOptions;
}

const roomy: HoldingsLimits = {
  memory: { server: 2 ** 26, member: 2 ** 24 },
  file: { server: 2 ** 32, member: 2 ** 30 },
};

/** Starts it. The header `X-Member` names the caller, as `role` or `role:name`; an author without it. */
export async function startRunServer(options: RunServerOptions = {}): Promise<RunServer> {
  const data = await newDatabase({ template: 'empty' });
  const ownDatabase = await newDatabase({ template: 'own' });
  const own = new pg.Pool({ connectionString: ownDatabase.adminUrl });
  await migrate(own, { log: createLog('silent') });
  const admin = new pg.Pool({ connectionString: data.adminUrl, max: 2 });
  if (options.setUp) await admin.query(options.setUp);
  // The database is dropped while its last connections are still closing.
  for (const pool of [own, admin]) pool.on('error', () => {});
  const main = { name: 'main', urls: [data.readerUrl], allowWriter: false, ...options.source };
  const limits = { timeoutSeconds: 10, maxRows: 1_000_000, maxBytes: 2 ** 30, ...options.limits };
  const { timeoutSeconds } = limits;
  const sources = createSources([main, ...(options.others?.(data) ?? [])], {
    timeoutSeconds,
    ...options.sources,
  });
  const log = createLog('silent');
  const access = openAccess();
  const tables = await openKnownTables(own, access);
  const cache = {
    storedBytes: 2 ** 28,
    memoryBytes: 2 ** 26,
    resultBytes: 2 ** 24,
    ...options.cache,
  };
  const now = () => new Date();
  const holdings = options.holdings ?? roomy;
  // No sheet is read by this server: its tables are published.
  const fresh = { read: async () => {} };
  const parts = { access, sources, tables, fresh, database: own, now, log };
  const runs = new Runs({ ...parts, limits, cache, holdings });
  const queries = new Map<string, TestQuery>();
  const server = appOf(runs, queries).listen(0, '127.0.0.1');
  // As the program has it: else a request may go into a connection that is just being closed.
  server.keepAliveTimeout = 75_000;
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    runs,
    sources,
    data,
    own,
    admin: (sql, values = []) => admin.query(sql, values),
    define: (slug, query) => void queries.set(slug, query),
    get: (path, init) => fetch(url + path, init),
    post: (path, body, init) => fetch(url + path, postOf(body, init)),
    async stop() {
      server.closeAllConnections();
      server.close();
      await runs.close();
      await sources.close();
      await Promise.all([own.end(), admin.end()]);
      await Promise.all([data.drop(), ownDatabase.drop()]);
    },
  };
}

function postOf(body: unknown, init: RequestInit = {}): RequestInit {
  const headers = { 'Content-Type': 'application/json', ...init.headers };
  return { method: 'POST', body: JSON.stringify(body), ...init, headers };
}

function appOf(runs: Runs, queries: Map<string, TestQuery>): express.Express {
  const app = express();
  app.use(express.json());
  app.use((request, response, next) => {
    response.locals['member'] = memberFrom(request.header('x-member') ?? 'author');
    next();
  });
  const find = async (slug: string) => queryOf(slug, queries.get(slug));
  const named = (slug: string) => (queries.has(slug) ? queryOf(slug, queries.get(slug)) : null);
  const options = {
    runs,
    catalog: { find, named, visible: named, selected: find },
    timeZone: 'UTC',
    tellsWho: async () => null,
  };
  app.use(mountHandlers({ ...downloadHandlers(options), ...resultHandlers(options) }, noTrail));
  app.use(problemHandler(createLog('silent')));
  return app;
}

// Runs are recorded as runs.
const noTrail = {
  change(): never {
    throw new Error('no route of runs changes anything');
  },
};

function memberFrom(text: string): Member {
  const [role = '', name = role] = text.split(':');
  if (role !== 'viewer' && role !== 'author' && role !== 'admin')
    throw new Error(`no role ${role}`);
  return { id: name, email: `${name}@example.com`, name, role };
}

function queryOf(slug: string, query: TestQuery | undefined): Query {
  if (!query) throw new Problem('not_found', `There is no query ${slug}.`);
  return {
    slug,
    title: slug,
    description: '',
    tags: [],
    source: query.source ?? 'main',
    parameters: query.parameters ?? [],
    version: 1,
    file: null,
    updatedAt: '2026-01-01T00:00:00.000Z',
    sql: query.sql,
    formerly: [],
  };
}

/** The body of a problem, for comparing. */
export async function problemOf(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}
