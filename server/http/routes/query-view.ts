// A query as it is told to one member.
import type { CatalogEntry, SavedQuery, Usage } from '../../../domain/contract/query.ts';
import { personOf, type KnownQuery } from '../../catalog/queries/known-query.ts';
import type { Member } from '../../identity/member.ts';
import { mayWriteQueries } from '../../identity/rights.ts';
import type { Access } from '../../identity/access.ts';
import { isOwner } from '../../identity/sight.ts';

/** What is known of a query besides itself. */
export interface Around {
  usage: Usage;
  favourite: boolean;
  /** The names of its alerts that fire. */
  fires: readonly string[];
}

/** A query as a list shows it. */
export function entryView(query: KnownQuery, { usage, favourite, fires }: Around): CatalogEntry {
  const { slug, title, description, tags, source, parameters, version, file, updatedAt } = query;
  const { status, use, columns, chart, key, variations, owner, parent, archivedAt } = query;
  return {
    ...{ slug, title, description, tags, source, parameters, version, file, updatedAt },
    ...{ status, use, columns, chart, key, variations, parent, archivedAt, usage, favourite },
    owner: owner === null ? null : personOf(owner),
    ...(fires.length > 0 && { fires: [...fires] }),
  };
}

/** A query with all that its page shows. */
export function savedView(
  query: KnownQuery,
  { member, access, ...around }: Around & { member: Member; access: Access },
): SavedQuery {
  const { sql, formerly, problem, describedColumns, savedBy, file, archivedAt, source } = query;
  const writes = access.mayWriteOn(member, source);
  const isOnPage = file === null && query.variation === undefined;
  const shares = mayWriteQueries(member) && access.mayShare(member, query);
  return {
    ...entryView(query, around),
    ...{ sql, formerly, problem, describedColumns },
    savedBy: savedBy === null ? null : personOf(savedBy),
    may: {
      edit: writes && isOnPage,
      archive: writes && isOnPage && archivedAt === null,
      share: shares && archivedAt === null,
    },
    ...variationView(query, { member, writes }),
  };
}

function variationView(
  query: KnownQuery,
  { member, writes }: { member: Member; writes: boolean },
): Pick<SavedQuery, 'variation'> {
  if (query.variation === undefined) return {};
  const { of, selection, state } = query.variation;
  const { slug, title } = of;
  const may = { change: isOwner(query, member), publish: mayPublish(query, { member, writes }) };
  return { variation: { of: { slug, title }, selection, state, may } };
}

/** Authors publish what they were offered, and what they made themselves. */
export function mayPublish(
  query: KnownQuery,
  { member, writes }: { member: Member; writes: boolean },
): boolean {
  return writes && (query.variation?.state !== 'private' || isOwner(query, member));
}
