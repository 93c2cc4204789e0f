// Hands rows that are held to whoever takes the rows of a run, at their pace.
import type { HeldRows, RowSink, RunOutcome } from '../engines/rows.ts';
import type { Stop } from '../engines/stop.ts';

/** Each piece is handed over before the next is asked for. Throws the problem that `stop` was called with. */
export async function replay(
  outcome: RunOutcome,
  rows: Iterable<HeldRows> | AsyncIterable<HeldRows>,
  { sink, stop }: { sink: RowSink; stop: Stop },
): Promise<RunOutcome> {
  let wake: (() => void) | null = null;
  let isPaused = false;
  const resume = () => {
    isPaused = false;
    wake?.();
  };
  const unlisten = stop.onStop(resume);
  try {
    sink.start(outcome, { pause: () => (isPaused = true), resume });
    for await (const { chunk, count } of rows) {
      if (isPaused) await new Promise<void>((resolve) => (wake = resolve));
      stop.throwIfStopped();
      sink.rows(chunk, 0, chunk.length, count);
    }
  } finally {
    unlisten();
  }
  return outcome;
}
