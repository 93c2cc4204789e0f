// Reads the audit: runs, changes and sign-ins in one list, the latest first, page by page.
import type pg from 'pg';
import type { AuditEntry, AuditFilter } from '../../../domain/contract/audit.ts';

interface EntryRow extends Omit<AuditEntry, 'at' | 'who' | 'version'> {
  /** To the microsecond, as PostgreSQL counts. */
  at: string;
  who_id: string;
  who_name: string;
  who_email: string;
  version: number | null;
  /** How many entries there are at most for a page, of which this one may hold fewer. */
  found: number;
}

/** A page may hold the text of a hundred unsaved queries, each of 256 KB: it ends after so much of it. */
const PAGE_BYTES = 1024 * 1024;

/** The entries that pass the filter, at most `limit` and a page's bytes, and what asks for the older ones; null when there are none. */
export async function listAudit(
  database: pg.Pool,
  filter: AuditFilter,
  limit: number,
): Promise<{ entries: AuditEntry[]; next: string | null }> {
  const given = [...argumentsOf(filter), limit + 1, PAGE_BYTES];
  const { rows } = await database.query<EntryRow>(LIST, given);
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

const RUNS = `
  select r.id::text, r.started_at as moment, 'run' as kind, r.member as who_id,
    coalesce(m.name, l.name, case when r.member = 'local' then 'You' end, '') as who_name,
    coalesce(m.email, '') as who_email, 'ran' as what, r.query as subject, null::jsonb as details,
    null::text as address,
    r.origin as via, coalesce(r.token_name, l.name) as "viaName", r.place, r.version, r.source,
    r."values", r.sql, r.times, r.row_count::float8 as rows, r.byte_count::float8 as bytes,
    r.duration_ms as "durationMs", r.cached, r.outcome
  from (
    select * from runs
    where ($1::text is null or $1 = 'run')
      and ($2::text is null or strpos(lower(member), lower($2)) > 0 or member in (
        select id from members where strpos(lower(name || ' ' || email), lower($2)) > 0))
      and ($3::text is null or query = $3) and ($4::text is null or source = $4)
      and ($5::text is null or origin = $5) and (not $6 or outcome <> 'done')
      and ($7::float8 is null or duration_ms >= $7 * 1000) and ${TIMES('started_at')}
    order by started_at desc, id::text desc limit $12
  ) r
  left join members m on m.id = r.member
  left join share_links l on 'link:' || l.id = r.member`;

const EVENTS = `
  select id::text, at as moment, kind, member as who_id, name as who_name,
    email as who_email, what, subject, details, address, via, via_name as "viaName",
    null as place, null as version, null as source, null as "values", null as sql, null as times,
    null as rows, null as bytes, null as "durationMs", null as cached, outcome
  from audit_events
  where ($1::text is null or $1 = kind)
    and ($2::text is null or strpos(lower(name || ' ' || email || ' ' || member), lower($2)) > 0)
    and ($3::text is null or subject = $3) and ($4::text is null or subject = $4)
    and $7::float8 is null and ($5::text is null or via = $5) and (not $6 or outcome <> 'done')
    and ${TIMES('at')}
  order by at desc, id::text desc limit $12`;

const BYTES = ['sql', '"values"::text', 'details::text', 'place::text']
  .map((text) => `coalesce(octet_length(${text}), 0)`)
  .join(' + ');

const LIST = `
  with entries as (
    select *, ${BYTES} as bytes_read from ((${RUNS}) union all (${EVENTS})) latest
    order by moment desc, id desc limit $12
  ), measured as (
    select *, count(*) over ()::int as found,
      sum(bytes_read) over (order by moment desc, id desc) - bytes_read as bytes_before
    from entries
  )
  select *, to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
  from measured where bytes_before < $13 order by moment desc, id desc`;

function entryFrom(row: EntryRow): AuditEntry {
  const { id, kind, what, subject, details, address, via, viaName, place, version, source } = row;
  const { values, sql, times, rows, bytes, durationMs, cached, outcome } = row;
  return {
    ...{ id, kind, what, subject, details, address, via, viaName, place, source },
    // Unsaved SQL has no version.
    version: version === 0 ? null : version,
    ...{ values, sql, times, rows, bytes, durationMs, cached, outcome },
    at: new Date(row.at).toISOString(),
    who: { id: row.who_id, name: row.who_name, email: row.who_email },
  };
}
