// Starts Sheetfeed for a test: in this process with a database and a catalog of its own, or as the built program.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import type { StartOptions } from '../../server/main.ts';
import { root } from '../../server/root.ts';
import { newDatabase } from './postgres.ts';
import { faultWatch } from './program-faults.ts';

export interface TestServerOptions {
  /** Settings over those of a test: a free port, a database of its own, no log. */
  env?: Record<string, string>;
  /** The catalog's files: their text by their names. */
  catalog?: Record<string, string>;
  /** What the program that starts the server adds. */
  options?: StartOptions;
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** The body as JSON. */
  json(): any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look into it freely
}

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  /** Text as it is; anything else as JSON. */
  body?: unknown;
}

export interface TestServer {
  url: string;
  port: number;
  catalogFolder: string;
  /** Asks with exactly these headers; fetch would not let a test choose the Host. */
  ask(path: string, asked?: Asked): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts the built server in this process. */
export async function startTestServer(given: TestServerOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-server-'));
  const catalogFolder = path.join(folder, 'catalog');
  await writeFiles(catalogFolder, given.catalog ?? {});
  const database = given.env?.['DATABASE_URL'] ? null : await newDatabase({ template: 'own' });
  const env = {
    PORT: '0',
    CATALOG_DIR: catalogFolder,
    LOG_LEVEL: 'silent',
    ...(database === null ? {} : { DATABASE_URL: database.adminUrl }),
    ...given.env,
  };
  const { readSettings, startServer } = await builtServer();
  const server = await startServer(readSettings(env), given.options);
  return {
    url: server.url,
    port: server.port,
    catalogFolder,
    ask: (at, asked) => ask(server.port, at, asked),
    async stop() {
      await server.stop();
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** One request to a server on this computer. */
export async function ask(port: number, at: string, asked: Asked = {}): Promise<Answer> {
  const isText = typeof asked.body === 'string';
  const body = asked.body === undefined || isText ? asked.body : JSON.stringify(asked.body);
  const json = asked.body !== undefined && !isText ? { 'content-type': 'application/json' } : {};
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(String(body)) };
  const request = http.request({
    host: '127.0.0.1',
    port,
    path: at,
    method: asked.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...json, ...length, ...asked.headers },
    agent: false,
  });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const { statusCode: status = 0, headers } = response;
  return { status, headers, text, json: () => JSON.parse(text) };
}

export interface TestProgram {
  process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Waits until it printed this; fails when it ended before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Waits for its end: the exit code, or the signal's name. */
  ended(): Promise<number | string>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts the built program as `npm run serve` does, with these settings and none of this process's. A file of it may
 * be no larger than `mostFileKilobytes`, as on a disk that is full. A fault that it tells of fails the test, unless it
 * `mayFault`. `node`: another one than that of the tests.
 */
export function startProgram(
  env: Record<string, string>,
  {
    mostFileKilobytes,
    mayFault,
    node = process.execPath,
  }: { mostFileKilobytes?: number; mayFault?: boolean; node?: string } = {},
): TestProgram {
  const command = [node, path.join(root, 'dist/server/main.js')];
  if (mostFileKilobytes !== undefined) {
    // The shell counts in blocks of 512 bytes.
    command.unshift('sh', '-c', `ulimit -f ${mostFileKilobytes * 2} && exec "$0" "$@"`);
  }
  const [program = '', ...given] = command;
  const child = spawn(program, given, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    const watch = mayFault ? () => {} : faultWatch();
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      watch(chunk.toString());
      for (const watcher of watchers) watcher();
    });
  }
  const end = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    process: child,
    output: () => output,
    printed: (pattern) => untilPrinted({ pattern, output: () => output, watchers, end }),
    ended: () => end,
    kill: (signal) => void child.kill(signal),
  };
}

function untilPrinted(wanted: {
  pattern: RegExp;
  output: () => string;
  watchers: Set<() => void>;
  end: Promise<unknown>;
}): Promise<RegExpExecArray> {
  const { pattern, output, watchers, end } = wanted;
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = pattern.exec(output());
      if (found) resolve(found);
    };
    watchers.add(look);
    look();
    void end.then(() => reject(new Error(`It ended without printing ${pattern}:\n${output()}`)));
  });
}

declare global {
  /** The built server, which test/support/environment.mjs loads, with what its code sees that a test's does not. */
  var builtServer: () => Promise<
    typeof import('../../server/main.ts') & { globalThis: typeof globalThis; pg: typeof pg }
  >;
}
