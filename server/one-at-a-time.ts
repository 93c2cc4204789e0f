// Work that reads again what may have changed: never twice at once, or what was read first could come in last.

export class OneAtATime {
  readonly #work: () => Promise<void>;
  #underWay: Promise<void> | null = null;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Does the work, begun after this call; those who call while it is under way share the next. Fails as it does. */
  async run(): Promise<void> {
    await this.settled();
    this.#underWay ??= this.#work().finally(() => (this.#underWay = null));
    await this.#underWay;
  }

  /** Waits for what is under way, however it ends. */
  async settled(): Promise<void> {
    await this.#underWay?.catch(() => {});
  }
}
