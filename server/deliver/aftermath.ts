// What follows from an attempt to deliver a message: for the message, and for its destination.
import type {
  Failed,
  FailedAttempt,
  MessageEnd,
  WaitingMessage,
} from '../catalog/deliveries/outbox.ts';
import { backOffSeconds, stepBackSeconds } from './back-off.ts';
import type { Sent } from './destination.ts';

/** One that an admin must see to is tried again all the same. */
const BROKEN_REST_SECONDS = 600;

export interface Aftermath {
  /** The message is over so, or waits so for another attempt. */
  message: { ended: MessageEnd } | { waits: FailedAttempt };
  /** Why the destination rests now; null where it takes what comes next. */
  failed: Failed | null;
}

type Attempt = Pick<WaitingMessage, 'isOld' | 'isOpen' | 'attempts'>;

/** `failuresBefore`: of the destination, in a row. */
export function aftermathOf(sent: Sent, attempt: Attempt, failuresBefore: number): Aftermath {
  if (sent.state === 'delivered') return ended({ problem: null, posted: sent.posted ?? null });
  const problem = printable(sent.problem);
  if (sent.state === 'refused') return ended({ problem, posted: null });
  if (attempt.isOld) return givenUp(problem, failuresBefore);

  const { mayBeMessages, afterSeconds, isOpen } = sent.state === 'broken' ? BROKEN : sent;
  // A message that fails again tells nothing new of its destination.
  const tellsNothingNew = mayBeMessages && attempt.attempts > 1;
  const failures = tellsNothingNew ? Math.max(failuresBefore, 1) : failuresBefore + 1;
  const restSeconds = backOffSeconds(failures - 1, afterSeconds);
  const waits = {
    problem,
    // What an attempt before may have left there, this one did not take away.
    isOpen: attempt.isOpen || isOpen,
    restSeconds: mayBeMessages ? stepBackSeconds(attempt.attempts, restSeconds) : 0,
  };
  return {
    message: { waits },
    failed: { problem, restSeconds, failures, isStuck: sent.state === 'broken' },
  };
}

const BROKEN = { mayBeMessages: true, afterSeconds: BROKEN_REST_SECONDS, isOpen: false };

const ended = (end: MessageEnd): Aftermath => ({ message: { ended: end }, failed: null });

// The destination is let go, and taken again at once: of what else is as old nobody wants to hear either.
const givenUp = (problem: string, failures: number): Aftermath => ({
  message: { ended: { problem: `Given up after a day. ${problem}`, posted: null } },
  failed: { problem, restSeconds: 0, failures, isStuck: false },
});

/** What somebody else has written, as PostgreSQL can keep it and a page can show it. */
const printable = (text: string) => text.replace(/\p{Cc}/gu, ' ');
