// Who may pass: finds the member of each request, checks the right to its route, and counts it against its limits.
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { IncomingMessage } from 'node:http';
import { Problem } from '../../domain/problem.ts';
import type { Limits } from '../identity/limits.ts';
import type { Member } from '../identity/member.ts';
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
import { pageAddresses } from './pages.ts';

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
