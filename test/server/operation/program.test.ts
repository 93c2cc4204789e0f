// The server as a program: what it prints, how it refuses to start, how it stops.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import http, { type IncomingMessage } from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { ask, startProgram, writeFiles, type TestProgram } from '../../support/server.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
});
afterAll(() => database.drop());

const env = (more: Record<string, string> = {}) => ({
  PORT: '0',
  DATABASE_URL: database.adminUrl,
  ...more,
});
const portPrinted = /Sheetfeed is at http:\/\/localhost:(\d+)/;

test.each(['SIGINT', 'SIGTERM'] as const)(
  'it prints its address, answers, and ends well on %s',
  async (signal) => {
    const program = startProgram(env());
    const [, port] = await program.printed(portPrinted);

    const answer = await ask(Number(port), '/healthz');
    program.kill(signal);

    expect(answer.status).toBe(200);
    expect(await program.ended()).toBe(0);
  },
);

test('a wrong setting is told in a sentence for each, and it ends with 1', async () => {
  const program = startProgram(env({ PORT: 'many', TIME_ZONE: 'Mars' }));

  expect(await program.ended()).toBe(1);
  expect(program.output()).toBe(
    'Sheetfeed cannot start with these settings:\n' +
      '- PORT must be a whole number from 0 to 65535, not "many".\n' +
      '- TIME_ZONE must be the name of a time zone, such as Europe/Paris, not "Mars".\n',
  );
});

test('a port that is taken is told in a sentence, and it ends with 1', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;

  const program = startProgram(env({ PORT: String(port) }));

  expect(await program.ended()).toBe(1);
  expect(program.output()).toBe(
    `Port ${port} is taken by another program. Stop that program, or set PORT to another port.\n`,
  );
  other.close();
});

test('a catalog folder that is not there is told in a sentence, and it ends with 1', async () => {
  const program = startProgram(env({ CATALOG_DIR: '/nowhere/queries' }));

  expect(await program.ended()).toBe(1);
  expect(program.output()).toBe(
    'CATALOG_DIR names /nowhere/queries, which is not a folder that can be read.\n',
  );
});

test('the log has a line for each request, without values and tokens', async () => {
  const program = startProgram(env({ LOG_LEVEL: 'info' }));
  const [, port] = await program.printed(portPrinted);

  await ask(Number(port), '/api/queries?search=secret-value', {
    headers: { authorization: 'Bearer secret.token.here' },
  });
  await program.printed(/"path":"\/api\/queries".*"status":401/);
  program.kill('SIGTERM');
  await program.ended();

  expect(program.output()).toMatch(/"requestId":"[0-9a-f-]{36}"/);
  expect(program.output()).not.toMatch(/secret/);
});

test('without DATABASE_URL it starts a PostgreSQL of its own, keeps it, and stops it', async () => {
  const home = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-home-'));
  const start = () => startProgram({ PORT: '0', SHEETFEED_HOME: home });
  const first = start();
  const [, port] = await first.printed(portPrinted);
  const ready = await ask(Number(port), '/readyz');
  const second = start();
  const refused = await second.ended();
  first.kill('SIGINT');

  expect(ready.json()).toMatchObject({ database: 'ok' });
  expect(refused).toBe(1);
  expect(second.output()).toMatch(/already running/);
  expect(await first.ended()).toBe(0);

  const again = start();
  await again.printed(portPrinted);
  again.kill('SIGINT');
  expect(await again.ended()).toBe(0);
  await rm(home, { recursive: true, force: true });
});

const manyRows = 400_000;
const bigCatalog = {
  'big.sql': `/*---\ntitle: Big\nsource: sample\n---*/\nselect n, repeat('x', 50) as filler from generate_series(1, ${manyRows}) n\n`,
};

async function startWithDownload(): Promise<{
  program: TestProgram;
  response: IncomingMessage;
  folder: string;
}> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-catalog-'));
  await writeFiles(folder, bigCatalog);
  const program = startProgram(
    env({ SOURCE_SAMPLE_URL: sampleUrls().reader, CATALOG_DIR: folder }),
  );
  const [, port] = await program.printed(portPrinted);
  const request = http.get({
    host: '127.0.0.1',
    port: Number(port),
    path: '/q/big.csv',
    agent: false,
  });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  await once(response, 'readable');
  return { program, response, folder };
}

test('a download under way is whole when the server is told to stop', async () => {
  const { program, response, folder } = await startWithDownload();

  program.kill('SIGTERM');
  let lines = 0;
  for await (const chunk of response) lines += String(chunk).split('\n').length - 1;

  expect(lines).toBe(manyRows + 1);
  expect(response.complete).toBe(true);
  expect(await program.ended()).toBe(0);
  await rm(folder, { recursive: true });
});

test('a download that nobody reads is cut, so that the server stops all the same', async () => {
  const { program, response, folder } = await startWithDownload();
  response.on('error', () => {});

  program.kill('SIGTERM');

  expect(await program.ended()).toBe(0);
  expect(response.complete).toBe(false);
  await rm(folder, { recursive: true });
});
