// Sends one subscription's result for one slot: an ordinary run with the member's own rights of that moment; what it comes to
// and the message are written in one transaction.
import type pg from 'pg';
import type { Message } from '../../domain/alerts/message.ts';
import { Problem } from '../../domain/problem.ts';
import {
  notHadMessage,
  resultMessage,
  toldOf,
  type Told,
} from '../../domain/subscriptions/telling.ts';
import { destinationsNamed } from '../catalog/deliveries/destinations.ts';
import { putMessages } from '../catalog/deliveries/outbox.ts';
import type { KnownQuery } from '../catalog/queries/known-query.ts';
import { seenBy } from '../catalog/timed/claims.ts';
import type { KnownSubscription } from '../catalog/timed/timed.ts';
import type { Member } from '../identity/member.ts';
import { freeze } from '../runs/frozen/freeze.ts';
import type { Look } from '../runs/streams.ts';
import { BOUNDS } from './evaluation.ts';
import { packed, unpacked } from './memory.ts';
import { OWNER_GONE, ownerOf, reasonOf } from './reasons.ts';
import { finishSlot, noteSlot, triedAgain, type Claimed, type Done } from './timed.ts';
import type { WatchDependencies } from './watch-dependencies.ts';

interface Seen {
  member: Member;
  query: KnownQuery;
  look: Look;
  told: Told;
}

/** Whether a message was made. Throws only what says nothing of the query: this server stops. */
export async function sendResult(
  options: WatchDependencies,
  subscription: KnownSubscription,
  claim: Claimed,
): Promise<boolean> {
  let seen: Seen;
  try {
    seen = await look(options, subscription, claim.signal);
  } catch (error) {
    if (claim.signal.aborted) throw error;
    const problem = reasonOf(options.log, error);
    if (await triedAgain(options, subscription, claim, { error, problem })) return false;
    return fail(options, subscription, claim, problem);
  }
  const { told } = seen;
  if (told.reason !== null) return fail(options, subscription, claim, told.reason);
  const memory = subscription.content.when === 'changed' ? await packed(seen.look) : null;
  if (told.outcome !== 'sent') {
    const { facts } = seen.look.whole;
    const came = { outcome: told.outcome, source: seen.query.source, run: facts.run, seen: memory };
    await noteSlot(options, subscription, claim, came);
    return false;
  }
  let isTold = false;
  await finishSlot(options, subscription, claim, async (client, at) => {
    const done = await write(options, client, { subscription, claim, seen, at });
    isTold = done.outcome === 'sent';
    // What nobody was told of is compared with again.
    return { ...done, seen: done.outcome === 'failing' ? null : memory };
  });
  return isTold;
}

async function look(
  { catalog, members, runs, database, timeZone }: WatchDependencies,
  { id, owner, query: slug, content, wanted = false }: KnownSubscription,
  signal: AbortSignal,
): Promise<Seen> {
  const member = await ownerOf(members, owner);
  if (member === null) throw new Problem('forbidden', OWNER_GONE);
  const query = await catalog.find(slug, member);
  const asked = { member, query, values: content.values, timeZone, maxAgeSeconds: 0 };
  const found = await runs.look(
    { ...asked, origin: 'subscription', afresh: wanted, signal },
    BOUNDS,
  );
  const before = content.when === 'changed' ? await unpacked(await seenBy(database, id)) : null;
  const told = toldOf(content, query.key, { result: found, before });
  return { member, query, look: found, told };
}

interface Writing {
  subscription: KnownSubscription;
  claim: Claimed;
  seen: Seen;
  at: Date;
}

async function write(
  options: WatchDependencies,
  client: pg.PoolClient,
  { subscription, claim, seen, at }: Writing,
): Promise<Done> {
  const { member, query, look: found, told } = seen;
  const { source } = query;
  const { facts } = found.whole;
  const to = await destinationOf(options, client, subscription, member);
  if (to === null) return { outcome: 'failing', source, detail: nowhere(subscription) };
  const mayTellRows = options.access.policyOf(source).links;
  const frozen = mayTellRows ? await frozenFor(options, client, subscription, found) : null;
  const about = {
    ...{ id: subscription.id, content: subscription.content, frozen, mayTellRows },
    chart: query.chart,
    ...{ query: { slug: query.slug, title: query.title }, at: at.toISOString() },
  };
  await put(client, { subscription, claim, to }, resultMessage(about, told, found));
  return { outcome: 'sent', source, run: facts.run, frozen };
}

const nowhere = ({ content: { to } }: KnownSubscription) =>
  `There is no destination named ${to} any more that you may use. Subscribe anew with another one.`;

/** The id of where it goes; null: it is gone, or the member may not use it any more. */
async function destinationOf(
  { access }: WatchDependencies,
  client: pg.PoolClient,
  { content: { to } }: KnownSubscription,
  member: Member,
): Promise<string | null> {
  const destination = (await destinationsNamed(client, [to])).get(to);
  if (destination === undefined) return null;
  const isOwn = to.toLowerCase() === `mail:${member.email.toLowerCase()}`;
  return isOwn || access.belongs(member, destination.usedBy) ? destination.id : null;
}

/** The frozen run of what is told; null where there is no room, or the result is not whole. */
async function frozenFor(
  { frozen: limits, log }: WatchDependencies,
  client: pg.PoolClient,
  { id, owner }: KnownSubscription,
  { whole }: Look,
): Promise<string | null> {
  if (whole.facts.truncated) return null;
  await client.query('savepoint freezing');
  try {
    return (await freeze(client, whole, { maker: owner, alert: null, limits })).id;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    log.warn({ subscription: id, problem: error.message }, 'what is sent could not be frozen');
    await client.query('rollback to savepoint freezing');
    return null;
  }
}

async function put(
  client: pg.PoolClient,
  {
    subscription: { id },
    claim,
    to,
  }: { subscription: KnownSubscription; claim: Claimed; to: string },
  message: Message,
): Promise<void> {
  // Of one slot there is one message, whoever writes it.
  const identity = `${id}/${claim.work.slot.toISOString()}`;
  await putMessages(client, [to], [{ subscription: id, identity, message }]);
}

/** Told once, where it is the first slot in a row that failed and there is somebody to tell. */
async function fail(
  options: WatchDependencies,
  subscription: KnownSubscription,
  claim: Claimed,
  reason: string,
): Promise<boolean> {
  const member = await ownerOf(options.members, subscription.owner);
  const { id, content, query: slug, failures } = subscription;
  let isTold = false;
  await finishSlot(options, subscription, claim, async (client, at) => {
    const to = member && (await destinationOf(options, client, subscription, member));
    if (to && failures === 0) {
      const title = (member && options.catalog.visible(slug, member)?.title) ?? slug;
      const about = { id, content, query: { slug, title }, at: at.toISOString() };
      await put(client, { subscription, claim, to }, notHadMessage(about, reason));
      isTold = true;
    }
    return { outcome: 'failing', detail: reason };
  });
  return isTold;
}
