// A query as it is told to one member.
import type { CatalogEntry, SavedQuery, Usage } from '../../../domain/contract/query.ts';
import { personOf, type KnownQuery } from '../../catalog/queries/known-query.ts';
import type { Member } from '../../identity/member.ts';
import { mayWriteQueries } from '../../identity/rights.ts';
import type { Access } from '../../identity/access.ts';

/** What is known of a query besides itself. */
export interface Around {
  usage: Usage;
  favourite: boolean;
}

/** A query as a list shows it. */
export function entryView(query: KnownQuery, { usage, favourite }: Around): CatalogEntry {
  const { slug, title, description, tags, source, parameters, version, file, updatedAt } = query;
  const { status, use, columns, chart, key, owner, parent, archivedAt } = query;
  return {
    ...{ slug, title, description, tags, source, parameters, version, file, updatedAt },
    ...{ status, use, columns, chart, key, parent, archivedAt, usage, favourite },
    owner: owner === null ? null : personOf(owner),
  };
}

/** A query with all that its page shows. */
export function savedView(
  query: KnownQuery,
  { member, access, ...around }: Around & { member: Member; access: Access },
): SavedQuery {
  const { sql, formerly, problem, describedColumns, savedBy, file, archivedAt, source } = query;
  const writes = access.mayWriteOn(member, source);
  const shares = mayWriteQueries(member) && access.mayShare(member, query);
  return {
    ...entryView(query, around),
    ...{ sql, formerly, problem, describedColumns },
    savedBy: savedBy === null ? null : personOf(savedBy),
    may: {
      edit: writes && file === null,
      archive: writes && file === null && archivedAt === null,
      share: shares && archivedAt === null,
    },
  };
}
