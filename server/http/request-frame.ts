// What every request gets first: an id, a line in the log, security headers, its JSON body, its member.
import express, { type Request, type RequestHandler } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import helmet from 'helmet';
import { randomUUID } from 'node:crypto';
import { Problem } from '../../domain/problem.ts';
import type { Member } from '../identity/member.ts';
import type { Limits } from '../identity/limits.ts';
import { requireRight, requireScope, rightFor, routeFor } from '../identity/rights.ts';
import { secretHash } from '../identity/secrets.ts';
import type { WhoIs } from '../identity/who-is.ts';
import { hideSecrets, type Log } from '../log.ts';
import { pageAddresses } from './pages.ts';

/** Add-ons with a smaller number in `Sheetfeed-Addon` are asked to reload. */
export const minimumAddon = 1;

/** What handlers find in `response.locals`. */
export interface RequestLocals {
  requestId: string;
  /** Set for every route that needs a sign-in. */
  member?: Member;
}

/** Gives each request an id, and one line in the log when it is done (the path without the values). */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const started = process.hrtime.bigint();
    const requestId = randomUUID();
    response.locals['requestId'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    response.on('close', () => {
      const ms = Number(process.hrtime.bigint() - started) / 1e6;
      const member = (response.locals as RequestLocals).member?.id;
      const { statusCode: status, writableFinished: whole } = response;
      const path = hideSecrets(request.originalUrl.replace(/\?.*$/, ''));
      const line = {
        requestId,
        method: request.method,
        path,
        status,
        whole,
        ms: Math.round(ms),
        member,
      };
      log.info(line, 'request');
    });
    next();
  };
}

/** The headers that keep a page from running or framing what is not ours. */
export function securityHeaders({ isHttps }: { isHttps: boolean }): RequestHandler {
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
  const version = request.headers['sheetfeed-addon'];
  if (version !== undefined && !(Number(version) >= minimumAddon)) {
    throw new Problem(
      'addon_outdated',
      'This add-on is too old for the server. Reload the spreadsheet.',
      {
        minimumAddon,
      },
    );
  }
  next();
};

/** Refuses who may not use the route; puts the member into `response.locals.member`. `limits` null: there are none. */
export function checkRights(whoIs: WhoIs, limits: Limits | null): RequestHandler {
  return async (request, response, next) => {
    const right = rightFor(request.method, request.path);
    const route = routeFor(request.method, request.path);
    if (right !== 'anyone') {
      const member = await signedIn(whoIs, limits, request);
      response.locals['member'] = member;
      await limits?.count('member', member.id);
      requireRight(member, right);
      requireScope(member, route);
    } else {
      await countStranger(limits, request, route);
    }
    next();
  };
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

/** Who tries in vain to sign in is counted by address; Google's addresses stand for many members, so others are not. */
async function signedIn(whoIs: WhoIs, limits: Limits | null, request: Request): Promise<Member> {
  try {
    return await whoIs(request);
  } catch (error) {
    if (error instanceof Problem && error.code === 'unauthenticated') {
      await limits?.count('address', addressOf(request));
    }
    throw error;
  }
}

// An IPv6 network of 64 bits is one customer's.
const addressOf = (request: Request) => ipKeyGenerator(request.ip ?? '', 64);
