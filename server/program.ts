// What every program that starts the server does: says in sentences why it cannot, and stops when it is told to.
import { Problem } from '../domain/problem.ts';
import { outliveFaults } from './faults.ts';
import { WrongSettings } from './settings/read.ts';

// Whoever sends the signal may wait five seconds before it kills, unless told to wait longer.
const STOPS_WITHIN_MS = 4_800;

/** What was started. */
interface Running {
  stop(): Promise<void>;
  /** It has stopped by then, or never will. */
  readonly stopsWithinMs?: number;
}

/**
 * Starts something and stops it on SIGINT or SIGTERM, then ends the process; a second signal ends it at once.
 * Wrong settings and problems are told on standard error, and end the process with 1. What nobody catches later
 * does not end it.
 */
export async function runProgram(start: (signal: AbortSignal) => Promise<Running>): Promise<void> {
  let signals = 0;
  const ending = new AbortController();
  const starting = start(ending.signal);
  const stop = () => {
    if (++signals > 1) process.exit(130);
    ending.abort();
    const endLate = endAfter(STOPS_WITHIN_MS);
    // A start under way is waited for, so that nothing it opened stays behind.
    starting
      .then((running) => {
        clearTimeout(endLate);
        endAfter(running.stopsWithinMs ?? STOPS_WITHIN_MS);
        return running.stop();
      })
      .then(() => process.exit(0), tellAndExit);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  await starting.catch(tellAndExit);
  outliveFaults();
}

function endAfter(ms: number): NodeJS.Timeout {
  return setTimeout(() => {
    console.error('Sheetfeed did not stop in time and was ended.');
    process.exit(1);
  }, ms).unref();
}

function tellAndExit(error: unknown): void {
  for (const line of linesOf(error)) console.error(line);
  process.exit(1);
}

function linesOf(error: unknown): string[] {
  if (error instanceof WrongSettings) {
    return [
      'Sheetfeed cannot start with these settings:',
      ...error.sentences.map((line) => `- ${line}`),
    ];
  }
  if (error instanceof Problem) return [error.message];
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}
