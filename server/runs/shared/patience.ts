// How long the readers of a run may make its data source wait: a turn is the source's, not theirs.

/** Of a good network's reader; within it nothing is written to the disk. */
const SPARE_MS = 5_000;
/** While others wait for the turn. */
const SPARE_WHILE_OTHERS_WAIT_MS = 1_000;
const LOOK_EVERY_MS = 200;

export class Patience {
  readonly #doOthersWait: () => boolean;
  readonly #onEnd: () => void;
  /** Of all pauses that are over. */
  #pausedMs = 0;
  #since: number | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** `onEnd` is called, during a pause or at its beginning, when the pauses have come to more than may be. */
  constructor(doOthersWait: () => boolean, onEnd: () => void) {
    this.#doOthersWait = doOthersWait;
    this.#onEnd = onEnd;
  }

  /** A pause begins. */
  begin(): void {
    this.#since = performance.now();
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
    // Many short ones come to a long one.
    this.#look();
  }

  /** A pause is over. */
  end(): void {
    if (this.#since !== null) this.#pausedMs += performance.now() - this.#since;
    this.#since = null;
    clearInterval(this.#timer);
  }

  #look(): void {
    const pausedMs = this.#pausedMs + performance.now() - (this.#since ?? performance.now());
    const most = this.#doOthersWait() ? SPARE_WHILE_OTHERS_WAIT_MS : SPARE_MS;
    if (pausedMs > most) this.#onEnd();
  }
}
