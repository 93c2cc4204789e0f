// The variations in memory, so that every look at the catalog has them.
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { OneAtATime } from '../../one-at-a-time.ts';
import { readVariations, VARIATIONS_NUMBER, type StoredVariation } from './variations.ts';

export class KnownVariations {
  readonly #reading: OneAtATime;
  #all: readonly StoredVariation[] = [];
  #change: string | null = null;
  #hear: () => Promise<void> = async () => {};

  constructor(database: pg.Pool) {
    this.#reading = new OneAtATime(async () => {
      // The number is read before the rest: what changes in between is read again the next time.
      const change = await readChange(database);
      if (change === this.#change) return;
      this.#all = asBefore(this.#all, await readVariations(database));
      this.#change = change;
      await this.#hear();
    });
  }

  all(): readonly StoredVariation[] {
    return this.#all;
  }

  /** Calls `hear` whenever they were read again. */
  onRead(hear: () => Promise<void>): void {
    this.#hear = hear;
  }

  /** Takes over what was changed since. */
  refresh(): Promise<void> {
    return this.#reading.run();
  }
}

/** Reads which there are. */
export async function openKnownVariations(database: pg.Pool): Promise<KnownVariations> {
  const variations = new KnownVariations(database);
  await variations.refresh();
  return variations;
}

async function readChange(database: pg.Pool): Promise<string> {
  const { rows } = await database.query<{ change: string }>(VARIATIONS_NUMBER);
  return rows[0]?.change ?? '0';
}

// What did not change is the same object, so that what is known of it need not be found out again.
function asBefore(
  before: readonly StoredVariation[],
  now: readonly StoredVariation[],
): StoredVariation[] {
  const known = new Map(before.map((each) => [each.slug, each]));
  return now.map((each) => {
    const same = known.get(each.slug);
    return same !== undefined && isDeepStrictEqual(same, each) ? same : each;
  });
}
