// Words for data in memory, so that whoever shows a table can ask what it means.
import type pg from 'pg';
import { OneAtATime } from '../../one-at-a-time.ts';
import { readWords, type NamedTable, type StoredWords } from './data-words.ts';

export class KnownWords {
  #words: ReadonlyMap<string, StoredWords> = new Map();
  readonly #reading: OneAtATime;

  constructor(database: pg.Pool) {
    this.#reading = new OneAtATime(async () => {
      const words = await readWords(database);
      this.#words = new Map(words.map((each) => [keyOf(each), each]));
    });
  }

  /** Takes over what was changed since. */
  refresh(): Promise<void> {
    return this.#reading.run();
  }

  /** Null where nobody wrote anything yet. */
  of(table: NamedTable): StoredWords | null {
    return this.#words.get(keyOf(table)) ?? null;
  }

  /** Of all tables of a data source. */
  ofSource(source: string): StoredWords[] {
    return [...this.#words.values()].filter((each) => each.source === source);
  }
}

const keyOf = ({ source, schema, table }: NamedTable) => JSON.stringify([source, schema, table]);

/** Reads what is written. */
export async function openKnownWords(database: pg.Pool): Promise<KnownWords> {
  const words = new KnownWords(database);
  await words.refresh();
  return words;
}
