// What the corpora are run by: something that takes one entry and says what became of it.
import type { Entry } from './corpus.ts';

/** `cut`: the connection was cut before the answer was whole. `hung`: there was no end in sight. */
export type Outcome =
  | { state: 'done'; rows: number }
  | { state: 'problem'; status: number; code: string; sqlState: string | null; detail: string }
  | { state: 'cut' }
  | { state: 'hung' };

export type RunSql = (entry: Entry) => Promise<Outcome>;

/**
 * For honest SQL: once more what ended on the time limit, which is short for the sake of the hostile one, for a busy
 * machine may be slow at first.
 */
export function patiently(run: RunSql): RunSql {
  return async (entry) => {
    const outcome = await run(entry);
    const timedOut = outcome.state === 'problem' && outcome.code === 'sql_timed_out';
    return timedOut ? run(entry) : outcome;
  };
}

/** The outcome in a few words. */
export function describeOutcome(outcome: Outcome): string {
  if (outcome.state === 'done') return `gave ${outcome.rows} rows`;
  if (outcome.state !== 'problem') return outcome.state;
  const { status, code, sqlState, detail } = outcome;
  return `${status} ${code} ${sqlState ?? ''} "${detail.slice(0, 120)}"`;
}
