// The configuration files of an embedded PostgreSQL, written anew at each start.

export type ServerSettings = Record<string, string>;

/** The role that a follower reads the primary's log with. */
export const REPLICATION_ROLE = 'follower';

/** What every cluster runs with, unless the caller's settings say otherwise. */
const common: ServerSettings = {
  listen_addresses: '127.0.0.1',
  // The path of a socket may not be longer than 107 bytes; a home's folder may.
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '64MB',
  // Not built into the packages.
  jit: 'off',
  wal_level: 'replica',
  max_wal_senders: '5',
  max_replication_slots: '5',
  // A follower that is gone may not fill the disk: beyond this it is made anew.
  max_slot_wal_keep_size: '256MB',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  hot_standby: 'on',
  // Long queries on the follower are not cancelled because the primary cleaned up.
  hot_standby_feedback: 'on',
  wal_receiver_timeout: '10s',
  wal_sender_timeout: '10s',
  // Queries with their values and rows stay out of the log.
  log_min_messages: 'fatal',
  log_min_error_statement: 'panic',
  log_line_prefix: '%m [%p] ',
  timezone: 'UTC',
  log_timezone: 'UTC',
  datestyle: 'ISO, MDY',
  lc_messages: 'C',
  lc_monetary: 'C',
  lc_numeric: 'C',
  lc_time: 'C',
  default_text_search_config: 'pg_catalog.english',
};

/** The text of postgresql.conf. */
export function serverConfiguration(port: number, settings: ServerSettings): string {
  const lines = Object.entries({ ...common, port: String(port), ...settings }).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`,
  );
  return `# Written by Sheetfeed at each start; changes made here are lost.\n${lines.join('\n')}\n`;
}

/** The text of pg_hba.conf: nobody enters without a password, and only from this computer. */
export const clientAuthentication = [
  '# Written by Sheetfeed at each start; changes made here are lost.',
  'host all all 127.0.0.1/32 scram-sha-256',
  `host replication ${REPLICATION_ROLE} 127.0.0.1/32 scram-sha-256`,
  '',
].join('\n');
