// What every request gets first: an id, a line in the log, security headers, its JSON body, its member.
import express, { type Request, type RequestHandler } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import helmet from 'helmet';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from '../../domain/problem.ts';
import type { Member } from '../identity/member.ts';
import type { Limits } from '../identity/limits.ts';
import {
  requireRight,
  requireScope,
  rightFor,
  routeFor,
  type Right,
  type Route,
} from '../identity/rights.ts';
import { secretHash } from '../identity/secrets.ts';
import type { WhoIs } from '../identity/who-is.ts';
import { hideSecrets, type Log } from '../log.ts';
import type { ToldOfChange } from './audited.ts';
import { pageAddresses } from './pages.ts';

/** Add-ons with a smaller number in `Sheetfeed-Addon` are asked to reload. */
export const minimumAddon = 1;

/** What handlers find in `response.locals`. */
export interface RequestLocals {
  requestId: string;
  /** Set for every route that needs a sign-in. */
  member?: Member;
  /** What the audit is told of a change. */
  told?: ToldOfChange;
}

/** Gives each request an id, and one line in the log when it is done (the path without the values). */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    response.locals['requestId'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    const memberId = () => (response.locals as RequestLocals).member?.id;
    logWhenDone(log, { request, response, requestId, memberId });
    next();
  };
}

/** One line in the log when the answer is done; also for a plain handler of node:http. */
export function logWhenDone(
  log: Log,
  {
    request,
    response,
    requestId,
    memberId,
  }: {
    request: IncomingMessage;
    response: ServerResponse;
    requestId: string;
    memberId: () => string | undefined;
  },
): void {
  if (!log.isLevelEnabled('info')) return;
  const started = performance.now();
  // Routers shorten it meanwhile.
  const { method, url = '' } = request;
  // Of a connection that was cut Node too says that it finished, and that all was written.
  let whole = false;
  response.on('finish', () => (whole = !request.socket.destroyed));
  response.on('close', () => {
    const { statusCode: status } = response;
    const path = hideSecrets(url.replace(/\?.*$/, ''));
    const ms = Math.round(performance.now() - started);
    const line = { requestId, method, path, status, whole, ms, member: memberId() };
    log[isRoutine(path, status) ? 'debug' : 'info'](line, 'request');
  });
}

// Those who watch the server ask every few seconds, and what is well needs no line.
const isRoutine = (path: string, status: number) =>
  status < 400 && ['/healthz', '/readyz', '/metrics'].includes(path);

/** The headers that keep a page from running or framing what is not ours: names and values by turns. */
export function securityHeaders({ isHttps }: { isHttps: boolean }): string[] {
  const headers: string[] = [];
  const response = {
    setHeader: (name: string, value: string) => headers.push(name, value),
    removeHeader: () => {},
  };
  // They are the same for every request, so Helmet is asked once.
  protection({ isHttps })({} as IncomingMessage, response as unknown as ServerResponse, () => {});
  return headers;
}

/** Sets headers that are the same for every answer. */
export function setHeaders(headers: readonly string[]): RequestHandler {
  return (_request, response, next) => {
    setAll(response, headers);
    next();
  };
}

/** Sets headers that are given as names and values by turns. */
export function setAll(response: ServerResponse, headers: readonly string[]): void {
  for (let at = 0; at < headers.length; at += 2) {
    response.setHeader(headers[at] ?? '', headers[at + 1] ?? '');
  }
}

function protection({ isHttps }: { isHttps: boolean }) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // The editor and the tables set styles from their scripts.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
    // A CSV is for downloading and IMPORTDATA, but no other page may read it.
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
}

/** Reads the body of a request that has one; it must be JSON. */
export function jsonBody(): RequestHandler[] {
  return [refuseOtherBodies, express.json({ limit: '1mb', strict: true, type: isJson })];
}

const isJson = (request: { headers: { 'content-type'?: string | undefined } }) =>
  /^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(request.headers['content-type'] ?? '');

// Also keeps away forms, which a page elsewhere can send without asking first.
const refuseOtherBodies: RequestHandler = (request, _response, next) => {
  const { 'content-length': length, 'transfer-encoding': chunked } = request.headers;
  const hasBody = chunked !== undefined || (length !== undefined && length !== '0');
  if (hasBody && !isJson(request)) {
    throw new Problem(
      'invalid_request',
      'Send the body as JSON, with Content-Type: application/json.',
    );
  }
  next();
};

/** Refuses an add-on that is too old to understand the answers. */
export const checkAddon: RequestHandler = (request, _response, next) => {
  requireCurrentAddon(request.headers);
  next();
};

/** Throws Problem addon_outdated; also for a plain handler of node:http. */
export function requireCurrentAddon(headers: IncomingHttpHeaders): void {
  const version = headers['sheetfeed-addon'];
  if (version === undefined || Number(version) >= minimumAddon) return;
  const detail = 'This add-on is too old for the server. Reload the spreadsheet.';
  throw new Problem('addon_outdated', detail, { minimumAddon });
}

/** What decides who may pass. */
export interface Gate {
  whoIs: WhoIs;
  /** Null: there are none. */
  limits: Limits | null;
}

/** Refuses who may not use the route; puts the member into `response.locals.member`. */
export function checkRights(gate: Gate): RequestHandler {
  return async (request, response, next) => {
    const right = rightFor(request.method, request.path);
    const route = routeFor(request.method, request.path);
    if (right === 'anyone') await countStranger(gate.limits, request, route);
    else {
      const passed = (member: Member) => (response.locals['member'] = member);
      await admit(gate, request, { right, route, passed }).catch(async (error: unknown) => {
        await countInVain(gate.limits, request, error);
        throw error;
      });
    }
    next();
  };
}

/**
 * The member who asks for a route, counted as one of the member's requests. `passed` is told as soon as it is known.
 * Throws Problem unauthenticated, forbidden, cross_site, rate_limited, service_unavailable.
 */
export async function admit(
  { whoIs, limits }: Gate,
  request: IncomingMessage,
  { right, route, passed }: { right: Right; route: Route; passed?: (member: Member) => void },
): Promise<Member> {
  const member = await whoIs(request);
  passed?.(member);
  if (limits !== null) await limits.count('member', member.id);
  requireRight(member, right);
  requireScope(member, route);
  return member;
}

// Those who watch the server ask often, and a page is only a file.
const uncounted = [...pageAddresses, '/healthz', '/readyz', '/openapi.json'].map(
  (path) => `GET ${path}`,
);

// A share link is counted by itself, for spreadsheets of many people fetch from the same addresses of Google.
async function countStranger(
  limits: Limits | null,
  request: Request,
  route: string,
): Promise<void> {
  if (limits === null || uncounted.includes(route)) return;
  const token = /^\/s\/([^/.]+)/i.exec(request.path)?.[1];
  if (token === undefined) await limits.count('address', addressOf(request));
  else await limits.count('link', secretHash(token).toString('base64url'));
}

// Who tries in vain to sign in is counted by address; Google's addresses stand for many members, so others are not.
async function countInVain(limits: Limits | null, request: Request, error: unknown): Promise<void> {
  if (!(error instanceof Problem) || error.code !== 'unauthenticated') return;
  await limits?.count('address', addressOf(request));
}

// An IPv6 network of 64 bits is one customer's.
const addressOf = (request: Request) => ipKeyGenerator(request.ip ?? '', 64);
