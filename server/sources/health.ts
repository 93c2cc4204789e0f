// In what health a data source is, for whoever runs Sheetfeed: whether it can be used, and what should be known of it.
import type { SourceLook } from '../engines/engine.ts';
import { turnsStuck, type Source } from './source.ts';

export interface SourceHealth extends SourceLook {
  name: string;
  /** False when no run could start now. */
  usable: boolean;
}

/** Looks at it as a run would. Does not throw. */
export async function healthOf({ name, engine, turns }: Source): Promise<SourceHealth> {
  const { problem: reason, warnings, servers } = await engine.look();
  const { stuck, capacity } = turns;
  const problem = reason ?? (stuck < capacity ? null : turnsStuck(name, 'everybody').message);
  if (problem !== null) return { name, usable: false, problem, warnings: [], servers };
  const stuckToo =
    stuck > 0 ? [`${stuck} of its runs were told to end, but the database cannot stop them.`] : [];
  return { name, usable: true, problem, warnings: [...warnings, ...stuckToo], servers };
}
