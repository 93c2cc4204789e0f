// Who was told when, by the columns that name a row: read from the frozen runs that were kept as sent.
import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { MOST_SENT_ROWS_OF_QUERY } from '../../../domain/contract/talk/sent-list.ts';
import { BETWEEN_LISTS } from '../../../domain/sent-list.ts';
import { sentListsOf, type KnownSentList } from '../../catalog/sent/sent-lists.ts';
import type { KnownFrozen } from '../../catalog/frozen/frozen-runs.ts';
import { textRows } from '../../engines/rows.ts';
import type { Member } from '../../identity/member.ts';
import { seesFrozen, type FrozenAccess } from '../frozen/frozen-access.ts';
import type { FrozenResults } from '../frozen/frozen-results.ts';
import type { RunnableQuery } from '../request.ts';
import { keyText, type Told } from './told.ts';

export interface ToldOptions extends FrozenAccess {
  database: pg.Pool;
  frozen: Pick<FrozenResults, 'rows'>;
}

type ToldQuery = Pick<RunnableQuery, 'slug' | 'key'> & { formerly?: readonly string[] };

/** What is told beside the rows of a query, as the member may know it. */
export type TellsWho = (query: ToldQuery, member: Member) => Promise<Told | null>;

export const createTellsWho =
  (options: ToldOptions): TellsWho =>
  (query, member) =>
    toldOf(options, query, member);

/** All that the member may know; null where nothing was sent, or nothing names the query's rows. */
async function toldOf(
  options: ToldOptions,
  { slug, formerly = [], key = [] }: ToldQuery,
  member: Member,
): Promise<Told | null> {
  if (key.length === 0) return null;
  const lists = await sentListsOf(options.database, { slugs: [slug, ...formerly] });
  const seen = lists.filter(
    ({ frozen }) => frozen.erasedAt === null && seesFrozen(options, frozen, member),
  );
  return seen.length === 0 ? null : { key, words: await wordsOf(options.frozen, seen, key) };
}

/** In names: of two queries with as many as a query may have. */
const wordsKept = new LRUCache<string, ReadonlyMap<string, string>>({
  maxSize: 2 * MOST_SENT_ROWS_OF_QUERY,
  sizeCalculation: (words) => words.size + 1,
});

// The same for all who may see the same lists. A list only ever gets more rows.
async function wordsOf(
  results: Pick<FrozenResults, 'rows'>,
  lists: readonly KnownSentList[],
  key: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const id = JSON.stringify([key, lists.map((list) => [list.id, list.rows?.length ?? null])]);
  const known = wordsKept.get(id);
  if (known !== undefined) return known;
  const words = new Map<string, string>();
  for (const list of lists) {
    const here = `${list.sentOn} ${list.purpose}`;
    for (const name of await namesIn(results, list, key)) {
      const before = words.get(name);
      words.set(name, before === undefined ? here : before + BETWEEN_LISTS + here);
    }
    // Others have their turn between two lists.
    await setImmediate();
  }
  wordsKept.set(id, words);
  return words;
}

async function namesIn(
  results: Pick<FrozenResults, 'rows'>,
  { frozen, rows }: KnownSentList,
  key: readonly string[],
): Promise<ReadonlySet<string>> {
  const names = await allNames(results, frozen, key);
  return new Set(rows === null ? names : rows.flatMap((place) => names[place] ?? []));
}

/** In characters. What is frozen stays as it is, so it need not be read for each result anew. */
const KEPT_NAMES = 8_000_000;
const kept = new LRUCache<string, readonly string[]>({
  maxSize: KEPT_NAMES,
  sizeCalculation: (names) => names.reduce((sum, name) => sum + name.length + 16, 16),
});

/** Of each of its rows; none where it has not all of these columns. */
async function allNames(
  results: Pick<FrozenResults, 'rows'>,
  frozen: KnownFrozen,
  key: readonly string[],
): Promise<readonly string[]> {
  const places = key.map((name) => frozen.columns.findIndex((column) => column.name === name));
  if (places.includes(-1)) return [];
  const id = keyText([frozen.id, ...key]);
  const known = kept.get(id);
  if (known !== undefined) return known;
  const names: string[] = [];
  for await (const { chunk } of results.rows(frozen))
    for (const row of textRows(chunk, 0, chunk.length))
      names.push(keyText(places.map((place) => row[place] ?? null)));
  kept.set(id, names);
  return names;
}
