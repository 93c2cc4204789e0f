// Runs the program behind `npm start` as somebody would, in a home of its own.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../server/root.ts';
import { faultWatch } from '../support/program-faults.ts';

export interface RunningProgram {
  /** Where the catalog is; the playground is at /playground below it. */
  url: string;
  /** The sample's database for whoever may change it. */
  sampleUrl: string;
  home: string;
  output(): string;
  /** Waits until the output holds the text. */
  says(text: string | RegExp): Promise<void>;
  /** Sends the signal, waits for the end, and answers the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

const startWithinMs = 240_000;

export async function newHome(): Promise<string> {
  return mkdtemp(path.join(os.tmpdir(), 'sheetfeed-journey-'));
}

/** Also what lies elsewhere, for PostgreSQL does not run as root and not in root's folders. */
export async function removeHome(home: string): Promise<void> {
  const data = await dataFolder(home);
  await rm(home, { recursive: true, force: true });
  if (data !== home) await rm(data, { recursive: true, force: true });
}

export async function dataFolder(home: string): Promise<string> {
  const pointer = path.join(home, 'data-folder');
  return existsSync(pointer) ? (await readFile(pointer, 'utf8')).trim() : home;
}

export interface Start {
  home: string;
  env?: Record<string, string>;
}

/** Starts it and waits until it has printed its addresses. */
export async function startProgram(start: Start): Promise<RunningProgram> {
  const program = spawnProgram(start);
  await program.says('Ctrl-C stops everything');
  const url = /Catalog\s+(http:\S+?)\/?\s/.exec(program.output())?.[1] ?? '';
  const sampleUrl = /psql "([^"]+)"/.exec(program.output())?.[1] ?? '';
  return { ...program, url, sampleUrl };
}

/** Starts it and waits until it has ended by itself. */
export async function runToItsEnd(start: Start): Promise<{ code: number | null; output: string }> {
  const program = spawnProgram(start);
  const code = await program.ended;
  return { code, output: program.output() };
}

function spawnProgram({ home, env = {} }: Start) {
  const child = spawn(process.execPath, [path.join(root, 'dist', 'server', 'playground.js')], {
    cwd: root,
    env: { ...bareEnvironment(), PORT: '0', SHEETFEED_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const hearers = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    for (const hearer of hearers) hearer();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const watch = faultWatch();
  child.stderr.on('data', (chunk: Buffer) => watch(chunk.toString()));
  // Closed, not only gone: its last words may come after its end.
  let isClosed = false;
  const ended = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      isClosed = true;
      resolve(code);
    }),
  );
  void ended.then(() => hearers.forEach((hearer) => hearer()));
  const says = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${why}; it said:\n${output}`));
      const late = setTimeout(() => fail(`It did not say ${text}`), startWithinMs);
      const look = () => {
        const said = typeof text === 'string' ? output.includes(text) : text.test(output);
        if (!said && !isClosed) return;
        hearers.delete(look);
        clearTimeout(late);
        if (said) resolve();
        else fail(`It ended with ${child.exitCode}`);
      };
      hearers.add(look);
      look();
    });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { home, output: () => output, says, ended, end };
}

// Settings of whoever runs the tests would change what is tested.
function bareEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(SOURCE_|DATABASE_URL|CATALOG_DIR|PUBLIC_URL|HOST$|GOOGLE_|OIDC_|LOG_LEVEL)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

/** The command lines of all processes that name the text. */
export function processesNaming(text: string): string[] {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(text));
}
