// Starts and stops the PostgreSQL server of one folder, and clears away what a killed one left behind.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../domain/problem.ts';
import { handOver, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { codeOf } from './system-error.ts';
import { clientAuthentication, serverConfiguration, type ServerSettings } from './configuration.ts';
import { capLog, LOG_FILE, setLogAside } from './log-file.ts';
import { killProcess, processIdentity, processesNaming } from './processes.ts';
import { bareEnvironment, runProgram } from './program.ts';

/** Where one server keeps its things, and how it is run. */
export interface Place {
  /** PostgreSQL's own folder; belongs to the account. */
  readonly data: string;
  /** The folder of the log; belongs to the account. */
  readonly log: string;
  /** Names the cluster in its processes' titles; no other cluster of this machine has the same. */
  readonly mark: string;
  readonly account: Account;
  readonly binaries: Binaries;
}

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Ends within 5 seconds: asks first, then insists. */
  stop(): Promise<void>;
}

/**
 * Starts the server on the port it had before, or on a free one, and waits until it takes connections.
 * It is stopped when this process ends without having done so. Throws Problem service_unavailable.
 */
export async function startPostmaster(
  place: Place,
  settings: ServerSettings,
  waitSeconds = 60,
): Promise<Postmaster> {
  await clearAway(place);
  // Before the server, so that there is no moment at which this process could be killed and the server stay.
  const watchdog = startWatchdog(place);
  try {
    const port = await launch(place, settings, waitSeconds);
    const pid = await readPid(place.data);
    if (pid === null)
      throw new Error(`PostgreSQL in ${place.data} ended as soon as it had started.`);
    const stopCapping = capLog(place.log);
    const stop = async (): Promise<void> => {
      stopCapping();
      await stopServer(place);
      watchdog?.stdin?.end('stopped\n');
    };
    return { pid, port, stop };
  } catch (error) {
    // A server that did not start has been stopped already.
    watchdog?.stdin?.end('stopped\n');
    throw error;
  }
}

async function launch(
  place: Place,
  settings: ServerSettings,
  waitSeconds: number,
): Promise<number> {
  const tries = 5;
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(place);
    await writeConfiguration(place, port, settings);
    const ended = await runPgCtl(place, 'start', ['-w', '-t', String(waitSeconds)]);
    if (ended.code === 0) return port;
    const log = await readFile(logFile(place), 'utf8').catch(() => '');
    await stopServer(place);
    // Somebody else may have taken the port since it was seen to be free.
    if (attempt < tries && log.includes('could not create any TCP/IP sockets')) continue;
    const reason = log.trim().split('\n').slice(-3).join(' ') || ended.output;
    throw new Problem(
      'service_unavailable',
      `PostgreSQL did not start in ${place.data}: ${reason}`,
    );
  }
}

function runPgCtl(
  place: Place,
  command: 'start' | 'stop',
  more: string[],
): ReturnType<typeof runProgram> {
  const log = command === 'start' ? ['-l', logFile(place)] : [];
  return runProgram(
    place.binaries.pgCtl,
    [command, '-D', place.data, ...log, ...more],
    place.account,
  );
}

const logFile = (place: Place): string => path.join(place.log, LOG_FILE);

async function writeConfiguration(
  { data, log, mark, account }: Place,
  port: number,
  settings: ServerSettings,
): Promise<void> {
  const files = {
    'postgresql.conf': serverConfiguration(port, { ...settings, cluster_name: mark }),
    'pg_hba.conf': clientAuthentication,
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(data, name);
    await writeFile(file, text, { mode: 0o600 });
    await handOver(file, account);
  }
  await setLogAside(log);
}

async function choosePort({ data }: Place): Promise<number> {
  const before = await readFile(path.join(data, 'postgresql.conf'), 'utf8').catch(() => '');
  const port = Number(/^port = '(\d+)'$/m.exec(before)?.[1]);
  return port && (await isFree(port)) ? port : freePort();
}

const isFree = (port: number): Promise<boolean> =>
  listenOnce(port).then(
    () => true,
    () => false,
  );
const freePort = (): Promise<number> => listenOnce(0);

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const taken = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}

/** The process that runs on a data folder, as its lock file names it; null when there is none. */
export async function readPid(data: string): Promise<number | null> {
  try {
    const [first = ''] = (await readFile(path.join(data, 'postmaster.pid'), 'utf8')).split('\n');
    return Number(first) || null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

// Waits for this process to close its input: it says so when it has stopped the server itself; when it was
// killed it cannot, and then the server that the lock file names is stopped ("fast shutdown" is SIGINT). One
// that is just being started writes that file within the first moments.
const watch = `
read -r word && exit
for second in 1 2 3 4 5 6 7 8 9 10; do
  read -r pid < "$0/postmaster.pid" && kill -INT "$pid" && exit
  sleep 1
done`;

function startWatchdog({ data, account }: Place): ChildProcess | null {
  if (process.platform === 'win32') return null;
  const watchdog = spawn('/bin/sh', ['-c', watch, data], {
    ...account,
    cwd: '/',
    env: bareEnvironment(),
    // Away from the terminal's process group, so that Ctrl-C does not end it first.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // When it has ended, the server has too.
  watchdog.stdin.on('error', () => undefined);
  watchdog.unref();
  const { stdin } = watchdog;
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return watchdog;
}

async function stopServer(place: Place): Promise<void> {
  for (const [mode, seconds] of [
    ['fast', '2'],
    ['immediate', '1'],
  ] as const) {
    if ((await readPid(place.data)) === null) break;
    const { code } = await runPgCtl(place, 'stop', ['-w', '-m', mode, '-t', seconds]);
    if (code === 0) break;
  }
  await clearAway(place, 0);
}

/**
 * Leaves a folder on which nothing runs: stops a server that outlived its owner, waits for the children of
 * one that was killed, and removes the lock file that it could not remove. `patience` in milliseconds.
 */
async function clearAway(place: Place, patience = 3000): Promise<void> {
  const pid = await readPid(place.data);
  const remaining = (): number[] =>
    processesNaming(`-D ${place.data}`, `postgres: ${place.mark}: `);
  const postmaster = pid !== null && remaining().includes(pid) ? pid : null;
  // One that is ending has no command any more, and its port still.
  const isOver = () => postmaster === null || processIdentity(postmaster) === null;
  if (postmaster !== null) {
    killProcess(postmaster, 'SIGINT');
    await waitUntil(isOver, patience);
  }
  if (!(await waitUntil(() => remaining().length === 0, 500)))
    for (const left of remaining()) killProcess(left, 'SIGKILL');
  await waitUntil(() => remaining().length === 0 && isOver(), 1000);
  if (process.platform !== 'win32')
    await rm(path.join(place.data, 'postmaster.pid'), { force: true });
}

async function waitUntil(condition: () => boolean, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(20))
    if (condition()) return true;
  return condition();
}
