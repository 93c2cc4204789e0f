// The doctor finds planted mistakes, says what to do about each, and finds nothing wrong in a good set-up.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { checkAddon, examine, report } from '../../../server/doctor.ts';
import { root } from '../../../server/root.ts';
import { ask } from '../../support/clusters.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { clientId, clientSecret, startIssuer, type Issuer } from '../../support/oidc-issuer.ts';
import { startProgram, writeFiles } from '../../support/server.ts';

type Env = Record<string, string>;

let database: TestDatabase;
/** One that its reader may not connect to. */
let closed: TestDatabase;
let issuer: Issuer;
let neighbour: http.Server;
let neighbourUrl: string;
let folder: string;
let goodEnv: Env;
/** How far the clock of the keys' server is off. */
let clockOffMs = 0;

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  closed = await newDatabase({ template: 'empty' });
  const name = new URL(closed.adminUrl).pathname.slice(1);
  await ask(closed.adminUrl, `revoke connect on database ${name} from company_reader`);
  issuer = await startIssuer();
  neighbour = http.createServer((request, response) => {
    response.setHeader('Date', new Date(Date.now() + clockOffMs).toUTCString());
    const token = '{"access_token":"t","expires_in":3600}';
    const bodies: Env = { '/keys': '{"keys":[]}', '/healthz': '{"status":"ok"}', '/token': token };
    // Of nobody's spreadsheet Google says that there is none.
    if (request.url?.startsWith('/v4/')) response.statusCode = 404;
    response.end(bodies[request.url ?? ''] ?? 'a parked page');
  });
  await new Promise<void>((resolve) => neighbour.listen(0, '127.0.0.1', resolve));
  neighbourUrl = `http://127.0.0.1:${(neighbour.address() as AddressInfo).port}`;
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-doctor-'));
  const { reader, follower } = sampleUrls();
  goodEnv = {
    DATABASE_URL: database.adminUrl,
    SOURCE_MAIN_URL: `${reader} ${follower}`,
    CATALOG_DIR: path.join(folder, 'good'),
    PUBLIC_URL: neighbourUrl,
    GOOGLE_CLIENT_IDS: '1234-abcd.apps.googleusercontent.com',
    GOOGLE_JWKS_URL: `${neighbourUrl}/keys`,
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    SESSION_SECRET: 'a-secret-of-at-least-32-characters',
    ALLOWED_DOMAINS: 'example.com',
    ADMIN_EMAILS: 'ada@example.com',
    GOOGLE_SERVICE_ACCOUNT: accountKey('/token'),
    GOOGLE_API_URL: neighbourUrl,
  };
  await writeFiles(folder, {
    'good/one.sql': '/*---\ntitle: One\nsource: main\n---*/\nselect 1\n',
    'broken/one.sql': '/*---\ntitle: One\nsource: main\ncolour: red\n---*/\nselect 1\n',
    'elsewhere/one.sql': '/*---\ntitle: One\nsource: shop\n---*/\nselect 1\n',
    ...(await addon('built', {})),
    ...(await addon('old', { server: 'https://old.example.com' })),
    ...(await addon('anybody', { server: 'https://sheetfeed.example.com' })),
    ...(await addon('greedy', { scopes: ['https://www.googleapis.com/auth/drive'] })),
    ...(await addon('poor', { without: 'script.external_request' })),
    ...(await addon('unlinked', { scriptId: "the id in your script's URL" })),
  });
});
afterAll(async () => {
  await database.drop();
  await closed.drop();
  issuer.stop();
  neighbour.close();
  await rm(folder, { recursive: true, force: true });
});

/** A key file whose tokens are had at the neighbour's. */
function accountKey(tokenPath: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return JSON.stringify({
    ...{ type: 'service_account', client_email: 'sheetfeed@acme.iam.example', client_id: '1' },
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ...{ private_key_id: 'k1', token_uri: neighbourUrl + tokenPath },
  });
}

/** A product folder with an add-on in it, built from the real manifest and the services that its code uses. */
async function addon(
  name: string,
  {
    server = neighbourUrl,
    scopes = [],
    without = ' ',
    scriptId = 'x'.repeat(57),
  }: { server?: string; scopes?: string[]; without?: string; scriptId?: string },
): Promise<Env> {
  const manifest = JSON.parse(await readFile(path.join(root, 'appsscript.json'), 'utf8')) as {
    oauthScopes: string[];
  };
  const oauthScopes = manifest.oauthScopes.filter((scope) => !scope.endsWith(without));
  const built = { ...manifest, oauthScopes: [...oauthScopes, ...scopes] };
  const uses =
    'ScriptApp.getIdentityToken(); SpreadsheetApp.getActiveSpreadsheet(); HtmlService.createHtmlOutputFromFile(); ' +
    'UrlFetchApp.fetch(); ScriptApp.newTrigger();';
  return {
    [`${name}/dist/addon/appsscript.json`]: JSON.stringify({
      ...built,
      urlFetchWhitelist: [`${server}/`],
    }),
    [`${name}/dist/addon/Code.js`]: `var backend = "${server}"; ${uses}`,
    [`${name}/.clasp.json`]: JSON.stringify({ scriptId }),
  };
}

const found = (env: Env, place = 'built') => examine(env, path.join(folder, place));
const sentences = async (env: Env, level: string, place?: string) =>
  (await found(env, place)).filter((one) => one.level === level).map(({ sentence }) => sentence);

test('in a good set-up nothing is wrong', async () => {
  expect(await sentences(goodEnv, 'wrong')).toEqual([]);
  expect((await sentences(goodEnv, 'good')).length).toBeGreaterThanOrEqual(5);
});

test.each<[string, () => Env, RegExp]>([
  ['a misspelt setting', () => ({ SOURCE_MAIN_ULR: 'x' }), /SOURCE_MAIN_ULR is not a setting/],
  [
    'an own database that is away',
    () => ({ DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x' }),
    /own database does not answer \(nothing listens at 127\.0\.0\.1:1\)/,
  ],
  [
    'an own database on a follower',
    () => ({ DATABASE_URL: sampleUrls().follower }),
    /names a follower/,
  ],
  [
    'an own database in which no table can be made',
    () => ({ DATABASE_URL: sampleUrls().reader }),
    /may not make tables/,
  ],
  [
    'a source that is away',
    () => ({ SOURCE_MAIN_URL: 'postgres://nobody@127.0.0.1:1/x' }),
    /data source main does not answer: nothing listens at 127\.0\.0\.1:1\./,
  ],
  [
    'a source whose password is wrong',
    () => ({ SOURCE_MAIN_URL: sampleUrls().reader.replace(/:[^:@]+@/, ':hunter2@') }),
    /data source main does not let Sheetfeed in: it does not take the password of company_reader\./,
  ],
  [
    'a source whose database is not there',
    () => ({ SOURCE_MAIN_URL: sampleUrls().reader.replace(/\/company$/, '/companies') }),
    /data source main does not let Sheetfeed in: there is no database companies\./,
  ],
  [
    'a source whose role may not connect',
    () => ({ SOURCE_MAIN_URL: closed.readerUrl }),
    /data source main does not let Sheetfeed in: company_reader may not connect to the database test_/,
  ],
  [
    'an own database that does not take the password',
    () => ({ DATABASE_URL: database.adminUrl.replace(/:[^:@]+@/, ':hunter2@') }),
    /own database does not let Sheetfeed in \(it does not take the password of /,
  ],
  [
    'a source whose role can write',
    () => ({ SOURCE_MAIN_URL: sampleUrls().admin }),
    /main is not used: its role \w+ is a superuser/,
  ],
  [
    'a source whose follower is away',
    () => ({
      SOURCE_MAIN_URL: `${sampleUrls().reader} postgres://x@127.0.0.1:1/x`,
      SOURCE_MAIN_ALLOW_PRIMARY: 'true',
    }),
    /data source main's server 2 does not answer: nothing listens at 127\.0\.0\.1:1\./,
  ],
  [
    "Sheetfeed's own database as a source",
    () => ({ SOURCE_OWN_URL: database.readerUrl }),
    /data source own is Sheetfeed's own database/,
  ],
  [
    'a catalog that is not there',
    () => ({ CATALOG_DIR: '/nowhere' }),
    /CATALOG_DIR names \/nowhere/,
  ],
  [
    'a broken query file',
    () => ({ CATALOG_DIR: path.join(folder, 'broken') }),
    /^one\.sql, line \d+: /,
  ],
  [
    'a query on a source that is not configured',
    () => ({ CATALOG_DIR: path.join(folder, 'elsewhere') }),
    /data source shop is not configured, and these files name it: one\.sql\./,
  ],
  [
    'something else at the public address',
    () => ({ PUBLIC_URL: issuer.url }),
    /Something else than Sheetfeed answers/,
  ],
  [
    'an address that Apps Script does not call',
    () => ({ PUBLIC_URL: 'http://sheetfeed.invalid' }),
    /Apps Script calls https addresses only/,
  ],
  [
    'an account that Google gives no token',
    () => ({ GOOGLE_SERVICE_ACCOUNT: accountKey('/parked') }),
    /the token of Sheetfeed's account was not given/,
  ],
  [
    'a client id that is none',
    () => ({ GOOGLE_CLIENT_IDS: '1234-abcd' }),
    /GOOGLE_CLIENT_IDS holds 1234-abcd/,
  ],
  [
    'keys that are not there',
    () => ({ GOOGLE_JWKS_URL: `${neighbourUrl}/none` }),
    /keys of Google's identity tokens could not be fetched/,
  ],
  [
    'an issuer that is not there',
    () => ({ OIDC_ISSUER: `${issuer.url}/other` }),
    /issuer .* does not describe itself/,
  ],
  ['admins by default', () => ({ DEFAULT_ROLE: 'admin' }), /Whoever signs in becomes an admin/],
])('%s is found', async (_what, mistake, sentence) => {
  const findings = (await found({ ...goodEnv, ...mistake() })).filter(
    ({ level }) => level === 'wrong',
  );

  expect(findings).toContainEqual(
    expect.objectContaining({
      sentence: expect.stringMatching(sentence),
      fix: expect.stringMatching(/\S.*\S/),
    }),
  );
  expect(report(findings)).not.toContain('hunter2');
});

test.each([
  ['old', /built for https:\/\/old\.example\.com\/, not for http:\/\/127/],
  ['greedy', /asks for the scope \S+drive, and its code does not use it/],
  ['poor', /needs the scope \S+script\.external_request, and its manifest does not ask/],
  ['unlinked', /\.clasp\.json does not hold the id/],
])('what is wrong with the %s add-on is found', async (place, sentence) => {
  expect(await sentences(goodEnv, 'wrong', place)).toEqual([expect.stringMatching(sentence)]);
});

test('an add-on that is not built for a server yet is pointed out', async () => {
  expect(await sentences(goodEnv, 'warning', 'anybody')).toContain(
    'The add-on here is not built for a server yet.',
  );
});

test.each([
  ['built', true, /^$/],
  ['old', false, /built for https:\/\/old/],
  ['greedy', false, /asks for the scope/],
  ['poor', false, /needs the scope/],
])('before the %s add-on is pushed it is looked at: %s', async (place, isGood, told) => {
  const print = jest.spyOn(console, 'log').mockImplementation(() => undefined);

  expect(await checkAddon(neighbourUrl, path.join(folder, place))).toBe(isGood);
  expect(print.mock.calls.join('\n')).toMatch(told);
  print.mockRestore();
});

test.each([-60_000, 60_000])('a clock that is %i ms off is found', async (off) => {
  clockOffMs = off;
  const told = await sentences(goodEnv, 'wrong');
  clockOffMs = 0;

  expect(told).toEqual([
    expect.stringMatching(/^The clock of this machine is \d+ seconds (fast|slow)/),
  ]);
});

test.each<[string, Env, RegExp]>([
  ['nobody named as an admin', { ADMIN_EMAILS: '' }, /Nobody is named as an admin/],
  [
    'an admin of another domain',
    { ADMIN_EMAILS: 'ada@exmaple.com' },
    /ada@exmaple\.com, whose domain/,
  ],
  ['doors open to everybody', { ALLOWED_DOMAINS: '' }, /Everybody with an account/],
])('%s is pointed out', async (_what, change, sentence) => {
  expect(await sentences({ ...goodEnv, ...change }, 'warning')).toContainEqual(
    expect.stringMatching(sentence),
  );
});

test("the real add-on's manifest asks for what its code needs, and no more", async () => {
  const env = { ...goodEnv, PUBLIC_URL: 'https://sheetfeed.example.com' };
  const told = (await examine(env)).map(({ sentence }) => sentence);

  expect(told.filter((sentence) => sentence.includes('scope'))).toEqual([]);
  expect(told.filter((sentence) => sentence.includes('not built'))).toEqual([]);
});

test('the report puts the worst first and counts', () => {
  const text = report([
    { level: 'good', sentence: 'A is well.' },
    { level: 'wrong', sentence: 'B is wrong.', fix: 'Do this.' },
    { level: 'warning', sentence: 'C is odd.', fix: 'Look.' },
  ]);

  expect(text).toBe(
    '✗ B is wrong.\n    Do this.\n! C is odd.\n    Look.\n✓ A is well.\n\nWrong: 1. To look at: 1.',
  );
});

test('proxies that are everybody, secrets that could be guessed, and servers with other settings are found', async () => {
  const server = startProgram({ ...goodEnv, PORT: '0', LOG_LEVEL: 'warn' });
  await server.printed(/Sheetfeed is at/);
  const told = async (more: Env) =>
    (await examine({ ...goodEnv, ...more })).map(({ sentence }) => sentence).join('\n');

  expect(await told({})).not.toMatch(/nearly everybody|could be guessed|started with another/);
  const wrong = await told({
    ...{ TRUSTED_PROXIES: 'loopback, 0.0.0.0/0', SESSION_SECRET: 'a'.repeat(40) },
  });
  expect(wrong).toMatch(/TRUSTED_PROXIES holds 0\.0\.0\.0\/0, which is nearly everybody/);
  expect(wrong).toMatch(/SESSION_SECRET has fewer than 12 different characters/);
  expect(wrong).toMatch(/started with another SESSION_SECRET than/);
  const other = startProgram({ ...goodEnv, PORT: '0', LOG_LEVEL: 'warn', DEFAULT_ROLE: 'author' });
  await other.printed(/Another server of this database was started with another DEFAULT_ROLE\./);
  for (const each of [server, other]) {
    each.kill('SIGTERM');
    await each.ended();
  }
});
