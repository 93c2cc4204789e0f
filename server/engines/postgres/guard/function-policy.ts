// Which functions a query may reach, by what PostgreSQL resolved and not by how it was spelt.
import { isRead, refusalInExtension } from './extension-policy.ts';
import { FIRST_OWN_OID, type KnownFunction } from './known-function.ts';
import { textsRunBy } from './text-runners.ts';

const words = (text: string) => new Set(text.trim().split(/\s+/));

/**
 * Built-in functions labelled VOLATILE that change nothing: chance and clocks, sizes, where the log of changes
 * stands, locks and counters. What shows other sessions' statements is not among them.
 */
const VOLATILE_BUILT_IN = words(`
  random random_normal clock_timestamp timeofday gen_random_uuid uuidv4 uuidv7 array_shuffle array_sample
  pg_relation_size pg_table_size pg_total_relation_size pg_indexes_size pg_database_size
  pg_tablespace_size pg_column_size pg_sequence_last_value pg_get_sequence_data
  pg_collation_actual_version pg_database_collation_actual_version amvalidate current_query
  pg_is_in_recovery pg_last_xact_replay_timestamp pg_last_wal_replay_lsn pg_last_wal_receive_lsn
  pg_is_wal_replay_paused pg_get_wal_replay_pause_state pg_stat_get_recovery_prefetch
  pg_current_wal_lsn pg_current_wal_insert_lsn pg_current_wal_flush_lsn pg_get_wal_resource_managers
  pg_partition_tree pg_partition_ancestors
  pg_lock_status pg_blocking_pids pg_safe_snapshot_blocking_pids pg_get_wait_events
  pg_notification_queue_usage pg_prepared_xact
  pg_control_checkpoint pg_control_init pg_control_recovery pg_control_system pg_jit_available
  pg_xact_status txid_status pg_xact_commit_timestamp pg_xact_commit_timestamp_origin
  pg_last_committed_xact pg_get_multixact_members
  pg_stat_get_io pg_stat_have_stats pg_stat_get_backend_io pg_stat_get_backend_wal
  pg_stat_get_xact_blocks_fetched pg_stat_get_xact_blocks_hit pg_stat_get_xact_function_calls
  pg_stat_get_xact_function_self_time pg_stat_get_xact_function_total_time pg_stat_get_xact_numscans
  pg_stat_get_xact_tuples_deleted pg_stat_get_xact_tuples_fetched pg_stat_get_xact_tuples_hot_updated
  pg_stat_get_xact_tuples_inserted pg_stat_get_xact_tuples_newpage_updated
  pg_stat_get_xact_tuples_returned pg_stat_get_xact_tuples_updated`);

/**
 * Built-in functions labelled STABLE or IMMUTABLE that still run SQL text, read the text of a function and load its
 * library, take transaction ids, or show what other sessions do.
 */
const CLOSED_BUILT_IN = words(`
  query_to_xml query_to_xmlschema query_to_xml_and_xmlschema
  cursor_to_xml cursor_to_xmlschema
  table_to_xml table_to_xmlschema table_to_xml_and_xmlschema
  schema_to_xml schema_to_xmlschema schema_to_xml_and_xmlschema
  database_to_xml database_to_xmlschema database_to_xml_and_xmlschema
  ts_stat ts_rewrite
  fmgr_internal_validator fmgr_c_validator fmgr_sql_validator
  txid_current pg_current_xact_id currval lastval
  pg_stat_get_activity pg_stat_get_backend_activity pg_stat_get_wal_senders pg_stat_get_wal_receiver
  pg_stat_get_subscription pg_show_all_file_settings pg_hba_file_rules pg_ident_file_mappings
  pg_get_backend_memory_contexts
  pg_get_shmem_allocations pg_config`);

/** Forms of closed functions that only compute or ask. */
const OPEN_FORMS = words('ts_rewrite/3');

/** Functions that read a value of a type that is named only at run time: every domain's checks may run. */
export const READS_ANY_TYPE = words('pg_input_is_valid pg_input_error_info');

/** Functions that read a value of the type of an argument and give it back as none of that type. */
export const READS_ARGUMENT_TYPE = words('jsonb_populate_record_valid');

/** Why a query may not reach the function; null when it may. `allowed` are the operator's, as `schema.name`. */
export function refusalOf(proc: KnownFunction, allowed: ReadonlySet<string>): string | null {
  const name = proc.oid < FIRST_OWN_OID ? proc.name : `${proc.schema}.${proc.name}`;
  if (proc.kind === 'p') return `${name} is a procedure`;
  if (allowed.has(`${proc.schema}.${proc.name}`)) return null;
  if (proc.takesInternals) return `${name} is one of PostgreSQL's internals`;
  if (proc.makesRange) return null;
  if (proc.oid < FIRST_OWN_OID) return refusalOfBuiltIn(proc, name);
  if (proc.extension !== null) return refusalInExtension(proc, proc.extension, name);
  return `${name} is a function of this database, and nobody has said that queries may call it`;
}

/** Whether the operator's word is what a refused function lacks. */
export function needsAllowing({ oid, kind, extension }: KnownFunction): boolean {
  if (kind === 'p' || oid < FIRST_OWN_OID) return false;
  return extension === null || !isRead(extension);
}

function refusalOfBuiltIn(proc: KnownFunction, name: string): string | null {
  if (textsRunBy(proc) > 0) return null;
  if (isClosed(proc, CLOSED_BUILT_IN)) return `${name} does more than compute`;
  if (proc.volatility === 'v' && !VOLATILE_BUILT_IN.has(proc.name))
    return `${name} can have an effect`;
  return null;
}

function isClosed({ name, argumentCount }: KnownFunction, closed: ReadonlySet<string>): boolean {
  return closed.has(name) && !OPEN_FORMS.has(`${name}/${argumentCount}`);
}
