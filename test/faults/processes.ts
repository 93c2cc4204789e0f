// Looks at processes of a test and stops them in their tracks, as a broken machine does.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Cluster } from '../../server/embedded/cluster.ts';

/** Stops every process of a cluster; the function that is returned lets them go on. */
export function freeze(cluster: Cluster): () => void {
  const [first = ''] = readFileSync(
    path.join(cluster.folder, 'data', 'postmaster.pid'),
    'utf8',
  ).split('\n');
  const postmaster = Number(first);
  // The postmaster first, so that it starts no others meanwhile.
  process.kill(postmaster, 'SIGSTOP');
  const frozen = [postmaster, ...childrenOf(postmaster)];
  for (const pid of frozen) signal(pid, 'SIGSTOP');
  return () => {
    for (const pid of frozen.splice(0)) signal(pid, 'SIGCONT');
  };
}

// A backend that another one woke to end is gone before its own turn.
function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function childrenOf(parent: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.filter(([, ppid]) => ppid === parent).map(([pid = 0]) => pid);
}

/** The memory that a process holds, in megabytes; 0 when it is gone. */
export function residentMegabytes(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout) / 1024;
}
