// To whom queries of a list are closed: said only of those that not everybody sees.
import type pg from 'pg';
import type { CatalogEntry } from '../../../domain/contract/query.ts';
import type { KnownQuery } from '../../catalog/queries/known-query.ts';
import type { Access } from '../../identity/access.ts';
import { nameAudiences } from '../../identity/policies.ts';

/** Asks for no names where everybody sees all of them. */
export async function closedAmong(
  { access, database }: { access: Access; database: pg.Pool },
  queries: readonly KnownQuery[],
): Promise<(query: KnownQuery) => Pick<CatalogEntry, 'closed'>> {
  const isLimited = ({ source }: KnownQuery) => access.policyOf(source).runBy !== null;
  const closed = queries.filter((query) => access.audienceOf(query) !== null || isLimited(query));
  if (closed.length === 0) return () => ({});
  const named = await nameAudiences(
    database,
    closed.map((query) => access.audienceOf(query)),
  );
  return (query) => {
    const at = closed.indexOf(query);
    if (at === -1) return {};
    return { closed: { to: named[at] ?? null, bySource: isLimited(query) } };
  };
}
