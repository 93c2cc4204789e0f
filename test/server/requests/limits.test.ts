// How many requests are answered: by member, by address, on two servers together.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import pg from 'pg';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ask as askDatabase } from '../../support/clusters.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';

const audience = 'addon.apps.googleusercontent.com';
let database: TestDatabase;
let servers: [TestServer, TestServer];
let keyServer: http.Server;
let tokenOf: (sub: string) => Promise<string>;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }];
  keyServer = http.createServer((_request, response) => response.end(JSON.stringify({ keys })));
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
  tokenOf = (sub) =>
    new SignJWT({ sub, email: `${sub}@example.com`, email_verified: true })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer('https://accounts.google.com')
      .setAudience(audience)
      .setExpirationTime('1h')
      .sign(privateKey);
  database = await newDatabase({ template: 'own' });
  const env = {
    DATABASE_URL: database.adminUrl,
    GOOGLE_CLIENT_IDS: audience,
    GOOGLE_JWKS_URL: `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/`,
    TRUSTED_PROXIES: 'loopback',
    LIMIT_MEMBER_PER_MINUTE: '6',
    LIMIT_ADDRESS_PER_MINUTE: '4',
    LIMIT_LINK_PER_MINUTE: '3',
  };
  servers = [await startTestServer({ env }), await startTestServer({ env })];
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  await database.drop();
  keyServer.close();
});

/** Asks the servers in turn. */
async function askInTurn(
  times: number,
  path: string,
  headers: Record<string, string>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let turn = 0; turn < times; turn++) {
    answers.push(await (turn % 2 === 0 ? servers[0] : servers[1]).ask(path, { headers }));
  }
  return answers;
}
const statuses = (answers: Answer[]) => answers.map(({ status }) => status);

test("a member's requests are counted on all servers together, and each has an allowance of their own", async () => {
  const vera = { authorization: `Bearer ${await tokenOf('vera')}` };
  const answers = await askInTurn(7, '/api/me', vera);
  const ali = await askInTurn(1, '/api/me', { authorization: `Bearer ${await tokenOf('ali')}` });

  expect(statuses(answers)).toEqual([200, 200, 200, 200, 200, 200, 429]);
  const refused = answers.at(-1);
  expect(refused?.json()).toMatchObject({ code: 'rate_limited' });
  expect(Number(refused?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  expect(Number(refused?.headers['retry-after'])).toBeLessThanOrEqual(10);
  expect(statuses(ali)).toEqual([200]);
});

test('who has waited as long as told is answered again', async () => {
  const headers = { authorization: `Bearer ${await tokenOf('wanda')}` };
  const waitFor = (await askInTurn(7, '/api/me', headers)).at(-1)?.headers['retry-after'];
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  // The clock of the limits is the database's: time passes by moving what it remembers.
  await client.query(
    `update request_rates set used_until = used_until - $1 * interval '1 second'
     where caller = 'member wanda'`,
    [Number(waitFor)],
  );
  await client.end();

  expect(statuses(await askInTurn(2, '/api/me', headers))).toEqual([200, 429]);
});

test("who asked before the database's clock was put back is not kept waiting until it has caught up", async () => {
  const headers = { authorization: `Bearer ${await tokenOf('yan')}` };
  expect(statuses(await askInTurn(1, '/api/me', headers))).toEqual([200]);
  await askDatabase(
    database.adminUrl,
    `update request_rates set used_until = used_until + interval '1 hour' where caller = 'member yan'`,
  );

  expect(statuses(await askInTurn(7, '/api/me', headers)).slice(5)).toEqual([200, 429]);
});

test('of many requests at the same moment no more than allowed are answered', async () => {
  const headers = { authorization: `Bearer ${await tokenOf('zoe')}` };
  const asked = Array.from({ length: 20 }, (_, turn) =>
    (turn % 2 === 0 ? servers[0] : servers[1]).ask('/api/me', { headers }),
  );

  const good = statuses(await Promise.all(asked)).filter((status) => status === 200);
  expect(good.length).toBe(6);
});

test('of a large limit the first half is counted a moment later, on all servers together', async () => {
  const env = {
    DATABASE_URL: database.adminUrl,
    GOOGLE_CLIENT_IDS: audience,
    GOOGLE_JWKS_URL: `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/`,
    LIMIT_MEMBER_PER_MINUTE: '300',
  };
  const two = [await startTestServer({ env }), await startTestServer({ env })];
  const headers = { authorization: `Bearer ${await tokenOf('xena')}` };
  const began = performance.now();
  let good = 0;
  for (let turn = 0; turn < 200; turn++) {
    const answers = await Promise.all(two.map((server) => server.ask('/api/me', { headers })));
    good += answers.filter(({ status }) => status === 200).length;
  }
  const seconds = (performance.now() - began) / 1000;
  for (const server of two) await server.stop();

  expect(good).toBeGreaterThanOrEqual(300);
  // Five come back each second; and what one server has not told yet the other does not know.
  expect(good).toBeLessThanOrEqual(300 + 5 * seconds + 20);
});

test('who tries to sign in in vain is stopped by address, as the trusted proxy tells it', async () => {
  const from = (address: string) => ({ 'x-forwarded-for': address, authorization: 'Bearer a.b.c' });

  // Each server counts for itself: of ten the first gets five.
  const guesses = await askInTurn(12, '/api/me', from('203.0.113.7'));
  const elsewhere = await askInTurn(1, '/api/me', from('203.0.113.8'));
  const sameNetwork = await askInTurn(10, '/api/me', from('2001:db8:1:2::1'));
  const neighbour = await askInTurn(1, '/api/me', from('2001:db8:1:2:ffff::9'));
  const spelledOut = await askInTurn(1, '/api/me', from('2001:0DB8:1:2:0:0:0:a'));
  const nextNetwork = await askInTurn(1, '/api/me', from('2001:db8:1:3::1'));
  const mapped = await askInTurn(1, '/api/me', from('::ffff:203.0.113.7'));

  expect(statuses(guesses)).toEqual([...Array<number>(8).fill(401), ...Array<number>(4).fill(429)]);
  expect(statuses(elsewhere)).toEqual([401]);
  expect(statuses(sameNetwork).at(-1)).toBe(429);
  expect([neighbour, spelledOut, mapped].map(statuses)).toEqual([[429], [429], [429]]);
  expect(statuses(nextNetwork)).toEqual([401]);
});

test('members behind a busy address are still answered', async () => {
  const address = { 'x-forwarded-for': '203.0.113.9' };
  await askInTurn(6, '/api/me', address);

  const member = await askInTurn(1, '/api/me', {
    ...address,
    authorization: `Bearer ${await tokenOf('mona')}`,
  });

  expect(statuses(member)).toEqual([200]);
});

test('pages and health are not counted', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.10' };

  for (const path of ['/', '/healthz', '/readyz']) {
    expect(statuses(await askInTurn(6, path, headers))).toEqual([200, 200, 200, 200, 200, 200]);
  }
});

test('without TRUSTED_PROXIES nobody chooses the address they are counted by', async () => {
  const plain = await startTestServer({
    env: { GOOGLE_CLIENT_IDS: audience, LIMIT_ADDRESS_PER_MINUTE: '2' },
  });
  const answers: Answer[] = [];
  for (const last of [1, 2, 3]) {
    const headers = { 'x-forwarded-for': `198.51.100.${last}`, authorization: 'Bearer a.b.c' };
    answers.push(await plain.ask('/api/me', { headers }));
  }
  await plain.stop();

  expect(statuses(answers)).toEqual([401, 401, 429]);
});
