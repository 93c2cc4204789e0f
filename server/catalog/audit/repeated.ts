// What somebody does again and again within a minute, of which the audit has the first and then one line with the number.
import type { AuditEvent } from './event.ts';

const TELL_EVERY_MS = 60_000;
/** More kinds at once are told before their minute is over. */
const MOST_COUNTED = 1_000;

interface Counted {
  event: AuditEvent;
  /** Besides the first. */
  times: number;
}

export class Repeated {
  readonly #record: (event: AuditEvent) => void;
  readonly #counted = new Map<string, Counted>();
  readonly #timer: NodeJS.Timeout;

  constructor(record: (event: AuditEvent) => void) {
    this.#record = record;
    this.#timer = setInterval(() => this.#tell(), TELL_EVERY_MS);
    this.#timer.unref();
  }

  add(event: AuditEvent): void {
    const { member, what, subject, address, outcome } = event;
    const key = JSON.stringify([member.id, what, subject, address, outcome]);
    const counted = this.#counted.get(key);
    if (counted !== undefined) {
      counted.times++;
      return;
    }
    if (this.#counted.size >= MOST_COUNTED) this.#tell();
    this.#counted.set(key, { event, times: 0 });
    this.#record(event);
  }

  #tell(): void {
    for (const { event, times } of this.#counted.values())
      if (times > 0) this.#record({ ...event, details: { ...event.details, times } });
    this.#counted.clear();
  }

  /** Tells what is left. */
  close(): void {
    clearInterval(this.#timer);
    this.#tell();
  }
}
