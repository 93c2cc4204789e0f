// Signing in and out on the pages: to the issuer and back, the cookie, and the list of a member's sessions.
import type { CookieOptions, Request, RequestHandler, Response } from 'express';
import { Problem } from '../../../domain/problem.ts';
import { routes } from '../../../domain/routes.ts';
import type { AuditTrail } from '../../catalog/audit/trail.ts';
import { cookieOf, sessionCookie } from '../../identity/browser.ts';
import { keepGroups } from '../../identity/provisioning/issuer-groups.ts';
import type { Member } from '../../identity/member.ts';
import type { Members } from '../../identity/members.ts';
import { newSecret } from '../../identity/secrets.ts';
import type { Sessions } from '../../identity/sessions.ts';
import { signInMinutes, type SignIn } from '../../identity/sign-in.ts';
import type { WhoIs } from '../../identity/who-is.ts';
import type { Asked, Handlers } from '../front/handlers.ts';
import { opensPage } from './pages.ts';

/** What the sign-in on the pages works with. */
export interface PageSignIn {
  signIn: SignIn;
  sessions: Sessions;
  members: Members;
  publicUrl: string;
  /** What the member is known by whom the issuer calls `sub`. */
  memberIdOf(sub: string): string;
}

export interface SignInOptions {
  pageSignIn: PageSignIn | null;
  trail: AuditTrail;
}

type SignInRows =
  | 'GET signIn'
  | 'GET signInReturn'
  | 'POST signedOut'
  | 'GET sessions'
  | 'DELETE sessions'
  | 'DELETE session';

/** `pageSignIn` null: none is configured. */
export function signInHandlers({ pageSignIn, trail }: SignInOptions): Handlers<SignInRows> {
  const configured = (): PageSignIn => pageSignIn ?? notConfigured();
  return {
    'GET signIn': ({ query, request, response }) =>
      begin(configured(), query.to ?? '/', { request, response }),
    async 'GET signInReturn'(asked) {
      try {
        await finish(configured(), trail, asked);
      } catch (error) {
        if (error instanceof Problem) recordRefused(trail, asked.request, error);
        throw error;
      }
    },
    'POST signedOut': (asked) => endSignedOut(configured(), trail, asked),
    async 'GET sessions'({ member, response }) {
      response.setHeader('Cache-Control', 'no-store');
      return { sessions: (await pageSignIn?.sessions.list(member.id, currentOf(member))) ?? [] };
    },
    async 'DELETE sessions'({ member, change, response }) {
      const { sessions, publicUrl } = configured();
      await change(async (client, tell) => {
        tell(null, { sessions: await sessions.endAll(client, member.id) });
      });
      forgetSession(publicUrl, response);
    },
    'DELETE session': (asked) => endOne(configured(), asked),
  };
}

const currentOf = ({ credential }: Member) =>
  credential?.kind === 'session' ? credential.id : null;

function notConfigured(): never {
  throw new Problem('not_found', 'Nobody can sign in here: no sign-in on the pages is configured.');
}

interface Exchange {
  request: Request;
  response: Response;
}

async function begin(
  { signIn, publicUrl }: PageSignIn,
  to: string,
  { request, response }: Exchange,
): Promise<void> {
  const { name, options } = browserCookie(publicUrl);
  // Kept when there is one, so that two tabs can sign in at the same time.
  const browserSecret = cookieOf(request.headers, name) ?? newSecret();
  const url = await signIn.begin(browserSecret, ownPath(to, publicUrl));
  response.cookie(name, browserSecret, { ...options, maxAge: signInMinutes * 60_000 });
  response.setHeader('Cache-Control', 'no-store');
  response.redirect(303, url.href);
}

/**
 * Where to go afterwards: a path of ours, whatever the address says. What does not begin with a slash is none, for
 * addresses such as `blob:` have an origin of ours and a path that is a whole address.
 */
function ownPath(wanted: string, publicUrl: string): string {
  if (!wanted.startsWith('/') || !URL.canParse(wanted, publicUrl)) return '/';
  const url = new URL(wanted, publicUrl);
  return url.origin === publicUrl ? url.pathname + url.search : '/';
}

async function finish(
  { signIn, sessions, members, publicUrl }: PageSignIn,
  trail: AuditTrail,
  { request, response }: Exchange,
): Promise<void> {
  const { name } = browserCookie(publicUrl);
  // All that the issuer sent, for another one sends more than the table knows.
  const { searchParams } = new URL(request.originalUrl, 'http://localhost');
  const { identity, groups, sid, returnTo } = await signIn.finish(
    searchParams,
    cookieOf(request.headers, name),
  );
  const member = await members.signedIn(identity, 'page');
  const signedIn = { ...signInEvent(request, onPages(member)), what: 'signed in' };
  const browser = request.headers['user-agent'] ?? '';
  const { secret, expiresAt } = await trail.change(signedIn)(async (client) => {
    if (groups !== null) await keepGroups(client, member.id, groups);
    return sessions.begin(client, member.id, { browser, sid });
  });
  response.cookie(sessionCookie(publicUrl), secret, {
    ...cookieOptions(publicUrl),
    path: '/',
    expires: expiresAt,
  });
  response.setHeader('Cache-Control', 'no-store');
  // By the whole address: a path that begins with two slashes would be another host's.
  response.redirect(303, publicUrl + returnTo);
}

// What the issuer sends when somebody signed out there; it needs no more than that it was done (§2.8 of its standard).
async function endSignedOut(
  { signIn, sessions, memberIdOf }: PageSignIn,
  trail: AuditTrail,
  { body, request, response }: Asked<'POST signedOut'>,
): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  const { sub, sid } = await signIn.signedOut(body.logout_token);
  const memberId = sub === null ? null : memberIdOf(sub);
  const nobody = onPages({ id: memberId ?? '', email: '', name: '', role: 'viewer' });
  const event = { ...signInEvent(request, nobody), what: 'was signed out by the issuer' };
  await trail.change(event)(async (client, tell) => {
    tell(null, { sessions: await sessions.endSignedOut(client, { memberId, sid }) });
  });
}

const onPages = (member: Member): Member => ({
  ...member,
  credential: { kind: 'session', id: '' },
});

function signInEvent(request: Request, member: Member) {
  const subject = (request.headers['user-agent'] ?? '').slice(0, 200);
  const address = request.ip ?? null;
  return { kind: 'sign_in', member, subject, details: null, address } as const;
}

// Who it was is known only from what the sentence says.
function recordRefused(trail: AuditTrail, request: Request, { code, message }: Problem): void {
  const nobody = onPages({ id: '', email: '', name: '', role: 'viewer' });
  const refused = { what: 'was not let in', details: { problem: message }, outcome: code };
  trail.record({ ...signInEvent(request, nobody), ...refused });
}

function browserCookie(publicUrl: string): { name: string; options: CookieOptions } {
  // Without a path of its own, for only then no neighbour can plant it: whoever did could sign others in as himself.
  const options = { ...cookieOptions(publicUrl), path: '/' };
  return { name: options.secure ? '__Host-sheetfeed-sign-in' : 'sheetfeed-sign-in', options };
}

// Lax: the cookie comes along when somebody follows a link to here, and with nothing else from elsewhere.
function cookieOptions(publicUrl: string): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') };
}

/** `current` is the session that asks. */
async function endOne(
  { sessions, publicUrl }: PageSignIn,
  { member, params, change, response }: Asked<'DELETE session'>,
): Promise<void> {
  const current = currentOf(member);
  const id = params.id === 'current' ? current : params.id;
  if (id === null) throw noSession();
  await change(async (client, tell) => {
    tell(id === current ? 'this browser' : 'another browser');
    if (!(await sessions.end(client, member.id, id))) throw noSession();
  });
  if (id === current) forgetSession(publicUrl, response);
}

function noSession(): Problem {
  return new Problem('not_found', 'You have no such session; it may have ended already.');
}

function forgetSession(publicUrl: string, response: Response): void {
  response.clearCookie(sessionCookie(publicUrl), { ...cookieOptions(publicUrl), path: '/' });
}

/** Sends who opens a page in a browser without being signed in to the sign-in, and back afterwards. */
export function signInFirst(pageSignIn: PageSignIn | null, whoIs: WhoIs): RequestHandler {
  if (pageSignIn === null) return (_request, _response, next) => next();
  return async (request, response, next) => {
    const isPage = opensPage(request) && !isForProgram(request) && !isPreview(request);
    if (!isPage || (await isSignedIn(whoIs, request))) {
      return next();
    }
    response.setHeader('Cache-Control', 'no-store');
    response.redirect(303, `${routes.signIn}?to=${encodeURIComponent(request.originalUrl)}`);
  };
}

// What mail and chats show beneath a link is fetched by a program that cannot sign in, and says so. The page itself
// holds nothing but its title, which is then made of its address (page-head.ts).
const previews =
  /Slackbot-LinkExpanding|Google-?(Chat|Docs|PageRenderer)|Twitterbot|facebookexternalhit|LinkedInBot|Discordbot|TelegramBot|WhatsApp|SkypeUriPreview|Mattermost|Zulip/i;

function isPreview({ headers }: Request): boolean {
  return previews.test(headers['user-agent'] ?? '');
}

// The address of a page may be that of a file: whoever does not want a page is told in words of its own.
function isForProgram({ path, headers }: Request): boolean {
  return /\.\w+$/.test(path) && !(headers.accept ?? '').includes('text/html');
}

async function isSignedIn(whoIs: WhoIs, request: Request): Promise<boolean> {
  try {
    await whoIs(request);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'unauthenticated') return false;
    throw error;
  }
}
