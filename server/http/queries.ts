// The catalog over HTTP: search it, read one query.
import { Router, type Response } from 'express';
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';
import {
  queryStatusSchema,
  type Query,
  type QueryList,
  type SavedQuery,
  type Usage,
} from '../../domain/contract/query.ts';
import { Problem } from '../../domain/problem.ts';
import { countOpenAsks } from '../catalog/asks.ts';
import type { Catalog } from '../catalog/queries/catalog.ts';
import { favouritesOf } from '../catalog/favourites.ts';
import type { KnownQuery } from '../catalog/queries/known-query.ts';
import type { UsageCounts } from '../catalog/runs/usage.ts';
import type { Access } from '../identity/access.ts';
import type { Member } from '../identity/member.ts';
import { mayWriteQueries } from '../identity/rights.ts';
import { checked } from './checked.ts';
import { memberOf } from './member-of.ts';
import { entryView, savedView } from './query-view.ts';

/** What GET /api/queries takes. */
export const searchSchema = z.object({
  search: z.string().max(500).default(''),
  tag: z.string().max(50).optional(),
  source: z.string().max(100).optional(),
  /** As the facet `owners` names one. */
  owner: z.string().max(320).optional(),
  status: queryStatusSchema.optional(),
  favourite: z.enum(['true', 'false']).optional(),
  /** The archive instead of the catalog; for authors. */
  archived: z.enum(['true', 'false']).optional(),
  next: z.string().max(40).nullish(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
type Search = z.infer<typeof searchSchema>;

export interface QueryRoutesOptions {
  catalog: Catalog;
  access: Access;
  usage: UsageCounts;
  /** Sheetfeed's own. */
  database: pg.Pool;
}

/** GET /api/queries and /api/queries/:slug */
export function queryRoutes(options: QueryRoutesOptions): Router {
  const router = Router();
  router.get('/api/queries', async (request, response) => {
    const asked = checked(searchSchema, request.query);
    response.setHeader('Cache-Control', 'private, no-cache');
    response.json(await listQueries(options, asked, memberOf(response)));
  });
  router.get('/api/queries/:slug', async (request, response) => {
    const query = await options.catalog.findAny(request.params.slug, memberOf(response));
    await sendQuery(options, query, response);
  });
  return router;
}

/**
 * Answers with the query as the member sees it. Its ETag begins with the version, which is what If-Match compares,
 * and covers everything else that the body tells: a mark, the use, the archive.
 */
export async function sendQuery(
  { access, catalog, usage, database }: QueryRoutesOptions,
  known: KnownQuery,
  response: Response,
): Promise<void> {
  const member = memberOf(response);
  const query = withSeenParent(catalog, known, member);
  const marked = await favouritesOf(database, member.id);
  const favourite = isMarked(query, marked);
  const view = savedView(query, { member, access, usage: await usage.of(query.slug), favourite });
  response.setHeader('Cache-Control', 'private, no-cache');
  response.setHeader('ETag', etagOf(view));
  response.json(view);
}

// A copy does not tell of what it was made from to those who may not see that.
function withSeenParent(catalog: Catalog, query: KnownQuery, member: Member): KnownQuery {
  const { parent } = query;
  if (parent === null || catalog.visible(parent.slug, member) !== null) return query;
  return { ...query, parent: null };
}

function etagOf(view: SavedQuery): string {
  const hash = createHash('sha256').update(JSON.stringify(view)).digest('base64url');
  return `"${view.version}-${hash.slice(0, 16)}"`;
}

async function listQueries(
  { catalog, usage, database }: QueryRoutesOptions,
  asked: Search,
  member: Member,
): Promise<QueryList> {
  const from = offsetOf(asked.next ?? null);
  const marked = await favouritesOf(database, member.id);
  const used = await usage.all();
  const candidates =
    asked.archived === 'true' && mayWriteQueries(member)
      ? catalog.archive({ words: asked.search, member })
      : catalog.search({ words: asked.search, member, liking: likingBy(used) });
  const found = candidates.filter((query) => fits(query, asked, marked));
  const page = found.slice(from, from + asked.limit);
  const list: QueryList = {
    queries: page.map((query) =>
      entryView(withSeenParent(catalog, query, member), {
        usage: used(query.slug),
        favourite: isMarked(query, marked),
      }),
    ),
    next: from + asked.limit < found.length ? String(from + asked.limit) : null,
    total: found.length,
    facets: facetsOf(found),
  };
  if (!mayWriteQueries(member)) return list;
  return { ...list, errors: catalog.errors(member), openAsks: await countOpenAsks(database) };
}

function offsetOf(next: string | null): number {
  const from = next === null ? 0 : Number(next);
  if (Number.isSafeInteger(from) && from >= 0) return from;
  throw new Problem('invalid_request', 'The page asked for (next) is not one that was offered.');
}

function fits(query: KnownQuery, asked: Search, marked: readonly string[]): boolean {
  const { tag, source, owner, status, favourite } = asked;
  return (
    (tag === undefined || query.tags.includes(tag)) &&
    (source === undefined || query.source === source) &&
    (owner === undefined || ownerKey(query) === owner) &&
    (status === undefined || query.status === status) &&
    (favourite !== 'true' || isMarked(query, marked))
  );
}

function isMarked({ slug, formerly }: Query, marked: readonly string[]): boolean {
  if (marked.length === 0) return false;
  return marked.includes(slug) || formerly.some((former) => marked.includes(former));
}

// What people use comes a little before what they do not, and what is retired comes last.
function likingBy(used: (slug: string) => Usage): (query: KnownQuery) => number {
  const byStatus = { draft: 0.8, published: 1, trusted: 1.1, retired: 0.5 };
  return ({ slug, status }) => {
    const popularity = Math.min(1, Math.log10(1 + used(slug).runs) / 3);
    return byStatus[status] * (1 + 0.1 * popularity);
  };
}

function ownerKey({ owner }: KnownQuery): string | null {
  return owner === null ? null : owner.email || owner.name;
}

const mostValues = 100;

function facetsOf(found: readonly KnownQuery[]): QueryList['facets'] {
  return {
    tags: counted(found.flatMap(({ tags }) => tags)),
    sources: counted(found.map(({ source }) => source)),
    owners: counted(found.flatMap((query) => ownerKey(query) ?? [])),
  };
}

function counted(values: readonly string[]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, mostValues);
}
