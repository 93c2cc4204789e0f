// Who may pass: finds the member of each request, checks the right to its route, and counts it against its limits.
import type { Request, RequestHandler, Response } from 'express';
import type { IncomingMessage } from 'node:http';
import type { Row } from '../../../domain/contract/row.ts';
import type { RoutedRow } from '../../../domain/contract/routes.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Maintenance } from '../../cluster/maintenance.ts';
import type { Guesses } from '../../identity/guesses.ts';
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
  /** Null: strangers are not counted. */
  guesses: Guesses | null;
  maintenance: Pick<Maintenance, 'refuse'>;
}

/** Refuses who may not use the route; puts the member into `response.locals.member`. */
export function checkRights(gate: Gate): RequestHandler {
  return async (request, response, next) => {
    const row = rowFor(request.method, request.path);
    if (row.least === 'anyone') await countStranger(gate, { request, response }, row);
    else {
      const passed = (member: Member) => (response.locals['member'] = member);
      await admit(gate, request, { row, passed }).catch((error: unknown) => {
        countInVain(gate, request, error);
        throw error;
      });
    }
    if (isRefusedWhileMaintained(row)) gate.maintenance.refuse();
    next();
  };
}

/** What changes something for others, or is put or deleted. Runs are refused where they would begin. */
function isRefusedWhileMaintained({ method, change, always }: RoutedRow): boolean {
  const isRead = ['GET', 'HEAD', 'OPTIONS'].includes(method);
  return !isRead && !always && (change !== undefined || method !== 'POST');
}

/**
 * The member who asks for a route, counted as one of the member's requests. `passed` is told as soon as it is known.
 * Throws Problem unauthenticated, forbidden, cross_site, rate_limited, service_unavailable.
 */
export async function admit(
  { whoIs, limits }: Pick<Gate, 'whoIs' | 'limits'>,
  request: IncomingMessage & { ip?: string | undefined },
  { row, passed }: { row: Row; passed?: (member: Member) => void },
): Promise<Member> {
  const member = await whoIs(request);
  passed?.(member);
  if (limits !== null) await limits.count('member', member.id);
  requireRight(member, row.least);
  requireScope(member, row);
  return member;
}

// A share link, an incoming webhook and the link that ends a subscription are each counted by themselves, for spreadsheets of many people fetch from the same
// addresses of Google; and not before they were found to be one.
async function countStranger(
  { limits, guesses }: Gate,
  { request, response }: { request: Request; response: Response },
  { uncounted }: Row,
): Promise<void> {
  if (uncounted || guesses === null) return;
  const secret = /^\/(?:s|hooks|unsubscribe)\/([^/.]+)/i.exec(request.path)?.[1];
  if (secret === undefined) return guesses.countStranger(addressOf(request));
  if (guesses.knows(secret)) {
    return limits?.count('link', secretHash(secret).toString('base64url'));
  }
  const guess = guesses.begin(addressOf(request), secret);
  response.once('finish', () => {
    if (response.statusCode !== 404) guess.wasRight();
  });
}

// Whoever sends nothing that could be right asks like any stranger; what a token or a cookie holds was counted when it
// was looked up, but for what needs no looking up.
function countInVain({ guesses }: Gate, request: Request, error: unknown): void {
  if (guesses === null || !(error instanceof Problem) || error.code !== 'unauthenticated') return;
  const token = request.headers.authorization;
  if (token === undefined) guesses.countStranger(addressOf(request));
  else if (!/\bsheetfeed_/.test(token)) guesses.countWrong(addressOf(request));
}

const addressOf = (request: Request) => networkOf(request.ip ?? '');
