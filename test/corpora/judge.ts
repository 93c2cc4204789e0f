// Judges what became of an entry of the corpora.
import type { Attack, Expected } from './corpus.ts';
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
