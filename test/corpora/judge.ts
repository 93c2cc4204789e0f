// Judges what became of an entry of the corpora.
import type { Attack, Benign, Expected } from './corpus.ts';
import { describeOutcome, type Outcome } from './runner.ts';

/** What is wrong with the outcome of an attack, with its id; null when it ended as it must. */
export function judgeAttack(attack: Attack, outcome: Outcome): string | null {
  if (allowed[attack.expected](outcome)) return null;
  return `${attack.id} (${attack.expected}): ${describeOutcome(outcome)} ← ${attack.sql.slice(0, 100)}`;
}

const isRefused = (outcome: Outcome): boolean =>
  outcome.state === 'problem' && outcome.status >= 400 && outcome.status < 500;

// Ends on a limit: of time, of size; or cut, which nobody takes for a whole answer.
const isStopped = (outcome: Outcome): boolean =>
  outcome.state === 'cut' || (outcome.state === 'problem' && outcome.code === 'sql_timed_out');

const allowed: Record<Expected, (outcome: Outcome) => boolean> = {
  reject: isRefused,
  fail: isRefused,
  bounded: (outcome) => outcome.state === 'done' || isRefused(outcome) || isStopped(outcome),
  harmless: (outcome) => outcome.state === 'done' || isRefused(outcome),
};

/**
 * What is wrong with the outcome of a benign entry; null when it gave as many rows as PostgreSQL itself.
 * What PostgreSQL itself cannot run (`rows` is null), and what may be refused, must be refused with a reason.
 */
export function judgeBenign(entry: Benign, outcome: Outcome, rows: number | null): string | null {
  if (outcome.state === 'done' && (rows === null || outcome.rows === rows)) return null;
  const mayRefuse = rows === null || entry.refusable !== null;
  if (mayRefuse && isRefused(outcome)) return null;
  return `${entry.id} (${entry.feature}, ${rows ?? 'no'} rows): ${describeOutcome(outcome)} ← ${entry.sql.slice(0, 200)}`;
}
