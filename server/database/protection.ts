// How a connection to a PostgreSQL is protected, by its address alone: what a name leads to may change at any time.
import { isLoopback } from '../settings/local-mode.ts';

/**
 * `local`: it does not leave this computer. `verified`: TLS, and the certificate is checked. `unverified`: TLS with
 * whoever answers. `none`: in the clear.
 */
export type Protection = 'local' | 'verified' | 'unverified' | 'none';

const byMode: Record<string, Protection> = {
  disable: 'none',
  'no-verify': 'unverified',
  '0': 'none',
  false: 'none',
};
// What libpq makes of its own words, where the address asks for that (`uselibpqcompat=true`).
const byLibpqMode: Record<string, Protection> = {
  disable: 'none',
  prefer: 'unverified',
  require: 'unverified',
  'verify-ca': 'unverified',
};

/** Of the address of one host. */
export function protectionOf(address: string): Protection {
  const { searchParams } = new URL(address);
  const mode = searchParams.get('sslmode') ?? searchParams.get('ssl');
  const isLibpq = searchParams.get('uselibpqcompat') === 'true';
  const asked = mode === null ? null : ((isLibpq ? byLibpqMode : byMode)[mode] ?? 'verified');
  if (asked !== null && asked !== 'none') return asked;
  return isOnThisComputer(hostOf(address)) ? 'local' : (asked ?? 'verified');
}

/** The host as `pg` takes it: a name, an address, or the folder of a socket. */
export function hostOf(address: string): string {
  const { hostname, searchParams } = new URL(address);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  return host || process.env['PGHOST'] || 'localhost';
}

// No name but this one: where others lead is not for this computer to say (RFC 6761 §6.3).
const isOnThisComputer = (host: string) => host.startsWith('/') || isLoopback(host);

/** The same address in the words that `pg` has for its protection, without the warning that it prints for others. */
export function withoutCompatibility(address: string): string {
  const url = new URL(address);
  const { searchParams } = url;
  if (searchParams.get('uselibpqcompat') === 'true') return address;
  const isNamed = searchParams.has('sslmode') || searchParams.has('ssl');
  if (!isNamed) return address;
  searchParams.delete('ssl');
  searchParams.set('sslmode', pgModes[protectionOf(address)]);
  return url.href;
}

const pgModes: Record<Protection, string> = {
  local: 'disable',
  verified: 'verify-full',
  unverified: 'no-verify',
  none: 'disable',
};

/** What of the connection to this address may be read or answered by others; null where nothing may. */
export function weaknessOf(address: string): string | null {
  const protection = protectionOf(address);
  const host = hostOf(address);
  if (protection === 'none') {
    return `goes to ${host} in the clear: whoever is on the way reads what it carries, and can answer in its place`;
  }
  if (protection === 'unverified') {
    return `goes to ${host} by TLS whose certificate nobody checks: whoever is on the way can answer in its place`;
  }
  return null;
}
