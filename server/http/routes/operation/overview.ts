// What wants looking after, for admins: of queries, data sources, alerts, messages, links and room.
import type pg from 'pg';
import type { Overview } from '../../../../domain/contract/operation/overview.ts';
import { untoldAudit } from '../../../catalog/audit/untold.ts';
import { countOpenAsks } from '../../../catalog/asks.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import { standingOut } from '../../../catalog/runs/standing-out.ts';
import type { Member } from '../../../identity/member.ts';
import type { Settings } from '../../../settings/settings.ts';
import { isLocalMode } from '../../../settings/local-mode.ts';
import type { Runs } from '../../../runs/runs.ts';
import type { Sources } from '../../../sources/sources.ts';
import type { Handlers } from '../../front/handlers.ts';

export interface OverviewOptions {
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  runs: Pick<Runs, 'holdings'>;
  settings: Settings;
  sources: Sources;
}

export function overviewHandlers(options: OverviewOptions): Handlers<'GET overview'> {
  return { 'GET overview': ({ member }) => overviewOf(options, member) };
}

async function overviewOf(options: OverviewOptions, member: Member): Promise<Overview> {
  const { catalog, database, sources } = options;
  // Another member's private variation is nobody's to look after.
  const queries = [...catalog.all()].filter((query) => catalog.maySee(member, query));
  const health = await sources.health();
  return {
    sources: health.map(({ name, problem, warnings, servers }) => ({
      ...{ name, problem, warnings },
      servers: servers.map(({ role, healthy, lagSeconds }) => ({ role, healthy, lagSeconds })),
    })),
    queries: await standingOut(database, queries),
    brokenFiles: catalog.errors(member).length,
    openAsks: await countOpenAsks(database),
    alerts: await alertsOf(database),
    messages: await messagesOf(database),
    auditWebhook: await untoldAudit(database),
    links: await linksThatEnd(database),
    tables: await largestTables(database),
    held: heldOf(options),
    holders: await holdersOf(options),
  };
}

async function alertsOf(database: pg.Pool): Promise<Overview['alerts']> {
  const { rows } = await database.query<Overview['alerts']>(
    `select (select count(distinct alert)::integer from alert_episodes where ended_at is null) as firing,
       (count(*) filter (where failures > 0))::integer as failing,
       (count(*) filter (where muted_until > now()))::integer as muted
     from alerts`,
  );
  return rows[0] ?? { firing: 0, failing: 0, muted: 0 };
}

async function messagesOf(database: pg.Pool): Promise<Overview['messages']> {
  const { rows } = await database.query<Overview['messages']>(
    `select (count(*) filter (where state = 'waiting'))::integer as waiting,
       (count(*) filter (where state = 'refused'))::integer as undelivered
     from deliveries`,
  );
  return rows[0] ?? { waiting: 0, undelivered: 0 };
}

async function linksThatEnd(database: pg.Pool): Promise<Overview['links']> {
  const { rows } = await database.query<{
    query: string | null;
    board: string | null;
    name: string;
    madeBy: string;
    expiresAt: Date;
  }>(
    `select query, board, name, created_by ->> 'name' as "madeBy", expires_at as "expiresAt"
     from share_links
     where revoked_at is null and expires_at > now() and expires_at < now() + interval '30 days'
     order by expires_at limit 20`,
  );
  return rows.map((row) => ({ ...row, expiresAt: row.expiresAt.toISOString() }));
}

async function largestTables(database: pg.Pool): Promise<Overview['tables']> {
  const { rows } = await database.query<{ name: string; bytes: string }>(
    `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
     where relkind = 'r' and relnamespace = current_schema()::regnamespace
     order by bytes desc limit 5`,
  );
  return rows.map(({ name, bytes }) => ({ name, bytes: Number(bytes) }));
}

function heldOf({ runs, settings }: OverviewOptions): Overview['held'] {
  const limits = { memory: settings.heldMemoryBytes, file: settings.heldFileBytes };
  return (['memory', 'file'] as const).map((where) => ({
    where,
    bytes: runs.holdings.bytes(where),
    limit: isLocalMode(settings) ? null : limits[where],
  }));
}

/** So many of each place. */
const MOST_HOLDERS = 20;

async function holdersOf({ database, runs }: OverviewOptions): Promise<Overview['holders']> {
  const holders = (['memory', 'file'] as const).flatMap((where) =>
    runs.holdings
      .nearTheirs(where)
      .slice(0, MOST_HOLDERS)
      .map((holder) => ({ where, ...holder })),
  );
  if (holders.length === 0) return [];
  const { rows } = await database.query<{ id: string; name: string }>(
    `select id, name from members where id = any($1)
     union all select 'link:' || id, 'the share link ' || name from share_links where 'link:' || id = any($1)`,
    [holders.map(({ member }) => member)],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return holders.map(({ member, ...rest }) => ({ ...rest, name: names.get(member) ?? member }));
}
