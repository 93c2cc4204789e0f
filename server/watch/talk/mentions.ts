// Who is spoken to in a comment, of those who may see what it is about; and the messages that tell them of it.
import type pg from 'pg';
import type { Message } from '../../../domain/alerts/message.ts';
import { addressesIn } from '../../../domain/mentions.ts';
import { mentionMembers, type KnownComment } from '../../catalog/comments/comments.ts';
import { destinationsNamed } from '../../catalog/deliveries/destinations.ts';
import { putMessages } from '../../catalog/deliveries/outbox.ts';
import type { Member } from '../../identity/member.ts';
import { ensureMailDestinations, type MailAddresses } from '../mail-addresses.ts';
import { seenThing, type Thing, type ThingOptions } from './things.ts';

export type MentionOptions = ThingOptions & MailAddresses;

export interface Spoken {
  members: Member[];
  /** Addresses that nobody has who may see it. */
  unreached: string[];
}

/** Whom the text speaks to. Nobody is told of what they may not see. */
export async function spokenTo(
  options: MentionOptions,
  text: string,
  thing: Thing,
): Promise<Spoken> {
  const spoken: Spoken = { members: [], unreached: [] };
  for (const address of addressesIn(text)) {
    const member = await options.members.findByAddress(address);
    const sees = member !== null && (await seenThing(options, thing.about, member)) !== null;
    if (sees) spoken.members.push(member);
    else spoken.unreached.push(address);
  }
  return spoken;
}

type Told = Pick<KnownComment, 'id' | 'thread' | 'author' | 'text'>;

/** Notes whom the comment speaks to, and writes a mail for each who was not spoken to before, in the caller's transaction. */
export async function tellSpoken(
  options: MentionOptions,
  client: pg.PoolClient,
  { comment, thing, members }: { comment: Told; thing: Thing; members: readonly Member[] },
): Promise<void> {
  const ids = members.map(({ id }) => id);
  const fresh = new Set(await mentionMembers(client, comment.id, ids));
  for (const { id, email } of members) {
    if (!fresh.has(id) || id === comment.author.id || email === '') continue;
    const to = [`mail:${email}`];
    await ensureMailDestinations(options, client, { to, madeBy: comment.author });
    const found = await destinationsNamed(client, to);
    const destinations = [...found.values()].map((destination) => destination.id);
    const identity = `mention/${comment.id}/${id}`;
    await putMessages(client, destinations, [
      { alert: null, identity, message: messageOf(comment, thing) },
    ]);
  }
}

function messageOf({ id, thread, author, text }: Told, { title, path }: Thing): Message {
  const who = author.name || author.email || 'Somebody';
  return {
    what: 'mentions',
    alert: { id, name: who, note: '' },
    query: { slug: '', title },
    ...{ at: new Date().toISOString(), subjects: [], count: 0, isWhole: false },
    ...{ thread: `comment/${thread}`, frozen: null, reason: text },
    path: `${path}#comment-${id}`,
  };
}
