// What an issuer sends when somebody signed out there (OpenID Connect Back-Channel Logout 1.0).
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import type * as oidc from 'openid-client';
import { Problem } from '../../domain/problem.ts';

/** Whose sessions end: those of one session at the issuer, or all of a person's. */
export interface SignedOut {
  sub: string | null;
  sid: string | null;
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const LEEWAY_SECONDS = 30;
const OLDEST = '10 minutes';

/** Throws Problem invalid_request, and service_unavailable where the issuer's keys cannot be had. */
export async function readLogoutToken(
  token: string,
  { config, clientId }: { config: oidc.Configuration; clientId: string },
): Promise<SignedOut> {
  const { issuer, jwks_uri: keys } = config.serverMetadata();
  if (keys === undefined) throw refused('the issuer publishes no keys');
  const claims = await jwtVerify(token, createRemoteJWKSet(new URL(keys)), {
    ...{ issuer, audience: clientId, clockTolerance: LEEWAY_SECONDS, maxTokenAge: OLDEST },
    requiredClaims: ['iat', 'jti', 'events'],
  }).then(
    ({ payload }) => payload,
    (error: unknown) => {
      throw refused((error as Error).message, error);
    },
  );
  return signedOutBy(claims);
}

// An identity token, which browsers hold, must not do as one: it has a nonce and no events (§2.4, §2.6).
function signedOutBy({ events, nonce, sub, sid }: JWTPayload): SignedOut {
  const isLogout = typeof events === 'object' && events !== null && EVENT in events;
  if (!isLogout || nonce !== undefined) throw refused('it is no logout token');
  const of = (claim: unknown) => (typeof claim === 'string' && claim !== '' ? claim : null);
  const found = { sub: of(sub), sid: of(sid) };
  if (found.sub === null && found.sid === null) throw refused('it names neither sub nor sid');
  return found;
}

function refused(why: string, cause?: unknown): Problem {
  return new Problem('invalid_request', `The logout token was not accepted: ${why}.`, {}, cause);
}
