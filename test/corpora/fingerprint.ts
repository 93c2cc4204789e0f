// Everything that a query could change in a PostgreSQL server, as one short text for each thing.
import { readdir } from 'node:fs/promises';
import type pg from 'pg';

/** What is compared, by name: rows of each table, catalogs, locks, files, … */
export type Fingerprint = Record<string, string>;

/** Takes the fingerprint of a whole server over a superuser's connection. `folder` is where attacks write files. */
export async function takeFingerprint(admin: pg.Client, folder: string): Promise<Fingerprint> {
  const parts: Fingerprint = {};
  for (const [name, sql] of Object.entries(questions)) parts[name] = await ask(admin, sql);
  for (const table of await tables(admin))
    parts[`rows of ${table.name}`] = await hash(admin, table);
  parts['files'] = (await readdir(folder)).sort().join(' ');
  return parts;
}

/** One sentence for each thing that is not as it was. */
export function differences(before: Fingerprint, after: Fingerprint): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name}: was ${before[name] ?? 'absent'}, is ${after[name] ?? 'absent'}`);
}

const questions = {
  sequences: `
    select schemaname, sequencename, last_value from pg_sequences order by 1, 2`,
  'prepared transactions': 'select gid from pg_prepared_xacts order by 1',
  'replication slots': `
    select slot_name, slot_type, temporary from pg_replication_slots order by 1`,
  'advisory locks': `
    select classid, objid, objsubid, mode, application_name
    from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' order by 1, 2, 3, 4, 5`,
  'settings in the files': `
    select name, setting, sourcefile from pg_file_settings order by seqno`,
  'settings of the server': `
    select name, setting from pg_settings where context in ('postmaster', 'sighup') order by 1`,
  'time of the last reload': 'select pg_conf_load_time()',
  'time of the start': 'select pg_postmaster_start_time()',
  // A query that reads needs no transaction id; one that has one wrote, locked a row or asked for one.
  'next transaction id': 'select pg_snapshot_xmax(pg_current_snapshot())',
  'in recovery': 'select pg_is_in_recovery()',
  'replay paused': `
    select case when pg_is_in_recovery() then pg_get_wal_replay_pause_state() end`,
  'statistics were reset': `
    select datname, stats_reset from pg_stat_database
    union all select 'background writer', stats_reset from pg_stat_bgwriter
    union all select 'statements', stats_reset from pg_stat_statements_info order by 1`,
  'sessions that should live': `
    select pid, application_name, state, backend_start from pg_stat_activity
    where application_name like 'bystander%' order by 1`,
};

interface Table {
  name: string;
  /** Its columns, without those that housekeeping changes by itself. */
  columns: string;
}

// Estimates, ages and times that the server keeps up to date by itself.
const restless = [
  'relpages',
  'reltuples',
  'relallvisible',
  'relallfrozen',
  'relfrozenxid',
  'relminmxid',
  'datfrozenxid',
  'datminmxid',
];

// Every table there is, the server's own catalogs (roles, functions, large objects, …) included; only what
// ANALYZE gathers is left out.
async function tables(admin: pg.Client): Promise<Table[]> {
  const { rows } = await admin.query<Table>(
    `select c.oid::regclass::text as name,
       string_agg(format('%I::text', a.attname), ', ' order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind in ('r', 'm') and a.attnum > 0 and not a.attisdropped
       and not a.attname = any($1)
       and c.relnamespace not in (select oid from pg_namespace where nspname like 'pg\\_toast%')
       and c.relname not in ('pg_statistic', 'pg_statistic_ext_data')
       -- Reading what this one holds springs its traps.
       and c.relnamespace is distinct from to_regnamespace('adv')
     group by c.oid order by 1`,
    [restless],
  );
  return rows;
}

function hash(admin: pg.Client, { name, columns }: Table): Promise<string> {
  return ask(
    admin,
    // Names and columns come from the catalog, quoted by PostgreSQL.
    `select count(*), md5(string_agg(line, '' order by line))
     from (select md5(row(${columns})::text) as line from ${name}) lines`,
  );
}

async function ask(admin: pg.Client, sql: string): Promise<string> {
  const { rows } = await admin.query<unknown[]>({ text: sql, rowMode: 'array' });
  return rows.map((row) => row.map(textOf).join(' ')).join('; ');
}

const textOf = (value: unknown): string =>
  value instanceof Date ? value.toISOString() : String(value);
