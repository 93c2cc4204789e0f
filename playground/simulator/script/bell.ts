// How a thread that waits is told that something came, from whichever thread: one bell for all that it may wait for.

export class Bell {
  private readonly rung: Int32Array;

  /** The same bell in every thread that has the buffer, of four bytes. */
  constructor(readonly buffer: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.rung = new Int32Array(buffer);
  }

  /** Wakes whoever waits; to be called after what they wait for is there. */
  ring(): void {
    Atomics.add(this.rung, 0, 1);
    Atomics.notify(this.rung, 0);
  }

  /**
   * Blocks this thread until `look` finds something, and gives that; null after the time is over. It looks at once
   * and again whenever the bell rings.
   */
  wait<T>(look: () => T | null, withinMs = Infinity): T | null {
    const until = performance.now() + withinMs;
    for (;;) {
      const seen = Atomics.load(this.rung, 0);
      const found = look();
      if (found !== null) return found;
      const left = until - performance.now();
      if (left <= 0) return null;
      Atomics.wait(this.rung, 0, seen, left);
    }
  }
}
