// The table of what headers were read as, for the next start: to read ten thousand takes seconds, to look them up does not.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import type { FileAlert } from '../../../domain/contract/alert.ts';
import type { Person, QueryContent, QueryParent } from '../../../domain/contract/query.ts';

/** What a header says. */
export interface HeaderContent extends Omit<QueryContent, 'source' | 'sql'> {
  /** Null when the file names none. */
  source: string | null;
  owner: Person | null;
  parent: QueryParent | null;
  /** Absent where there are none. */
  alerts?: FileAlert[];
}

/** Contents by the hashes of their headers. */
export type ReadHeaders = ReadonlyMap<string, HeaderContent>;

export function headerHash(header: string): string {
  return createHash('sha256').update(header).digest('base64url');
}

/** What this program has read before, here or on another server. */
export async function findReadHeaders(database: pg.Pool): Promise<ReadHeaders> {
  if (reader === null) return new Map();
  const { rows } = await database.query<{ hash: string; content: HeaderContent }>(
    'select header_hash as hash, content from read_headers where reader = $1',
    [reader],
  );
  return new Map(rows.map(({ hash, content }) => [hash, content]));
}

/** Keeps what was read now, and forgets what other programs have read. */
export async function keepReadHeaders(database: pg.Pool, read: ReadHeaders): Promise<void> {
  if (reader === null || read.size === 0) return;
  await database.query(
    `with others as (delete from read_headers where reader <> $1)
     insert into read_headers (reader, header_hash, content)
     select $1, hash, content::json from unnest($2::text[], $3::text[]) as read (hash, content)
     order by hash on conflict do nothing`,
    [reader, [...read.keys()], [...read.values()].map((content) => JSON.stringify(content))],
  );
}

/** Tells programs apart that may read a header differently. Null where they run from the sources: nothing is kept then. */
const reader = import.meta.url.endsWith('.js') ? programHash() : null;

// A built file names those that it is made of by their hashes; libraries are told apart by their versions.
function programHash(): string {
  const built = ['header-worker.mjs', path.basename(fileURLToPath(import.meta.url))];
  const files = built.map((name) => fileURLToPath(new URL(`./${name}`, import.meta.url)));
  const { resolve } = createRequire(import.meta.url);
  const libraries = ['yaml', 'zod'].map((name) => resolve(`${name}/package.json`));
  const hash = createHash('sha256');
  for (const file of [...files, ...libraries]) hash.update(readFileSync(file));
  return hash.digest('base64url');
}
