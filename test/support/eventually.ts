// Waits for what happens soon, such as a file being noticed; what does not happen fails the test with what was seen.

const GIVE_UP_MS = 120_000;
const ASK_EVERY_MS = 30;

/** Asks again until `check` is content, and gives what it was content with. Throws, with what was read last, after two minutes. */
export async function eventually<T>(
  read: () => T | Promise<T>,
  check: (value: T) => boolean,
): Promise<T> {
  const giveUp = performance.now() + GIVE_UP_MS;
  for (;;) {
    const value = await read();
    if (check(value)) return value;
    if (performance.now() > giveUp) throw new Error(`It did not come about. Last: ${shown(value)}`);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}

/** Waits until it is true. Throws after two minutes. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  await eventually(isTrue, (value) => value);
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 2_000);
}
