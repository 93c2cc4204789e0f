// Looks at who can sign in, and whether the issuers' keys and addresses can be had.
import * as oidc from 'openid-client';
import { discover } from '../identity/sign-in.ts';
import { isLocalMode } from '../settings/local-mode.ts';
import type { Settings } from '../settings/settings.ts';
import { good, warning, wrong, type Finding } from './finding.ts';
import { lookAt, reasonOf, type Look } from './web-look.ts';

const tolerableSeconds = 25;

export async function signInFindings(settings: Settings): Promise<Finding[]> {
  if (isLocalMode(settings)) {
    return [
      warning(
        'Nobody can sign in, so only this computer is served, and whoever uses it is an admin.',
        'Set GOOGLE_CLIENT_IDS for the add-on, and OIDC_CLIENT_ID for the pages.',
      ),
    ];
  }
  const found = [
    ...(await addonSignIn(settings)),
    ...(await pageSignIn(settings)),
    ...whoMayEnter(settings),
    ...weakSecrets(settings),
  ];
  return found.length > 0 ? found : [good('People can sign in.')];
}

async function addonSignIn({ googleClientIds, googleJwksUrl }: Settings): Promise<Finding[]> {
  if (googleClientIds.length === 0) {
    return [
      warning(
        'Nobody can sign in from Google Sheets.',
        "Set GOOGLE_CLIENT_IDS to the client id of the add-on's Cloud project (docs/deploy-addon.md, step 6).",
      ),
    ];
  }
  const odd = googleClientIds.filter((id) => !id.endsWith('.apps.googleusercontent.com'));
  const look = await lookAt(googleJwksUrl);
  return [
    ...odd.map((id) =>
      wrong(
        `GOOGLE_CLIENT_IDS holds ${id}, which is not a client id of Google.`,
        'Such an id ends with .apps.googleusercontent.com.',
      ),
    ),
    ...keyFindings(googleJwksUrl, look),
  ];
}

function keyFindings(url: string, look: Look | string): Finding[] {
  if (typeof look === 'string' || look.status !== 200 || !look.text.includes('"keys"')) {
    const why = typeof look === 'string' ? look : `it answers ${look.status} and no keys`;
    return [
      wrong(
        `The keys of Google's identity tokens could not be fetched from ${url} (${why}).`,
        'Let this machine reach it, and leave GOOGLE_JWKS_URL at its default.',
      ),
    ];
  }
  const off = look.date === null ? 0 : (Date.now() - look.date.getTime()) / 1000;
  if (Math.abs(off) <= tolerableSeconds) return [];
  return [
    wrong(
      `The clock of this machine is ${Math.round(Math.abs(off))} seconds ${off > 0 ? 'fast' : 'slow'}, so good identity tokens are refused.`,
      'Let the machine set its clock by itself (NTP).',
    ),
  ];
}

async function pageSignIn(settings: Settings): Promise<Finding[]> {
  const { oidcIssuer, oidcClientId, oidcClientSecret, publicUrl } = settings;
  if (oidcIssuer === null || oidcClientId === null) {
    return [
      warning(
        'Nobody can sign in on the pages; only the add-on works.',
        'Set OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and SESSION_SECRET.',
      ),
    ];
  }
  const found: Finding[] = [];
  if (oidcClientSecret === null) {
    found.push(
      warning(
        'OIDC_CLIENT_SECRET is not set; most issuers, Google among them, then refuse every sign-in on the pages.',
        'Set it, unless the issuer knows this server as a public client.',
      ),
    );
  }
  try {
    const config = await discover({
      ...{ issuer: oidcIssuer, clientId: oidcClientId, clientSecret: oidcClientSecret },
    });
    found.push(...(await clientFindings(config, oidcIssuer)));
    found.push(good(`The issuer ${oidcIssuer} answers; it must know ${publicUrl}/sign-in/return.`));
  } catch (error) {
    found.push(
      wrong(
        `The issuer ${oidcIssuer} does not describe itself as it should (${reasonOf(error)}).`,
        `Set OIDC_ISSUER exactly as the issuer names itself, and let this machine reach ${oidcIssuer}/.well-known/openid-configuration.`,
      ),
    );
  }
  return found;
}

// The issuer looks at the client before it looks at the code, which is none (RFC 6749 §5.2).
async function clientFindings(config: oidc.Configuration, issuer: string): Promise<Finding[]> {
  const grant = { code: 'asked-by-the-doctor', redirect_uri: 'https://sheetfeed.invalid/' };
  const { error } = await oidc.genericGrantRequest(config, 'authorization_code', grant).then(
    () => ({ error: null }),
    (failure: { error?: unknown }) => ({ error: failure.error }),
  );
  if (error !== 'invalid_client' && error !== 'unauthorized_client') return [];
  return [
    wrong(
      `The issuer ${issuer} does not take OIDC_CLIENT_ID with OIDC_CLIENT_SECRET (${error}), so nobody can sign in on the pages.`,
      "Copy both again from the issuer's page of this client; a secret may have expired.",
    ),
  ];
}

// openssl rand gives dozens of different characters; a sentence, or one key held down, has few or could be guessed.
const FEWEST_CHARACTERS = 12;

function weakSecrets({ sessionSecret, metricsToken, scimToken }: Settings): Finding[] {
  const secrets = {
    SESSION_SECRET: sessionSecret,
    METRICS_TOKEN: metricsToken,
    SCIM_TOKEN: scimToken,
  };
  return Object.entries(secrets)
    .filter(([, secret]) => secret !== null && new Set(secret).size < FEWEST_CHARACTERS)
    .map(([name]) =>
      wrong(
        `${name} has fewer than ${FEWEST_CHARACTERS} different characters, so it could be guessed.`,
        'Make one by chance: openssl rand -base64 32',
      ),
    );
}

function whoMayEnter({ allowedDomains, adminEmails, defaultRole }: Settings): Finding[] {
  const found: Finding[] = [];
  if (allowedDomains.length === 0) {
    found.push(
      warning(
        'Everybody with an account at the issuer may sign in, also from outside of your organisation.',
        'Set ALLOWED_DOMAINS.',
      ),
    );
  }
  if (defaultRole === 'admin') {
    found.push(wrong('Whoever signs in becomes an admin.', 'Set DEFAULT_ROLE to viewer.'));
  }
  if (adminEmails.length === 0) {
    found.push(
      warning('Nobody is named as an admin.', 'Set ADMIN_EMAILS to at least one address.'),
    );
  }
  const outside = adminEmails.filter(
    (email) =>
      allowedDomains.length > 0 && !allowedDomains.some((one) => email.endsWith(`@${one}`)),
  );
  return [
    ...found,
    ...outside.map((email) =>
      warning(
        `ADMIN_EMAILS names ${email}, whose domain is not in ALLOWED_DOMAINS.`,
        'Check both for a typing mistake.',
      ),
    ),
  ];
}
