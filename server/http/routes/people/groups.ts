// Groups over HTTP: made, changed and deleted by admins.
import type pg from 'pg';
import type { Access } from '../../../identity/access.ts';
import { changeGroup, deleteGroup, listGroups, makeGroup } from '../../../identity/groups.ts';
import type { Handlers } from '../../front/handlers.ts';

export interface GroupOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  access: Access;
}

type GroupRows = 'GET groups' | 'POST groups' | 'PUT group' | 'DELETE group';

export function groupHandlers({ database, access }: GroupOptions): Handlers<GroupRows> {
  return {
    'GET groups': async () => ({ groups: await listGroups(database) }),
    async 'POST groups'({ body, change }) {
      const id = await change(async (client, tell) => {
        tell(body.name, { members: body.members });
        return makeGroup(client, body);
      });
      await access.refresh();
      return { id };
    },
    async 'PUT group'({ params, body, change }) {
      await change(async (client, tell) => {
        const before = await changeGroup(client, params.id, body);
        tell(body.name, { members: body.members, before });
      });
      await access.refresh();
    },
    async 'DELETE group'({ params, change }) {
      await change(async (client, tell) => {
        const before = await deleteGroup(client, params.id);
        tell(before.name, { before });
      });
      await access.refresh();
    },
  };
}
