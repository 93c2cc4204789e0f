// Keeps the result of a query warm: runs it at its times with the rights of who scheduled it, for whoever takes a result of
// some age, such as a share link.
import type { KnownSchedule } from '../catalog/timed/timed.ts';
import { Problem } from '../../domain/problem.ts';
import { OWNER_GONE, ownerOf, reasonOf } from './reasons.ts';
import { noteSlot, triedAgain, type Claimed } from './timed.ts';
import type { WatchDependencies } from './watch-dependencies.ts';

/** Runs the query for one slot. Throws only what says nothing of the query: this server stops. */
export async function keepWarm(
  options: WatchDependencies,
  schedule: KnownSchedule,
  claim: Claimed,
): Promise<void> {
  const { catalog, members, runs, timeZone, log } = options;
  try {
    const member = await ownerOf(members, schedule.owner);
    if (member === null) throw new Problem('forbidden', OWNER_GONE);
    const query = await catalog.find(schedule.query, member);
    const { signal } = claim;
    await runs.warm({ member, query, values: {}, timeZone, origin: 'schedule', signal });
    const { source } = query;
    await noteSlot(options, schedule, claim, { outcome: 'warmed', source });
  } catch (error) {
    if (claim.signal.aborted) throw error;
    const problem = reasonOf(log, error);
    if (await triedAgain(options, schedule, claim, { error, problem })) return;
    await noteSlot(options, schedule, claim, { outcome: 'failing', detail: problem });
  }
}
