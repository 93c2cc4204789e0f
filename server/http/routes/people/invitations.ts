// Invitations over HTTP: made from a list of addresses, listed, and taken back, by admins.
import type pg from 'pg';
import { ownerFrom } from '../../../catalog/queries/known-query.ts';
import type { Post } from '../../../deliver/kinds.ts';
import { deleteInvitation, listInvitations } from '../../../identity/invitations/invitations.ts';
import { invitePeople } from '../../../identity/invitations/inviting.ts';
import { forgetInvitationMail, mailInvited } from '../../../watch/invitation-mail.ts';
import type { Handlers } from '../../front/handlers.ts';

export interface InvitationOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  post: Post;
}

type InvitationRows = 'GET invitations' | 'POST invitations' | 'DELETE invitation';

export function invitationHandlers({
  database,
  post,
}: InvitationOptions): Handlers<InvitationRows> {
  return {
    async 'GET invitations'({ query }) {
      const list = await listInvitations(database, query.search);
      return { ...list, mailIsSetUp: post.mail !== null };
    },
    'POST invitations': ({ member, body, change }) =>
      change(async (client, tell) => {
        const { invited, leftOut } = await invitePeople(client, body, member);
        const by = ownerFrom(member);
        const mailed = body.mail ? await mailInvited(post, client, { invited, by }) : 0;
        const people = invited.map(({ email, role, groups }) => ({
          ...{ email, role, groups: groups.map(({ name }) => name) },
        }));
        const [only] = people;
        const one = people.length === 1 && only ? only.email : `${people.length} people`;
        tell(one, { people, ...(mailed > 0 ? { mailed } : {}) });
        return { invited: invited.length, leftOut, mailed };
      }),
    async 'DELETE invitation'({ params, change }) {
      await change(async (client, tell) => {
        const { email, ...before } = await deleteInvitation(client, params.id);
        await forgetInvitationMail(client, params.id);
        tell(email, { before });
      });
    },
  };
}
