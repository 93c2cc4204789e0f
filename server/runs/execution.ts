// Executes a checked statement on a server of its source, within its limits, and leaves nothing behind.
import { Problem } from '../../domain/problem.ts';
import { Attempt } from '../engines/postgres/statement/attempt.ts';
import type { Question } from './question.ts';
import type { RowSink, RunOutcome } from './run.ts';
import type { Session } from '../engines/postgres/session/session.ts';
import { NoSlot, type Turn } from '../sources/turns.ts';
import type { SourceServer } from '../engines/postgres/servers/server.ts';
import { Clock, cancelled, type Stop } from '../engines/stop.ts';

/** A question that is put to its source, on a member's turn. */
export interface Execution extends Question {
  member: string;
  stop: Stop;
  sink: RowSink;
}

/** What ended an execution, not yet told as a problem: that depends on who asks. */
export class Failure extends Error {
  override name = 'Failure';
  readonly reason: unknown;
  readonly phase: 'prepare' | 'execute';

  constructor(reason: unknown, phase: 'prepare' | 'execute') {
    super('the execution failed');
    this.reason = reason;
    this.phase = phase;
  }
}

/**
 * Waits for a turn, as long as a run may take, then executes on the best server; again where another try may end better.
 */
export async function execute(execution: Execution): Promise<RunOutcome> {
  const { source, stop, limits } = execution;
  const turn = await takeTurn(execution);
  const clock = new Clock(stop, limits.timeoutSeconds);
  const attempts: Attempt[] = [];
  try {
    return await tryInTurn(source.servers.length + 1, async () => {
      const { server, session } = await takeSession(execution);
      const attempt = new Attempt(execution, server, session, clock);
      attempts.push(attempt);
      return attempt;
    });
  } finally {
    clock.end();
    const givenBack = attempts.map((attempt) => attempt.givenBack());
    void source.endTurn(turn, givenBack, execution.member);
  }
}

async function takeTurn({ source, member, stop, limits }: Execution): Promise<Turn> {
  stop.throwIfStopped();
  const turn = source.slots.takeNow(member);
  if (turn) return turn;
  const waiting = new AbortController();
  const { timeoutSeconds } = limits;
  const late = () => stop.because(source.noTurn(member, timeoutSeconds));
  const timer = setTimeout(late, timeoutSeconds * 1000);
  const unlisten = stop.onStop(() => waiting.abort());
  try {
    return await source.slots.take(member, waiting.signal);
  } catch (error) {
    stop.throwIfStopped();
    throw error instanceof NoSlot ? (source.stuckFor(member) ?? cancelled()) : error;
  } finally {
    clearTimeout(timer);
    unlisten();
  }
}

async function tryInTurn(most: number, newAttempt: () => Promise<Attempt>): Promise<RunOutcome> {
  for (let left = most; ; left--) {
    const attempt = await newAttempt();
    try {
      return await attempt.run();
    } catch (error) {
      if (left <= 1 || !attempt.mayRepeat(error)) throw failureOf(error, attempt.phase);
    }
  }
}

function failureOf(error: unknown, phase: 'prepare' | 'execute'): unknown {
  return error instanceof Problem ? error : new Failure(error, phase);
}

interface Taken {
  server: SourceServer;
  session: Session;
}

// The first server that lets us in; one that does not is passed over from now on.
async function takeSession({ source, stop }: Execution): Promise<Taken> {
  let failure: unknown;
  for (const server of await unlessStopped(stop, source.usableServers(), () => {})) {
    const taking = server.take();
    try {
      const giveBack = (late: Session) => void server.giveBack(late);
      return { server, session: await unlessStopped(stop, taking, giveBack) };
    } catch (error) {
      if (error instanceof Problem) throw error;
      server.couldNotOpen(error as Error);
      failure = error;
    }
  }
  throw source.noSession(failure);
}

/** Waits, but not for longer than the run goes on; what comes too late is handed to `late`. */
async function unlessStopped<T>(
  stop: Stop,
  waiting: Promise<T>,
  late: (value: T) => void,
): Promise<T> {
  let unlisten = () => {};
  let isLate = false;
  const stopped = new Promise<never>((_, reject) => {
    unlisten = stop.onStop(() => {
      isLate = true;
      reject(stop.reason instanceof Problem ? stop.reason : cancelled());
    });
  });
  waiting.then((value) => isLate && late(value)).catch(() => {});
  try {
    return await Promise.race([waiting, stopped]);
  } finally {
    unlisten();
  }
}
