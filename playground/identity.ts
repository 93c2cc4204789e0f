// The playground's own issuer of identity tokens: four persons who do not exist, and tokens like Google's.
import { randomUUID } from 'node:crypto';
import { SignJWT, createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import type { Member } from '../server/identity/member.ts';
import type { TokenIssuer } from '../server/identity/tokens.ts';

/** The persons of the switch; the first is at the keyboard at the start. */
export const persons: readonly Member[] = [
  {
    id: '100000000000000000001',
    email: 'vera.viewer@example.com',
    name: 'Vera Viewer',
    role: 'viewer',
  },
  {
    id: '100000000000000000002',
    email: 'ali.author@example.com',
    name: 'Ali Author',
    role: 'author',
  },
  { id: '100000000000000000003', email: 'ada.admin@example.com', name: 'Ada Admin', role: 'admin' },
  {
    id: '100000000000000000004',
    email: 'nora.newcomer@example.com',
    name: 'Nora Newcomer',
    role: 'viewer',
  },
];

const issuerName = 'https://accounts.google.com';
const audience = 'sheetfeed-playground.apps.googleusercontent.com';
const lifetimeSeconds = 3600;
/** Google hands out a token again while it lasts; ours are renewed well before they end. */
const renewedAfterMs = 10 * 60_000;

export interface PlaygroundIssuer {
  readonly issuer: TokenIssuer;
  readonly keys: JSONWebKeySet;
  /** A token that holds for each person, by the person's id. */
  tokens(): Promise<Record<string, string>>;
  /** The address of the person whom the token was made for; of the first where it is another's token. */
  holder(token: string): Promise<string>;
}

/** Makes a key pair that lives as long as the program. */
export async function createIssuer(now: () => number = Date.now): Promise<PlaygroundIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const kid = randomUUID();
  const key = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  const keys: JSONWebKeySet = { keys: [key] };
  const issuer = { issuers: [issuerName], audiences: [audience], keys, allowedDomains: [] };
  let issued = { at: -Infinity, tokens: {} as Record<string, string> };
  const known = createLocalJWKSet(keys);
  return {
    issuer,
    keys,
    async holder(token) {
      const claims = await jwtVerify(token, known).catch(() => null);
      const person = persons.find(({ id }) => id === claims?.payload.sub) ?? persons[0];
      return person?.email ?? '';
    },
    async tokens() {
      if (now() - issued.at < renewedAfterMs) return issued.tokens;
      const all = persons.map(async (one) => [one.id, await sign(one)] as const);
      issued = { at: now(), tokens: Object.fromEntries(await Promise.all(all)) };
      return issued.tokens;
    },
  };

  function sign(person: Member): Promise<string> {
    const seconds = Math.floor(now() / 1000);
    const claims = { azp: audience, email: person.email, email_verified: true, name: person.name };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(issuerName)
      .setAudience(audience)
      .setSubject(person.id)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + lifetimeSeconds)
      .sign(privateKey);
  }
}
