// Checks identity tokens: who signed them, for whom, and whether they still hold.
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  jwtVerify,
  type FetchImplementation,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { LRUCache } from 'lru-cache';
import { folded, isPlain, plainAddress } from '../../domain/address.ts';
import { Problem } from '../../domain/problem.ts';
import type { Log } from '../log.ts';
import { isStorable } from '../database/storable.ts';
import type { Role } from '../../domain/contract/member.ts';
import { LOCAL_ID } from './member.ts';

/** Somebody whose identity tokens are believed. */
export interface TokenIssuer {
  /** Accepted values of `iss`. */
  readonly issuers: readonly string[];
  /** Accepted values of `aud`. */
  readonly audiences: readonly string[];
  /** The public keys, or where to fetch them. */
  readonly keys: JSONWebKeySet | URL;
  /** When not empty, the token's `hd` must be one of them. */
  readonly allowedDomains: readonly string[];
}

/** What a good token says of the person. */
export interface Identity {
  /** The issuer's `sub`. */
  readonly id: string;
  /** Plain, in lower case. */
  readonly email: string;
  readonly name: string;
  /** The role that the issuer gives; without it, the member's own or that of new ones. */
  readonly role?: Role;
}

export type CheckToken = (token: string) => Promise<Identity>;

// https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload
const googleIssuers = ['https://accounts.google.com', 'accounts.google.com'];
// A clock may be off a little, and Google's own cache hands out tokens close to their end.
const leewaySeconds = 30;
const keysStaleAfterMs = 10 * 60_000;
// A token that was checked is not checked again for this long.
const checkedForMs = 60_000;
const maxChecked = 2000;

/** Google as an issuer: what the add-on sends. */
export function googleIssuer(settings: {
  googleClientIds: readonly string[];
  googleJwksUrl: string;
  allowedDomains: readonly string[];
}): TokenIssuer {
  return {
    issuers: googleIssuers,
    audiences: settings.googleClientIds,
    keys: new URL(settings.googleJwksUrl),
    allowedDomains: settings.allowedDomains,
  };
}

/**
 * A check of tokens of these issuers; the one whose audience a token names decides.
 * Throws Problem unauthenticated (bad or expired token), forbidden (another domain),
 * service_unavailable (the keys were never fetched and cannot be now).
 */
export function createTokenCheck(
  issuers: readonly TokenIssuer[],
  { log }: { log: Log },
): CheckToken {
  const known = issuers.map((issuer) => ({ issuer, keys: keySource(issuer.keys, log) }));
  const checked = new LRUCache<string, Identity>({ max: maxChecked });
  return async (token) => {
    const hit = checked.get(token);
    if (hit !== undefined) return hit;
    const audience = audienceOf(token);
    const found = known.find(({ issuer }) =>
      issuer.audiences.some((aud) => audience.includes(aud)),
    );
    if (found === undefined) throw refused('it was made for another application');
    const claims = await verify(token, found.issuer, found.keys);
    const identity = googleIdentity(claims, found.issuer);
    const ttl = Math.min(checkedForMs, (claims.exp ?? 0) * 1000 - Date.now());
    if (ttl > 0) checked.set(token, identity, { ttl });
    return identity;
  };
}

function audienceOf(token: string): string[] {
  try {
    return [decodeJwt(token).aud ?? []].flat();
  } catch (error) {
    throw refused('it is not an identity token', error);
  }
}

async function verify(
  token: string,
  issuer: TokenIssuer,
  keys: JWTVerifyGetKey,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer: [...issuer.issuers],
      audience: [...issuer.audiences],
      requiredClaims: ['sub', 'exp'],
      clockTolerance: leewaySeconds,
    });
    return payload;
  } catch (error) {
    throw tokenProblem(error);
  }
}

function tokenProblem(error: unknown): Problem {
  if (error instanceof errors.JWTExpired) return refused('it has expired', error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    return refused(`its "${error.claim}" is not what it should be`, error);
  }
  // Any other error is not about the token: its signer's keys could not be had.
  const aboutKeys = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'];
  if (!(error instanceof errors.JOSEError) || aboutKeys.includes(error.code)) {
    const detail =
      'The sign-in could not be checked, because the keys of its issuer could not be fetched. Try again in a minute.';
    return new Problem('service_unavailable', detail, { retryAfterSeconds: 60 }, error);
  }
  return refused('its signature is not valid', error);
}

/**
 * Who a verified token's claims speak of. Throws Problem unauthenticated (no verified address, or what cannot be kept) and forbidden
 * (another domain).
 */
export function identityFrom(
  claims: JWTPayload,
  issuer: Pick<TokenIssuer, 'allowedDomains'> & { trustsEmail?: boolean },
): Identity {
  const { sub, email, email_verified: verified, name, hd } = claims;
  requireKeepable({ sub, email, name, hd });
  if (typeof sub !== 'string' || sub === '' || /\p{Cc}/u.test(sub)) {
    throw refused('it does not say who you are');
  }
  const isVerified = verified === true || verified === 'true';
  // Who says that it is not verified is believed.
  const isTaken = isVerified || (issuer.trustsEmail === true && verified === undefined);
  if (typeof email !== 'string' || !isTaken) {
    const cause = new Error(whyNotVerified(email, verified));
    throw refused('your e-mail address is not verified', cause);
  }
  const address = plainAddress(email);
  if (address === null) throw refused('your e-mail address has other letters than a to z');
  const domains = issuer.allowedDomains;
  if (domains.length > 0 && !(typeof hd === 'string' && domains.includes(folded(hd)))) {
    const detail = `${address} does not belong to a domain that may use this server. Sign in with your work account.`;
    throw new Problem('forbidden', detail);
  }
  return { id: sub, email: address, name: shownName(name) || address };
}

function whyNotVerified(email: unknown, verified: unknown): string {
  if (typeof email !== 'string') return 'the issuer sends no email claim';
  if (verified === undefined)
    return 'the issuer sends no email_verified claim (OIDC_TRUST_EMAIL takes its addresses all the same)';
  return `the issuer says email_verified: ${JSON.stringify(verified)}`;
}

// What would break a line or turn the writing round could put words of one's own beside one's name.
function shownName(name: unknown): string {
  if (typeof name !== 'string') return '';
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/**
 * The same for the issuer of the add-on's tokens, whose `sub` is the member's id as it is. Another issuer's members are
 * known by its address, a space and their `sub`, and who calls without a sign-in as `local`: no `sub` may read like these.
 */
export function googleIdentity(
  claims: JWTPayload,
  issuer: Pick<TokenIssuer, 'allowedDomains'>,
): Identity {
  const identity = identityFrom(claims, issuer);
  if (isPlain(identity.id) && identity.id !== LOCAL_ID) return identity;
  throw refused('its "sub" is not that of a person');
}

// What an identity is known by is kept; OpenID Connect bounds `sub`, mail an address, and no name is longer.
const MOST_CHARACTERS = { sub: 255, email: 320, name: 500, hd: 255 };

function requireKeepable(claims: Record<keyof typeof MOST_CHARACTERS, unknown>): void {
  for (const [claim, most] of Object.entries(MOST_CHARACTERS)) {
    const value = claims[claim as keyof typeof MOST_CHARACTERS];
    if (typeof value !== 'string' || (value.length <= most && isStorable(value))) continue;
    throw refused(`its "${claim}" is too long, or holds a character that cannot be stored`);
  }
}

function refused(why: string, cause?: unknown): Problem {
  const detail = `The sign-in was not accepted: ${why}. Reload, and sign in again if it goes on.`;
  return new Problem('unauthenticated', detail, {}, cause);
}

/**
 * Keys that stay good while their address is away: renewed in the background when they are stale,
 * and at once for a key that is not among them, at most every 30 seconds, or every second while that fails.
 */
function keySource(keys: JSONWebKeySet | URL, log: Log): JWTVerifyGetKey {
  if (!(keys instanceof URL)) return createLocalJWKSet(keys);
  const remote = createRemoteJWKSet(keys, {
    cacheMaxAge: Infinity,
    cooldownDuration: 30_000,
    [customFetch]: slowAfterFailure(fetch),
  });
  let renewAt = performance.now() + keysStaleAfterMs;
  return (header, token) => {
    if (performance.now() >= renewAt) {
      renewAt = performance.now() + keysStaleAfterMs;
      remote.reload().catch((error: unknown) => {
        log.warn({ err: error }, 'the keys of identity tokens could not be renewed');
      });
    }
    return remote(header, token);
  };
}

// Tokens with invented keys must not become as many requests to an address that is in trouble already.
function slowAfterFailure(ask: FetchImplementation): FetchImplementation {
  let notBefore = 0;
  return async (url, options) => {
    if (performance.now() < notBefore)
      throw new Error('the keys could not be fetched a moment ago');
    notBefore = performance.now() + 1000;
    const response = await ask(url, options);
    if (response.ok) notBefore = 0;
    return response;
  };
}
