// The catalog over HTTP: search it, read one query.
import type { Response } from 'express';
import { createHash } from 'node:crypto';
import type {
  Query,
  QueryList,
  QuerySort,
  SavedQuery,
  Search,
  Usage,
} from '../../../domain/contract/query.ts';
import { Problem } from '../../../domain/problem.ts';
import { firingByQuery } from '../../catalog/alerts/firing.ts';
import { countOpenAsks } from '../../catalog/asks.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import type { BoardOptions } from '../../catalog/boards/boards.ts';
import { favouritesOf } from '../../catalog/favourites.ts';
import type { KnownQuery } from '../../catalog/queries/known-query.ts';
import type { UsageCounts } from '../../catalog/runs/usage.ts';
import type { Member } from '../../identity/member.ts';
import { mayWriteQueries } from '../../identity/rights.ts';
import type { Handlers } from '../front/handlers.ts';
import { closedAmong } from './closed.ts';
import { withoutLeads, withSeenLeads } from './seen-leads.ts';
import { entryView, savedView } from './query-view.ts';

export interface QueryOptions extends BoardOptions {
  usage: UsageCounts;
}

export function queryHandlers(options: QueryOptions): Handlers<'GET queries' | 'GET query'> {
  return {
    'GET queries'({ member, query: asked }) {
      return listQueries(options, asked, member);
    },
    async 'GET query'({ member, params, response }) {
      const query = await options.catalog.findAny(params.slug, member);
      return viewFor(options, query, { member, response });
    },
  };
}

/**
 * The query as the member sees it. Its ETag begins with the version, which is what If-Match compares, and covers
 * everything else that the body tells: a mark, the use, the archive.
 */
export async function viewFor(
  options: QueryOptions,
  known: KnownQuery,
  { member, response }: { member: Member; response: Response },
): Promise<SavedQuery> {
  const { access, catalog, usage, database } = options;
  const columns = await withSeenLeads(options, known.columns, member);
  const query = { ...withSeenParent(catalog, known, member), columns };
  const marked = await favouritesOf(database, member.id);
  const favourite = isMarked(query, marked);
  const fires = firesOf(query, await firingByQuery(database));
  const around = { usage: await usage.of(query.slug), favourite, fires };
  const view = savedView(query, { member, access, ...around });
  response.setHeader('ETag', etagOf(view));
  return view;
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
  { access, catalog, usage, database }: QueryOptions,
  asked: Search,
  member: Member,
): Promise<QueryList> {
  const from = offsetOf(asked.next ?? null);
  const marked = await favouritesOf(database, member.id);
  const used = await usage.all();
  const firing = await firingByQuery(database);
  const candidates =
    asked.archived === 'true' && mayWriteQueries(member)
      ? catalog.archive({ words: asked.search, member })
      : catalog.search({ words: asked.search, member, liking: likingBy(used) });
  const fitting = candidates.filter((query) => fits(query, asked, marked));
  const found = inOrder(fitting, asked.sort, { used, member });
  const page = found.slice(from, from + asked.limit);
  const closed = await closedAmong({ access, database }, page);
  const list: QueryList = {
    queries: page.map((query) => ({
      ...entryView(withSeenParent(catalog, withoutLeads(query), member), {
        usage: used(query.slug),
        favourite: isMarked(query, marked),
        fires: firesOf(query, firing),
      }),
      ...closed(query),
    })),
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

/** Those that the order says nothing of stay as they are: the best first. */
function inOrder(
  found: readonly KnownQuery[],
  sort: QuerySort | undefined,
  { used, member }: { used: (slug: string) => Usage; member: Member },
): readonly KnownQuery[] {
  const isMine = ({ owner }: KnownQuery) => owner !== null && owner.id === member.id;
  const orders: Record<QuerySort, (one: KnownQuery, other: KnownQuery) => number> = {
    used: (one, other) => used(other.slug).runs - used(one.slug).runs,
    changed: (one, other) => Date.parse(other.updatedAt) - Date.parse(one.updatedAt),
    mine: (one, other) => Number(isMine(other)) - Number(isMine(one)),
  };
  return sort === undefined ? found : [...found].sort(orders[sort]);
}

function isMarked({ slug, formerly }: Query, marked: readonly string[]): boolean {
  if (marked.length === 0) return false;
  return marked.includes(slug) || formerly.some((former) => marked.includes(former));
}

function firesOf({ slug, formerly }: Query, firing: ReadonlyMap<string, string[]>): string[] {
  return [slug, ...formerly].flatMap((each) => firing.get(each) ?? []);
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
