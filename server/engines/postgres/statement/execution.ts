// Executes a checked statement on the best server of its source; again where another try may end better.
import { Problem } from '../../../../domain/problem.ts';
import { Failure, type HeldTurn } from '../../engine.ts';
import type { RunOutcome } from '../../rows.ts';
import type { Servers } from '../servers/servers.ts';
import { arraysOf } from './sheet-arrays.ts';
import { Attempt, type Execution } from './attempt.ts';

/** As `EngineSource.execute` promises. */
export async function execute(
  servers: Servers,
  run: Omit<Execution, 'arrays'>,
  turn: HeldTurn,
): Promise<RunOutcome> {
  const arrays = await arraysOf(run.reading.sheetTables, run.sheetRows);
  const execution = { ...run, arrays };
  for (let left = servers.all.length; ; left--) {
    const attempt = new Attempt(execution, servers, await servers.take(execution.stop));
    try {
      return await attempt.run();
    } catch (error) {
      if (left <= 0 || !attempt.mayRepeat(error)) throw failureOf(error, attempt.phase);
    } finally {
      turn.holdFor(attempt.givenBack());
    }
  }
}

function failureOf(error: unknown, phase: 'prepare' | 'execute'): unknown {
  return error instanceof Problem ? error : new Failure(error, phase);
}
