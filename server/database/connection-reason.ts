// Why a PostgreSQL database could not be reached, in words for whoever runs Sheetfeed.
import { hideSecrets } from '../log.ts';
import { CLEAR_TEXT } from './client.ts';
import { hostOf } from './protection.ts';

/**
 * A phrase to stand behind what `connectionFault` says and a colon. Codes are those of Node and of PostgreSQL
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
export function connectionReason(error: Error & { code?: unknown }, url: string): string {
  const { host, name, database } = placeOf(url);
  const phrases: Record<string, string> = {
    ECONNREFUSED: `nothing listens at ${host}`,
    ENOTFOUND: `the name of its host is not known (${host})`,
    EAI_AGAIN: `the name of its host could not be looked up (${host})`,
    EHOSTUNREACH: `there is no way to ${host}`,
    ENETUNREACH: `there is no way to ${host}`,
    ETIMEDOUT: `${host} did not answer in time`,
    ECONNRESET: `${host} ended the connection`,
    '28P01': `it does not take the password of ${name}`,
    '28000': `it does not let ${name} log in from here`,
    '3D000': `there is no database ${database}`,
    '42501': `${name} may not connect to the database ${database}`,
    '53300': 'all its connections are taken',
    '57P03': 'it is starting up or shutting down',
    [CLEAR_TEXT]:
      'it asks for the password in clear text, and the connection has no TLS: it was not told',
    ERR_TLS_CERT_ALTNAME_INVALID: `its certificate is for another name than ${hostOf(url)}`,
    CERT_HAS_EXPIRED: 'its certificate has expired',
    CERT_NOT_YET_VALID: 'its certificate is not valid yet; or the clock of this computer is wrong',
  };
  const phrase = phrases[String(error.code)];
  if (phrase !== undefined) return phrase;
  if (untrusted.has(String(error.code))) {
    return `its certificate (${String(error.code)}) is signed by nobody whom this computer trusts: name the file of the authority's certificate, as sslrootcert=… in the address or in NODE_EXTRA_CA_CERTS`;
  }
  if (hasNoTls(error)) {
    return 'it does not speak TLS, which an address of another computer means; sslmode=disable in the address does without, in the clear';
  }
  if (isStatementPooler(error)) {
    return 'it stands behind a pooler in statement mode, and needs one that keeps transactions or sessions';
  }
  if (/timeout|in time/i.test(error.message)) return `${host} did not answer in time`;
  return hideSecrets(error.message || String(error.code ?? error));
}

// The server is up and has said no: trying again, or looking whether it is up, would be in vain.
const refusals = new Set(['28P01', '28000', '3D000', '42501', CLEAR_TEXT]);
// https://nodejs.org/api/tls.html#x509-certificate-error-codes
const untrusted = new Set([
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_UNTRUSTED'],
  ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const uncertified = new Set([
  ...untrusted,
  ...['ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
]);

// As `pg` words it.
const hasNoTls = ({ message }: Error) => /does not support SSL connections/.test(message);

/** Whether the server answers, and nobody gets in by this address. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return refusals.has(code) || uncertified.has(code) || hasNoTls(error);
}

/** What is wrong with a database that could not be reached: to stand behind its name. */
export function connectionFault(refused: boolean): string {
  return refused ? 'does not let Sheetfeed in' : 'does not answer';
}

/** Whether a pooler says that it gives each statement another session, as PgBouncer words it. */
export function isStatementPooler(error: Error): boolean {
  return /statement pooling mode/.test(error.message);
}

function placeOf(url: string): { host: string; name: string; database: string } {
  const { hostname, port, username, pathname } = new URL(url);
  return {
    host: `${hostname || 'localhost'}:${port || '5432'}`,
    name: decodeURIComponent(username) || 'its role',
    database: decodeURIComponent(pathname.slice(1)) || 'of that name',
  };
}
