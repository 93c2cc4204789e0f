// The catalog over HTTP: search it, read one query.
import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { Query, QueryList, QuerySummary } from '../../domain/contract/query.ts';
import { Problem } from '../../domain/problem.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { mayWriteQueries } from '../identity/rights.ts';
import { memberOf } from './member-of.ts';
import { checked } from './checked.ts';

/** What GET /api/queries takes. */
export const searchSchema = z.object({
  search: z.string().max(500).default(''),
  next: z.string().max(40).nullish(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** GET /api/queries and /api/queries/:slug; writing is refused, for the catalog is kept in files. */
export function queryRoutes({ catalog }: { catalog: Catalog }): Router {
  const router = Router();
  router.get('/api/queries', async (request, response) => {
    const member = memberOf(response);
    const { search, next, limit } = checked(searchSchema, request.query);
    const page = await catalog.search({ search, next: next ?? null, limit }, member);
    const list: QueryList = { queries: page.queries.map(summaryOf), next: page.next };
    response.json(mayWriteQueries(member) ? { ...list, errors: catalog.errors() } : list);
  });
  router.get('/api/queries/:slug', async (request, response) => {
    response.json(await catalog.find(request.params.slug, memberOf(response)));
  });
  router.post('/api/queries', refuseWriting('GET'));
  router.put('/api/queries/:slug', refuseWriting('GET'));
  router.delete('/api/queries/:slug', refuseWriting('GET'));
  return router;
}

function summaryOf({ sql: _sql, formerly: _formerly, ...summary }: Query): QuerySummary {
  return summary;
}

function refuseWriting(allow: string): RequestHandler {
  return () => {
    const detail =
      'The catalog is kept in files. Change the .sql file in the catalog folder; it is read again at once.';
    throw new Problem('method_not_allowed', detail, { allow });
  };
}
