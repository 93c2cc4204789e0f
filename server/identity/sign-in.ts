// Signing in on the pages: OpenID Connect with code and PKCE, at Google or any other issuer.
import * as oidc from 'openid-client';
import type pg from 'pg';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { newSecret, secretHash } from './secrets.ts';
import { groupsIn, roleOf, type GroupSettings } from './provisioning/issuer-groups.ts';
import { readLogoutToken, type SignedOut } from './logout-token.ts';
import { googleIdentity, identityFrom, type Identity } from './tokens.ts';

export interface SignInSettings {
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  /** Where the issuer sends the browser back to; registered there. */
  returnUrl: string;
  allowedDomains: readonly string[];
  /** Takes addresses of which the issuer does not say whether they are verified. */
  trustsEmail: boolean;
  groups: GroupSettings;
}

export interface SignIn {
  /**
   * Begins a sign-in for the browser that keeps `browserSecret`: the address at the issuer to send it to.
   * Throws Problem service_unavailable.
   */
  begin(browserSecret: string, returnTo: string): Promise<URL>;
  /**
   * Ends a sign-in with what the issuer sent back: who it is, and where they wanted to go. Works once.
   * Throws Problem unauthenticated, forbidden (another domain), service_unavailable.
   */
  finish(query: URLSearchParams, browserSecret: string | null): Promise<Finished>;
  /**
   * Whom the issuer signs out, by what it sends over the back channel. Throws Problem invalid_request,
   * service_unavailable.
   */
  signedOut(logoutToken: string): Promise<SignedOut>;
}

interface Finished {
  identity: Identity;
  /** The person's groups at the issuer; null where no claim says. */
  groups: string[] | null;
  /** The session at the issuer, by which it may be ended. */
  sid: string | null;
  returnTo: string;
}

/** How long a person may take at the issuer. */
export const signInMinutes = 10;
const answerWithinSeconds = 10;
const google = 'https://accounts.google.com';

export function createSignIn(database: pg.Pool, settings: SignInSettings): SignIn {
  const issuer = discoverOnce(settings);
  return {
    async begin(browserSecret, returnTo) {
      const config = await issuer();
      const started = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        codeVerifier: oidc.randomPKCECodeVerifier(),
      };
      await remember(database, started, { browserSecret, returnTo });
      return oidc.buildAuthorizationUrl(config, {
        redirect_uri: settings.returnUrl,
        scope: 'openid email profile',
        state: started.state,
        nonce: started.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(started.codeVerifier),
        code_challenge_method: 'S256',
        // Otherwise who has just signed out would be signed in again without being asked.
        prompt: 'select_account',
      });
    },
    async finish(query, browserSecret) {
      const config = await issuer();
      const started = await takeBack(database, query.get('state'), browserSecret);
      const claims = await redeem(config, { query, settings, started });
      const groups = groupsIn(claims, settings.groups);
      const role = roleOf(groups, settings.groups);
      const identity = { ...identityOf(claims, settings), ...(role === null ? {} : { role }) };
      const sid = typeof claims['sid'] === 'string' ? claims['sid'].slice(0, 255) : null;
      return { identity, groups, sid, returnTo: started.returnTo };
    },
    signedOut: async (token) => readLogoutToken(token, { ...settings, config: await issuer() }),
  };
}

/** Asks the issuer for its addresses at first use, and again when that failed. */
function discoverOnce(settings: SignInSettings): () => Promise<oidc.Configuration> {
  let asked: Promise<oidc.Configuration> | null = null;
  return () => {
    asked ??= discover(settings).catch((error: unknown) => {
      asked = null;
      const detail = `The sign-in at ${settings.issuer} does not answer as it should. Try again in a minute; if it lasts, tell whoever runs Sheetfeed.`;
      throw new Problem('service_unavailable', detail, { retryAfterSeconds: 60 }, error);
    });
    return asked;
  };
}

/** The issuer's own description. Throws what openid-client throws. */
export async function discover(
  settings: Pick<SignInSettings, 'issuer' | 'clientId' | 'clientSecret'>,
): Promise<oidc.Configuration> {
  const url = new URL(settings.issuer);
  const authentication =
    settings.clientSecret === null ? oidc.None() : oidc.ClientSecretPost(settings.clientSecret);
  const config = await oidc.discovery(url, settings.clientId, undefined, authentication, {
    timeout: answerWithinSeconds,
    // The settings allow http for an issuer on this computer only.
    execute: url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
  });
  // Checks the signature of the identity token too, not only where it came from.
  oidc.enableNonRepudiationChecks(config);
  return config;
}

interface Started {
  state: string;
  nonce: string;
  codeVerifier: string;
}

async function remember(
  database: pg.Pool,
  { state, nonce, codeVerifier }: Started,
  { browserSecret, returnTo }: { browserSecret: string; returnTo: string },
): Promise<void> {
  await database.query('delete from sign_ins where expires_at < now()');
  await database.query(
    `insert into sign_ins (state_hash, browser_hash, code_verifier, nonce, return_to, expires_at)
     values ($1, $2, $3, $4, $5, now() + $6 * interval '1 minute')`,
    [secretHash(state), secretHash(browserSecret), codeVerifier, nonce, returnTo, signInMinutes],
  );
}

// Taken out whatever comes of it, so that nothing can be tried twice.
async function takeBack(database: pg.Pool, state: string | null, browserSecret: string | null) {
  const { rows } = await database.query<{ nonce: string; codeVerifier: string; returnTo: string }>(
    `delete from sign_ins where state_hash = $1 and browser_hash = $2 and expires_at > now()
     returning nonce, code_verifier as "codeVerifier", return_to as "returnTo"`,
    [secretHash(state ?? ''), secretHash(browserSecret ?? newSecret())],
  );
  const [started] = rows;
  if (state !== null && started !== undefined) return { ...started, state };
  throw refused('It was begun in another browser, took too long, or was used already');
}

async function redeem(
  config: oidc.Configuration,
  given: { query: URLSearchParams; settings: SignInSettings; started: Started },
): Promise<oidc.IDToken> {
  const { query, settings, started } = given;
  const url = new URL(settings.returnUrl);
  url.search = query.toString();
  try {
    const tokens = await oidc.authorizationCodeGrant(config, url, {
      expectedState: started.state,
      expectedNonce: started.nonce,
      pkceCodeVerifier: started.codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('the issuer sent no identity token');
    return claims;
  } catch (error) {
    if (query.get('error') === 'access_denied') throw refused('It was broken off', error);
    throw refused('What the issuer sent could not be verified', error);
  }
}

/** Google's `hd` names the organisation; other issuers have only the verified address. */
function identityOf(claims: oidc.IDToken, settings: SignInSettings): Identity {
  const { issuer, allowedDomains, trustsEmail } = settings;
  if (isGoogle(issuer)) return googleIdentity(claims, { allowedDomains });
  const identity = identityFrom(claims, { allowedDomains: [], trustsEmail });
  const domain = identity.email.slice(identity.email.lastIndexOf('@') + 1);
  if (allowedDomains.length > 0 && !allowedDomains.includes(domain)) {
    const detail = `${identity.email} does not belong to a domain that may use this server. Sign in with your work account.`;
    throw new Problem('forbidden', detail);
  }
  // A `sub` is unique at its issuer only, and Google's members must not be taken for another's.
  return { ...identity, id: memberIdAt(issuer, identity.id) };
}

const isGoogle = (issuer: string) => withoutSlash(issuer) === google;

// Members were known by it before issuers were kept letter by letter.
const withoutSlash = (issuer: string) => issuer.replace(/(?<!\/)\/+$/, '');

/** What the member is known by whom the issuer calls `sub`. */
export function memberIdAt(issuer: string, sub: string): string {
  return isGoogle(issuer) ? sub : `${withoutSlash(issuer)} ${sub}`;
}

function refused(why: string, cause?: unknown): Problem {
  const detail = `You are not signed in. ${why}. Sign in again.`;
  return new Problem('unauthenticated', detail, { signIn: routes.signIn }, cause);
}
