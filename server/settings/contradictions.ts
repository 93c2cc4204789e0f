// Settings that are right each by itself, but not together.
import { isLocalMode, isLoopback } from './local-mode.ts';
import type { Settings } from './settings.ts';

/** One sentence for each. */
export function contradictions(settings: Settings): string[] {
  return [
    ...localModeContradictions(settings),
    ...oidcContradictions(settings),
    ...mailContradictions(settings),
    ...slackContradictions(settings),
    ...keysContradictions(settings),
    ...grantContradictions(settings),
    ...auditContradictions(settings),
    ...catalogContradictions(settings),
  ];
}

// Without a sign-in everybody who reaches the server is its admin, so nobody else may reach it.
function localModeContradictions(settings: Settings): string[] {
  if (!isLocalMode(settings)) return [];
  const found: string[] = [];
  const todo = 'Set GOOGLE_CLIENT_IDS to let people sign in, or leave it at 127.0.0.1';
  if (!isLoopback(settings.host)) {
    found.push(
      `HOST is ${settings.host}, but nobody can sign in, so only this computer may connect. ${todo}.`,
    );
  }
  if (settings.publicUrl !== null && !isLoopback(new URL(settings.publicUrl).hostname)) {
    found.push(
      `PUBLIC_URL is ${settings.publicUrl}, but nobody can sign in, so only this computer may connect. ` +
        'Set GOOGLE_CLIENT_IDS to let people sign in, or unset PUBLIC_URL.',
    );
  }
  return found;
}

// Whoever can answer there says who everybody is.
function keysContradictions({ googleJwksUrl }: Settings): string[] {
  const { protocol, hostname } = new URL(googleJwksUrl);
  return protocol === 'https:' || isLoopback(hostname)
    ? []
    : ['GOOGLE_JWKS_URL must begin with https://, for it is not on this computer.'];
}

// Google sends people back to the server, which keeps what it is given encrypted.
function grantContradictions(settings: Settings): string[] {
  if (settings.googleGrantClientId === null) return [];
  const partners = {
    GOOGLE_GRANT_CLIENT_SECRET: settings.googleGrantClientSecret,
    PUBLIC_URL: settings.publicUrl,
    ENCRYPTION_KEYS: settings.encryptionKeys,
  };
  return Object.entries(partners)
    .filter(([, value]) => value === null)
    .map(
      ([name]) => `People pick spreadsheets by GOOGLE_GRANT_CLIENT_ID, so ${name} must be set too.`,
    );
}

function catalogContradictions(settings: Settings): string[] {
  const { catalogDir, catalogGitUrl: address, catalogGitToken } = settings;
  if (address === null) return [];
  const found: string[] = [];
  if (catalogDir !== null)
    found.push('CATALOG_DIR and CATALOG_GIT_URL are both set. The catalog has one of them.');
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol === 'http:' && !isLoopback(url.hostname))
    found.push('CATALOG_GIT_URL must begin with https://, for it is not on this computer.');
  if (catalogGitToken !== null && !/^https?:/.test(address))
    found.push('CATALOG_GIT_TOKEN is for an address that begins with https://.');
  return found;
}

function auditContradictions({ auditWebhookUrl, auditWebhookSecret }: Settings): string[] {
  return auditWebhookUrl !== null && auditWebhookSecret === null
    ? ['The audit is posted to AUDIT_WEBHOOK_URL, so AUDIT_WEBHOOK_SECRET must be set too.']
    : [];
}

function mailContradictions({ smtpUrl, mailFrom }: Settings): string[] {
  return smtpUrl !== null && mailFrom === null
    ? ['Mail goes out by SMTP_URL, so MAIL_FROM must be set too.']
    : [];
}

function slackContradictions({ slackSigningSecret, slackBotToken }: Settings): string[] {
  return slackSigningSecret !== null && slackBotToken === null
    ? ['People ask from Slack by SLACK_SIGNING_SECRET, so SLACK_BOT_TOKEN must be set too.']
    : [];
}

function oidcContradictions(settings: Settings): string[] {
  if (settings.oidcIssuer === null) return [];
  const issuer = new URL(settings.oidcIssuer);
  const byGroups = settings.oidcAdminGroups.length + settings.oidcAuthorGroups.length > 0;
  const withoutClaim =
    byGroups && settings.oidcGroupsClaim === null
      ? [
          'OIDC_ADMIN_GROUPS and OIDC_AUTHOR_GROUPS go by groups, so OIDC_GROUPS_CLAIM must be set too.',
        ]
      : [];
  const partners = {
    OIDC_CLIENT_ID: settings.oidcClientId,
    SESSION_SECRET: settings.sessionSecret,
    PUBLIC_URL: settings.publicUrl,
  };
  const missing = Object.entries(partners)
    .filter(([, value]) => value === null)
    .map(([name]) => `People sign in at ${issuer.origin}, so ${name} must be set too.`)
    .concat(withoutClaim);
  if (issuer.protocol === 'https:' || isLoopback(issuer.hostname)) return missing;
  return [...missing, 'OIDC_ISSUER must begin with https://, for it is not on this computer.'];
}
