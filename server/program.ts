// What every program that starts the server does: says in sentences why it cannot, and stops when it is told to.
import { Problem } from '../domain/problem.ts';
import { outliveFaults } from './faults.ts';
import { WrongSettings } from './settings/read.ts';

// Whoever sends the signal may wait five seconds before it kills.
const stopWithinMs = 4800;

/**
 * Starts something and stops it on SIGINT or SIGTERM, then ends the process; a second signal ends it at once.
 * Wrong settings and problems are told on standard error, and end the process with 1. What nobody catches later
 * does not end it.
 */
export async function runProgram(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  let signals = 0;
  const starting = start();
  const stop = () => {
    if (++signals > 1) process.exit(130);
    setTimeout(() => {
      console.error('Sheetfeed did not stop in time and was ended.');
      process.exit(1);
    }, stopWithinMs).unref();
    // A start under way is waited for, so that nothing it opened stays behind.
    starting.then((running) => running.stop()).then(() => process.exit(0), tellAndExit);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  await starting.catch(tellAndExit);
  outliveFaults();
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
