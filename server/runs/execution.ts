// Executes a checked question in its member's turn, within the time that runs have.
import type { RowSink, RunOutcome, RunStart } from '../engines/rows.ts';
import { Clock, type Stop } from '../engines/stop.ts';
import { OneNumber } from './one-number.ts';
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
  const { source, member, stop, limits, tables } = execution;
  const sheets = tables.length === 0 ? {} : { tables: tables.map(({ read }) => read) };
  const sink = new OneNumber(tables.length === 0 ? execution.sink : noting(execution.sink, sheets));
  const { timeoutSeconds } = limits;
  return source.inTurn({ member, stop, withinSeconds: timeoutSeconds }, async (turn) => {
    const clock = new Clock(stop, timeoutSeconds);
    try {
      const outcome = await source.engine.execute({ ...execution, sink, clock }, turn);
      const number = sink.value === null || outcome.truncated ? {} : { number: sink.value };
      return { ...outcome, ...sheets, ...number };
    } finally {
      clock.end();
    }
  });
}

// Says with the first row which sheets were read.
function noting(sink: RowSink, sheets: Pick<RunStart, 'tables'>): RowSink {
  return {
    start: (about, flow) => sink.start({ ...about, ...sheets }, flow),
    rows: (chunk, from, to, count) => sink.rows(chunk, from, to, count),
  };
}
