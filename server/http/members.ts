// Members over HTTP: listed, given a role, deactivated with what hangs on them, and chosen among.
import { Router } from 'express';
import { z } from 'zod';
import { memberChangeSchema, type MemberChange } from '../../domain/contract/member.ts';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { deactivateMember, holdingsOf, type HandOverOptions } from '../catalog/hand-over.ts';
import {
  activate,
  findPeople,
  listMembers,
  requireMember,
  setRole,
} from '../identity/directory.ts';
import type { Member } from '../identity/member.ts';
import type { Members } from '../identity/members.ts';
import { inTransaction } from '../database/transaction.ts';
import { tellAudit } from './audited.ts';
import { checked } from './checked.ts';
import { memberOf } from './member-of.ts';

export interface MemberRoutesOptions extends HandOverOptions {
  members: Members;
  adminEmails: readonly string[];
}

/** What GET /api/members and /api/people take. */
export const peopleQuerySchema = z.object({ search: z.string().max(200).default('') });

/** /api/members and /api/people */
export function memberRoutes(options: MemberRoutesOptions): Router {
  const { database, adminEmails } = options;
  const router = Router();
  router.get(routes.members, async (request, response) => {
    const { search } = checked(peopleQuerySchema, request.query);
    response.json(await listMembers(database, search, adminEmails));
  });
  router.get(routes.people, async (request, response) => {
    const { search } = checked(peopleQuerySchema, request.query);
    response.json(await findPeople(database, search));
  });
  router.get('/api/members/:id/holdings', async (request, response) => {
    response.json(await holdingsOf(options, request.params.id));
  });
  router.put('/api/members/:id', async (request, response) => {
    const change = checked(memberChangeSchema, request.body);
    const before = await requireMember(database, request.params.id);
    refuseChange(options, { before, change, by: memberOf(response) });
    await applyChange(options, before.id, change);
    tellAudit(response, before.email, change);
    response.status(204).end();
  });
  return router;
}

async function applyChange(
  options: MemberRoutesOptions,
  id: string,
  { role, active, handOverTo }: MemberChange,
): Promise<void> {
  const { database, members } = options;
  if (role !== undefined) await inTransaction(database, (client) => setRole(client, id, role));
  if (active === false) await deactivateMember(options, id, handOverTo ?? null);
  if (active === true) await inTransaction(database, (client) => activate(client, id));
  members.forget();
}

function refuseChange(
  { adminEmails }: MemberRoutesOptions,
  {
    before,
    change,
    by,
  }: { before: { id: string; email: string }; change: MemberChange; by: Member },
): void {
  const isAdminBySetting = adminEmails.includes(before.email);
  if (change.role !== undefined && change.role !== 'admin' && isAdminBySetting) {
    const detail = `The setting ADMIN_EMAILS names ${before.email}, who therefore stays an admin.`;
    throw new Problem('conflict', detail);
  }
  if (change.active === false && before.id === by.id) {
    throw new Problem('conflict', 'You cannot deactivate yourself. Ask another admin to do it.');
  }
}
