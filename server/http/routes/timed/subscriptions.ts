// Subscriptions over HTTP: each member sees, makes and ends their own.
import type pg from 'pg';
import { firstSlot } from '../../../../domain/alerts/every.ts';
import type {
  Subscription,
  SubscriptionContent,
} from '../../../../domain/contract/subscription.ts';
import { Problem } from '../../../../domain/problem.ts';
import { destinationsNamed, listDestinations } from '../../../catalog/deliveries/destinations.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import { ownerFrom, type KnownQuery } from '../../../catalog/queries/known-query.ts';
import {
  countSubscriptions,
  deleteTimed,
  findSubscription,
  insertTimed,
  subscriptionsOf,
  type KnownSubscription,
  type Standing,
} from '../../../catalog/timed/timed.ts';
import type { Access } from '../../../identity/access.ts';
import type { Member } from '../../../identity/member.ts';
import { mayWriteQueries } from '../../../identity/rights.ts';
import { checkValues } from '../../../runs/values.ts';
import { ensureMailDestinations, type MailAddresses } from '../../../watch/mail-addresses.ts';
import type { Handlers } from '../../front/handlers.ts';
import { refuseUnfitTime, standingView, unfit } from './timed-view.ts';

export interface SubscriptionOptions extends MailAddresses {
  access: Access;
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  timeZone: string;
  now: () => Date;
}

type SubscriptionRows = 'GET subscriptions' | 'POST subscriptions' | 'DELETE subscription';

/** More than anybody reads. */
const MOST_OF_MEMBER = 100;

export function subscriptionHandlers(options: SubscriptionOptions): Handlers<SubscriptionRows> {
  const { catalog, database, timeZone, now } = options;
  return {
    async 'GET subscriptions'({ member, query: { query: slug } }) {
      const query = slug === undefined ? null : await catalog.find(slug, member);
      const slugs = query && [query.slug, ...query.formerly];
      const known = await subscriptionsOf(database, member.id, slugs);
      return {
        subscriptions: known.map((each) => viewOf(catalog, each, member)),
        destinations: await destinationsFor(options, member),
      };
    },
    async 'POST subscriptions'({ member, body: { query: slug, ...content }, change }) {
      const query = await catalog.find(slug, member);
      await refuseUnfit(options, { query, content, member });
      const id = await change(async (client, tell) => {
        tell(query.slug, { when: content.when, to: content.to });
        if ((await countSubscriptions(client, member.id)) >= MOST_OF_MEMBER) throw tooMany();
        const madeBy = ownerFrom(member);
        await ensureMailDestinations(options, client, { to: [content.to], madeBy });
        const dueAt = dueOf(content, { now: now(), timeZone });
        const made = { kind: 'subscription', query: query.slug, owner: madeBy } as const;
        return insertTimed(client, { ...made, content, dueAt });
      });
      return { id };
    },
    async 'DELETE subscription'({ member, params, change }) {
      const known = await findSubscription(database, params.id);
      if (known === null || known.owner.id !== member.id) throw noSubscription();
      await change(async (client, tell) => {
        tell(known.query, { before: known.content });
        await deleteTimed(client, known.id);
      });
    },
  };
}

// What is compared is looked at once at the beginning; the first message of others comes at its time.
function dueOf(
  { every, when }: SubscriptionContent,
  { now, timeZone }: { now: Date; timeZone: string },
): Date | null {
  return typeof every === 'string' || when === 'changed' ? null : firstSlot(every, now, timeZone);
}

function viewOf(
  catalog: Catalog,
  known: KnownSubscription & Standing,
  member: Member,
): Subscription {
  const query = catalog.visible(known.query, member);
  return {
    ...known.content,
    id: known.id,
    query: query?.slug ?? known.query,
    queryTitle: query?.title ?? null,
    ...standingView(known),
  };
}

async function destinationsFor(
  { access, database, post }: SubscriptionOptions,
  member: Member,
): Promise<string[]> {
  const own = post.mail === null || member.email === '' ? [] : [ownAddress(member)];
  if (!mayWriteQueries(member)) return own;
  const there = (await listDestinations(database))
    .filter(({ usedBy }) => access.belongs(member, usedBy))
    .map(({ kind, name }) => `${kind}:${name}`);
  return [...new Set([...own, ...there])];
}

const ownAddress = ({ email }: Member) => `mail:${email.toLowerCase()}`;

// What can be found out now is told now: nobody is there when the clock finds it.
async function refuseUnfit(
  options: SubscriptionOptions,
  { query, content, member }: { query: KnownQuery; content: SubscriptionContent; member: Member },
): Promise<void> {
  const { access, database, post, timeZone, now } = options;
  const { every, values, to, attach } = content;
  refuseUnfitTime(query, every, timeZone);
  checkValues(query.parameters, values, { now: now(), timeZone });
  if (attach !== null && !to.startsWith('mail:'))
    throw unfit('attach', 'Only mail takes a file along. Leave it out, or send it by mail.');
  const isOwn = to.toLowerCase() === ownAddress(member) && post.mail !== null;
  const known = (await destinationsNamed(database, [to])).get(to);
  const mayUse =
    known !== undefined && mayWriteQueries(member) && access.belongs(member, known.usedBy);
  if (!isOwn && !mayUse)
    throw unfit(
      'to',
      `There is no destination named ${to} that you may use. Your own address is one, where mail is set up.`,
    );
}

function tooMany(): Problem {
  const detail = `You have ${MOST_OF_MEMBER} subscriptions already. End one before you make another.`;
  return new Problem('conflict', detail);
}

function noSubscription(): Problem {
  return new Problem('not_found', 'You have no such subscription. It may have been ended.');
}
