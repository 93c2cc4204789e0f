// Looks at what the role of a data source could do: one that could write is not used.
import type pg from 'pg';
import type { ControlConnection } from '../session/control-connection.ts';

/** What was found, as ends of the sentence "The role of this data source …". */
export interface RoleFindings {
  role: string;
  /** What the role could do to the database; each of them is a reason not to use it. */
  dangers: string[];
  /** What an operator should know and may leave as it is. */
  warnings: string[];
}

// Every role that the session's own is a member of counts, whether or not it inherits.
const ROLES = `select r.* from pg_roles r where pg_has_role(current_user, r.oid, 'member')`;

// The predefined roles that can write, read files, run programs or end other sessions.
const MIGHTY = `'pg_write_all_data', 'pg_read_server_files', 'pg_write_server_files',
  'pg_execute_server_program', 'pg_signal_backend', 'pg_maintain', 'pg_checkpoint',
  'pg_create_subscription', 'pg_signal_autovacuum_worker'`;

const DANGERS = `
  with roles as materialized (${ROLES}),
  relations as materialized (
    select c.oid, c.relkind, c.relowner, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_toast%'
      and n.nspname not like 'pg\\_temp%' and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  )
  (select 'is a superuser' from roles where rolsuper limit 1)
  union all (select 'may replicate the database' from roles where rolreplication limit 1)
  union all (select 'may make roles' from roles where rolcreaterole limit 1)
  union all (select 'may make databases' from roles where rolcreatedb limit 1)
  union all (select 'passes by row level security' from roles where rolbypassrls and not rolsuper limit 1)
  union all (select 'is a member of ' || rolname from roles
    where rolname in (${MIGHTY}) and not exists (select from roles where rolsuper))
  union all (select 'may write to ' || c.name from relations c, roles r
    where c.relkind <> 'S' and not r.rolsuper and (has_table_privilege(r.oid, c.oid, 'insert, update, delete, truncate')
      or has_any_column_privilege(r.oid, c.oid, 'insert, update')) limit 1)
  union all (select 'may advance the sequence ' || c.name from relations c, roles r
    where not r.rolsuper
      and case when c.relkind = 'S' then has_sequence_privilege(r.oid, c.oid, 'usage, update') else false end limit 1)
  union all (select 'owns ' || c.name from relations c join roles r on r.oid = c.relowner limit 1)
  union all (select 'may make tables in the schema ' || quote_ident(n.nspname) from pg_namespace n, roles r
    where n.nspname not like 'pg\\_%' and not r.rolsuper and has_schema_privilege(r.oid, n.oid, 'create') limit 1)
  union all (select 'may make schemas in this database' from roles r
    where not r.rolsuper and has_database_privilege(r.oid, current_database(), 'create') limit 1)`;

// The database's own functions that PostgreSQL calls while it plans or sorts, although no text names them.
const CALLED_UNNAMED = `
  select p.oid::regprocedure::text as name
  from (
      select regexp_matches(tree, ':(?:op)?funcid ([0-9]{5,})', 'g') as oids
      from (
          select indexprs::text from pg_index union all select indpred::text from pg_index
          union all select stxexprs::text from pg_statistic_ext
          union all select conbin::text from pg_constraint where contype = 'c' and conrelid <> 0
          union all select partexprs::text from pg_partitioned_table
        ) expression(tree)
      union all select array[rngsubdiff::oid::text] from pg_range
      union all select array[rngcanonical::oid::text] from pg_range
    ) named
    join pg_proc p on p.oid = oids[1]::oid
  where p.oid >= 16384 and not exists (
    select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')
  group by p.oid order by p.oid limit 5`;

const WARNINGS = `
  (select 'may make temporary tables' where has_database_privilege(current_database(), 'temporary'))
  union all (select 'is a member of pg_read_all_data, which reads every schema and the hashes of passwords'
    from (${ROLES}) r where r.rolname = 'pg_read_all_data')
  union all (select 'may prepare transactions, which outlive it (max_prepared_transactions is not 0)'
    where current_setting('max_prepared_transactions')::int > 0)
  union all (select 'may reach other servers through the extension ' || extname
    from pg_extension where extname in ('dblink', 'postgres_fdw'))
  union all (select 'may call ' || count(*) || ' functions that run with their owner''s rights'
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and p.oid >= 16384 and has_function_privilege(p.oid, 'execute')
    having count(*) > 0)
  union all (select 'may read ' || count(*) || ' foreign tables, behind which are other servers, files or programs'
    from pg_class c where c.relkind = 'f' and has_table_privilege(c.oid, 'select')
    having count(*) > 0)
  union all (select 'is a member of ' || r.rolname || ', which shows what other sessions do or how the server is set up'
    from (${ROLES}) r where not r.rolsuper
      and r.rolname in ('pg_monitor', 'pg_read_all_stats', 'pg_read_all_settings', 'pg_stat_scan_tables'))
  union all (select 'reads tables whose indexes, statistics, checks or ranges call ' || string_agg(called.name, ', ')
      || ' without a query that names it'
    from (${CALLED_UNNAMED}) called having count(*) > 0)
  union all (select 'begins its sessions with the function of the event trigger ' || evtname
    from pg_event_trigger where evtevent = 'login' and evtenabled <> 'D')
  union all (select 'does not begin its sessions read-only' where current_setting('default_transaction_read_only') <> 'on')`;

// In one message, so that it is one transaction: what it calls is PostgreSQL's own, whatever a schema of the
// search path has under the same name.
const ALONE = 'set local transaction_read_only = on; set local search_path = pg_catalog, pg_temp; ';

/** Asks the server what the role may do. Throws what its connection throws. */
export async function lookAtRole(control: ControlConnection): Promise<RoleFindings> {
  const sentences = async (sql: string) => {
    const results = (await control.query(ALONE + sql, [])) as unknown as pg.QueryResult[];
    return (results.at(-1)?.rows ?? []).flatMap((row: object) => Object.values(row).map(String));
  };
  const [role = ''] = await sentences('select current_user');
  return { role, dangers: await sentences(DANGERS), warnings: await sentences(WARNINGS) };
}

/** The SQL that makes a role which may only read. */
export function readerRoleSql(): string {
  return [
    `create role sheetfeed_reader login password '…';`,
    'alter role sheetfeed_reader set default_transaction_read_only = on;',
    'grant usage on schema public to sheetfeed_reader;',
    'grant select on all tables in schema public to sheetfeed_reader;',
    'revoke create on schema public from public;',
  ].join('\n');
}
