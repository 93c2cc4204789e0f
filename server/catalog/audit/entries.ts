// How a run and an event become an entry of the audit: the columns that both are read as, and the entry of a row.
import type { AuditEntry } from '../../../domain/contract/audit.ts';

export interface EntryRow extends Omit<AuditEntry, 'at' | 'who' | 'version'> {
  /** To the microsecond, as PostgreSQL counts. */
  at: string;
  who_id: string;
  who_name: string;
  who_email: string;
  version: number | null;
}

/** A page may hold the text of a hundred unsaved queries, each of 256 KB: it ends after so much of it. */
export const PAGE_BYTES = 1024 * 1024;

/** Entries of runs, which `from` gives as r. */
export const runEntries = (from: string) => `
  select r.id::text, r.started_at as moment, 'run' as kind, r.member as who_id,
    coalesce(m.name, l.name, case when r.member = 'local' then 'You' end, '') as who_name,
    coalesce(m.email, '') as who_email, 'ran' as what, r.query as subject, null::jsonb as details,
    null::text as address,
    r.origin as via, coalesce(r.token_name, l.name) as "viaName", r.place, r.version, r.source,
    r."values", r.sql, r.times, r.row_count::float8 as rows, r.byte_count::float8 as bytes,
    r.duration_ms as "durationMs", r.cached, r.outcome
  from ${from}
  left join members m on m.id = r.member
  left join share_links l on 'link:' || l.id = r.member`;

/** Entries of events, which `from` gives. */
export const eventEntries = (from: string) => `
  select audit_events.id::text, at as moment, kind, member as who_id, name as who_name,
    email as who_email, what, subject, details, address, via, via_name as "viaName",
    null as place, null as version, null as source, null as "values", null as sql, null as times,
    null as rows, null as bytes, null as "durationMs", null as cached, outcome
  from ${from}`;

/** How many bytes an entry has that may be large. */
export const ENTRY_BYTES = ['sql', '"values"::text', 'details::text', 'place::text']
  .map((text) => `coalesce(octet_length(${text}), 0)`)
  .join(' + ');

/** The time of an entry, as `EntryRow` has it. */
export const ENTRY_AT = `to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;

export function entryFrom(row: EntryRow): AuditEntry {
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
