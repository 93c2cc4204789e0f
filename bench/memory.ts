// How much memory a process took at most while something went on.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The most resident memory of the process while `work` ran, in MB. */
export async function peakMegabytes(pid: number, work: () => Promise<unknown>): Promise<number> {
  // Linux keeps the peak itself, and forgets it when 5 is written (proc(5), clear_refs).
  if (existsSync(`/proc/${pid}/clear_refs`)) {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    await work();
    const [, kilobytes = '0'] =
      /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  }
  let peak = residentMegabytes(pid);
  const timer = setInterval(() => (peak = Math.max(peak, residentMegabytes(pid))), 100);
  await work();
  clearInterval(timer);
  return peak;
}

/** The resident memory of the process now, in MB. */
export function residentMegabytes(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout.trim()) / 1024;
}
