// What members mark for themselves, and what they ask the authors for.
import type pg from 'pg';
import { z } from 'zod';
import type { Ask } from '../../../domain/contract/ask.ts';
import { Problem } from '../../../domain/problem.ts';
import { answerAsk, insertAsk, listAsks } from '../../catalog/asks.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import { favouritesOf, markFavourite, unmarkFavourite } from '../../catalog/favourites.ts';
import { ownerFrom } from '../../catalog/queries/known-query.ts';
import { mayWriteQueries } from '../../identity/rights.ts';
import type { Handlers } from '../front/handlers.ts';

export interface MarksAndAsksOptions {
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
}

type FavouriteRows = 'GET favourites' | 'PUT favourite' | 'DELETE favourite';
type AskRows = 'GET asks' | 'POST asks' | 'PUT ask';

export function favouriteHandlers({
  catalog,
  database,
}: MarksAndAsksOptions): Handlers<FavouriteRows> {
  return {
    async 'GET favourites'({ member }) {
      const marked = await favouritesOf(database, member.id);
      // Also under a former name, and none that the member may not see any more.
      return { slugs: marked.filter((slug) => catalog.visible(slug, member) !== null) };
    },
    async 'PUT favourite'({ member, params }) {
      const { slug } = await catalog.find(params.slug, member);
      await markFavourite(database, member.id, slug);
    },
    async 'DELETE favourite'({ member, params: { slug } }) {
      // Who may not see a query any more can still take the mark away.
      const former = catalog.named(slug)?.formerly ?? [];
      await unmarkFavourite(database, member.id, [slug, ...former]);
    },
  };
}

export function askHandlers({ catalog, database }: MarksAndAsksOptions): Handlers<AskRows> {
  return {
    async 'GET asks'({ member }) {
      const asks = await listAsks(database, mayWriteQueries(member) ? null : member.id);
      const hidden = (query: string | null) => query === null || !catalog.visible(query, member);
      return { asks: asks.map((ask) => (hidden(ask.query) ? { ...ask, query: null } : ask)) };
    },
    'POST asks': ({ member, body: { search, text }, change }) =>
      change(async (client, tell) => {
        tell(text);
        return insertAsk(client, { search, text, query: null, askedBy: ownerFrom(member) });
      }),
    async 'PUT ask'({ member, params, body, change }) {
      const query = body.query === null ? null : (await catalog.find(body.query, member)).slug;
      const given = { ...body, query, answeredBy: ownerFrom(member) };
      if (!z.uuid().safeParse(params.id).success) throw noAsk();
      return change(async (client, tell) => {
        const answered = await answerAsk(client, params.id, given);
        if (answered === null) throw noAsk();
        const { before, ask } = answered;
        tell(ask.text, { ...answerOf(ask), before: answerOf(before) });
        return ask;
      });
    },
  };
}

const answerOf = ({ state, query, reply }: Ask) => ({ state, query, reply });

function noAsk(): Problem {
  return new Problem('not_found', 'There is no such ask. It may be gone.');
}
