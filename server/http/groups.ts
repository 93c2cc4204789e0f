// Groups over HTTP: made, changed and deleted by admins.
import { Router } from 'express';
import type pg from 'pg';
import { groupContentSchema, type GroupList } from '../../domain/contract/access.ts';
import { routes } from '../../domain/routes.ts';
import type { Access } from '../identity/access.ts';
import { changeGroup, deleteGroup, listGroups, makeGroup } from '../identity/groups.ts';
import { tellAudit } from './audited.ts';
import { checked } from './checked.ts';

export interface GroupRoutesOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  access: Access;
}

/** /api/groups */
export function groupRoutes({ database, access }: GroupRoutesOptions): Router {
  const router = Router();
  router.get(routes.groups, async (_request, response) => {
    const list: GroupList = { groups: await listGroups(database) };
    response.json(list);
  });
  router.post(routes.groups, async (request, response) => {
    const content = checked(groupContentSchema, request.body);
    const id = await makeGroup(database, content);
    await access.refresh();
    tellAudit(response, content.name, { members: content.members });
    response.status(201).json({ id });
  });
  router.put(routes.group(':id'), async (request, response) => {
    const content = checked(groupContentSchema, request.body);
    await changeGroup(database, String(request.params['id']), content);
    await access.refresh();
    tellAudit(response, content.name, { members: content.members });
    response.status(204).end();
  });
  router.delete(routes.group(':id'), async (request, response) => {
    const name = await deleteGroup(database, String(request.params['id']));
    await access.refresh();
    tellAudit(response, name);
    response.status(204).end();
  });
  return router;
}
