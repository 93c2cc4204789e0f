// Puts the handlers under the paths of their rows, and checks what a request brings before a handler sees it.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { rows, type RoutedRow, type RowName } from '../../../domain/contract/routes.ts';
import type { AuditTrail, Change } from '../../catalog/audit/trail.ts';
import type { Member } from '../../identity/member.ts';
import { sendText } from '../output/send-text.ts';
import { checked, checkedForRun } from './checked.ts';
import type { Asked, Handler, Handlers } from './handlers.ts';
import type { RequestLocals } from './request-locals.ts';

/** A router with each of the handlers, in the order of the table. */
export function mountHandlers(
  handlers: Partial<Handlers>,
  trail: Pick<AuditTrail, 'change'>,
): Router {
  const router = Router();
  for (const row of rows) {
    const handler = handlers[row.name] as Handler<RowName> | undefined;
    if (handler === undefined) continue;
    const verb = row.method.toLowerCase() as 'get';
    router[verb](row.path, async (request, response) => {
      const asked = { ...checkedRequest(row, request), ...whoAsks(row, trail, response) };
      const given = await handler({ ...asked, request, response } as unknown as Asked<RowName>);
      await answer(row, given, response);
    });
  }
  return router;
}

const anyParams = z.record(z.string(), z.string());

/** What the request brings, as the row's schemas type it. Throws Problem invalid_request. */
function checkedRequest(row: RoutedRow, { params, query, body }: Request) {
  const check = row.anyText ? checkedForRun : checked;
  return {
    params: checked(row.params ?? anyParams, params),
    query: row.query && check(row.query, query),
    // Without a body, what is missing is told by its name.
    body: row.body && check(row.body, (body as unknown) ?? {}),
  };
}

function whoAsks(row: RoutedRow, trail: Pick<AuditTrail, 'change'>, response: Response) {
  if (row.least === 'anyone') return { member: null };
  const member = memberOf(response);
  return { member, change: row.change && changeOf(row.change, trail, { member, response }) };
}

// The member that checkRights found.
function memberOf(response: Response): Member {
  const { member } = response.locals as RequestLocals;
  if (member === undefined) throw new Error('a route that needs no sign-in asked for its member');
  return member;
}

/** The change that this request makes. Unless its handler tells more, the subject is what the path names. */
function changeOf(
  what: string,
  trail: Pick<AuditTrail, 'change'>,
  { member, response }: { member: Member; response: Response },
): Change {
  const { params, ip = null } = response.req as Request;
  const [subject = null] = Object.values(params) as string[];
  return trail.change({ kind: 'change', member, what, subject, details: null, address: ip });
}

/** Sends what the handler gave; one that gave nothing has answered itself, unless there is nothing to be said. */
async function answer({ answers }: RoutedRow, given: unknown, response: Response): Promise<void> {
  // The least is the one of success.
  const [status = 200] = Object.keys(answers).map(Number);
  if (given === undefined && status !== 204) return;
  if (response.statusCode === 200) response.status(status);
  if (given === undefined) response.end();
  else await sendText(response, 'json', JSON.stringify(given));
}
