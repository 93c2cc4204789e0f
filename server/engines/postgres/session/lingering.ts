// Backends that PostgreSQL cannot stop: some of its functions do not look for a cancel, and hold their run's turn to their end.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lingering } from '../../engine.ts';

// Twice as long as PostgreSQL takes to look whether we are there (client_connection_check_interval).
const NOTICES_WITHIN_MS = 1_000;
const LOOK_FIRST_MS = 100;
const LOOK_MOST_MS = 5_000;

/**
 * Since when the process $1 is there, if it works; a process that has its number later began later. Needs no right:
 * a role sees its own backends. One that is idle only has not noticed yet that nobody is there.
 */
export const AT_WORK_SINCE = `
  select backend_start::text as since from pg_catalog.pg_stat_activity where pid = $1 and state = 'active'`;

/** That it could not be asked since when a backend works. */
export const UNKNOWN = 'unknown';

/**
 * The backend of a session that has been closed, where it works on; null where it does not, for one that can be stopped
 * notices by itself. `atWorkSince` asks for AT_WORK_SINCE: null where it does not work.
 */
export async function lookAfter(
  processId: number,
  atWorkSince: (processId: number) => Promise<string | null>,
): Promise<Lingering | null> {
  let since = await atWorkSince(processId);
  if (since === null) return null;
  const isAtWork = async () => {
    const found = await atWorkSince(processId);
    if (since === UNKNOWN) since = found;
    return found !== null && (found === since || found === UNKNOWN);
  };
  await sleep(NOTICES_WITHIN_MS, undefined, { ref: false });
  return (await isAtWork())
    ? { processId, advice: adviceOn(processId), ended: untilEnded(isAtWork) }
    : null;
}

// Asks ever more seldom, up to every five seconds.
async function untilEnded(isAtWork: () => Promise<boolean>): Promise<void> {
  let pause = LOOK_FIRST_MS;
  do {
    await sleep(pause, undefined, { ref: false });
    pause = Math.min(2 * pause, LOOK_MOST_MS);
  } while (await isAtWork());
}

function adviceOn(processId: number): string {
  return (
    `A query was told to end, but PostgreSQL computes on in process ${processId} and does not notice. It holds its turn ` +
    `until it is done. pg_terminate_backend(${processId}) reaches it no sooner; only an immediate restart of that ` +
    'server (pg_ctl restart -m immediate) does, which ends every session on it.'
  );
}
