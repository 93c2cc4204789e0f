// What the corpora are run by: something that takes one entry and says what became of it.
import { often } from '../support/random.ts';
import type { Entry } from './corpus.ts';
import type { ServerName } from './lab.ts';

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
function patiently(run: RunSql): RunSql {
  return async (entry) => {
    const outcome = await run(entry);
    const timedOut = outcome.state === 'problem' && outcome.code === 'sql_timed_out';
    return timedOut ? run(entry) : outcome;
  };
}

/** Waits for its turn while what ran before holds all of them, which the database is slow to stop on a busy machine. */
export function inItsTurn(run: RunSql): RunSql {
  return async (entry) => {
    let outcome = await run(entry);
    for (let waits = 0; isHeld(outcome) && waits < MOST_WAITS; waits += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      outcome = await run(entry);
    }
    return outcome;
  };
}

/** Then it never ends, which is what the corpus is there to find. */
const MOST_WAITS = 60;
const isHeld = (outcome: Outcome) =>
  outcome.state === 'problem' &&
  outcome.code === 'source_unavailable' &&
  outcome.detail.includes('cannot stop');

const isDeep = often(0, 1) === 1;

/** For the names of tests: which of a corpus's entries one server is asked. */
export const EVERY = isDeep ? 'every' : 'every other';

/**
 * The entries that a server is asked. A text comes to both by one way, and is judged before it is sent: so an ordinary run
 * asks each entry of one of the two, in turn, and a deep run all of both.
 */
export const askedOf = <T>(name: ServerName, entries: readonly T[]): T[] =>
  entries.filter((_, at) => isDeep || at % 2 === (name === 'primary' ? 0 : 1));

/**
 * Where entries are measured too. A text comes to both servers by one way, so that an ordinary run measures it on the
 * standby alone, and a deep run on both.
 */
export const isMeasured = (name: ServerName): boolean => name === 'standby' || isDeep;

/** For the names of tests: what is done with each entry there. */
export const askedHow = (name: ServerName): string =>
  isMeasured(name) ? 'run or measured' : 'run';

/** The same of both servers. */
export const ASKED_WHERE = isDeep
  ? 'run and measured on the primary and on the standby'
  : 'run on the primary, or run and measured on the standby';

/**
 * Has each entry measured too, where they are: what a run refuses must be refused for the same reason, and what it lets run must end within
 * the same limits. Where that is not so, it is the outcome.
 */
export function alsoMeasured(
  name: ServerName,
  { run, measure, mayTimeOut = false }: AskedBothWays,
): RunSql {
  if (!isMeasured(name)) return run;
  return async (entry) => {
    const outcome = await run(entry);
    // What is refused needs no second, but for a busy machine.
    const measured = await (isGuarded(outcome) ? patiently(measure) : measure)(entry);
    if (isAlike(outcome, measured) || (mayTimeOut && isTimedOut(measured))) return outcome;
    const detail = `measuring ${describeOutcome(measured)}, the run ${describeOutcome(outcome)}`;
    return { state: 'problem', status: 500, code: 'measured', sqlState: null, detail };
  };
}

interface AskedBothWays {
  run: RunSql;
  measure: RunSql;
  /** Whether a text may come to its end of time in one of the two before it is refused, as one that takes all of a machine. */
  mayTimeOut?: boolean;
}

/** By what no text comes as far as being executed. */
const GUARDED: ReadonlySet<string> = new Set(['sql_not_allowed', 'sql_invalid', 'invalid_value']);

const isGuarded = (outcome: Outcome): boolean =>
  outcome.state === 'problem' && GUARDED.has(outcome.code);

function isAlike(run: Outcome, measured: Outcome): boolean {
  if (run.state === 'problem' && isGuarded(run))
    return measured.state === 'problem' && measured.code === run.code;
  if (measured.state !== 'problem') return measured.state !== 'hung';
  return measured.status < 500 || isTimedOut(measured);
}

const isTimedOut = (outcome: Outcome): boolean =>
  outcome.state === 'problem' && outcome.code === 'sql_timed_out';

/** The outcome in a few words. */
export function describeOutcome(outcome: Outcome): string {
  if (outcome.state === 'done') return `gave ${outcome.rows} rows`;
  if (outcome.state !== 'problem') return outcome.state;
  const { status, code, sqlState, detail } = outcome;
  return `${status} ${code} ${sqlState ?? ''} "${detail.slice(0, 120)}"`;
}
