// What is told beside the rows of a result: who was told when, by the columns that name a row.

export interface Told {
  /** The columns that name a row. */
  key: readonly string[];
  /** By the texts of these columns, as `keyText` writes them. */
  words: ReadonlyMap<string, string>;
}

export const keyText = (texts: readonly (string | null)[]) => JSON.stringify(texts);
