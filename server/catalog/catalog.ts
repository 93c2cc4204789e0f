// All queries: found by slug or former slug, searched by words, kept in step with the folder of files.
import { stat } from 'node:fs/promises';
import type pg from 'pg';
import type { CatalogError, Query } from '../../domain/contract/query.ts';
import { Problem } from '../../domain/problem.ts';
import type { Member } from '../identity/member.ts';
import type { Log } from '../log.ts';
import { arrange, type Arranged } from './arrange.ts';
import { readEntries } from './entries.ts';
import { watchFolder } from './folder.ts';
import { createSearchIndex, type SearchIndex } from './search.ts';
import { wasKnown } from './versions.ts';

export interface Catalog {
  /** The query with this slug, or with it among its former ones. Throws Problem not_found. */
  find(slug: string, member: Member): Promise<Query>;
  /** A page of the queries that hold every word, best first. Throws Problem invalid_request for a wrong `next`. */
  search(asked: CatalogSearch, member: Member): Promise<{ queries: Query[]; next: string | null }>;
  /** The files that could not be read, or not wholly. */
  errors(): CatalogError[];
  /** Stops watching the folder. */
  close(): Promise<void>;
}

export interface CatalogSearch {
  search: string;
  /** The `next` of the page before. */
  next: string | null;
  limit: number;
}

export interface CatalogOptions {
  /** Null: the catalog is empty. */
  folder: string | null;
  /** The names of the data sources there are. */
  sources: readonly string[];
  database: pg.Pool;
  log: Log;
}

/** Reads the folder, and goes on reading what changes in it. Throws Problem not_found when there is no such folder. */
export async function createCatalog(options: CatalogOptions): Promise<Catalog> {
  const { folder, database } = options;
  let shown = showing(arrange([], options.sources));
  if (folder === null)
    return catalogOf(
      () => shown,
      database,
      async () => {},
    );

  await requireFolder(folder);
  let entries = await readEntries(folder, new Map(), database);
  shown = showing(arrange([...entries.values()], options.sources));
  const stop = watchFolder(folder, async () => {
    try {
      const read = await readEntries(folder, entries, database);
      if (read === entries) return;
      entries = read;
      shown = showing(arrange([...entries.values()], options.sources));
    } catch (error) {
      // What was read last is served; the folder is looked through again in a moment.
      options.log.warn({ err: error }, 'the catalog folder could not be read again');
    }
  });
  return catalogOf(() => shown, database, stop);
}

interface Shown extends Arranged {
  index: SearchIndex;
}

const showing = (arranged: Arranged): Shown => ({
  ...arranged,
  index: createSearchIndex([...arranged.queries.values()]),
});

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) return;
  throw new Problem(
    'not_found',
    `CATALOG_DIR names ${folder}, which is not a folder that can be read.`,
  );
}

function catalogOf(shown: () => Shown, database: pg.Pool, close: () => Promise<void>): Catalog {
  return {
    async find(slug) {
      const { queries, formerly } = shown();
      const query = queries.get(slug) ?? queries.get(formerly.get(slug) ?? '');
      if (query !== undefined) return query;
      throw await missing(database, slug);
    },
    async search({ search, next, limit }) {
      const from = next === null ? 0 : Number(next);
      if (!Number.isSafeInteger(from) || from < 0) {
        throw new Problem(
          'invalid_request',
          'The page asked for (next) is not one that was offered.',
        );
      }
      const found = shown().index.search(search);
      const more = from + limit < found.length;
      return { queries: found.slice(from, from + limit), next: more ? String(from + limit) : null };
    },
    errors: () => shown().errors,
    close,
  };
}

async function missing(database: pg.Pool, slug: string): Promise<Problem> {
  const gone = await wasKnown(database, slug);
  const detail = gone
    ? `The query ${slug} is no longer in the catalog. What it gave before stays as it is; ask whoever wrote it.`
    : `There is no query named ${slug}. Search the catalog for it.`;
  return new Problem('not_found', detail, gone ? { gone } : {});
}
