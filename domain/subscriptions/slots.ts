// What becomes of a time that is due: it is done once, or it is noted that nobody was there.
import type { AlertEvery } from '../contract/alert.ts';
import { lastSlot } from '../alerts/every.ts';

/** Later than so, the time has passed for whoever wants to skip what is late. */
const LATE_MS = 5 * 60_000;

export interface SlotWork {
  /** The last time that is due. */
  slot: Date;
  /** False: it is only noted as missed. */
  runs: boolean;
  /** Times before it that are noted as missed; where it is not run, with it. */
  missed: number;
  /** The time after `slot`. */
  next: Date;
}

/** `slot` is the first time that is not done yet, and is due at `now`. */
export function slotWork(
  { every, late }: { every: AlertEvery; late: 'run' | 'skip' },
  { slot, now }: { slot: Date; now: Date },
  timeZone: string,
): SlotWork {
  const { last, next, passed } = lastSlot(every, { slot, now }, timeZone);
  const runs = late === 'run' || now.getTime() - last.getTime() <= LATE_MS;
  return { slot: last, runs, missed: runs ? passed : passed + 1, next };
}
