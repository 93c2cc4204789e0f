// The table of words for data: what people wrote of each table of a data source, version by version.
import type pg from 'pg';
import type { TableWords, WordsVersion } from '../../../domain/contract/teaching/data-words.ts';
import { personOf, type Owner } from '../queries/known-query.ts';

/** A table of a data source, by its name there. */
export interface NamedTable {
  source: string;
  schema: string;
  table: string;
}

export interface StoredWords extends NamedTable {
  version: number;
  words: TableWords;
}

/** The number that every change of them moves. */
export const WORDS_NUMBER = 'select change from data_words_change';

/** What is written of each table now. */
export async function readWords(database: pg.Pool): Promise<StoredWords[]> {
  const { rows } = await database.query<StoredWords>(
    `select distinct on (source, schema, "table") source, schema, "table", version, words
     from data_words order by source, schema, "table", version desc`,
  );
  return rows;
}

/** Enters the version after the one that was read, 0 for none; false where there is another one by now. */
export async function enterWords(
  client: pg.PoolClient,
  { source, schema, table }: NamedTable,
  { words, read, by }: { words: TableWords; read: number; by: Owner },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into data_words (source, schema, "table", version, words, saved_by)
     select $1, $2, $3, $4::integer + 1, $5, $6
     where $4::integer = (select coalesce(max(version), 0) from data_words
       where source = $1 and schema = $2 and "table" = $3)
     on conflict do nothing`,
    [source, schema, table, read, JSON.stringify(words), JSON.stringify(by)],
  );
  return rowCount === 1;
}

/** How they stood, the latest first, at most so many. */
export async function wordsHistory(
  database: pg.Pool,
  { source, schema, table }: NamedTable,
  most: number,
): Promise<WordsVersion[]> {
  const { rows } = await database.query<
    Omit<WordsVersion, 'savedAt' | 'savedBy'> & { savedAt: Date; savedBy: Owner }
  >(
    `select version, saved_at as "savedAt", saved_by as "savedBy", words from data_words
     where source = $1 and schema = $2 and "table" = $3 order by version desc limit $4`,
    [source, schema, table, most],
  );
  return rows.map(({ savedAt, savedBy, ...rest }) => ({
    ...rest,
    savedAt: savedAt.toISOString(),
    savedBy: personOf(savedBy),
  }));
}
