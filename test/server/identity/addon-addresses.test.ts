// From where the add-on's calls may come: its tokens are worth nothing elsewhere, and other sign-ins are left alone.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { sampleUrls } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const audience = 'addon.apps.googleusercontent.com';
let issuer: http.Server;
let server: TestServer;
let token: string;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' };
  issuer = http.createServer((_request, response) => {
    response.end(JSON.stringify({ keys: [key] }));
  });
  issuer.listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  token = await new SignJWT({ email: 'vera@example.com', email_verified: true, name: 'Vera' })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setSubject('1001')
    .setIssuer('https://accounts.google.com')
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
  server = await startTestServer({
    env: {
      GOOGLE_CLIENT_IDS: audience,
      GOOGLE_JWKS_URL: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/`,
      SOURCE_MAIN_URL: sampleUrls().reader,
      TRUSTED_PROXIES: 'loopback',
      ADDON_ADDRESSES: '203.0.113.0/24, 2001:db8::/32, 192.0.2.7',
    },
    catalog: { 'one.sql': '/*---\ntitle: One\nsource: main\n---*/\nselect 1 as one\n' },
  });
});
afterAll(async () => {
  await server.stop();
  issuer.close();
});

const askFrom = (address: string, path: string, bearer = token) =>
  server.ask(path, {
    headers: { authorization: `Bearer ${bearer}`, 'x-forwarded-for': address },
  });

test.each(['203.0.113.9', '192.0.2.7', '2001:db8::9', '::ffff:203.0.113.9'])(
  'the add-on may ask and download from %s',
  async (address) => {
    expect((await askFrom(address, '/api/me')).json()).toMatchObject({ name: 'Vera' });
    expect((await askFrom(address, '/q/one.csv')).text).toBe('one\r\n1\r\n');
  },
);

test.each(['198.51.100.1', '192.0.2.8', '2001:db9::9', '203.0.113.9, 198.51.100.1'])(
  'its token is refused from %s, for downloads too',
  async (address) => {
    for (const path of ['/api/me', '/q/one.csv']) {
      const refused = await askFrom(address, path);
      expect([refused.status, refused.json().code]).toEqual([403, 'forbidden']);
      expect(refused.json().detail).toContain('ADDON_ADDRESSES');
    }
  },
);

test('a schedule of the add-on is refused there too, and a program with a personal token is not', async () => {
  const schedule = await askFrom('198.51.100.1', '/api/me', `sheetfeed_sched_${'x'.repeat(43)}`);
  const program = await askFrom('198.51.100.1', '/api/me', `sheetfeed_pat_${'x'.repeat(43)}`);

  expect([schedule.status, program.status]).toEqual([403, 401]);
});
