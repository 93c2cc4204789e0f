// A service account's grant: its key signs for a token of Google's, its own or (by delegation) a person's.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { Problem } from '../../domain/problem.ts';
import { bounded } from '../bounded.ts';
import type { ServiceAccount } from '../settings/service-account.ts';
import { renewedGrant, type Grant, type TokenParts } from './grant.ts';
import { unavailable } from './refusal.ts';

/** Reading and writing of the spreadsheets that are shared with it, and nothing else. */
export const SHEETS_SCOPE = 'https://www.googleapis.com/auth/spreadsheets';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Google takes at most an hour. */
const ASKED_SECONDS = 3_600;
const WITHIN_MS = 20_000;

/** With `subject`, the grant is that person's, as far as the domain's admin delegated it (developers.google.com/identity/protocols/oauth2/service-account). */
export function serviceAccountGrant(
  account: ServiceAccount,
  { fetch, now }: TokenParts,
  subject: string | null = null,
): Grant {
  const key = createPrivateKey(account.privateKey);
  const email = subject ?? account.email;
  return renewedGrant({ key: email, email }, { now }, async (signal) => {
    const assertion = await signed({ account, key, subject, now: now() });
    return exchange({ account, assertion, subject, fetch, signal });
  });
}

interface Signing {
  account: ServiceAccount;
  key: KeyObject;
  subject: string | null;
  now: number;
}

function signed({ account, key, subject, now }: Signing): Promise<string> {
  const seconds = Math.floor(now / 1_000);
  const claims = new SignJWT({ scope: SHEETS_SCOPE })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: account.privateKeyId })
    .setIssuer(account.email)
    .setAudience(account.tokenUri)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ASKED_SECONDS);
  return (subject === null ? claims : claims.setSubject(subject)).sign(key);
}

interface Exchange {
  account: ServiceAccount;
  assertion: string;
  subject: string | null;
  fetch: typeof fetch;
  signal: AbortSignal;
}

interface TokenAnswer {
  access_token?: unknown;
  expires_in?: unknown;
  error?: unknown;
  error_description?: unknown;
}

async function exchange(asked: Exchange): Promise<{ token: string; seconds: number }> {
  const { account, assertion, fetch, signal } = asked;
  const body = new URLSearchParams({ grant_type: JWT_BEARER, assertion });
  let status = 0;
  let answer: TokenAnswer = {};
  try {
    await bounded({ withinMs: WITHIN_MS, by: [signal] }, async (limited) => {
      const response = await fetch(account.tokenUri, { method: 'POST', body, signal: limited });
      status = response.status;
      answer = ((await response.json()) ?? {}) as TokenAnswer;
    });
  } catch (error) {
    throw unavailable("the token of Sheetfeed's account was not given", error);
  }
  const { access_token: token, expires_in: seconds } = answer;
  if (typeof token === 'string') return { token, seconds: Number(seconds ?? ASKED_SECONDS) };
  throw refused(answer, status, asked);
}

function refused(
  { error, error_description: described }: TokenAnswer,
  status: number,
  { account, subject }: Exchange,
): Problem {
  const said = `${String(error ?? status)}${described === undefined ? '' : `: ${String(described)}`}`;
  if (status >= 500) return unavailable(said);
  if (subject !== null && error === 'unauthorized_client') {
    const detail = `Google does not let Sheetfeed act as ${subject}: an admin of the domain has to delegate the scope ${SHEETS_SCOPE} to the client id of ${account.email}.`;
    return new Problem('google_not_set_up', detail);
  }
  const whose = subject === null ? account.email : `${account.email} for ${subject}`;
  const detail = `Google gives no token to ${whose} (${said}). An admin has to look at its key, and at this server's clock.`;
  return new Problem('google_not_set_up', detail);
}
