// Matches rows of a result with rows of a sheet by their key columns.
import type { Field } from '../contract/result.ts';
import { Problem } from '../problem.ts';
import type { Matches } from './rows.ts';

/** Keys that are named in a problem. */
const NAMED_KEYS = 5;

/** Refuses a result whose keys do not name each row once. Throws Problem: keys_invalid. */
export function checkKeys(rows: Field[][], sources: number[], labels: string[]): void {
  const columns = labels.join(' and ');
  const blank = rows.filter((row) => sources.some((source) => (row[source] ?? null) === null));
  if (blank.length > 0) {
    throw new Problem(
      'keys_invalid',
      `${blank.length} of the query's rows have nothing in ${columns}, so they cannot be matched. Choose other key columns, or ask the author of the query.`,
    );
  }
  const seen = new Map<string, number>();
  for (const row of rows) {
    const key = JSON.stringify(sources.map((source) => row[source]));
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  const twice = [...seen].filter(([, count]) => count > 1).map(([key]) => keyWords(key));
  if (twice.length === 0) return;
  const named = twice.slice(0, NAMED_KEYS).join('; ');
  const more = twice.length > NAMED_KEYS ? ` and ${twice.length - NAMED_KEYS} more` : '';
  throw new Problem(
    'keys_invalid',
    `The query gives more than one row for ${columns}: ${named}${more}. Choose key columns that name each row once.`,
    { keys: twice.slice(0, 100) },
  );
}

/**
 * Which present row shows which row of the result. `present` and `results` are fingerprints of the
 * keys; a second row with the same key is nobody's, and stays. Rows whose key is gone go, unless
 * `mayGo` says that something beside them is worth keeping.
 */
export function matchKeys(
  present: number[],
  results: number[],
  mayGo: (row: number) => boolean,
): Matches {
  const free = new Map(results.map((print, index) => [print, index]));
  const matched = present.map((print) => {
    const index = free.get(print) ?? null;
    free.delete(print);
    return index;
  });
  const gone = new Set([...present.keys()].filter((row) => matched[row] === null && mayGo(row)));
  return { results: matched, gone, added: [...free.values()].sort((one, other) => one - other) };
}

function keyWords(key: string): string {
  return (JSON.parse(key) as Field[]).map(String).join(', ');
}
