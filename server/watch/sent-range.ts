// What a result that was sent to a spreadsheet leaves in our database, in one transaction with its line in the audit: by the
// request that sent it, or where that broke off in between, by whichever server finds the range in the sheet later.
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { firstSlot } from '../../domain/alerts/every.ts';
import { rangeScheduleRows } from '../../domain/contract/routes/range-schedules.ts';
import { Problem } from '../../domain/problem.ts';
import { everyOf } from '../../domain/schedule.ts';
import { scheduleWords } from '../../domain/schedule-words.ts';
import type { AuditTrail, Tell } from '../catalog/audit/trail.ts';
import { putRange } from '../catalog/dependents/linked-ranges.ts';
import { recordedValues } from '../catalog/runs/recorded-values.ts';
import { putRangeSchedule } from '../catalog/timed/range-schedules.ts';
import { brokenSends, endSending, type Sending } from '../catalog/timed/sheet-sends.ts';
import type { Google } from '../google/google.ts';
import { Spreadsheet } from '../google/spreadsheet.ts';
import { grantOf } from '../google/writers.ts';
import type { Members } from '../identity/members.ts';
import type { Log } from '../log.ts';
import { sentIn, type SentRange } from '../sheets/send-result.ts';
import { readShape, type Shape } from '../sheets/shape.ts';
import { ownerOf } from './reasons.ts';

export interface Entering {
  /** The id of the range. */
  range: string;
  sending: Sending;
  sent: SentRange;
  shape: Pick<Shape, 'title' | 'timeZone'>;
}

interface Clocks {
  timeZone: string;
  now: () => Date;
}

/** Gives when it is sent next; null: it was sent once. Throws Problem conflict where the schedule is somebody else's. */
export async function enterSent(
  client: pg.PoolClient,
  tell: Tell,
  { range, sending, sent, shape }: Entering,
  { timeZone, now }: Clocks,
): Promise<Date | null> {
  const { query, owner, run, values, rule, late, writer, schedule } = sending;
  const spreadsheet = spreadsheetOf(sending, shape);
  const place = { range, spreadsheet, tab: sent.tab.title };
  tell(query, { ...place, values: recordedValues(values), rule, writer });
  await endSending(client, range, run);
  if (rule === null || schedule === null) return null;
  const every = everyOf(rule, shape.timeZone);
  const dueAt = firstSlot(every, now(), timeZone);
  const content = { ...place, values, cells: {}, every, late, writer };
  if (await putRangeSchedule(client, { id: schedule, query, owner, content, dueAt })) return dueAt;
  throw new Problem('conflict', 'Another schedule has this id. Send it again.');
}

/** Has the query's authors see it. */
export async function registerSent(
  database: pg.Pool,
  { range, sending, sent, shape }: Entering,
): Promise<void> {
  const { linked, tab } = sent;
  const registration = {
    ...{ query: sending.query, spreadsheet: spreadsheetOf(sending, shape), tab: tab.title },
    columns: linked.columns.map(({ name }) => name),
    schedule: linked.schedule && scheduleWords(linked.schedule.rule),
    lastRefreshedAt: linked.refreshed?.at ?? null,
  };
  await putRange(database, range, { range: registration, by: sending.owner });
}

const spreadsheetOf = ({ spreadsheet: id }: Sending, { title }: Pick<Shape, 'title'>) => ({
  ...{ id, name: title.slice(0, 500) },
});

export interface BrokenSendsParts {
  /** Sheetfeed's own. */
  database: pg.Pool;
  google: Google;
  members: Members;
  trail: AuditTrail;
  timeZone: string;
  log: Log;
}

/** Nobody waits for it. */
const WITHIN_MS = 30_000;

/** Makes whole what broke off between the sheet and our database. */
export async function completeBrokenSends(parts: BrokenSendsParts): Promise<void> {
  for (const { range, sending } of await brokenSends(parts.database)) {
    try {
      await complete(parts, range, sending);
    } catch (error) {
      await tellOfLost(parts, { range, sending, error });
    }
  }
}

/** A spreadsheet that was not reached for so long is not waited for any more. */
const GIVEN_UP_MS = 7 * 24 * 3_600_000;

async function tellOfLost(
  { database, log }: BrokenSendsParts,
  { range, sending, error }: { range: string; sending: Sending; error: unknown },
): Promise<void> {
  const isGivenUp = Date.now() - Date.parse(sending.begunAt) > GIVEN_UP_MS;
  const what = isGivenUp ? 'nobody looks for it any more' : 'trying later';
  log.warn({ err: error, range }, `what was sent could not be looked for; ${what}`);
  if (isGivenUp) await endSending(database, range, sending.run);
}

async function complete(parts: BrokenSendsParts, range: string, sending: Sending): Promise<void> {
  const { database, google, members, trail, timeZone } = parts;
  const member = await ownerOf(members, sending.owner);
  const grant = await grantOf(google, sending.writer, member ?? { id: '', email: '' });
  const signal = AbortSignal.timeout(WITHIN_MS);
  const spreadsheet = new Spreadsheet(google, grant, sending.spreadsheet, signal);
  const shape = await readShape(spreadsheet);
  const sent = sentIn(shape, spreadsheet.id, range);
  // Whoever has left schedules nothing any more; what they sent stands where it is.
  if (!sent || member === null || !isOf(sent, sending))
    return endSending(database, range, sending.run);
  const entering = { range, sending, sent, shape };
  const event = {
    ...({ kind: 'change', member, what: rangeScheduleRows['POST sheetSend'].change } as const),
    ...{ subject: null, details: null, address: null },
  };
  await trail.change(event)((client, tell) =>
    enterSent(client, tell, entering, { timeZone, now: () => new Date() }),
  );
  await registerSent(database, entering);
}

// What was written before says nothing of this one.
function isOf({ linked }: SentRange, { run, schedule, rule }: Sending): boolean {
  // The id of a range's schedule stays: one that was refused left the rule of before.
  const isNamed =
    schedule !== null &&
    linked.schedule?.server === schedule &&
    isDeepStrictEqual(linked.schedule.rule, rule);
  return isNamed || [linked.refreshed?.run, linked.refreshing?.run].includes(run);
}
