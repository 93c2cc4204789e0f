// Writes at once what comes while a write goes on: of many that come close together, each costs a part of a statement.
import { isAboutData } from './database.ts';

interface Waiting<Item, Answer> {
  item: Item;
  tell: (answer: Answer) => void;
  fail: (error: unknown) => void;
}

/** In one statement: one of more would hold its locks for longer than others should wait. */
const MOST_AT_ONCE = 100;

export class Together<Item, Answer> {
  readonly #write: (items: Item[]) => Promise<Answer[]>;
  #waiting: Waiting<Item, Answer>[] = [];
  #isWriting = false;

  /** `write` gives an answer for each item, in their order, or writes none of them and throws. */
  constructor(write: (items: Item[]) => Promise<Answer[]>) {
    this.#write = write;
  }

  /** Writes it with others; resolves with its answer once it is written. Throws what `write` throws. */
  add(item: Item): Promise<Answer> {
    return new Promise((tell, fail) => {
      this.#waiting.push({ item, tell, fail });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) await this.#writeSome(this.#waiting.splice(0, MOST_AT_ONCE));
    this.#isWriting = false;
  }

  async #writeSome(some: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#write(some.map(({ item }) => item));
      some.forEach(({ tell }, index) => tell(answers[index] as Answer));
    } catch (error) {
      // One that the database will never take must not keep the others from being written.
      if (some.length > 1 && isAboutData(error))
        for (const one of some) await this.#writeSome([one]);
      else some.forEach(({ fail }) => fail(error));
    }
  }
}
