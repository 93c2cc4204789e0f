// The table of runs: who ran what, when, with which values, and how it ended.
import type pg from 'pg';
import type { Place } from '../../../domain/contract/audit.ts';
import type { ReadTable } from '../../../domain/contract/sheet-tables/read-table.ts';
import type { Values } from '../../../domain/contract/parameter.ts';
import { storableText } from '../../database/storable.ts';

/** One run, as it is recorded. */
export interface RunRecord {
  id: string;
  member: string;
  origin: string;
  query: string | null;
  version: number;
  /** The text of SQL that is not saved. */
  sql: string | null;
  source: string;
  values: Values;
  timeZone: string;
  startedAt: Date;
  durationMs: number;
  rowCount: number;
  byteCount: number;
  cached: boolean;
  /** So often within a second; more than once only where a cached result was handed out. */
  times: number;
  outcome: string;
  sqlState: string | null;
  /** Where in a spreadsheet the result went. */
  place: Place | null;
  /** The sheet tables that it read; null: none. */
  sheetTables: readonly ReadTable[] | null;
  /** The one number that the result is; null: it is more, or less. Kept of saved queries alone. */
  number: string | null;
  /** The personal token that asked. */
  tokenName: string | null;
}

/** Adds runs to the record; one that is there already stays as it is. */
export async function insertRuns(database: pg.Pool, records: readonly RunRecord[]): Promise<void> {
  await database.query(
    `insert into runs (id, member, origin, query, version, sql, source, "values", time_zone,
       started_at, duration_ms, row_count, byte_count, cached, times, outcome, sql_state, place,
       token_name, sheet_tables, number)
     select id, member, origin, query, version, sql, source, "values", "timeZone",
       "startedAt", "durationMs", "rowCount", "byteCount", cached, times, outcome, "sqlState", place,
       "tokenName", "sheetTables", number
     from jsonb_to_recordset($1) as r (id uuid, member text, origin text, query text, version integer,
       sql text, source text, "values" jsonb, "timeZone" text, "startedAt" timestamptz,
       "durationMs" float8, "rowCount" bigint, "byteCount" bigint, cached boolean, times integer, outcome text, "sqlState" text,
       place jsonb, "tokenName" text, "sheetTables" jsonb, number text)
     on conflict (id) do nothing`,
    [storableJson(records)],
  );
}

// jsonb has no place for NUL and broken characters, which a refused value, or its name, may hold; few do.
function storableJson(records: readonly RunRecord[]): string {
  const text = JSON.stringify(records);
  return /\\u(0000|d[89a-f])/.test(text) ? JSON.stringify(records, storable) : text;
}

function storable(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [storableText(key), part]));
}

/** Of so many runs at once, so that nobody waits for a lock. */
const FORGOTTEN_AT_ONCE = 5_000;

/**
 * Forgets what runs asked and the number that they gave: of those that are so many days old, but not of those from before
 * `since`, which were seen to. The time from which on it is kept.
 */
export async function forgetValues(database: pg.Pool, days: number, since: Date): Promise<Date> {
  const { rows } = await database.query<{ until: Date }>(
    `select now() - $1 * interval '1 day' as until`,
    [days],
  );
  const until = rows[0]?.until ?? since;
  for (let forgotten = FORGOTTEN_AT_ONCE; forgotten === FORGOTTEN_AT_ONCE;) {
    const { rowCount } = await database.query(
      `update runs set "values" = 'null', sql = null, number = null where id in (
         select id from runs where started_at >= $1 and started_at < $2 and "values" <> 'null'
         limit ${FORGOTTEN_AT_ONCE})`,
      [since, until],
    );
    forgotten = rowCount ?? 0;
  }
  return until;
}

/** The member who started the run; null when there is none in the record. */
export async function memberOfRun(database: pg.Pool, id: string): Promise<string | null> {
  const { rows } = await database.query<{ member: string }>(
    'select member from runs where id = $1',
    [id],
  );
  return rows[0]?.member ?? null;
}
