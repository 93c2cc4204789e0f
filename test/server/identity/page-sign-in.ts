// Members who sign in on the pages of a test's server, at an issuer on this computer.
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { clientId, clientSecret, type Issuer } from '../../support/oidc-issuer.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import type { Answer, TestServer } from '../../support/server.ts';

export const publicUrl = 'http://localhost:8443';

/** A port that nobody listened on a moment ago: a server that browsers come to knows its address beforehand. */
export async function freePort(): Promise<number> {
  const socket = net.createServer().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, 'close');
  return port;
}

/** The settings of a server where people sign in at the issuer. */
export function pageSettings(issuer: Issuer, database: TestDatabase): Record<string, string> {
  return {
    DATABASE_URL: database.adminUrl,
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    SESSION_SECRET: 'a-secret-of-at-least-32-characters',
    PUBLIC_URL: publicUrl,
  };
}

/** Signs in `<name>@example.com`; the answer is the cookie. */
export async function signInOnPages(
  server: TestServer,
  issuer: Issuer,
  name: string,
): Promise<string> {
  const begun = await server.ask('/sign-in');
  const person = { sub: name, email: `${name}@example.com`, email_verified: true, name };
  const back = issuer.approve(begun.headers.location ?? '', person);
  return cookiesOf(
    await server.ask(back.pathname + back.search, { headers: { cookie: cookiesOf(begun) } }),
  );
}

/** The cookies that an answer sets, as a browser sends them back. */
export function cookiesOf(answer: Answer): string {
  return (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');
}

/** The headers of what a page of ours asks for. */
export function onThePages(cookie: string): Record<string, string> {
  return { cookie, origin: publicUrl, 'sec-fetch-site': 'same-origin' };
}
