// Says who is calling: the holder of an identity token, a personal token, a schedule's token or a session or, in local mode, the local admin.
import type { IncomingMessage } from 'node:http';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { refuseOtherSites, sessionSecretOf } from './browser.ts';
import type { RequireAddonAddress } from './addon-addresses.ts';
import type { Guesses } from './guesses.ts';
import { localAdmin, type Members } from './members.ts';
import type { Member } from './member.ts';
import { networkOf } from './network.ts';
import { isPersonalToken, type PersonalTokens } from './personal-tokens.ts';
import { isScheduleToken, type ScheduleTokens } from './schedule-tokens.ts';
import type { Sessions } from './sessions.ts';
import type { CheckToken } from './tokens.ts';

/** A request of node:http, or one of Express, which knows the address (`ip`) behind the proxies that are trusted. */
export type Asking = Pick<IncomingMessage, 'headers' | 'method'> & { ip?: string | undefined };

/**
 * Throws Problem unauthenticated, forbidden, cross_site, service_unavailable, and rate_limited where a secret would have
 * to be looked up for an address that was wrong too often, or that is not known.
 */
export type WhoIs = (request: Asking) => Promise<Member>;

export interface WhoIsOptions {
  isLocal: boolean;
  /** Null: nobody is counted. */
  guesses: Guesses | null;
  /** From where the add-on's tokens are taken. */
  requireAddonAddress: RequireAddonAddress;
  /** Null: no issuer is known, so every identity token is refused. */
  checkToken: CheckToken | null;
  members: Members;
  personalTokens: PersonalTokens;
  scheduleTokens: ScheduleTokens;
  /** Null: nobody can sign in on the pages. */
  sessions: Sessions | null;
  /** Where the pages are; null when there is no sign-in on them. */
  publicUrl: string | null;
}

export function createWhoIs(options: WhoIsOptions): WhoIs {
  return async (request) => {
    const token = bearerToken(request.headers.authorization);
    if (token === null) return options.isLocal ? localAdmin : bySession(options, request);
    if (isPersonalToken(token)) return byPersonalToken(options, request, token);
    options.requireAddonAddress(request.ip);
    if (isScheduleToken(token)) return byScheduleToken(options, request, token);
    if (options.checkToken !== null) {
      return options.members.signedIn(await options.checkToken(token), 'sheet');
    }
    const detail = options.isLocal
      ? 'This server runs for one person on one computer and takes no sign-in. Leave the token out.'
      : 'This server takes no identity tokens, for GOOGLE_CLIENT_IDS is not set. Send a personal token.';
    throw new Problem('unauthenticated', detail);
  };
}

// What is looked up for who is wrong too often would be their load on the database.
async function lookUp<T>(
  { guesses }: WhoIsOptions,
  { ip }: Asking,
  { secret, find }: { secret: string; find: () => Promise<T | null> },
): Promise<T | null> {
  const guess = guesses?.begin(networkOf(ip ?? ''), secret);
  const found = await find();
  if (found !== null) guess?.wasRight();
  return found;
}

async function bySession(options: WhoIsOptions, request: Asking): Promise<Member> {
  const { sessions, members, publicUrl } = options;
  const secret = sessionSecretOf(request.headers, publicUrl);
  const session =
    sessions && secret !== null ? await findSession(options, sessions, { request, secret }) : null;
  const member = session ? await members.find(session.memberId) : null;
  if (!session || member === null) throw notSignedIn(sessions !== null);
  refuseOtherSites(request, publicUrl);
  return { ...member, credential: { kind: 'session', id: session.id } };
}

// Only a cookie from before cookies were signed may be a guess that would have to be looked up.
async function findSession(
  options: WhoIsOptions,
  sessions: Sessions,
  { request, secret }: { request: Asking; secret: string },
) {
  const find = () => sessions.find(secret);
  return sessions.maker(secret) === 'unknown' ? lookUp(options, request, { secret, find }) : find();
}

async function byPersonalToken(
  options: WhoIsOptions,
  request: Asking,
  token: string,
): Promise<Member> {
  const { personalTokens, members } = options;
  const find = () => personalTokens.find(token);
  const found = await lookUp(options, request, { secret: token, find });
  const member = found === null ? null : await members.find(found.memberId);
  if (found !== null && member !== null) {
    const { id, name, scopes } = found;
    return { ...member, credential: { kind: 'token', id, name, scopes } };
  }
  throw new Problem(
    'unauthenticated',
    'The personal token has expired, was revoked, or never was one. Make a new one on the pages.',
  );
}

async function byScheduleToken(
  options: WhoIsOptions,
  request: Asking,
  token: string,
): Promise<Member> {
  const { scheduleTokens, members } = options;
  const find = () => scheduleTokens.find(token);
  const found = await lookUp(options, request, { secret: token, find });
  const member = found === null ? null : await members.find(found.memberId);
  if (found === null || member === null) {
    throw new Problem(
      'unauthenticated',
      'The schedule may not sign in any more. Open the sidebar and save the schedule again, or take it over.',
    );
  }
  const { memberId: _memberId, ...bound } = found;
  return { ...member, credential: { kind: 'schedule', ...bound } };
}

function notSignedIn(canSignIn: boolean): Problem {
  if (canSignIn) {
    const detail = 'You are not signed in. Sign in, then try again.';
    return new Problem('unauthenticated', detail, { signIn: routes.signIn });
  }
  return new Problem(
    'unauthenticated',
    'You are not signed in. Open Sheetfeed from Google Sheets, or send an identity token.',
  );
}

/** The token of an Authorization header; null when there is no header. */
export function bearerToken(header: string | undefined): string | null {
  if (header === undefined) return null;
  const token = /^bearer +([\w.~+/-]+=*)$/i.exec(header.trim())?.[1];
  if (token !== undefined) return token;
  throw new Problem(
    'unauthenticated',
    'The Authorization header is not understood. Send it as "Bearer" and the token.',
  );
}
