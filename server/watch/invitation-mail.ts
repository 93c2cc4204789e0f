// The mail to somebody who is invited: written in the transaction that invites them, and gone with an invitation that is taken back.
import type pg from 'pg';
import type { Message } from '../../domain/alerts/message.ts';
import { routes } from '../../domain/routes.ts';
import { destinationsNamed, insertDestination } from '../catalog/deliveries/destinations.ts';
import { forgetWaiting, putMessages } from '../catalog/deliveries/outbox.ts';
import type { Owner } from '../catalog/queries/known-query.ts';
import type { Post } from '../deliver/kinds.ts';
import { invitationIdentity } from '../identity/invitations/invitations.ts';
import type { Invited } from '../identity/invitations/inviting.ts';

/** Writes each of them a mail; how many. None where mail is not set up. An admin asks for it, so it may go to whatever address. */
export async function mailInvited(
  post: Post,
  client: pg.PoolClient,
  { invited, by }: { invited: readonly Invited[]; by: Owner },
): Promise<number> {
  if (post.mail === null) return 0;
  const names = invited.map(({ email }) => `mail:${email}`);
  const known = await destinationsNamed(client, names);
  for (const person of invited) {
    const { email } = person;
    const destination =
      known.get(`mail:${email}`)?.id ?? (await addressOf(post, client, { email, by }));
    if (destination === null) continue;
    const message = messageOf(person, by);
    const identity = invitationIdentity(person.id);
    await putMessages(client, [destination], [{ alert: null, identity, message }]);
  }
  return invited.length;
}

async function addressOf(
  { seal }: Post,
  client: pg.PoolClient,
  { email, by }: { email: string; by: Owner },
): Promise<string | null> {
  const sealed = seal.close({ addresses: [email] }, 'mail');
  return insertDestination(client, { kind: 'mail', name: email, sealed, madeBy: by });
}

/** What waits to be sent of it. */
export const forgetInvitationMail = (client: pg.PoolClient, id: string): Promise<void> =>
  forgetWaiting(client, invitationIdentity(id));

function messageOf({ id, email, role }: Invited, by: Owner): Message {
  const who = by.name || by.email || 'An admin';
  return {
    what: 'invitation',
    alert: { id, name: who, note: '' },
    query: { slug: '', title: 'Open Sheetfeed' },
    ...{ at: new Date().toISOString(), subjects: [], count: 0, isWhole: false },
    ...{ thread: null, frozen: null, path: routes.catalog },
    reason: `Sign in with ${email}. You begin as ${role === 'viewer' ? 'a viewer' : `an ${role}`}.`,
  };
}
