// What members mark for themselves, and what they ask the authors for.
import { Router } from 'express';
import type pg from 'pg';
import { z } from 'zod';
import { askAnswerSchema, newAskSchema } from '../../domain/contract/ask.ts';
import { Problem } from '../../domain/problem.ts';
import { answerAsk, insertAsk, listAsks } from '../catalog/asks.ts';
import type { Catalog } from '../catalog/queries/catalog.ts';
import { favouritesOf, markFavourite, unmarkFavourite } from '../catalog/favourites.ts';
import { ownerFrom } from '../catalog/queries/known-query.ts';
import { mayWriteQueries } from '../identity/rights.ts';
import { tellAudit } from './audited.ts';
import { checked } from './checked.ts';
import { memberOf } from './member-of.ts';

export interface MarksAndAsksOptions {
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
}

/** /api/favourites and /api/asks */
export function marksAndAsksRoutes(options: MarksAndAsksOptions): Router {
  const router = Router();
  addFavourites(router, options);
  addAsks(router, options);
  return router;
}

function addFavourites(router: Router, { catalog, database }: MarksAndAsksOptions): void {
  router.get('/api/favourites', async (_request, response) => {
    const member = memberOf(response);
    const marked = await favouritesOf(database, member.id);
    // Also under a former name, and none that the member may not see any more.
    response.json({ slugs: marked.filter((slug) => catalog.visible(slug, member) !== null) });
  });
  router.put('/api/favourites/:slug', async (request, response) => {
    const member = memberOf(response);
    const { slug } = await catalog.find(request.params.slug, member);
    await markFavourite(database, member.id, slug);
    response.status(204).end();
  });
  router.delete('/api/favourites/:slug', async (request, response) => {
    const { slug } = request.params;
    // Who may not see a query any more can still take the mark away.
    const former = catalog.named(slug)?.formerly ?? [];
    await unmarkFavourite(database, memberOf(response).id, [slug, ...former]);
    response.status(204).end();
  });
}

function addAsks(router: Router, { catalog, database }: MarksAndAsksOptions): void {
  router.get('/api/asks', async (_request, response) => {
    const member = memberOf(response);
    const asks = await listAsks(database, mayWriteQueries(member) ? null : member.id);
    const hidden = (query: string | null) => query === null || !catalog.visible(query, member);
    response.json({ asks: asks.map((ask) => (hidden(ask.query) ? { ...ask, query: null } : ask)) });
  });
  router.post('/api/asks', async (request, response) => {
    const { search, text } = checked(newAskSchema, request.body);
    const askedBy = ownerFrom(memberOf(response));
    const ask = await insertAsk(database, { search, text, askedBy });
    tellAudit(response, ask.text);
    response.status(201).json(ask);
  });
  router.put('/api/asks/:id', async (request, response) => {
    const member = memberOf(response);
    const answer = checked(askAnswerSchema, request.body);
    const query = answer.query === null ? null : (await catalog.find(answer.query, member)).slug;
    const id = z.uuid().safeParse(request.params.id);
    const answeredBy = ownerFrom(member);
    const given = { ...answer, query, answeredBy };
    const ask = id.success ? await answerAsk(database, id.data, given) : null;
    if (ask === null) throw new Problem('not_found', 'There is no such ask. It may be gone.');
    tellAudit(response, ask.text, { state: ask.state, query });
    response.json(ask);
  });
}
