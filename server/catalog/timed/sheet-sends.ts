// The table of what members have sent to tabs of spreadsheets: which linked range it is.
import { hash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Values } from '../../../domain/contract/parameter.ts';
import type { RangeScheduleContent } from '../../../domain/contract/ranges/range-schedule.ts';
import type { ScheduleRule } from '../../../domain/schedule-rule.ts';
import type { Owner } from '../queries/known-query.ts';

export interface SheetSendKey {
  member: string;
  spreadsheet: string;
  tab: string;
  /** What is asked, by the query's name of today and by those that it had. */
  asking: readonly string[];
}

/** The id of the linked range that holds it: of the one that was sent before, also where that broke off, else a new one. */
export async function sheetSendId(
  database: pg.Pool,
  { member, spreadsheet, tab, asking }: SheetSendKey,
): Promise<string> {
  const prints = asking.map((text) => hash('sha256', text, 'base64url'));
  const place = [member, spreadsheet, tab.toLowerCase()];
  const { rows: known } = await database.query<{ id: string }>(
    `select range_id as id from sheet_sends
     where (member, spreadsheet_id, tab) = ($1, $2, $3) and asking = any($4) order by made_at limit 1`,
    [...place, prints],
  );
  if (known[0]) return known[0].id;
  // Whoever sends the same at the same moment gets the same.
  const { rows } = await database.query<{ id: string }>(
    `insert into sheet_sends (member, spreadsheet_id, tab, asking, range_id) values ($1, $2, $3, $4, $5)
     on conflict (member, spreadsheet_id, tab, asking) do update set asking = excluded.asking
     returning range_id as id`,
    [...place, prints[0], randomBytes(8).toString('hex')],
  );
  if (rows[0] === undefined) throw new Error('an insert returned no row');
  return rows[0].id;
}

/** The id of the schedule of a range that was sent: one, whoever sends it at the same moment from another server. */
export function scheduleIdFor(range: string): string {
  const digits = hash('sha256', `the schedule of ${range}`);
  // As of RFC 9562, version 8, in which all else is one's own.
  const parts = [
    [0, 8],
    [8, 12],
    [13, 16],
    [17, 20],
    [20, 32],
  ] as const;
  const [time, mid, version, variant, node] = parts.map(([from, to]) => digits.slice(from, to));
  return `${time}-${mid}-8${version}-8${variant}-${node}`;
}

/** How many results the member has sent to tabs of spreadsheets. */
export async function countSent(database: pg.Pool, member: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    'select count(*)::integer as count from sheet_sends where member = $1',
    [member],
  );
  return rows[0]?.count ?? 0;
}

/** From now on the other sends the same to the same ranges; where they have sent it there themselves, theirs stays. */
export async function handOverSends(
  client: pg.PoolClient,
  from: string,
  to: string,
): Promise<void> {
  await client.query(
    `update sheet_sends s set member = $2 where member = $1 and not exists (
       select from sheet_sends o where o.member = $2
         and (o.spreadsheet_id, o.tab, o.asking) = (s.spreadsheet_id, s.tab, s.asking))`,
    [from, to],
  );
}

/** What is being sent: enough to tell and enter it where whoever sends it does not live to. */
export interface Sending {
  query: string;
  owner: Owner;
  spreadsheet: string;
  run: string;
  values: Values;
  rule: ScheduleRule | null;
  late: RangeScheduleContent['late'];
  writer: RangeScheduleContent['writer'];
  /** The id of the server's schedule; null: it is sent once. */
  schedule: string | null;
  /** By the clock of the server that sends it. */
  begunAt: string;
}

/** Written before anything is written into the sheet. */
export async function beginSending(
  database: pg.Pool,
  range: string,
  sending: Sending,
): Promise<void> {
  await database.query('update sheet_sends set begun = $2, begun_at = now() where range_id = $1', [
    range,
    JSON.stringify(sending),
  ]);
}

/** Our database says the same as the sheet. */
export async function endSending(
  database: pg.Pool | pg.PoolClient,
  range: string,
  run: string,
): Promise<void> {
  await database.query(
    `update sheet_sends set begun = null, begun_at = null where range_id = $1 and begun ->> 'run' = $2`,
    [range, run],
  );
}

/** No sending takes longer. */
const AGE = `interval '10 minutes'`;

/** True while something was begun that nobody goes on with. */
export const SENDS_BROKEN = `exists (select from sheet_sends where begun is not null and begun_at < now() - ${AGE})`;

/** Takes what nobody goes on with, for as long. */
export async function brokenSends(
  database: pg.Pool,
): Promise<{ range: string; sending: Sending }[]> {
  const { rows } = await database.query<{ range: string; sending: Sending }>(
    `update sheet_sends set begun_at = now() where range_id in (
       select range_id from sheet_sends where begun is not null and begun_at < now() - ${AGE}
       order by begun_at limit 20 for update skip locked)
     returning range_id as range, begun as sending`,
  );
  return rows;
}
