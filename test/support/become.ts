// `toBecome`: an assertion that waits for what a page or a server brings soon.
import { expect } from '@jest/globals';

/** Long, for a busy machine: a test whose product is right never waits so long. */
const waitMs = 90_000;
const pauseMs = 20;

expect.extend({
  async toBecome(read: () => unknown, wanted: unknown) {
    const fits = (found: unknown) =>
      wanted instanceof RegExp && typeof found === 'string'
        ? wanted.test(found)
        : this.equals(found, wanted);
    const giveUp = Date.now() + waitMs;
    for (;;) {
      const tried = await attempt(read);
      const pass = 'found' in tried && fits(tried.found);
      if (pass || Date.now() > giveUp) {
        const told = 'found' in tried ? this.utils.printReceived(tried.found) : tried.failed;
        const message = () => `${told}\ndid not become\n${this.utils.printExpected(wanted)}`;
        return { pass, message };
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  },
});

async function attempt(read: () => unknown): Promise<{ found: unknown } | { failed: string }> {
  try {
    return { found: await read() };
  } catch (error) {
    return { failed: String(error) };
  }
}

declare module 'expect' {
  interface Matchers<R> {
    /** Reads again and again until it is equal to what is wanted, or fits its pattern. */
    toBecome(wanted: unknown): Promise<R>;
  }
}
