// How a run's transaction begins: read-only, with our settings, and with its snapshot taken.
import { bindMessage, executeMessage, parseMessage } from './messages.ts';

// Each is set alone: PostgreSQL takes longer to plan one select with a `set_config` for each.
const FIXED_SETTINGS = [
  "lock_timeout = '10s'",
  "idle_in_transaction_session_timeout = '60s'",
  'standard_conforming_strings = on',
  "DateStyle = 'ISO, MDY'",
  "IntervalStyle = 'postgres'",
  "bytea_output = 'hex'",
  'extra_float_digits = 1',
];
const CHECK_CONNECTION = "client_connection_check_interval = '500ms'";

// Ahead of the statement this also takes the transaction's snapshot: after it, PostgreSQL lets nobody
// turn the transaction into a writing one.
const SETTINGS = `
  select pg_catalog.pg_is_in_recovery(), null,
    pg_catalog.set_config('TimeZone', $1, true), pg_catalog.set_config('statement_timeout', $2, true)`;
const LAG = `
    case
      when not pg_catalog.pg_is_in_recovery() then null
      when pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn()
        and exists (select from pg_catalog.pg_stat_wal_receiver) then 0
      else extract(epoch from pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp())
    end`;

const PARSE_SETTINGS = parseMessage('', SETTINGS, [25, 25]);
const PARSE_SETTINGS_AND_LAG = parseMessage('', SETTINGS.replace('null', LAG), [25, 25]);
const BEGIN = oneByOne(['begin read only', ...FIXED_SETTINGS.map(setLocal)]);
const BEGIN_CHECKED = Buffer.concat([BEGIN, oneByOne([setLocal(CHECK_CONNECTION)])]);

export interface Beginning {
  timeZone: string;
  statementTimeoutMs: number;
  /** Whether the server notices by itself that we are gone (PostgreSQL 14 and later, on Linux). */
  checksConnection: boolean;
  /** The one row that is answered tells whether the server is a follower and, with this, how far it lags. */
  withLag: boolean;
}

/** The messages that begin the transaction. The first error ends everything up to the next Sync. */
export function beginMessages(beginning: Beginning): Buffer[] {
  const { timeZone, statementTimeoutMs, checksConnection, withLag } = beginning;
  return [
    checksConnection ? BEGIN_CHECKED : BEGIN,
    withLag ? PARSE_SETTINGS_AND_LAG : PARSE_SETTINGS,
    bindMessage('', [timeZone, String(statementTimeoutMs)]),
    executeMessage,
  ];
}

/** How many statements PostgreSQL parses for them. */
export function parsesAtBegin({ checksConnection }: Pick<Beginning, 'checksConnection'>): number {
  return FIXED_SETTINGS.length + (checksConnection ? 3 : 2);
}

function oneByOne(statements: readonly string[]): Buffer {
  return Buffer.concat(
    statements.flatMap((sql) => [parseMessage('', sql, []), bindMessage('', []), executeMessage]),
  );
}

function setLocal(setting: string): string {
  return `set local ${setting}`;
}
