// The table of alerts: as their owners wrote them, and how they stand.
import type pg from 'pg';
import type { AlertContent } from '../../../domain/contract/alert.ts';
import type { AlertState } from '../../../domain/alerts/episodes.ts';
import type { Owner } from '../queries/known-query.ts';

export interface KnownAlert {
  id: string;
  query: string;
  content: AlertContent;
  owner: Owner;
  state: AlertState;
  /** The slot that is evaluated next. */
  dueAt: Date;
  mutedUntil: Date | null;
  /** Who said that they are on it, and when (ISO); perhaps of a firing that is over. */
  taken: { by: Owner; at: string } | null;
  /** Somebody has said that its data is new. */
  isWanted: boolean;
  /** Its name in the file that it is written in; null for one that is made on the pages. */
  fileName: string | null;
}

interface AlertRow {
  id: string;
  query: string;
  content: AlertContent;
  owner: Owner;
  state: AlertState;
  due_at: Date;
  muted_until: Date | null;
  taken: KnownAlert['taken'];
  is_wanted: boolean;
  file_name: string | null;
}

/** To be read by `alertFrom`. */
export const ALERT_COLUMNS = columnsOf('wanted_at is not null');

/** The same in a statement that takes the wish away, which must say itself whether there was one. */
export function columnsOf(isWanted: string): string {
  return `id, query, content, owner, state, due_at, muted_until, taken, file_name,
    ${isWanted} as is_wanted`;
}

export function alertFrom(row: AlertRow): KnownAlert {
  const { id, query, content, owner, state } = row;
  const times = { dueAt: row.due_at, mutedUntil: row.muted_until };
  const marks = { isWanted: row.is_wanted, fileName: row.file_name, taken: row.taken };
  return { id, query, content, owner, state, ...times, ...marks };
}

interface NewAlert {
  query: string;
  content: AlertContent;
  owner: Owner;
  state: AlertState;
  /** Null: now, by the database's clock. */
  dueAt: Date | null;
  fileName: string | null;
}

/** The id of the new alert; null where the query has one of this name. */
export async function insertAlert(client: pg.PoolClient, alert: NewAlert): Promise<string | null> {
  const { query, content, owner, state, dueAt, fileName } = alert;
  const { rows } = await client.query<{ id: string }>(
    `insert into alerts (query, name, content, owner, state, due_at, file_name)
     values ($1, $2, $3, $4, $5, coalesce($6, now()), $7) on conflict do nothing returning id`,
    [
      ...[query, content.name, JSON.stringify(content), JSON.stringify(owner)],
      ...[JSON.stringify(state), dueAt, fileName],
    ],
  );
  return rows[0]?.id ?? null;
}

/** The alerts of queries by their slugs, or all (null), by query and name. */
export async function listAlerts(
  database: pg.Pool,
  slugs: readonly string[] | null,
): Promise<KnownAlert[]> {
  const { rows } = await database.query<AlertRow>(
    `select ${ALERT_COLUMNS} from alerts where $1::text[] is null or query = any($1)
     order by query, lower(name) limit 5000`,
    [slugs],
  );
  return rows.map(alertFrom);
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Null where there is none of this id. */
export async function findAlert(
  database: pg.Pool | pg.PoolClient,
  id: string,
): Promise<KnownAlert | null> {
  if (!UUID.test(id)) return null;
  const { rows } = await database.query<AlertRow>(
    `select ${ALERT_COLUMNS} from alerts where id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : alertFrom(rows[0]);
}

/** The one of a file by its name there, under any slug of its query; null where there is none. */
export async function findFileAlert(
  database: pg.Pool,
  slugs: readonly string[],
  name: string,
): Promise<KnownAlert | null> {
  const { rows } = await database.query<AlertRow>(
    `select ${ALERT_COLUMNS} from alerts where query = any($1) and file_name = $2`,
    [slugs, name],
  );
  return rows[0] === undefined ? null : alertFrom(rows[0]);
}

/** Those that are written in files. No evaluation of them is saved until the transaction is over. */
export async function alertsOfFiles(client: pg.PoolClient): Promise<KnownAlert[]> {
  const { rows } = await client.query<AlertRow>(
    `select ${ALERT_COLUMNS} from alerts where file_name is not null order by id for update`,
  );
  return rows.map(alertFrom);
}

/** Its query has another slug now. */
export async function moveAlert(client: pg.PoolClient, id: string, query: string): Promise<void> {
  await client.query('update alerts set query = $2 where id = $1', [id, query]);
}

/** It runs with another's rights from now on, and what goes on with those of before is not saved. */
export async function setOwner(client: pg.PoolClient, id: string, owner: Owner): Promise<void> {
  await client.query(
    'update alerts set owner = $2, lease = null, lease_until = null where id = $1',
    [id, JSON.stringify(owner)],
  );
}

/** The same, and no evaluation is saved until the transaction is over. */
export async function lockAlert(client: pg.PoolClient, id: string): Promise<KnownAlert | null> {
  const { rows } = await client.query<AlertRow>(
    `select ${ALERT_COLUMNS} from alerts where id = $1 for update`,
    [id],
  );
  return rows[0] === undefined ? null : alertFrom(rows[0]);
}

/**
 * Writes what its owner changed, and takes it from whichever server evaluates it just now: that evaluation was of what
 * the alert is no more. False where the query has another one of this name.
 */
export async function changeAlert(
  client: pg.PoolClient,
  {
    id,
    content,
    state,
    dueAt,
  }: Pick<KnownAlert, 'id' | 'content' | 'state'> & { dueAt: Date | null },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update alerts set name = $2, content = $3, state = $4, due_at = coalesce($5, now()), lease = null,
       lease_until = null
     where id = $1 and not exists (
       select from alerts other where other.query = alerts.query and other.id <> $1
         and alerts.file_name is null and other.file_name is null
         and lower(other.name) = lower($2))`,
    [id, content.name, JSON.stringify(content), JSON.stringify(state), dueAt],
  );
  return rowCount === 1;
}

export async function muteAlert(
  client: pg.PoolClient,
  id: string,
  until: string | null,
): Promise<void> {
  await client.query('update alerts set muted_until = $2 where id = $1', [id, until]);
}

/** Somebody is on it, by the database's clock. */
export async function takeAlert(client: pg.PoolClient, id: string, by: Owner): Promise<void> {
  await client.query(
    `update alerts set taken = jsonb_build_object('by', $2::jsonb,
       'at', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
     where id = $1`,
    [id, JSON.stringify(by)],
  );
}

export async function deleteAlert(client: pg.PoolClient, id: string): Promise<void> {
  await client.query('delete from alerts where id = $1', [id]);
}

/** The names of the alerts that send to a destination, as `kind:name`. */
export async function alertsTo(client: pg.PoolClient, destination: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select query || ', ' || name as name from alerts
     where exists (select from jsonb_array_elements_text(content -> 'to') as t (name)
       where lower(t.name) = lower($1)) order by 1`,
    [destination],
  );
  return rows.map(({ name }) => name);
}
