// An OpenID Connect issuer on this computer: strict about PKCE, secrets and codes, and able to lie on demand.
import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';

export const clientId = 'sheetfeed-pages';
export const clientSecret = 'a-client-secret';

/** How an identity token differs from a good one. */
export interface Lie {
  claims?: Record<string, unknown>;
  issuer?: string;
  audience?: string;
  secondsLeft?: number;
  nonce?: string;
  /** Signed by a key that nobody published, or by none. */
  signedBy?: 'stranger' | 'nobody';
}

export interface Issuer {
  url: string;
  /** Says yes at the issuer: the address it sends the browser back to. */
  approve(authorizationUrl: string, person: JWTPayload, lie?: Lie): URL;
  /** What it sends when the person signs out there; `lie` changes its claims. */
  logoutToken(claims: Record<string, unknown>): Promise<string>;
  /** What the token endpoint refused. */
  refused: string[];
  /** Stops answering, or answers again. */
  setAway(away: boolean): void;
  stop(): void;
}

interface Approved {
  query: URLSearchParams;
  person: JWTPayload;
  lie: Lie;
}

/** `path` stands behind its address, for issuers that are not the root of a host. */
export async function startIssuer(path = ''): Promise<Issuer> {
  const keys = await generateKeyPair('RS256');
  const stranger = await generateKeyPair('RS256');
  const published = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, Approved>();
  const refused: string[] = [];
  let away = false;
  const server = http.createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (away) return answer(503, {});
    if (request.url === `${path.replace(/\/$/, '')}/.well-known/openid-configuration`)
      return answer(200, metadata());
    if (request.url === '/keys') return answer(200, { keys: [published] });
    if (request.url === '/token') return void redeem(request, answer);
    return answer(404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = host + path;

  const metadata = () => ({
    issuer: url,
    authorization_endpoint: `${host}/authorize`,
    token_endpoint: `${host}/token`,
    jwks_uri: `${host}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  });

  async function redeem(
    request: http.IncomingMessage,
    answer: (status: number, body: unknown) => void,
  ): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const form = new URLSearchParams(text);
    // As RFC 6749 §5.2 has it: the client is looked at first.
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
      refused.push('another client or secret');
      return answer(401, { error: 'invalid_client' });
    }
    const code = form.get('code') ?? '';
    const approved = codes.get(code);
    codes.delete(code);
    const why = whyNot(form, approved);
    if (why !== null || approved === undefined) {
      refused.push(why ?? '');
      return answer(400, { error: 'invalid_grant' });
    }
    const idToken = await identityToken(approved);
    answer(200, { access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token: idToken });
  }

  async function identityToken({ query, person, lie }: Approved): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...person,
      ...lie.claims,
      iss: lie.issuer ?? url,
      aud: lie.audience ?? clientId,
      nonce: lie.nonce ?? query.get('nonce') ?? '',
      iat: now - 120,
      exp: now + (lie.secondsLeft ?? 300),
    };
    if (lie.signedBy === 'nobody') return new UnsecuredJWT(claims).encode();
    const key = lie.signedBy === 'stranger' ? stranger.privateKey : keys.privateKey;
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key);
  }

  return {
    url,
    refused,
    approve(authorizationUrl, person, lie = {}) {
      const { searchParams: query } = new URL(authorizationUrl);
      const code = randomUUID();
      codes.set(code, { query, person, lie });
      const back = new URL(query.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', query.get('state') ?? '');
      return back;
    },
    logoutToken(claims) {
      const now = Math.floor(Date.now() / 1000);
      const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
      return new SignJWT({
        iss: url,
        aud: clientId,
        iat: now,
        exp: now + 120,
        jti: randomUUID(),
        events,
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'logout+jwt' })
        .sign(keys.privateKey);
    },
    setAway: (now) => (away = now),
    stop: () => void server.close(),
  };
}

/** Why a code may not be redeemed; null when it may. */
function whyNot(form: URLSearchParams, approved: Approved | undefined): string | null {
  if (approved === undefined) return 'the code is unknown or was used';
  const { query } = approved;
  const verifier = form.get('code_verifier') ?? '';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  if (query.get('code_challenge_method') !== 'S256') return 'no PKCE';
  if (challenge !== query.get('code_challenge')) return 'another verifier';
  if (form.get('redirect_uri') !== query.get('redirect_uri')) return 'another address';
  return null;
}
