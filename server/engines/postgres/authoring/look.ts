// A session in which a text is looked at without being run: prepared in a read-only transaction, and given back clean.
import type { Parameter } from '../../../../domain/contract/parameter.ts';
import { Problem } from '../../../../domain/problem.ts';
import { Failure, type EngineText, type HeldTurn } from '../../engine.ts';
import type { Stop } from '../../stop.ts';
import type { ServerKnowledge } from '../servers/knowledge.ts';
import type { Server } from '../servers/server.ts';
import type { Servers, Taken } from '../servers/servers.ts';
import type { Prepared } from '../session/prepare-answer.ts';
import type { Session } from '../session/session.ts';
import type { Reading } from '../statement/parser.ts';
import { prepareStatement } from '../statement/preparation.ts';

export interface LookedText extends EngineText {
  reading: Reading;
}

/** What PostgreSQL made of the text, within a read-only transaction of the session. */
export interface Looked {
  session: Session;
  knowledge: ServerKnowledge;
  prepared: Prepared;
  reading: Reading;
  /** The parameters that the text uses, in the order of their numbers. */
  parameters: readonly Parameter[];
}

/** PostgreSQL's own limit for what is looked at, behind that of whoever asks. */
const LOOK_WITHIN_MS = 15_000;

/** Has the guard and PostgreSQL read the text, then calls `work` in the same transaction. Executes nothing of it. */
export async function look<T>(
  servers: Servers,
  { reading, parameters, timeZone, stop }: LookedText,
  { turn, work }: { turn: HeldTurn; work: (looked: Looked) => Promise<T> },
): Promise<T> {
  try {
    return await inSession(servers, { stop, turn }, async (session, server) => {
      const knowledge = server.knowledge(servers.guard);
      const zone = knowledge.zoneName(timeZone);
      const asked = { reading, parameters, timeZone: zone, statementTimeoutMs: LOOK_WITHIN_MS };
      const prepared = await prepareStatement(session, knowledge, asked);
      return work({ session, knowledge, prepared, reading, parameters });
    });
  } catch (error) {
    throw error instanceof Problem ? error : new Failure(error, 'prepare');
  }
}

type Work<T> = (session: Session, server: Server) => Promise<T>;

/**
 * Works in a session of the best server; anew in another one where the first had died while it lay idle. The session
 * is given back clean, which the caller does not wait for.
 */
export async function inSession<T>(
  servers: Servers,
  { stop, turn }: { stop: Stop; turn: HeldTurn },
  work: Work<T>,
): Promise<T> {
  const taken = await servers.take(stop);
  try {
    return await workIn(taken, { stop, turn }, work);
  } catch (error) {
    stop.throwIfStopped();
    if (!taken.session.diedIdle(error)) throw error;
    taken.server.closeIdle();
  }
  return workIn(await servers.take(stop), { stop, turn }, work);
}

async function workIn<T>(
  { session, server }: Taken,
  { stop, turn }: { stop: Stop; turn: HeldTurn },
  work: Work<T>,
): Promise<T> {
  let isOver = false;
  const unlisten = stop.onStop(
    () => void server.cancel(session, () => isOver || session.wire.isSettled),
  );
  try {
    return await work(session, server);
  } finally {
    isOver = true;
    unlisten();
    turn.holdFor(server.giveBack(session));
  }
}
