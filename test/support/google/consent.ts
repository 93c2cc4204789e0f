// Google's consent with its Picker, its tokens and its files under `drive.file`: strict, as Google's pages have it. Sources:
// developers.google.com/identity/protocols/oauth2/web-server (parameters, codes, refresh tokens, revoking),
// developers.google.com/workspace/drive/picker/guides/desktop-mobile-picker (trigger_onepick, file_ids, picked_file_ids),
// developers.google.com/workspace/drive/api/guides/api-specific-auth (`drive.file`: what the person picked, and nothing else).
import { createHash, randomUUID } from 'node:crypto';
import type { GoogleApi } from '../../../playground/simulator/api/google-api.ts';
import { fetchOf } from '../google-api.ts';

export const CLIENT = { id: '1023-abcd.apps.googleusercontent.com', secret: 'GOCSPX-secret' };
const SCOPE = 'https://www.googleapis.com/auth/drive.file';
const TOKEN = 'https://oauth2.googleapis.com/token';
const REVOKE = 'https://oauth2.googleapis.com/revoke';

/** What an address of consent may hold; Google shows "Error 400: invalid_request" for what is missing. */
const PARAMETERS: Record<string, RegExp> = {
  client_id: /^1023-abcd\.apps\.googleusercontent\.com$/,
  redirect_uri: /^https?:\/\/[^?#]+$/,
  response_type: /^code$/,
  // The Picker goes with this scope alone, and with a consent.
  scope: /^https:\/\/www\.googleapis\.com\/auth\/drive\.file$/,
  prompt: /^consent$/,
  trigger_onepick: /^true$/,
  state: /^.{20,}$/,
  code_challenge: /^[\w-]{43}$/,
  code_challenge_method: /^S256$/,
  access_type: /^(offline|online)$/,
};
const OPTIONAL: Record<string, RegExp> = {
  include_granted_scopes: /^(true|false)$/,
  allow_multiple: /^(true|false)$/,
  mimetypes: /^[\w./-]+(,[\w./-]+)*$/,
  file_ids: /^[\w-]+(,[\w-]+)*$/,
  login_hint: /^\S+@\S+$/,
};

interface Given {
  query: URLSearchParams;
  email: string;
}

/** A Google at which people say yes; `returnTo` is what the client has registered. */
export class GoogleConsent {
  readonly #api: () => GoogleApi;
  readonly #returnTo: () => string;
  readonly #codes = new Map<string, Given>();
  /** By refresh token, and by access token. */
  readonly #refresh = new Map<string, string>();
  readonly #access = new Map<string, { email: string; refresh: string }>();
  /** The project has these of a person; a pick lasts until the person takes the app's leave back. */
  readonly #picked = new Map<string, Set<string>>();
  /** What the token endpoint refused. */
  readonly refused: string[] = [];
  revoked = 0;

  constructor(api: () => GoogleApi, returnTo: () => string) {
    this.#api = api;
    this.#returnTo = returnTo;
  }

  /** The person says yes and picks: where Google sends the browser. */
  approve(address: string, { email, picks }: { email: string; picks: string[] }): URL {
    const { origin, pathname, searchParams: query } = new URL(address);
    if (origin + pathname !== 'https://accounts.google.com/o/oauth2/v2/auth')
      throw new Error(`not Google's address: ${address}`);
    for (const [name, pattern] of Object.entries(PARAMETERS))
      if (!pattern.test(query.get(name) ?? '')) throw new Error(`invalid_request: ${name}`);
    for (const [name, value] of query)
      if (!(PARAMETERS[name] ?? OPTIONAL[name])?.test(value))
        throw new Error(`invalid_request: ${name}`);
    if (query.get('redirect_uri') !== this.#returnTo()) throw new Error('redirect_uri_mismatch');
    const code = `4/${randomUUID()}`;
    this.#codes.set(code, { query, email });
    const mine = this.#picked.get(email) ?? new Set();
    this.#picked.set(email, new Set([...mine, ...picks]));
    const back = new URL(query.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({
      ...{ state: query.get('state') ?? '', code, scope: SCOPE },
      ...(picks.length > 0 ? { picked_file_ids: picks.join(',') } : {}),
    }).toString();
    return back;
  }

  /** As the person does at myaccount.google.com/connections: the refresh tokens are over, and so are the picks. */
  takeBack(email: string): void {
    for (const [token, whose] of this.#refresh) if (whose === email) this.#refresh.delete(token);
    for (const [token, { email: whose }] of this.#access)
      if (whose === email) this.#access.delete(token);
    this.#picked.delete(email);
  }

  /** A fetch that reaches it, and for all else `fetch`. */
  over(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      return (await this.answer(request.clone())) ?? fetch(request);
    };
  }

  /** Null where the request is none of the consent's. */
  async answer(request: Request): Promise<Response | null> {
    if (request.url === TOKEN) {
      const form = new URLSearchParams(await request.clone().text());
      return form.get('client_id') === null ? null : this.#token(form);
    }
    if (request.url === REVOKE) return this.#revoke(new URLSearchParams(await request.text()));
    const token = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
    const access = this.#access.get(token);
    if (access === undefined) return null;
    const { pathname } = new URL(request.url);
    const file = /^\/(?:v4\/spreadsheets|drive\/v3\/files)\/([\w-]+)/.exec(pathname)?.[1];
    // What was not picked is not there.
    if (file !== undefined && !this.#picked.get(access.email)?.has(file)) return notFound();
    return fetchOf(this.#api(), access.email)(request);
  }

  #token(form: URLSearchParams): Response {
    if (form.get('client_id') !== CLIENT.id || form.get('client_secret') !== CLIENT.secret)
      return this.#refuse(401, 'invalid_client', 'The provided client secret is invalid.');
    const kind = form.get('grant_type');
    if (kind === 'refresh_token') return this.#renewed(form.get('refresh_token') ?? '');
    if (kind !== 'authorization_code')
      return this.#refuse(400, 'unsupported_grant_type', `Invalid grant_type: ${kind}`);
    const given = this.#codes.get(form.get('code') ?? '');
    this.#codes.delete(form.get('code') ?? '');
    if (given === undefined) return this.#refuse(400, 'invalid_grant', 'Malformed auth code.');
    const { query, email } = given;
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== query.get('code_challenge'))
      return this.#refuse(400, 'invalid_grant', 'Invalid code verifier.');
    if (form.get('redirect_uri') !== query.get('redirect_uri'))
      return this.#refuse(400, 'redirect_uri_mismatch', 'Bad Request');
    const refresh = `1//${randomUUID()}`;
    this.#refresh.set(refresh, email);
    const isOffline = query.get('access_type') === 'offline';
    return this.#given(email, refresh, isOffline ? { refresh_token: refresh } : {});
  }

  #renewed(refresh: string): Response {
    const email = this.#refresh.get(refresh);
    if (email === undefined)
      return this.#refuse(400, 'invalid_grant', 'Token has been expired or revoked.');
    return this.#given(email, refresh, {});
  }

  #given(email: string, refresh: string, more: object): Response {
    const token = `ya29.${randomUUID()}`;
    this.#access.set(token, { email, refresh });
    const answer = { access_token: token, expires_in: 3599, scope: SCOPE, token_type: 'Bearer' };
    return Response.json({ ...answer, ...more });
  }

  #revoke(form: URLSearchParams): Response {
    const email = this.#refresh.get(form.get('token') ?? '');
    if (email === undefined)
      return Response.json(
        { error: 'invalid_token', error_description: 'Token expired or revoked' },
        { status: 400 },
      );
    this.revoked += 1;
    this.takeBack(email);
    return Response.json({});
  }

  #refuse(status: number, error: string, described: string): Response {
    this.refused.push(`${error}: ${described}`);
    return Response.json({ error, error_description: described }, { status });
  }
}

function notFound(): Response {
  const error = { code: 404, message: 'Requested entity was not found.', status: 'NOT_FOUND' };
  return Response.json({ error }, { status: 404 });
}
