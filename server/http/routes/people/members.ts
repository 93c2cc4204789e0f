// Members over HTTP: listed, given a role, deactivated with what hangs on them, erased, and chosen among.
import type pg from 'pg';
import type { MemberChange } from '../../../../domain/contract/member.ts';
import { Problem } from '../../../../domain/problem.ts';
import type { Maintenance } from '../../../cluster/maintenance.ts';
import { eraseMember } from '../../../catalog/erasing.ts';
import { deactivateMember, holdingsOf, type HandOverOptions } from '../../../catalog/hand-over.ts';
import {
  activate,
  findPeople,
  listMembers,
  requireMember,
  setRole,
} from '../../../identity/directory.ts';
import type { MemberGrants } from '../../../google/member-grants.ts';
import type { Member } from '../../../identity/member.ts';
import { memberView, type Members } from '../../../identity/members.ts';
import type { Handlers } from '../../front/handlers.ts';

export interface MemberOptions extends HandOverOptions {
  members: Members;
  grants: Pick<MemberGrants, 'tellOfEnded'>;
  maintenance: Pick<Maintenance, 'state'>;
  adminEmails: readonly string[];
  /** The path of a page that shows what was sent, where nothing really is. */
  postBox?: string | undefined;
  /** The path of a simulated Google Sheets. */
  playground?: string | undefined;
}

type MemberRows =
  'GET me' | 'GET members' | 'GET people' | 'GET holdings' | 'PUT member' | 'DELETE member';

export function memberHandlers(options: MemberOptions): Handlers<MemberRows> {
  const { database, catalog, members, grants, adminEmails } = options;
  return {
    'GET me': ({ member }) => ({
      ...memberView(member),
      ...(options.postBox === undefined ? {} : { postBox: options.postBox }),
      ...(options.playground === undefined ? {} : { playground: options.playground }),
      ...(options.maintenance.state && { maintenance: options.maintenance.state }),
    }),
    'GET members': ({ query }) => listMembers(database, query.search, adminEmails),
    'GET people': ({ query }) => findPeople(database, query.search),
    'GET holdings': ({ params }) => holdingsOf(options, params.id),
    async 'PUT member'({ member, params, body, change }) {
      await change(async (client, tell) => {
        const before = await requireMember(client, params.id);
        refuseChange(options, { before, change: body, by: member });
        await applyChange(client, before.id, body);
        const { role, active } = before;
        tell(before.email, { ...body, before: { role, active } });
      });
      members.forget();
      await catalog.refresh();
      grants.tellOfEnded();
    },
    async 'DELETE member'({ params, change }) {
      await change(async (client, tell) => {
        // Not even its own line names whom it was.
        tell(await eraseMember(client, params.id));
      });
      members.forget();
      await catalog.refresh();
    },
  };
}

async function applyChange(
  client: pg.PoolClient,
  id: string,
  { role, active, handOverTo }: MemberChange,
): Promise<void> {
  if (role !== undefined) await setRole(client, id, role);
  if (active === false) await deactivateMember(client, id, handOverTo ?? null);
  if (active === true) await activate(client, id);
}

function refuseChange(
  { adminEmails }: MemberOptions,
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
