// What subscriptions and schedules have in common: a slot is written once, by the server that holds it, or tried
// again where it failed for a reason that may pass.
import type pg from 'pg';
import { nextSlot } from '../../domain/alerts/every.ts';
import { Problem, type ProblemCode } from '../../domain/problem.ts';
import type { SlotWork } from '../../domain/subscriptions/slots.ts';
import {
  lockTimed,
  restTimed,
  saveSlots,
  type DoneSlot,
  type HeldSlot,
} from '../catalog/timed/claims.ts';
import type { KnownTimed } from '../catalog/timed/timed.ts';
import { inTransaction } from '../database/transaction.ts';
import type { WatchDependencies } from './watch-dependencies.ts';

/** One slot, while this server holds it. */
export interface Claimed {
  lease: string;
  work: SlotWork;
  /** The database's time, as it has gone on since the claim. */
  now: () => Date;
  /** Aborted when the server stops. */
  signal: AbortSignal;
  /** Writes what came of it, together with what comes of others meanwhile; false where it is this server's no more. */
  save: (slot: HeldSlot) => Promise<boolean>;
}

export type Done = Pick<DoneSlot, 'outcome'> &
  Partial<Pick<DoneSlot, 'detail' | 'run' | 'frozen' | 'source' | 'seen' | 'restSeconds'>>;

/**
 * Writes what came of the slot, and what `done` writes with it. False where it is this server's no more: then nothing is
 * written.
 */
export async function finishSlot(
  { database, timeZone }: Pick<WatchDependencies, 'database' | 'timeZone'>,
  timed: KnownTimed,
  { lease, work }: Pick<Claimed, 'lease' | 'work'>,
  done: (client: pg.PoolClient, at: Date) => Promise<Done>,
): Promise<boolean> {
  return inTransaction(database, async (client) => {
    const at = await lockTimed(client, timed.id, lease);
    if (at === null) return false;
    const came = await done(client, at);
    const slot = { ...slotOf(timed, { work, came, at }, timeZone), lease };
    return (await saveSlots(client, [slot]))[0] === true;
  });
}

/** The same where nothing is written with it, as most times come to nothing. */
export async function noteSlot(
  { timeZone }: Pick<WatchDependencies, 'timeZone'>,
  timed: KnownTimed,
  { lease, work, now, save }: Claimed,
  came: Done,
): Promise<boolean> {
  return save({ ...slotOf(timed, { work, came, at: now() }, timeZone), lease });
}

function slotOf(
  { id, content }: KnownTimed,
  { work, came, at }: { work: SlotWork; came: Done; at: Date },
  timeZone: string,
): DoneSlot {
  // What has come meanwhile is missed too; most often nothing has, and to reckon takes longer than all else.
  const { next, missed } =
    work.next > at
      ? { next: work.next, missed: 0 }
      : nextSlot(content.every, { slot: work.slot, now: at }, timeZone);
  return {
    ...{ id, slot: work.slot, at, next, missed: work.missed + missed },
    ...{ detail: null, run: null, frozen: null, source: null, seen: null, restSeconds: 0 },
    ...came,
  };
}

/** Nobody was there at the time, and its owner wants nothing late. */
export function noteMissed(
  options: WatchDependencies,
  timed: KnownTimed,
  claim: Claimed,
): Promise<boolean> {
  return noteSlot(options, timed, claim, { outcome: 'missed' });
}

const PASSING: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  ...['source_unavailable', 'sql_timed_out', 'service_unavailable', 'rate_limited', 'internal'],
  ...['google_unavailable', 'sheet_busy', 'sheet_changed'],
] as ProblemCode[]);
/** A minute, then five, then a quarter of an hour. */
const RESTS_SECONDS = [60, 300, 900];

/** Has the slot tried again where it failed for a reason that may pass; false where that is over. */
export async function triedAgain(
  { database }: Pick<WatchDependencies, 'database'>,
  { id, tries }: KnownTimed,
  { lease }: Claimed,
  { error, problem }: { error: unknown; problem: string },
): Promise<boolean> {
  const restSeconds = RESTS_SECONDS[tries];
  const mayPass = !(error instanceof Problem) || PASSING.has(error.code);
  if (restSeconds === undefined || !mayPass) return false;
  await inTransaction(database, async (client) => {
    if ((await lockTimed(client, id, lease)) !== null)
      await restTimed(client, id, { problem, restSeconds });
  });
  return true;
}
