// Lists that were kept as sent, over HTTP: seen and made by whoever may see the frozen run in which they stand.
import type { QueryOf } from '../../../../domain/contract/routes.ts';
import {
  MOST_SENT_LISTS,
  MOST_SENT_ROWS,
  MOST_SENT_ROWS_OF_QUERY,
  type SentList,
} from '../../../../domain/contract/talk/sent-list.ts';
import { BETWEEN_LISTS } from '../../../../domain/sent-list.ts';
import { Problem } from '../../../../domain/problem.ts';
import { citeFrozen, type KnownFrozen } from '../../../catalog/frozen/frozen-runs.ts';
import { ownerFrom, personOf } from '../../../catalog/queries/known-query.ts';
import {
  deleteSentList,
  findSentList,
  insertSentList,
  sentListsOf,
  sentTotals,
  type KnownSentList,
} from '../../../catalog/sent/sent-lists.ts';
import type { Member } from '../../../identity/member.ts';
import { mayErase, seesFrozen } from '../../../runs/frozen/frozen-access.ts';
import type { Handlers } from '../../front/handlers.ts';
import { readable, seen, type FrozenOptions } from '../frozen.ts';

type SentRows = 'GET sentLists' | 'POST sentLists' | 'DELETE sentList';

export function sentListHandlers(options: FrozenOptions): Handlers<SentRows> {
  const { database } = options;
  return {
    async 'GET sentLists'({ member, query }) {
      const lists = await sentListsOf(database, await askedFor(options, query, member));
      const shown = lists.filter(({ frozen }) => seesFrozen(options, frozen, member));
      return { sent: shown.map((list) => viewOf(options, list, member)) };
    },
    async 'POST sentLists'({ member, body, change }) {
      const frozen = await readable(options, body.frozen, member);
      const rows = body.rows ?? null;
      refuseUnfit(frozen, rows);
      const purpose = oneLine(body.purpose);
      const list = { frozen: frozen.id, purpose, sentOn: body.sentOn, rows };
      const id = await change(async (client, tell) => {
        tell(frozen.query, { ...list, rows: rows?.length ?? frozen.rowCount });
        // Who was told must be found again as long as the query is asked.
        await citeFrozen(client, frozen.id);
        const entered = await insertSentList(client, { ...list, keptBy: ownerFrom(member) });
        refuseTooMuch(await sentTotals(client, slugsOf(options, frozen)));
        return entered;
      });
      return viewOf(options, await seenList(options, id, member), member);
    },
    async 'DELETE sentList'({ member, params, change }) {
      const list = await seenList(options, params.id, member);
      if (!mayTakeBack(options, list, member)) {
        const detail =
          'Only who kept it as sent, the owner of its query and admins take that back.';
        throw new Problem('forbidden', detail);
      }
      await change(async (client, tell) => {
        const { purpose, sentOn, frozen } = list;
        tell(frozen.query, { frozen: frozen.id, before: { purpose, sentOn } });
        await deleteSentList(client, list.id);
      });
    },
  };
}

async function askedFor(
  options: FrozenOptions,
  { about }: QueryOf<'GET sentLists'>,
  member: Member,
): Promise<{ slugs: string[] } | { frozen: string }> {
  const [kind, name = ''] = about.split(':');
  if (kind === 'frozen') return { frozen: (await seen(options, name, member)).id };
  const query = await options.catalog.find(name, member);
  return { slugs: [query.slug, ...query.formerly] };
}

function slugsOf({ catalog }: FrozenOptions, { query: slug }: KnownFrozen): string[] {
  const query = slug === null ? null : catalog.named(slug);
  return query === null ? [slug ?? ''] : [query.slug, ...query.formerly];
}

// A result tells of all of them or, as here, whoever keeps one more hears that it could not.
function refuseTooMuch({ lists, rows }: { lists: number; rows: number }): void {
  if (lists <= MOST_SENT_LISTS && rows <= MOST_SENT_ROWS_OF_QUERY) return;
  const detail =
    'The lists of this query that were kept as sent would be more than a hundred, or hold more than 200,000 rows. Take back old ones, under “Sent” on its page, then keep this one.';
  throw new Problem('result_too_large', detail);
}

function refuseUnfit({ query, rowCount }: KnownFrozen, rows: readonly number[] | null): void {
  if (query === null) {
    const detail =
      'This SQL is not saved, so it has no next result that could tell who was told. Save it first.';
    throw new Problem('invalid_request', detail);
  }
  if ((rows?.length ?? rowCount) > MOST_SENT_ROWS || rowCount > MOST_SENT_ROWS) {
    const detail = 'At most 100,000 rows are kept as sent. Ask for fewer rows, then keep them.';
    throw new Problem('result_too_large', detail);
  }
  if (rows?.some((place) => place >= rowCount)) {
    throw new Problem(
      'invalid_request',
      `The frozen run has ${rowCount} rows, and none at that place.`,
    );
  }
}

// What stands between two lists is told from what they were sent for.
const oneLine = (purpose: string) =>
  purpose.replace(/\s+/g, ' ').replaceAll(BETWEEN_LISTS.trim(), ',');

/** Throws Problem not_found where there is none that the member may see. */
async function seenList(
  options: FrozenOptions,
  id: string,
  member: Member,
): Promise<KnownSentList> {
  const list = await findSentList(options.database, id);
  if (list !== null && seesFrozen(options, list.frozen, member)) return list;
  throw new Problem('not_found', 'There is no such list. Somebody may have taken it back.');
}

function mayTakeBack(options: FrozenOptions, { keptBy, frozen }: KnownSentList, member: Member) {
  // Whoever may erase a frozen run may say that it was not sent.
  return keptBy.id === member.id || mayErase(options, { ...frozen, erasedAt: null }, member);
}

function viewOf(options: FrozenOptions, list: KnownSentList, member: Member): SentList {
  const { id, frozen, purpose, sentOn, rows, keptBy, keptAt } = list;
  return {
    ...{ id, purpose, sentOn, frozen: frozen.id, rowCount: rows?.length ?? frozen.rowCount },
    ...{ keptBy: personOf(keptBy), keptAt: keptAt.toISOString(), erased: frozen.erasedAt !== null },
    may: { delete: mayTakeBack(options, list, member) },
  };
}
