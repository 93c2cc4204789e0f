// How much queries are used: runs of the last 30 days, linked ranges, share links; kept in memory for a while.
import type pg from 'pg';
import type { Usage } from '../../../domain/contract/query.ts';

const unused: Usage = { runs: 0, people: 0, lastRunAt: null, ranges: 0, links: 0 };

interface UsageRow {
  query: string;
  runs: number;
  people: number;
  last_run_at: Date | null;
  ranges: number;
  links: number;
}

// Counting reads all runs of a month; who looks at one query gets its figures counted anew.
const keptForMs = 60_000;

export interface UsageCounts {
  /** The usage of all queries as counted within the last minute, or a little before that. */
  all(): Promise<(slug: string) => Usage>;
  /** The usage of one query now. */
  of(slug: string): Promise<Usage>;
}

export function createUsageCounts(database: pg.Pool, now: () => number = Date.now): UsageCounts {
  let counted: ReadonlyMap<string, Usage> | null = null;
  let countedAt = 0;
  let counting: Promise<ReadonlyMap<string, Usage>> | null = null;
  const count = () => {
    countedAt = now();
    counting ??= countAll(database, null)
      .then((counts) => (counted = counts))
      .finally(() => (counting = null));
    return counting;
  };
  return {
    async all() {
      // Nobody waits for figures that are a minute old; a failure shows at the next one who has none.
      if (counted === null) await count();
      else if (now() - countedAt > keptForMs) count().catch(() => {});
      return (slug) => counted?.get(slug) ?? unused;
    },
    async of(slug) {
      return (await countAll(database, slug)).get(slug) ?? unused;
    },
  };
}

async function countAll(
  database: pg.Pool,
  slug: string | null,
): Promise<ReadonlyMap<string, Usage>> {
  const { rows } = await database.query<UsageRow>(
    `with used as (
       select query, sum(times)::integer as runs, count(distinct member)::integer as people,
         max(started_at) as last_run_at
       from runs
       where started_at > now() - interval '30 days' and query is not null
         and ($1::text is null or query = $1)
       group by query
     ), linked as (
       select query, count(distinct (range_id, spreadsheet_id))::integer as ranges
       from range_registrations
       where $1::text is null or query = $1 group by query
     ), shared as (
       select query, count(*)::integer as links from share_links
       where query is not null and revoked_at is null and (expires_at is null or expires_at > now())
         and ($1::text is null or query = $1)
       group by query
     )
     select query, coalesce(runs, 0) as runs, coalesce(people, 0) as people, last_run_at,
       coalesce(ranges, 0) as ranges, coalesce(links, 0) as links
     from used full join linked using (query) full join shared using (query)`,
    [slug],
  );
  return new Map(rows.map((row) => [row.query, usageFrom(row)]));
}

function usageFrom({ query: _query, last_run_at: lastRunAt, ...counts }: UsageRow): Usage {
  return { ...counts, lastRunAt: lastRunAt?.toISOString() ?? null };
}
