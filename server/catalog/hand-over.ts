// What hangs on a member: listed, handed over to another, and left behind when a member is deactivated.
import type pg from 'pg';
import type { Holdings } from '../../domain/contract/member.ts';
import { Problem } from '../../domain/problem.ts';
import { deactivate, requireMember } from '../identity/directory.ts';
import { handOverRanges } from './dependents/linked-ranges.ts';
import { handOverTables } from './sheet-tables/sheet-tables.ts';
import { countSent, handOverSends } from './timed/sheet-sends.ts';
import type { Catalog } from './queries/catalog.ts';
import { isOwner } from '../identity/sight.ts';
import { lockVersions } from './queries/versions.ts';
import type { KnownRangeSchedule, KnownTimed } from './timed/timed.ts';

export interface HandOverOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  catalog: Catalog;
}

/** What hangs on the member. Throws Problem not_found. */
export async function holdingsOf(
  { database, catalog }: HandOverOptions,
  id: string,
): Promise<Holdings> {
  const member = await requireMember(database, id);
  // A variation is its maker's own, and shows nothing that its original does not.
  const queries = [...catalog.all(), ...catalog.archived()].filter(
    (query) => query.variation === undefined && isOwner(query, member),
  );
  return {
    queries: queries.map(({ slug, title, file }) => ({ slug, title, file })),
    links: await linksOf(database, id),
    alerts: await alertsOf(database, id),
    hooks: await hooksOf(database, id),
    boards: await boardsOf(database, id),
    ...(await timedOf(database, id)),
    schedules: await schedulesOf(database, id),
    tables: await tablesOf(database, id),
    sent: await countSent(database, id),
    ...(await signInsOf(database, id)),
  };
}

async function linksOf(database: pg.Pool, id: string): Promise<Holdings['links']> {
  const { rows } = await database.query<Holdings['links'][number]>(
    `select id, name, query, board from share_links
     where created_by ->> 'id' = $1 and revoked_at is null
       and (expires_at is null or expires_at > now())
     order by query, board, name`,
    [id],
  );
  return rows;
}

async function alertsOf(database: pg.Pool, id: string): Promise<Holdings['alerts']> {
  const { rows } = await database.query<Holdings['alerts'][number]>(
    `select id, name, query from alerts where owner ->> 'id' = $1 order by query, name`,
    [id],
  );
  return rows;
}

async function hooksOf(database: pg.Pool, id: string): Promise<Holdings['hooks']> {
  const { rows } = await database.query<Holdings['hooks'][number]>(
    `select id, name from hooks where owner ->> 'id' = $1 order by name`,
    [id],
  );
  return rows;
}

async function boardsOf(database: pg.Pool, id: string): Promise<Holdings['boards']> {
  const { rows } = await database.query<Holdings['boards'][number]>(
    `select slug, content ->> 'title' as title from boards where owner ->> 'id' = $1 order by slug`,
    [id],
  );
  return rows;
}

async function timedOf(
  database: pg.Pool,
  id: string,
): Promise<Pick<Holdings, 'warm' | 'ranges' | 'subscriptions'>> {
  const { rows } = await database.query<Pick<KnownTimed, 'kind' | 'content' | 'query' | 'id'>>(
    `select id, kind, content, query from timed_queries where owner ->> 'id' = $1 order by query`,
    [id],
  );
  const warm = rows.filter(({ kind }) => kind === 'warm').map(({ query }) => ({ query }));
  const ranges = rows.flatMap((row) => {
    if (row.kind !== 'range') return [];
    const { spreadsheet, tab, writer } = (row as KnownRangeSchedule).content;
    return [{ id: row.id, spreadsheet, tab, query: row.query, asThem: writer !== 'server' }];
  });
  return { warm, ranges, subscriptions: rows.length - warm.length - ranges.length };
}

async function schedulesOf(database: pg.Pool, id: string): Promise<Holdings['schedules']> {
  const { rows } = await database.query<Holdings['schedules'][number]>(
    `select json_build_object('id', spreadsheet_id, 'name', spreadsheet_name) as spreadsheet,
       tab, query, schedule
     from range_registrations where member = $1 and schedule is not null and not exists (
       select from timed_queries t where t.kind = 'range' and t.content ->> 'range' = range_id
         and t.content -> 'spreadsheet' ->> 'id' = spreadsheet_id)
     order by spreadsheet_name, tab`,
    [id],
  );
  return rows;
}

async function tablesOf(database: pg.Pool, id: string): Promise<Holdings['tables']> {
  const { rows } = await database.query<Holdings['tables'][number]>(
    `select name, title, read_by is null as published from sheet_tables
     where publisher ->> 'id' = $1 order by name`,
    [id],
  );
  return rows;
}

async function signInsOf(database: pg.Pool, id: string) {
  const { rows } = await database.query<{ sessions: number; tokens: number }>(
    `select
       (select count(*)::integer from sessions where member = $1 and expires_at > now()) as sessions,
       (select count(*)::integer from personal_tokens where member = $1 and expires_at > now()) as tokens`,
    [id],
  );
  return rows[0] ?? { sessions: 0, tokens: 0 };
}

/**
 * Ends all sign-ins of the member and, with `heir`, hands over queries, boards, share links, alerts, incoming webhooks, schedules of
 * queries and of linked ranges, linked ranges, sheet tables and what was sent to spreadsheets; subscriptions end. Without one they stay: share links and incoming webhooks stop working with their maker, and alerts tell that they cannot be evaluated. Throws Problem not_found, conflict (the last admin, or an
 * heir who cannot sign in).
 */
export async function deactivateMember(
  client: pg.PoolClient,
  id: string,
  heir: string | null,
): Promise<void> {
  // Whoever writes queries takes turns, so that servers see the changes in the order of their commits.
  await lockVersions(client);
  if (heir !== null) await handOver(client, id, heir);
  // What somebody gets is theirs alone: what waits of it is not sent to who has left.
  await client.query(
    `delete from timed_queries where kind = 'subscription' and owner ->> 'id' = $1`,
    [id],
  );
  await deactivate(client, id);
}

async function handOver(client: pg.PoolClient, from: string, to: string): Promise<void> {
  const heir = await requireMember(client, to);
  if (!heir.active || to === from) {
    throw new Problem('conflict', 'Choose an active member who takes over.');
  }
  const owner = JSON.stringify({ id: heir.id, name: heir.name, email: heir.email });
  await client.query(
    `update queries set owner = $2, change = nextval('queries_changes') where owner ->> 'id' = $1`,
    [from, owner],
  );
  await client.query(`update share_links set created_by = $2 where created_by ->> 'id' = $1`, [
    from,
    owner,
  ]);
  // Whoever evaluates one just now does it with the rights of who leaves: that is not saved.
  await client.query(
    `update alerts set owner = $2, lease = null, lease_until = null where owner ->> 'id' = $1`,
    [from, owner],
  );
  await client.query(`update boards set owner = $2 where owner ->> 'id' = $1`, [from, owner]);
  await client.query(
    `update timed_queries set owner = $2, lease = null, lease_until = null
     where kind in ('warm', 'range') and owner ->> 'id' = $1`,
    [from, owner],
  );
  await handOverTables(client, from, owner);
  await handOverSends(client, from, to);
  await client.query(`update hooks set owner = $2 where owner ->> 'id' = $1`, [from, owner]);
  await handOverRanges(client, from, { id: heir.id, name: heir.name, email: heir.email });
}
