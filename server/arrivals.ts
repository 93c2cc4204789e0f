// Who comes as a member: entered with what their organisation's directory and an invitation say of them, and with a line in the audit.
import type pg from 'pg';
import type { AuditEvent } from './catalog/audit/event.ts';
import type { AuditTrail } from './catalog/audit/trail.ts';
import type { Member } from './identity/member.ts';
import { createMembers, type Members, type SignInWay } from './identity/members.ts';
import { takeInvitation } from './identity/invitations/invitations.ts';
import { meetDirectory } from './identity/provisioning/provisioned.ts';
import type { Settings } from './settings/settings.ts';

/** `known` exist from the start, with their roles. */
export async function openMembers(
  settings: Settings,
  known: readonly Member[],
  { database, trail }: { database: pg.Pool; trail: AuditTrail },
): Promise<Members> {
  const members = createMembers(database, {
    ...settings,
    onArrival: async (client, member, { isNew, by, isRoleGiven }) => {
      if (!isNew) {
        await trail.enter(client, arrival(member, by, { what: 'signed in', details: null }));
        return member;
      }
      await meetDirectory(client, member.email);
      const invitation = await takeInvitation(client, member, { keepsRole: isRoleGiven });
      const role = invitation === null || isRoleGiven ? member.role : invitation.role;
      const entered = { ...member, role };
      await trail.enter(
        client,
        arrival(entered, by, { what: 'became a member', details: invitation }),
      );
      return entered;
    },
  });
  for (const member of known) await members.put(member);
  return members;
}

function arrival(
  member: Member,
  via: SignInWay,
  { what, details }: Pick<AuditEvent, 'what' | 'details'>,
): AuditEvent {
  // By the add-on it would be an address of Google's; the pages record their sign-ins with theirs.
  return { kind: 'sign_in', member, what, subject: null, details, address: null, via };
}
