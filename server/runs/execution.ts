// Executes a checked question in its member's turn, within the time that runs have.
import type { RowSink, RunOutcome } from '../engines/rows.ts';
import { Clock, type Stop } from '../engines/stop.ts';
import type { Question } from './question.ts';

/** A question that is put to its source, on a member's turn. */
export interface Execution extends Question {
  member: string;
  stop: Stop;
  sink: RowSink;
}

/**
 * Waits for a turn, as long as a run may take, then has the engine execute. Throws what `Source.inTurn` and
 * `EngineSource.execute` throw.
 */
export async function execute(execution: Execution): Promise<RunOutcome> {
  const { source, member, stop, limits } = execution;
  const { timeoutSeconds } = limits;
  return source.inTurn({ member, stop, withinSeconds: timeoutSeconds }, async (turn) => {
    const clock = new Clock(stop, timeoutSeconds);
    try {
      return await source.engine.execute({ ...execution, clock }, turn);
    } finally {
      clock.end();
    }
  });
}
