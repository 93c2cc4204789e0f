// Local mode: no sign-in is configured, so whoever reaches the server is its admin, and only this computer may.
import type { Settings } from './settings.ts';

/** True when nobody can sign in, so that there is one local admin and nobody else. */
export function isLocalMode(settings: Pick<Settings, 'googleClientIds' | 'oidcIssuer'>): boolean {
  return settings.googleClientIds.length === 0 && settings.oidcIssuer === null;
}

/** Whether a host name can only mean this computer. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}
