// Ends what a session is doing, by ever stronger means.
import { setTimeout as sleep } from 'node:timers/promises';
import { isBroken, within, type ControlConnection } from './control-connection.ts';
import type { Session } from './session.ts';

const EACH_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 10;

/**
 * Asks PostgreSQL to cancel the statement, then to end the backend, then closes the socket, two seconds apart; closes
 * it at once while it is not known which process works for the session. The session's own exchange fails. Resolves
 * with the error where the server answers to nothing any more, else with null.
 */
export async function cancelSession(
  session: Session,
  control: ControlConnection,
  isOver: () => boolean,
): Promise<Error | null> {
  let failure: Error | null = null;
  for (const order of ['pg_cancel_backend', 'pg_terminate_backend']) {
    if (isOver() || session.wire.isLost) return null;
    if (session.processId === null) break;
    session.wasCancelled = true;
    failure = await failureOf(control.query(`select ${order}($1)`, [session.processId]));
    if (failure !== null) control.drop();
    await untilOver(isOver);
  }
  if (isOver()) return null;
  session.wire.destroy(new Error('the server did not end the statement in time'));
  return isBroken(failure) ? failure : null;
}

async function failureOf(asked: Promise<unknown>): Promise<Error | null> {
  return within(EACH_WITHIN_MS, asked).then(
    () => null,
    (error: Error) => error,
  );
}

async function untilOver(isOver: () => boolean): Promise<void> {
  const end = performance.now() + EACH_WITHIN_MS;
  while (!isOver() && performance.now() < end) await sleep(LOOK_EVERY_MS);
}
