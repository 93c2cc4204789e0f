// Google's tokens for a service account, and for the people whom its domain lets it act as: strict as Google's endpoint is
// (developers.google.com/identity/protocols/oauth2/service-account, "Error codes" included).
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import type { GoogleApi } from '../../../playground/simulator/api/google-api.ts';
import { fetchOf } from '../google-api.ts';

/** Whom a spreadsheet is shared with. */
export const ACCOUNT = 'sheetfeed@acme.iam.gserviceaccount.com';
const TOKEN_URI = 'https://oauth2.googleapis.com/token';
const SCOPE = 'https://www.googleapis.com/auth/spreadsheets';
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** The settings of a server with the account, and the fetch by which it reaches Google. */
export function serviceAccountAt(
  api: () => GoogleApi,
  /** Whom the domain's admin lets it act as. */
  mayActAs: (email: string) => boolean = () => false,
) {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const tokens = new Map<string, string>();
  const key = {
    ...{ type: 'service_account', client_email: ACCOUNT, client_id: '1023', private_key_id: 'k1' },
    private_key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    token_uri: TOKEN_URI,
  };
  const publicKey = createPublicKey(pair.publicKey.export({ type: 'spki', format: 'pem' }));

  async function tokenFor(body: URLSearchParams): Promise<Response> {
    const refused = (status: number, error: string, described: string) =>
      Response.json({ error, error_description: described }, { status });
    if (body.get('grant_type') !== JWT_BEARER)
      return refused(
        400,
        'unsupported_grant_type',
        `Invalid grant_type: ${body.get('grant_type')}`,
      );
    const verified = await jwtVerify(body.get('assertion') ?? '', publicKey, {
      ...{ issuer: ACCOUNT, audience: TOKEN_URI, maxTokenAge: '1h' },
    }).catch(() => null);
    if (!verified) return refused(400, 'invalid_grant', 'Invalid JWT Signature.');
    const { scope, sub } = verified.payload;
    if (scope !== SCOPE)
      return refused(400, 'invalid_scope', `${String(scope)} is not a valid audience string.`);
    if (sub !== undefined && !mayActAs(sub)) {
      const described =
        'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.';
      return refused(401, 'unauthorized_client', described);
    }
    const token = `ya29.${tokens.size}`;
    tokens.set(token, sub ?? ACCOUNT);
    return Response.json({ access_token: token, expires_in: 3599, token_type: 'Bearer' });
  }

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.url === TOKEN_URI) return tokenFor(new URLSearchParams(await request.text()));
    const token = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
    const as = tokens.get(token);
    if (as !== undefined) return fetchOf(api(), as)(request);
    const error = { code: 401, status: 'UNAUTHENTICATED', message: 'Invalid credentials' };
    return Response.json({ error }, { status: 401 });
  };
  return { fetch, settings: { GOOGLE_SERVICE_ACCOUNT: JSON.stringify(key) } };
}
