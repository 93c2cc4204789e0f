// Runs one of PostgreSQL's programs to its end, under the account that PostgreSQL runs as.
import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

/** How a program ended: its exit code (null when it could not be started or was killed) and all it said. */
export interface Ended {
  code: number | null;
  output: string;
}

/** Runs `program` with a bare environment, so that nobody's PG… variables change what it does. */
export function runProgram(program: string, args: string[], account: Account): Promise<Ended> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, {
      ...account,
      // The folder that Sheetfeed was started in may be closed to the account.
      cwd: process.platform === 'win32' ? process.cwd() : '/',
      env: bareEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    // Not 'close': on Windows the server that pg_ctl starts keeps the pipes open.
    child.on('exit', (code) => setImmediate(() => resolve({ code, output: output.trim() })));
  });
}

/** What PostgreSQL's programs need of the environment, and no more. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return { LC_ALL: 'C', PATH, ...(SystemRoot ? { SystemRoot, TEMP } : {}) };
}
