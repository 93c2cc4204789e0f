// The rules of google.script.run, for both sides of it: developers.google.com/apps-script/guides/html/communication.

/** Google carries out ten calls of a page at once; further ones wait. */
export const maxCallsAtOnce = 10;

/**
 * A copy of what may cross between page and script: primitives, null, and plain objects and arrays of
 * them. `undefined` in a list becomes null, and a key that holds it vanishes. Throws a TypeError for
 * dates, functions, and what refers to itself; Google fails the whole call then.
 */
export function copyForRun(value: unknown): unknown {
  return copy(value, []);
}

function copy(value: unknown, above: object[]): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === undefined) return undefined;
  if (typeof value !== 'object') throw illegal(typeof value);
  if (above.includes(value)) throw illegal('an object that refers to itself');
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  const around = [...above, value];
  if (Array.isArray(value)) return Array.from(value, (part: unknown) => copy(part, around) ?? null);
  if (kind !== 'Object') throw illegal(kind);
  const entries = Object.entries(value).map(([key, part]): [string, unknown] => [
    key,
    copy(part, around),
  ]);
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
}

function illegal(kind: string): TypeError {
  return new TypeError(
    `Failed due to illegal value in property: ${kind} cannot cross google.script.run.`,
  );
}

/** Starts at most ten calls at once, in order, and the next when one ends. */
export class RunQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  async add<T>(call: () => Promise<T>): Promise<T> {
    if (this.running >= maxCallsAtOnce) {
      await new Promise<void>((start) => this.waiting.push(start));
    } else {
      this.running++;
    }
    try {
      return await call();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}

/** Functions whose name ends in `_`, and what is no function of the script, cannot be called. */
export function isCallable(name: string): boolean {
  return /^[A-Za-z$][\w$]*$/.test(name) && !name.endsWith('_');
}
