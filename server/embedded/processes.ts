// Tells which processes there are: whether a lock's owner still lives, and what a killed PostgreSQL left behind.
import { readFileSync, readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { codeOf } from './system-error.ts';

interface Process {
  pid: number;
  command: string;
}

/** What tells a process from a later one with the same id; null when there is no such process (or only its remains). */
export function processIdentity(pid: number): string | null {
  if (process.platform === 'linux') return linuxIdentity(pid);
  if (process.platform === 'win32') return isSignalable(pid) ? 'alive' : null;
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  const text = (stdout ?? '').trim();
  return text === '' || text.startsWith('Z') ? null : text.replace(/^\S+\s+/, '');
}

// proc(5): after the name in parentheses come the state (field 3) and, as field 22, the start time in ticks.
function linuxIdentity(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  const boot = readOrNull('/proc/sys/kernel/random/boot_id') ?? '';
  return `${fields[19]} ${boot.trim()}`;
}

/** The processes whose command names one of `marks`: the postmaster by its folder, its children by the cluster's name. */
export function processesNaming(...marks: string[]): number[] {
  return allProcesses()
    .filter(({ pid, command }) => pid !== process.pid && isPostgres(command))
    .filter(({ command }) => marks.some((mark) => command.includes(mark)))
    .map(({ pid }) => pid);
}

// `/path/bin/postgres -D …` is a postmaster, `postgres: name: checkpointer` one of its children.
function isPostgres(command: string): boolean {
  return command.startsWith('postgres: ') || /[\\/]postgres(\.exe)?"? -D /.test(command);
}

function allProcesses(): Process[] {
  if (process.platform === 'win32') return [];
  if (process.platform !== 'linux') return listByPs();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({
      pid: Number(name),
      command: (readOrNull(`/proc/${name}/cmdline`) ?? '').replaceAll('\0', ' '),
    }));
}

function listByPs(): Process[] {
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' });
  return (stdout ?? '').split('\n').map((line) => {
    const [, pid = '0', command = ''] = /^\s*(\d+)\s+(\S.*)$/.exec(line) ?? [];
    return { pid: Number(pid), command };
  });
}

// A process may end between being listed and being read.
function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function isSignalable(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Ends a process at once; it is fine when it has ended by itself. */
export function killProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}
