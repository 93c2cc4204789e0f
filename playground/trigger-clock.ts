// Google's clock in the playground: runs the triggers that are due, and can be put forward.
import type { PlaygroundIssuer } from './identity.ts';
import type { Simulation } from './desk/simulation.ts';
import type { Until } from './desk/worker-protocol.ts';

const lookEveryMs = 15_000;

interface Parts {
  simulation: Simulation;
  issuer: PlaygroundIssuer;
}

/** Looks every few seconds what is due. The answer ends it. */
export function followClock(parts: Parts): () => void {
  let isAtIt = false;
  const timer = setInterval(() => {
    if (isAtIt) return;
    isAtIt = true;
    void moveClock(parts, 'now')
      .catch((error: unknown) => console.error('A clock trigger failed:', error))
      .finally(() => (isAtIt = false));
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Lives through the time until then, trigger after trigger; others are answered in between. */
export async function moveClock({ simulation, issuer }: Parts, to: Until): Promise<void> {
  let until = to;
  for (;;) {
    const step = { ask: 'clock', until, tokens: await issuer.tokens() } as const;
    // What the worker answers to it.
    const { done, at } = (await simulation.ask(step)) as { done: boolean; at: number };
    if (done) return;
    // While it goes on, time does.
    if (until !== 'now') until = { instant: at };
  }
}
