// Google's clock: every hour it runs the clock triggers that the add-on created.
import type { PlaygroundIssuer } from './identity.ts';
import type { Simulation } from './desk/simulation.ts';

const everyMs = 3600_000;

/** The answer ends it. A trigger that fails is the add-on's to record, as with Google. */
export function followClock(simulation: Simulation, issuer: PlaygroundIssuer): () => void {
  const timer = setInterval(() => {
    void issuer
      .tokens()
      .then((tokens) => simulation.ask({ ask: 'dueTriggers', tokens }))
      .catch((error: unknown) => console.error('A clock trigger failed:', error));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
