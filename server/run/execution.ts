// Executes a checked statement on a server of its source, within its limits, and leaves nothing behind.
import { Problem } from '../../domain/problem.ts';
import type { Parameter } from '../../domain/contract/parameter.ts';
import { Attempt } from './attempt.ts';
import type { Reading } from './parser.ts';
import type { RowSink, RunLimits, RunOutcome } from './run.ts';
import type { Session } from './session.ts';
import { NoSlot } from './slots.ts';
import type { SourceServer } from './source-server.ts';
import type { Source } from './sources.ts';
import { Clock, cancelled, type Stop } from './stop.ts';
import type { CheckedValue } from './values.ts';

/** A run whose text and values have been checked. */
export interface Execution {
  source: Source;
  member: string;
  reading: Reading;
  /** The parameters that the text uses, in the order of their numbers, and their values. */
  parameters: Parameter[];
  values: CheckedValue[];
  timeZone: string;
  limits: RunLimits;
  truncateAt: number | null;
  stop: Stop;
  sink: RowSink;
  problemOf(error: unknown, phase: 'prepare' | 'execute'): unknown;
}

/** Waits for a turn, then executes on the best server; once more on a conflict with recovery. */
export async function execute(execution: Execution): Promise<RunOutcome> {
  const { stop, limits } = execution;
  const clock = new Clock(stop, limits.timeoutSeconds);
  let release = () => {};
  try {
    release = await takeSlot(execution);
    return await onSomeServer(execution, clock);
  } finally {
    clock.end();
    release();
  }
}

async function takeSlot({ source, member, stop }: Execution): Promise<() => void> {
  const waiting = new AbortController();
  const unlisten = stop.onStop(() => waiting.abort());
  try {
    return await source.slots.take(member, waiting.signal);
  } catch (error) {
    stop.throwIfStopped();
    throw error instanceof NoSlot ? cancelled() : error;
  } finally {
    unlisten();
  }
}

async function onSomeServer(execution: Execution, clock: Clock): Promise<RunOutcome> {
  const { server, session } = await takeSession(execution);
  const first = new Attempt(execution, server, session, clock);
  try {
    return await first.run();
  } catch (error) {
    if (!first.mayRepeat(error)) throw execution.problemOf(error, first.phase);
  }
  const again = await takeSession(execution);
  const second = new Attempt(execution, again.server, again.session, clock);
  try {
    return await second.run();
  } catch (error) {
    throw execution.problemOf(error, second.phase);
  }
}

interface Taken {
  server: SourceServer;
  session: Session;
}

// The first server that lets us in; one that does not is passed over from now on.
async function takeSession({ source, stop }: Execution): Promise<Taken> {
  let failure: unknown;
  for (const server of await source.usableServers()) {
    stop.throwIfStopped();
    try {
      return { server, session: await server.take() };
    } catch (error) {
      server.fail(error as Error);
      failure = error;
    }
  }
  const detail = `The data source ${source.name} does not answer. Try again in a few minutes; if it lasts, tell whoever runs Sheetfeed.`;
  throw new Problem('source_unavailable', detail, {}, failure);
}
