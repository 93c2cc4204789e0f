// Signing in and out on the pages: to the issuer and back, the cookie, and the list of a member's sessions.
import {
  Router,
  type CookieOptions,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import type { AuditTrail } from '../catalog/audit/trail.ts';
import { cookieOf, sessionCookie } from '../identity/browser.ts';
import type { Member } from '../identity/member.ts';
import type { Members } from '../identity/members.ts';
import { newSecret } from '../identity/secrets.ts';
import type { Sessions } from '../identity/sessions.ts';
import { signInMinutes, type SignIn } from '../identity/sign-in.ts';
import type { WhoIs } from '../identity/who-is.ts';
import { tellAudit } from './audited.ts';
import { memberOf } from './member-of.ts';
import { pageAddresses } from './pages.ts';

/** What the sign-in on the pages works with. */
export interface PageSignIn {
  signIn: SignIn;
  sessions: Sessions;
  members: Members;
  publicUrl: string;
}

/** GET /sign-in and /sign-in/return, and a member's sessions. `pageSignIn` null: none is configured. */
export function signInRoutes({
  pageSignIn,
  trail,
}: {
  pageSignIn: PageSignIn | null;
  trail: AuditTrail;
}): Router {
  const router = Router();
  const configured = (): PageSignIn => pageSignIn ?? notConfigured();
  router.get(routes.signIn, (request, response) => begin(configured(), request, response));
  router.get(routes.signInReturn, async (request, response) => {
    try {
      const member = await finish(configured(), request, response);
      recordSignIn(trail, request, { member, outcome: 'done', details: null });
    } catch (error) {
      if (error instanceof Problem) recordRefused(trail, request, error);
      throw error;
    }
  });
  router.get(routes.sessions, async (_request, response) => {
    const { id, credential } = memberOf(response);
    const current = credential?.kind === 'session' ? credential.id : null;
    const sessions = (await pageSignIn?.sessions.list(id, current)) ?? [];
    response.setHeader('Cache-Control', 'no-store');
    response.json({ sessions });
  });
  router.delete(routes.sessions, async (_request, response) => {
    await configured().sessions.endAll(memberOf(response).id);
    signedOut(configured(), response);
  });
  router.delete(routes.session(':id'), async (request, response) => {
    await endOne(configured(), String(request.params['id']), response);
  });
  return router;
}

function notConfigured(): never {
  throw new Problem('not_found', 'Nobody can sign in here: no sign-in on the pages is configured.');
}

async function begin(
  { signIn, publicUrl }: PageSignIn,
  request: Request,
  response: Response,
): Promise<void> {
  const { name, options } = browserCookie(publicUrl);
  // Kept when there is one, so that two tabs can sign in at the same time.
  const browserSecret = cookieOf(request.headers, name) ?? newSecret();
  const url = await signIn.begin(browserSecret, ownPath(request, publicUrl));
  response.cookie(name, browserSecret, { ...options, maxAge: signInMinutes * 60_000 });
  response.setHeader('Cache-Control', 'no-store');
  response.redirect(303, url.href);
}

/** Where to go afterwards: a path of ours, whatever the address says. */
function ownPath(request: Request, publicUrl: string): string {
  const wanted = queryOf(request).get('to') ?? '/';
  if (!URL.canParse(wanted, publicUrl)) return '/';
  const url = new URL(wanted, publicUrl);
  return url.origin === publicUrl ? url.pathname + url.search : '/';
}

const queryOf = (request: Request) => new URL(request.originalUrl, 'http://localhost').searchParams;

async function finish(
  { signIn, sessions, members, publicUrl }: PageSignIn,
  request: Request,
  response: Response,
): Promise<Member> {
  const { name } = browserCookie(publicUrl);
  const browserSecret = cookieOf(request.headers, name);
  const { identity, returnTo } = await signIn.finish(queryOf(request), browserSecret);
  const member = await members.signedIn(identity, 'page');
  const browser = request.headers['user-agent'] ?? '';
  const { id: sessionId, secret, expiresAt } = await sessions.begin(member.id, browser);
  response.cookie(sessionCookie(publicUrl), secret, {
    ...cookieOptions(publicUrl),
    path: '/',
    expires: expiresAt,
  });
  response.setHeader('Cache-Control', 'no-store');
  // By the whole address: a path that begins with two slashes would be another host's.
  response.redirect(303, publicUrl + returnTo);
  return { ...member, credential: { kind: 'session', id: sessionId } };
}

function recordSignIn(
  trail: AuditTrail,
  request: Request,
  { member, outcome, details }: { member: Member; outcome: string; details: unknown },
): void {
  const subject = (request.headers['user-agent'] ?? '').slice(0, 200);
  const what = outcome === 'done' ? 'signed in' : 'was not let in';
  trail.record({ kind: 'sign_in', member, what, subject, details, outcome });
}

// Who it was is known only from what the sentence says.
function recordRefused(trail: AuditTrail, request: Request, { code, message }: Problem): void {
  const credential = { kind: 'session', id: '' } as const;
  const nobody: Member = { id: '', email: '', name: '', role: 'viewer', credential };
  recordSignIn(trail, request, { member: nobody, outcome: code, details: { problem: message } });
}

function browserCookie(publicUrl: string): { name: string; options: CookieOptions } {
  const options = { ...cookieOptions(publicUrl), path: routes.signIn };
  return { name: options.secure ? '__Secure-sheetfeed-sign-in' : 'sheetfeed-sign-in', options };
}

// Lax: the cookie comes along when somebody follows a link to here, and with nothing else from elsewhere.
function cookieOptions(publicUrl: string): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') };
}

/** `current` is the session that asks. */
async function endOne(pageSignIn: PageSignIn, asked: string, response: Response): Promise<void> {
  const { id: memberId, credential } = memberOf(response);
  const current = credential?.kind === 'session' ? credential.id : null;
  const id = asked === 'current' ? current : asked;
  tellAudit(response, id === current ? 'this browser' : 'another browser');
  if (id === null || !(await pageSignIn.sessions.end(memberId, id))) {
    throw new Problem('not_found', 'You have no such session; it may have ended already.');
  }
  if (id === current) signedOut(pageSignIn, response);
  else response.status(204).end();
}

function signedOut({ publicUrl }: PageSignIn, response: Response): void {
  response.clearCookie(sessionCookie(publicUrl), { ...cookieOptions(publicUrl), path: '/' });
  response.status(204).end();
}

/** Sends who opens a page in a browser without being signed in to the sign-in, and back afterwards. */
export function signInFirst(pageSignIn: PageSignIn | null, whoIs: WhoIs): RequestHandler {
  const router = Router();
  router.get(pageAddresses, async (request, response, next) => {
    if (pageSignIn === null || isForProgram(request) || (await isSignedIn(whoIs, request))) {
      return next();
    }
    response.setHeader('Cache-Control', 'no-store');
    response.redirect(303, `${routes.signIn}?to=${encodeURIComponent(request.originalUrl)}`);
  });
  return router;
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
