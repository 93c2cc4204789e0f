// Whatever is sent to any route, and however often, is answered below 500, and the server goes on.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fc, often } from '../../support/random.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { ask, startProgram, writeFiles, type TestProgram } from '../../support/server.ts';
import { nonsense, type Description, type Sent, type There } from './nonsense.ts';
import { HIDDEN, makeThings } from './nonsense-things.ts';

const REQUESTS = often(1_000, 20_000);
const audience = 'nonsense.apps.googleusercontent.com';

const catalog = {
  'one.sql': '/*---\ntitle: One\nsource: sample\n---*/\nselect 1 as one\n',
  'asked.sql': `/*---
title: Asked
source: sample
parameters:
  since: { type: date, default: today }
  some: { type: number, list: true, optional: true }
  constructor: { type: text, optional: true }
  country: { type: choice, choices: [fr, de], optional: true }
  chosen: { type: choice, choices: { query: one }, optional: true }
---*/
select :since::text as since, :some::numeric[] as some, :constructor as c, :country as k, :chosen as h, 1 as n
`,
};

const there: Omit<There, 'ids'> = {
  slugs: ['one', 'asked', 'none', 'a-title', 'hidden', 'a-board', 'a-table', 'hidden-board'],
  sources: ['sample'],
  members: ['local', 'ann', 'vera'],
  parameters: ['since', 'some', 'constructor', 'country', 'chosen'],
};

let folder: string;
let keyServer: http.Server;
let tokenOf: (name: string) => Promise<string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-nonsense-'));
  await writeFiles(folder, catalog);
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' };
  keyServer = http.createServer((_request, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [key] })),
  );
  keyServer.listen(0, '127.0.0.1');
  await once(keyServer, 'listening');
  tokenOf = (name) =>
    new SignJWT({ email: `${name}@example.com`, email_verified: true, name })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setSubject(name)
      .setIssuer('https://accounts.google.com')
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
});
afterAll(async () => {
  keyServer.close();
  await rm(folder, { recursive: true });
});

const signedIn = () => ({
  GOOGLE_CLIENT_IDS: audience,
  GOOGLE_JWKS_URL: `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/`,
  ADMIN_EMAILS: 'root@example.com',
  ...{ LIMIT_MEMBER_PER_MINUTE: '1000000', LIMIT_LINK_PER_MINUTE: '1000000' },
  LIMIT_ADDRESS_PER_MINUTE: '1000000',
});

interface Case {
  settings: () => Record<string, string>;
  /** Who sends it, besides strangers: an author, and viewers. */
  who: string[];
  /** An admin, who makes what there is and downloads afterwards; null: whoever comes. */
  admin: string | null;
}

const cases: [string, Case][] = [
  ['the one admin of local mode', { settings: () => ({}), who: [], admin: null }],
  ['members and strangers', { settings: signedIn, who: ['ann', 'vera'], admin: 'root' }],
];

test.each(cases)(
  `${REQUESTS} times nonsense by %s is answered without what is hidden from them, and then a download is`,
  async (_, { settings, who, admin }) => {
    const database = await newDatabase({ template: 'own' });
    const program = await start(database, settings());
    const tokens = await Promise.all(who.map(tokenOf));
    const headers = admin ? bearer(await tokenOf(admin)) : {};
    const description = (await ask(program.port, '/openapi.json')).json() as Description;
    for (const token of tokens) await ask(program.port, '/api/me', { headers: bearer(token) });
    const ids = await makeThings(program.port, headers, who[0]);
    const hidden = admin === null ? null : HIDDEN;

    const by = fc.constantFrom(...tokens.map(bearer), {});
    await fc.assert(
      fc.asyncProperty(nonsense(description, { ...there, ids }), by, (sent, as) =>
        send(program, sent, as, hidden),
      ),
      { numRuns: REQUESTS / 2, interruptAfterTimeLimit: 1_000 * REQUESTS },
    );

    expect((await ask(program.port, '/q/one.csv', { headers })).text).toBe('one\r\n1\r\n');
    expect(program.process.exitCode).toBeNull();
    program.kill('SIGTERM');
    expect(await program.ended()).toBe(0);
    await database.drop();
  },
  often(300_000, 2_400_000),
);

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function start(
  database: TestDatabase,
  settings: Record<string, string>,
): Promise<TestProgram & { port: number }> {
  const program = startProgram({
    PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: database.adminUrl,
    SOURCE_SAMPLE_URL: sampleUrls().reader,
    CATALOG_DIR: folder,
    ENCRYPTION_KEYS: Buffer.alloc(32, 'k').toString('base64'),
    ...settings,
  });
  const [, port] = await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
  return { ...program, port: Number(port) };
}

async function send(
  program: TestProgram & { port: number },
  { path: at, times, headers, ...sent }: Sent,
  as: Record<string, string>,
  hidden: string | null,
): Promise<void> {
  for (let left = times; left > 0; left--) {
    const { status, text } = await ask(program.port, at, {
      ...sent,
      headers: { ...as, ...headers },
    });
    if (hidden !== null && text.includes(hidden)) throw new Error(`${at} tells ${text}`);
    // Who may switch maintenance on has everybody wait, which is no fault.
    if (status < 300 && at.startsWith('/api/maintenance')) await endMaintenance(program.port);
    // Nobody has set up Google here, which it says.
    if (text.includes('"code":"google_not_set_up"')) continue;
    if (status >= 500) throw new Error(`${status} ${text}\n${program.output().slice(-3_000)}`);
  }
}

async function endMaintenance(port: number): Promise<void> {
  await ask(port, '/api/maintenance', {
    ...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ on: false }),
  });
}
