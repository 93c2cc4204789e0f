// What a browser brings along: its cookies, and from which site its request came.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Problem } from '../../domain/problem.ts';

/**
 * The name of the session's cookie. Behind https it has the prefix by which browsers let no other host set it
 * (https://developer.mozilla.org/docs/Web/HTTP/Guides/Cookies#cookie_prefixes).
 */
export function sessionCookie(publicUrl: string | null): string {
  return publicUrl?.startsWith('https:') ? '__Host-sheetfeed' : 'sheetfeed';
}

/** The session's secret; null without a cookie. */
export function sessionSecretOf(
  headers: IncomingHttpHeaders,
  publicUrl: string | null,
): string | null {
  return cookieOf(headers, sessionCookie(publicUrl));
}

/** The value of a cookie; null when there is none, or several: then a neighbour set one. */
export function cookieOf({ cookie = '' }: IncomingHttpHeaders, name: string): string | null {
  const values = cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 && values[0] !== undefined && /^[\w-]+$/.test(values[0])
    ? values[0]
    : null;
}

/**
 * Refuses what another site's page asked for with the cookie of ours. A link from elsewhere may open a page or
 * a file; nothing else may come from elsewhere, and what changes something has to prove that it does not.
 * Throws Problem cross_site.
 */
export function refuseOtherSites(
  { headers, method }: Pick<IncomingMessage, 'headers' | 'method'>,
  publicUrl: string | null,
): void {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  const changes = method !== 'GET' && method !== 'HEAD';
  const isOurs = origin === undefined ? site === 'same-origin' : origin === publicUrl;
  const isFromElsewhere = site !== undefined && site !== 'same-origin';
  const isOpened =
    site === undefined || site === 'none' || headers['sec-fetch-mode'] === 'navigate';
  if (changes ? isOurs && !isFromElsewhere : isOurs || (isOpened && origin === undefined)) return;
  throw new Problem(
    'cross_site',
    'Another web site asked for this in your name, so it was not done. Do it on the pages of Sheetfeed.',
  );
}
