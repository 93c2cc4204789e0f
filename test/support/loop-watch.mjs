// Loaded into a program under test (node --import): says how long its event loop was held, without the time in which
// the machine had no processor for it.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { isMainThread } from 'node:worker_threads';

const TICK_MS = 2;

if (isMainThread) watch();

function watch() {
  let before = now();
  let longestMs = 0;
  // Each turn of the loop is a little late; one that is much later was held up.
  setInterval(() => {
    const after = now();
    const heldMs = after.at - before.at - (after.waitedMs - before.waitedMs) - TICK_MS;
    longestMs = Math.max(longestMs, heldMs);
    before = after;
  }, TICK_MS).unref();
  const server = http.createServer((_request, response) => {
    // After the timer of this turn: what has just held the loop is counted.
    setTimeout(() => {
      response.end(String(longestMs));
      longestMs = 0;
    }, 3 * TICK_MS);
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    console.log(`The loop is watched at ${port}`);
  });
  server.unref();
}

function now() {
  return { at: performance.now(), waitedMs: waitedMs() };
}

// How long the main thread stood ready for a processor: the second number, in nanoseconds
// (https://docs.kernel.org/scheduler/sched-stats.html). Only Linux tells; elsewhere the wait counts as held.
function waitedMs() {
  try {
    const [, waited = '0'] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(
      ' ',
    );
    return Number(waited) / 1e6;
  } catch {
    return 0;
  }
}
