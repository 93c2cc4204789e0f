// The time that scripts see.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Lets time pass, as Utilities.sleep does. */
  advance(milliseconds: number): void;
}

export interface SimulatedClock extends Clock {
  set(time: number | string): void;
}

/** Stands still but for what a test or a script lets pass. */
export function simulatedClock(start: number | string): SimulatedClock {
  let time = new Date(start).getTime();
  return {
    now: () => time,
    advance: (milliseconds) => void (time += milliseconds),
    set: (to) => void (time = new Date(to).getTime()),
  };
}

/** The machine's clock; sleeping really sleeps. */
export const realClock: Clock = {
  now: Date.now,
  advance: (milliseconds) => {
    if (milliseconds > 0)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  },
};

export interface MovableClock extends Clock {
  /** How far it is ahead of the machine's. */
  readonly aheadMs: number;
  /** Puts it to a time that has not come yet; an earlier one changes nothing. */
  moveTo(time: number): void;
}

/** The machine's clock, put forward: sleeping still really sleeps. */
export function movableClock(aheadMs: number): MovableClock {
  let ahead = aheadMs;
  const now = () => realClock.now() + ahead;
  return {
    now,
    advance: realClock.advance,
    get aheadMs() {
      return ahead;
    },
    moveTo(time) {
      ahead += Math.max(0, time - now());
    },
  };
}
