// Keeps web pages and other computers away from a server whose every caller is its admin (local mode).
import type { RequestHandler } from 'express';
import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../../../domain/problem.ts';
import { isLoopback } from '../../settings/local-mode.ts';

// What proxies and tunnels add: with them, the caller is somebody on another computer.
const forwarded =
  /^(forwarded|via|x-forwarded(-.*)?|x-real-ip|x-client-ip|x-original-.*|true-client-ip|cf-connecting-ip|fastly-client-ip)$/;

/** Refuses whatever did not come from this computer's own pages and programs. */
export const localGuard: RequestHandler = (request, _response, next) => {
  // The secret of a share link is a right of its own, also for a page elsewhere; and so is what draws it there.
  const isShared = /^\/s\/[^/]/i.test(request.path) || request.path === '/embed.js';
  // Framed by its page under another name of this computer; by whom else, it says itself.
  const isSidebar = request.method === 'GET' && request.path === '/playground/sidebar';
  if (isShared || isSidebar) refuseUnlessThisComputer(request.headers);
  else refuseUnlessLocal(request.headers);
  next();
};

/** Throws Problem cross_site or forbidden; also for a plain handler of node:http. */
export function refuseUnlessLocal(headers: IncomingHttpHeaders): void {
  refuseUnlessThisComputer(headers);
  refuseOtherSites(headers);
}

function refuseUnlessThisComputer(headers: IncomingHttpHeaders): void {
  refuseForeignHost(headers.host);
  refuseForwarded(headers);
}

// A page elsewhere can let its own host name point to this computer (DNS rebinding).
function refuseForeignHost(host: string | undefined): void {
  const name = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d+)?$/i.exec(host ?? '')?.[1];
  if (name !== undefined && isLoopback(name)) return;
  throw new Problem(
    'cross_site',
    'This server answers only to the names of this computer. Open it as http://localhost with its port.',
  );
}

function refuseForwarded(headers: IncomingHttpHeaders): void {
  const header = Object.keys(headers).find((name) => forwarded.test(name));
  if (header === undefined) return;
  throw new Problem(
    'forbidden',
    `The request was passed on by a proxy or a tunnel (it has the header ${header}), but nobody can sign in here. ` +
      'Set GOOGLE_CLIENT_IDS before others may reach this server.',
  );
}

// https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site: another port of
// this computer is "same-site", and is another program.
function refuseOtherSites(headers: IncomingHttpHeaders): void {
  const site = headers['sec-fetch-site'];
  const fromElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  if (
    !fromElsewhere &&
    (origin === undefined || origin.toLowerCase() === `http://${host}`.toLowerCase())
  ) {
    return;
  }
  throw new Problem(
    'cross_site',
    'Another web site asked for this. If it was you who followed a link, open the catalog from here.',
  );
}
