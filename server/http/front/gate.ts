// Who may pass: finds the member of each request, checks the right to its route, and counts it against its limits.
import type { Request, RequestHandler } from 'express';
import type { IncomingMessage } from 'node:http';
import type { Row } from '../../../domain/contract/row.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Limits } from '../../identity/limits.ts';
import type { Member } from '../../identity/member.ts';
import { networkOf } from '../../identity/network.ts';
import { requireRight, requireScope, rowFor } from '../../identity/rights.ts';
import { secretHash } from '../../identity/secrets.ts';
import type { WhoIs } from '../../identity/who-is.ts';

/** What decides who may pass. */
export interface Gate {
  whoIs: WhoIs;
  /** Null: there are none. */
  limits: Limits | null;
}

/** Refuses who may not use the route; puts the member into `response.locals.member`. */
export function checkRights(gate: Gate): RequestHandler {
  return async (request, response, next) => {
    const row = rowFor(request.method, request.path);
    if (row.least === 'anyone') await countStranger(gate.limits, request, row);
    else {
      const passed = (member: Member) => (response.locals['member'] = member);
      await admit(gate, request, { row, passed }).catch(async (error: unknown) => {
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
  { row, passed }: { row: Row; passed?: (member: Member) => void },
): Promise<Member> {
  const member = await whoIs(request);
  passed?.(member);
  if (limits !== null) await limits.count('member', member.id);
  requireRight(member, row.least);
  requireScope(member, row);
  return member;
}

// A share link, and an incoming webhook, is counted by itself, for spreadsheets of many people fetch from the same addresses of Google.
async function countStranger(
  limits: Limits | null,
  request: Request,
  { uncounted }: Row,
): Promise<void> {
  if (limits === null || uncounted) return;
  const token = /^\/(?:s|hooks)\/([^/.]+)/i.exec(request.path)?.[1];
  if (token === undefined) await limits.count('address', addressOf(request));
  else await limits.count('link', secretHash(token).toString('base64url'));
}

// Who tries in vain to sign in is counted by address; Google's addresses stand for many members, so others are not.
async function countInVain(limits: Limits | null, request: Request, error: unknown): Promise<void> {
  if (!(error instanceof Problem) || error.code !== 'unauthenticated') return;
  await limits?.count('address', addressOf(request));
}

const addressOf = (request: Request) => networkOf(request.ip ?? '');
