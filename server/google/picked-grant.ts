// The grant of a person for the spreadsheets that they pick: Google's consent and its Picker in one, by the scope `drive.file`
// (developers.google.com/workspace/drive/picker/guides/desktop-mobile-picker), then tokens as for any web server
// (developers.google.com/identity/protocols/oauth2/web-server).
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { bounded } from '../bounded.ts';
import type { Settings } from '../settings/settings.ts';
import { renewedGrant, type Grant, type TokenParts } from './grant.ts';
import { unavailable } from './refusal.ts';

/** Nothing but the files that the person picks, or that are made with it. The Picker goes with no other scope. */
export const PICKED_SCOPE = 'https://www.googleapis.com/auth/drive.file';

const CONSENT = 'https://accounts.google.com/o/oauth2/v2/auth';
const TOKEN = 'https://oauth2.googleapis.com/token';
const REVOKE = 'https://oauth2.googleapis.com/revoke';
const WITHIN_MS = 20_000;

/** An OAuth client of the kind "web application". */
export interface GrantClient {
  id: string;
  secret: string;
  /** Registered with the client. */
  returnUrl: string;
}

/** Null: people are not asked to pick. */
export function grantClientOf({
  googleGrantClientId: id,
  googleGrantClientSecret: secret,
  publicUrl,
}: Pick<
  Settings,
  'googleGrantClientId' | 'googleGrantClientSecret' | 'publicUrl'
>): GrantClient | null {
  // readSettings refuses the one without the others.
  return id && secret && publicUrl
    ? { id, secret, returnUrl: publicUrl + routes.googleGrantPage }
    : null;
}

export interface Asking {
  state: string;
  /** Of the verifier that redeems the code, S256. */
  challenge: string;
  /** Whom Google proposes. */
  email: string;
  /** The spreadsheet that the Picker shows first; absent: all of the person's. */
  spreadsheet?: string | undefined;
}

/** Where the person says yes, and picks. */
export function consentUrl({ id, returnUrl }: GrantClient, asking: Asking): URL {
  const { state, challenge, email, spreadsheet } = asking;
  const url = new URL(CONSENT);
  url.search = new URLSearchParams({
    ...{
      client_id: id,
      redirect_uri: returnUrl,
      response_type: 'code',
      scope: PICKED_SCOPE,
      state,
    },
    ...{ code_challenge: challenge, code_challenge_method: 'S256' },
    // A refresh token comes with a consent alone; what was granted for the sign-in is none of the Picker's.
    ...{ access_type: 'offline', prompt: 'consent', include_granted_scopes: 'false' },
    ...{ trigger_onepick: 'true', allow_multiple: 'true' },
    mimetypes: 'application/vnd.google-apps.spreadsheet',
    ...(email.includes('@') ? { login_hint: email } : {}),
    ...(spreadsheet === undefined ? {} : { file_ids: spreadsheet }),
  }).toString();
  return url;
}

export interface Redeemed {
  refreshToken: string;
  accessToken: string;
}

/** Throws Problem forbidden where the person left out what was asked for, google_not_set_up, google_unavailable. */
export async function redeem(
  client: GrantClient,
  { code, verifier }: { code: string; verifier: string },
  { fetch }: Pick<TokenParts, 'fetch'>,
): Promise<Redeemed> {
  const answer = await asked(fetch, {
    ...{ grant_type: 'authorization_code', code, code_verifier: verifier },
    ...{ client_id: client.id, client_secret: client.secret, redirect_uri: client.returnUrl },
  });
  const { access_token: accessToken, refresh_token: refreshToken, scope } = answer.body;
  if (answer.status !== 200 || typeof accessToken !== 'string') throw notRedeemed(answer);
  if (typeof refreshToken !== 'string' || !String(scope).split(' ').includes(PICKED_SCOPE)) {
    const detail =
      'Google gave no leave to write to the spreadsheets that you picked. Begin again, and allow it.';
    throw new Problem('forbidden', detail);
  }
  return { refreshToken, accessToken };
}

/** What a refresh token of Google's lets be done. */
export function pickedGrant(
  client: GrantClient,
  { refreshToken, email, member }: { refreshToken: string; email: string; member: string },
  parts: TokenParts,
): Grant {
  return renewedGrant({ key: `picked by ${member}`, email }, parts, async () => {
    const answer = await asked(parts.fetch, {
      ...{ grant_type: 'refresh_token', refresh_token: refreshToken },
      ...{ client_id: client.id, client_secret: client.secret },
    });
    const { access_token: token, expires_in: seconds } = answer.body;
    if (typeof token === 'string') return { token, seconds: Number(seconds ?? 3_600) };
    throw notRenewed(answer);
  });
}

/** Takes it back at Google too (web-server guide, "Revoking a token"). Throws where Google did not say that it is over. */
export async function revoke(
  refreshToken: string,
  { fetch }: Pick<TokenParts, 'fetch'>,
): Promise<void> {
  const { status, error } = await bounded({ withinMs: WITHIN_MS, by: [] }, async (signal) => {
    const body = new URLSearchParams({ token: refreshToken });
    const response = await fetch(REVOKE, { method: 'POST', body, signal });
    const told = (await response.json().catch(() => null)) as { error?: string } | null;
    return { status: response.status, error: told?.error };
  });
  // One that Google knows no more is over too.
  const isOver = status === 200 || (status === 400 && error === 'invalid_token');
  if (!isOver) throw new Error(`Google answered ${status} ${error ?? ''}`.trim());
}

interface TokenAnswer {
  status: number;
  body: Record<string, unknown>;
}

async function asked(
  fetch: typeof globalThis.fetch,
  form: Record<string, string>,
): Promise<TokenAnswer> {
  try {
    return await bounded({ withinMs: WITHIN_MS, by: [] }, async (signal) => {
      const init = { method: 'POST', body: new URLSearchParams(form), signal };
      const response = await fetch(TOKEN, init);
      return {
        status: response.status,
        body: ((await response.json()) ?? {}) as TokenAnswer['body'],
      };
    });
  } catch (error) {
    throw unavailable('a token was not given', error);
  }
}

function notRedeemed({ status, body }: TokenAnswer): Problem {
  if (status >= 500) return unavailable(`it answered ${status}`);
  const detail =
    body['error'] === 'invalid_grant'
      ? 'It took too long, or was used already. Begin again.'
      : `Google does not take Sheetfeed's client (${String(body['error'])}). An admin has to look at GOOGLE_GRANT_CLIENT_ID and its secret.`;
  return new Problem(body['error'] === 'invalid_grant' ? 'forbidden' : 'google_not_set_up', detail);
}

// Revoked at Google, unused for six months, or the password changed (web-server guide, "Refresh token expiration").
function notRenewed({ status, body }: TokenAnswer): Problem {
  if (status >= 500) return unavailable(`it answered ${status}`);
  const detail =
    body['error'] === 'invalid_grant'
      ? 'Google does not take the leave any more that you gave for the spreadsheets that you picked. Give it again on your account page.'
      : `Google does not take Sheetfeed's client (${String(body['error'])}). An admin has to look at GOOGLE_GRANT_CLIENT_ID and its secret.`;
  return new Problem('google_not_set_up', detail);
}
