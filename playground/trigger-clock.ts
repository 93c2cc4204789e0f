// The add-on's triggers in the playground: what Google runs by its clock, which can be put forward, and after what people do.
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

/** Does what a person wants, then runs the triggers that it fired; they wait for the first part alone. */
export async function actAndFire(
  { simulation, issuer }: Parts,
  act: () => Promise<unknown>,
): Promise<void> {
  // What the worker answers to an edit and to an opening.
  const { fires } = (await act()) as { fires: boolean };
  if (!fires) return;
  void fireAll({ simulation, issuer }).catch((error: unknown) =>
    console.error('Triggers of the add-on were left:', error),
  );
}

async function fireAll({ simulation, issuer }: Parts): Promise<void> {
  for (;;) {
    // What the worker answers to it.
    const fired = await simulation.ask({ ask: 'fire', tokens: await issuer.tokens() });
    if ((fired as { done: boolean }).done) return;
  }
}
