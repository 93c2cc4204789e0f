// Reads the audit: runs, changes and sign-ins in one list, the latest first, page by page.
import type pg from 'pg';
import type { AuditEntry, AuditFilter } from '../../../domain/contract/audit.ts';
import {
  ENTRY_AT,
  ENTRY_BYTES,
  entryFrom,
  eventEntries,
  PAGE_BYTES,
  runEntries,
  type EntryRow,
} from './entries.ts';

interface ListedRow extends EntryRow {
  /** How many entries there are at most for a page, of which this one may hold fewer. */
  found: number;
}

/** The entries that pass the filter, at most `limit` and a page's bytes, and what asks for the older ones; null when there are none. */
export async function listAudit(
  database: pg.Pool,
  filter: AuditFilter,
  limit: number,
): Promise<{ entries: AuditEntry[]; next: string | null }> {
  const given = [...argumentsOf(filter), limit + 1, PAGE_BYTES];
  const { rows } = await database.query<ListedRow>(LIST, given);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const isMore = last !== undefined && last.found > page.length;
  return { entries: page.map(entryFrom), next: isMore ? `${last.at} ${last.id}` : null };
}

// $1 to $11, in this order; $12 is how many at most, $13 after how many bytes no other one begins. Null: whatever it is.
function argumentsOf(filter: AuditFilter): unknown[] {
  const { kind, who, query, source, via, slowerThanSeconds, since, until } = filter;
  const failed = filter.failed === 'true';
  const [at, id] = filter.next?.split(' ') ?? [];
  const asked = [kind, who, query, source, via, failed, slowerThanSeconds, since, until, at, id];
  return asked.map((value) => value ?? null);
}

// Each half is cut by its own index on time before both are put in order.
const TIMES = (time: string) => `
  ($8::date is null or ${time} >= $8::date at time zone 'UTC')
  and ($9::date is null or ${time} < ($9::date + 1) at time zone 'UTC')
  and ($10::timestamptz is null or (${time}, id::text) < ($10::timestamptz, $11::text))`;

const RUNS = runEntries(`(
    select * from runs
    where ($1::text is null or $1 = 'run')
      and ($2::text is null or strpos(lower(member), lower($2)) > 0 or member in (
        select id from members where strpos(lower(name || ' ' || email), lower($2)) > 0))
      and ($3::text is null or query = $3) and ($4::text is null or source = $4)
      and ($5::text is null or origin = $5) and (not $6 or outcome <> 'done')
      and ($7::float8 is null or duration_ms >= $7 * 1000) and ${TIMES('started_at')}
    order by started_at desc, id::text desc limit $12
  ) r`);

const EVENTS = `
  ${eventEntries('audit_events')}
  where ($1::text is null or $1 = kind)
    and ($2::text is null or strpos(lower(name || ' ' || email || ' ' || member), lower($2)) > 0)
    and ($3::text is null or subject = $3) and ($4::text is null or subject = $4)
    and $7::float8 is null and ($5::text is null or via = $5) and (not $6 or outcome <> 'done')
    and ${TIMES('at')}
  order by at desc, id::text desc limit $12`;

const LIST = `
  with entries as (
    select *, ${ENTRY_BYTES} as bytes_read from ((${RUNS}) union all (${EVENTS})) latest
    order by moment desc, id desc limit $12
  ), measured as (
    select *, count(*) over ()::int as found,
      sum(bytes_read) over (order by moment desc, id desc) - bytes_read as bytes_before
    from entries
  )
  select *, ${ENTRY_AT}
  from measured where bytes_before < $13 order by moment desc, id desc`;
