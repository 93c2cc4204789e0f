// How a session and each of its transactions begin: with our settings, read-only, and with the snapshot taken.
import {
  bindMessage,
  executeMessage,
  flushMessage,
  parseMessage,
  statementMessages,
} from '../wire/messages.ts';
import { LAG } from '../servers/replication-lag.ts';

/** Where a session has its settings from. */
export type SettingsFrom =
  /** From its first message on: `discard all` goes back to them, so no run need set them. */
  | 'startup'
  /** From each transaction: for poolers that take no settings, and servers that do not know them all. */
  | 'transaction'
  /** The same on a server that cannot notice by itself that we are gone (PostgreSQL 13, macOS). */
  | 'unchecked transaction';

const TIME_ZONE = 'UTC';
const CHECK_CONNECTION = ['client_connection_check_interval', '500ms'] as const;
// Names, and values as PostgreSQL shows them.
const SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['default_transaction_read_only', 'on'],
  ['lock_timeout', '10s'],
  ['idle_in_transaction_session_timeout', '1min'],
  ['standard_conforming_strings', 'on'],
  ['TimeZone', TIME_ZONE],
  ['DateStyle', 'ISO, MDY'],
  ['IntervalStyle', 'postgres'],
  ['bytea_output', 'hex'],
  ['extra_float_digits', '1'],
];
const ALL = [...SETTINGS, CHECK_CONNECTION];

/**
 * The settings, and the time limit that most runs have, as the parameter `options` of a session's first message
 * (protocol-message-formats, StartupMessage).
 */
export function startupOptions(statementTimeoutMs: number): string {
  const all = [...ALL, ['statement_timeout', String(statementTimeoutMs)] as const];
  return all.map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`).join(' ');
}

/**
 * One row: true where the session has them all, for a pooler may take the options and forget them; the process that
 * answers, for what a pooler calls it at the start of a session is an invention; and what tells the server from one
 * that comes in its place.
 */
export function hasSettings(statementTimeoutMs: number): string {
  return `
  select not exists (
    select from (values ${ALL.map(([name, value]) => `('${name}', '${value}')`).join(', ')}) as wanted (name, value)
    where pg_catalog.current_setting(name, true) is distinct from value)
    and pg_catalog.current_setting('statement_timeout')::interval = interval '${statementTimeoutMs} milliseconds',
    pg_catalog.pg_backend_pid(), pg_catalog.pg_postmaster_start_time()`;
}

// Ahead of the statement this also takes the transaction's snapshot: after it, PostgreSQL lets nobody
// turn the transaction into a writing one.
const about = (lag: string) =>
  `select pg_catalog.pg_is_in_recovery(), ${lag}, pg_catalog.pg_backend_pid()`;
const inZone = (lag: string) => `${about(lag)}, pg_catalog.set_config('TimeZone', $1, true)`;
const ABOUT = statementMessages(about('null'));
const ABOUT_WITH_LAG = statementMessages(about(LAG));
const PARSE_IN_ZONE = parseMessage('', inZone('null'), [25]);
const PARSE_IN_ZONE_WITH_LAG = parseMessage('', inZone(LAG), [25]);

const BEGIN = statementMessages('begin read only');
// Each is set alone: PostgreSQL takes longer to plan one select with a `set_config` for each.
const SET = SETTINGS.map(setLocal);
const BEGIN_AND_SET = {
  startup: [BEGIN],
  transaction: [BEGIN, ...SET, setLocal(CHECK_CONNECTION)],
  'unchecked transaction': [BEGIN, ...SET],
};

export interface Beginning {
  settingsFrom: SettingsFrom;
  timeZone: string;
  statementTimeoutMs: number;
  /** The time limit that the session has from its start. */
  usualTimeoutMs: number;
  /**
   * The one row that is answered tells whether the server is a follower, how far it lags (with this), and the process
   * that works for the session.
   */
  withLag: boolean;
}

export interface BeginMessages {
  messages: Buffer[];
  /** How many statements they are. */
  statements: number;
}

/** The messages that begin the transaction. The first error ends everything up to the next Sync. */
export function beginMessages(beginning: Beginning): BeginMessages {
  const { settingsFrom } = beginning;
  const statements = [...BEGIN_AND_SET[settingsFrom], ...timeLimit(beginning)];
  // Behind a pooler each transaction may have another process: it is told before the statement takes its time.
  const atOnce = settingsFrom === 'startup' ? [] : [flushMessage];
  return {
    messages: [...statements, ...lookAround(beginning), ...atOnce],
    statements: statements.length + 1,
  };
}

function lookAround({ timeZone, withLag }: Beginning): Buffer[] {
  if (timeZone === TIME_ZONE) return [withLag ? ABOUT_WITH_LAG : ABOUT];
  const parse = withLag ? PARSE_IN_ZONE_WITH_LAG : PARSE_IN_ZONE;
  return [parse, bindMessage('', [timeZone]), executeMessage];
}

function timeLimit({ settingsFrom, statementTimeoutMs, usualTimeoutMs }: Beginning): Buffer[] {
  if (settingsFrom === 'startup' && statementTimeoutMs === usualTimeoutMs) return [];
  return [setLocal(['statement_timeout', String(statementTimeoutMs)])];
}

// For values of our own only.
function setLocal([name, value]: readonly [string, string]): Buffer {
  return statementMessages(`set local ${name} = '${value}'`);
}
