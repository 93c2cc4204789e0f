// How long the server's event loop is held up while something goes on, by the server's own figures.
import { setTimeout as sleep } from 'node:timers/promises';

// Node measures from one timer of 10 ms to the next (prom-client's default), so an idle loop shows 10 ms. What is beyond
// is how late the timer came: work of 15 ms shows as 5 to 15 ms, by where in the period it began.
const timerMs = 10;

/** The 99th percentile of the delay while `work` runs, in ms beyond the timer's own period. */
export async function eventLoopDelayMs(url: URL, work: () => Promise<unknown>): Promise<number> {
  // Reading the figures begins a new period.
  await readMetrics(url);
  await sleep(50);
  await work();
  const text = await readMetrics(url);
  const [, seconds] = /^nodejs_eventloop_lag_p99_seconds ([\d.e-]+)/m.exec(text) ?? [];
  if (seconds === undefined) throw new Error('/metrics tells nothing of the event loop.');
  return Math.max(0, Number(seconds) * 1000 - timerMs);
}

async function readMetrics(url: URL): Promise<string> {
  const response = await fetch(new URL('/metrics', url));
  if (!response.ok) throw new Error(`/metrics answered ${response.status}.`);
  return response.text();
}
