// Runs entries of the corpora on the real server: the built program, asked over HTTP as an author asks.
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { startProgram } from '../support/server.ts';
import { newDatabase } from '../support/postgres.ts';
import type { Entry } from './corpus.ts';
import type { Lab, ServerName } from './lab.ts';
import type { Outcome, RunSql } from './runner.ts';

export interface ServerUnderTest {
  /** Runs entries on the data source of that name: the lab's primary alone, or its standby alone. */
  runOn(server: ServerName): RunSql;
  /** Has entries measured there, which gives no rows. */
  measureOn(server: ServerName): RunSql;
  /** Sends a request as it is. */
  send(method: string, path: string, body: unknown): Promise<Response>;
  /** What it printed, for when it ended before its time. */
  output(): string;
  stop(): Promise<void>;
}

export const limits = { timeoutSeconds: 1, maxRows: 5_000, maxBytes: 16 * 1024 * 1024 };

/** For what must not run out of time: what a busy machine takes to judge a large text, or to do honest work, is below it. */
export const PATIENT = { timeoutSeconds: 20 };

/** Starts the built server with both servers of the lab as sources, and with limits that a test can wait for. */
export async function startServerUnderTest(
  lab: Lab,
  { timeoutSeconds } = limits as { timeoutSeconds: number },
): Promise<ServerUnderTest> {
  const database = await newDatabase({ template: 'own' });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-catalog-'));
  const program = startProgram({
    PORT: '0',
    DATABASE_URL: database.adminUrl,
    CATALOG_DIR: folder,
    LOG_LEVEL: 'error',
    SOURCE_PRIMARY_URL: lab.readerUrl('primary'),
    SOURCE_STANDBY_URL: lab.readerUrl('standby'),
    RUN_TIMEOUT_SECONDS: String(timeoutSeconds),
    RUN_MAX_ROWS: String(limits.maxRows),
    RUN_MAX_BYTES: String(limits.maxBytes),
  });
  const [, url = ''] = await program.printed(/Sheetfeed is at (\S+)/);
  return {
    runOn: (server) => (entry) => post(new URL('/api/run', url), bodyOf(entry, server)),
    measureOn: (server) => (entry) => post(new URL('/api/measure', url), bodyOf(entry, server)),
    send: (method, path, body) =>
      fetch(new URL(path, url), {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    output: () => program.output(),
    async stop() {
      program.kill('SIGTERM');
      await program.ended();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The request of an entry; `$1` is the parameter `:p1`. A value that the text does not mention stays undeclared. */
function bodyOf({ sql, params, named }: Entry, source: string): string {
  const values: Record<string, unknown> = { ...named };
  for (const [index, value] of params.entries()) values[`p${index + 1}`] = valueOf(value);
  const text = sql.replace(/\$(\d+)/g, (written, n: string) =>
    `p${n}` in values ? `:p${n}` : written,
  );
  const parameters = Object.entries(values)
    .filter(([name]) => text.includes(`:${name}`))
    .map(([name, value]) => declare(name, value));
  return JSON.stringify({ source, sql: text, parameters, values });
}

const valueOf = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? JSON.stringify(value)
    : value;

function declare(name: string, value: unknown): object {
  const sample: unknown = Array.isArray(value) ? value[0] : value;
  return {
    name,
    type: typeof sample === 'number' ? 'number' : 'text',
    ...(Array.isArray(value) ? { list: true } : {}),
    ...(value === null ? { optional: true } : {}),
  };
}

// A hang ends here; what the server itself may take is its own limit, some seconds less.
const patienceMs = 30_000;

function post(url: URL, body: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const request = http.request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      agent: false,
      timeout: patienceMs,
    });
    request.on('timeout', () => {
      resolve({ state: 'hung' });
      request.destroy();
    });
    request.on('error', () => resolve({ state: 'cut' }));
    request.on('response', (response) => read(response, resolve));
    request.end(body);
  });
}

function read(response: http.IncomingMessage, resolve: (outcome: Outcome) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('error', () => resolve({ state: 'cut' }));
  response.on('close', () => resolve({ state: 'cut' }));
  response.on('end', () => {
    if (response.complete) resolve(outcomeOf(response.statusCode ?? 0, Buffer.concat(chunks)));
  });
}

interface Body {
  rows?: unknown[];
  /** Of what was measured. */
  steps?: unknown[];
  code?: string;
  detail?: string;
  sqlState?: string;
}

function outcomeOf(status: number, bytes: Buffer): Outcome {
  const text = bytes.toString();
  const isJson = text.startsWith('{');
  const body = (isJson ? JSON.parse(text) : {}) as Body;
  if (status === 200 && body.rows) return { state: 'done', rows: body.rows.length };
  if (status === 200 && body.steps) return { state: 'done', rows: 0 };
  const { code = 'none', detail = text, sqlState = null } = body;
  return { state: 'problem', status, code, sqlState, detail };
}
