// The query files as last read: each with its last good query, and what is wrong with it now.
import path from 'node:path';
import type pg from 'pg';
import { slugSchema } from '../../../domain/contract/parameter.ts';
import type { CatalogError } from '../../../domain/contract/query.ts';
import type { Log } from '../../log.ts';
import { type CatalogFile } from './catalog-file.ts';
import type { Disk } from './disk.ts';
import { readFolder } from './folder.ts';
import type { UnplacedQuery } from './known-query.ts';
import { FileProblem, hashOf, readQueryText, type QueryText } from './query-file.ts';
import {
  findReadHeaders,
  headerHash,
  keepReadHeaders,
  type HeaderContent,
  type ReadHeaders,
} from './read-headers.ts';
import { lastTexts, numberVersions, type Content } from './versions.ts';

export type Entry = CatalogFile & {
  /** The last good one: also of a file that is broken now. Null when there never was one. */
  readonly query: UnplacedQuery | null;
  readonly error: CatalogError | null;
};

type Entries = ReadonlyMap<string, Entry>;

// They only spare time, and a database that is away is told of elsewhere.
const none = (): ReadHeaders => new Map();

/** The folder as it is now; `known` itself when nothing changed. What is wrong with one file is told of that file. */
export async function readEntries(
  folder: string,
  known: Entries,
  { database, log, disk }: { database: pg.Pool; log: Log; disk: Disk },
): Promise<Entries> {
  const headers = known.size === 0 ? await findReadHeaders(database).catch(none) : undefined;
  const reading: Promise<ReadFile>[] = [];
  const hear = (file: CatalogFile) => {
    const before = known.get(file.file);
    if (before?.stamp === file.stamp) return;
    // The thread reads headers while we read files.
    reading.push(readFile(file, { wasThere: before !== undefined, headers, log }));
  };
  const files = await readFolder(folder, known, { hear, disk });
  if (reading.length === 0 && files.length === known.size) return known;
  const read = (await Promise.all(reading)).sort(byFile);
  keepForNextStart(read, headers, { database, log });
  const good = await withVersions(read, known, { database, folder });
  const recovered = await lastGood(read, { database, folder, log });
  const fresh = new Map<string, Entry>();
  for (const { file, text, error } of read) {
    const before = known.get(file.file)?.query ?? recovered.get(file.file) ?? null;
    fresh.set(file.file, {
      ...file,
      error,
      query: text === null ? before : (good.get(file.file) ?? null),
    });
  }
  const entries = files.map(
    (file) => [file.file, fresh.get(file.file) ?? known.get(file.file)] as const,
  );
  return new Map(entries.flatMap(([name, entry]) => (entry === undefined ? [] : [[name, entry]])));
}

interface ReadFile {
  file: CatalogFile;
  slug: string;
  text: QueryText | null;
  error: CatalogError | null;
  /** It was read before, with another content. */
  wasThere: boolean;
}

/** The slug of a file of the catalog folder. */
export function slugOf(file: string): string {
  return (file.split('/').at(-1) ?? '').replace(/\.sql$/, '');
}

const byFile = (a: ReadFile, b: ReadFile) => (a.file.file < b.file.file ? -1 : 1);

interface Reading {
  wasThere: boolean;
  headers?: ReadHeaders | undefined;
  log: Log;
}

async function readFile(file: CatalogFile, { wasThere, headers, log }: Reading): Promise<ReadFile> {
  const slug = slugOf(file.file);
  try {
    if (file.text === null) throw new FileProblem(file.problem, file.problem.reason);
    if (!slugSchema.safeParse(slug).success) throw new FileProblem(null, wrongName);
    const text = await readQueryText(file.text, headers);
    return { file, slug, text, error: null, wasThere };
  } catch (error) {
    const { line, message: reason } = problemOf(error, file, log);
    const told = { file: file.file, line, reason };
    return { file, slug, text: null, error: told, wasThere: false };
  }
}

// Nobody waits for it: what cannot be kept is read again.
function keepForNextStart(
  read: readonly ReadFile[],
  known: ReadHeaders = new Map(),
  { database, log }: { database: pg.Pool; log: Log },
): void {
  const fresh = new Map<string, HeaderContent>();
  for (const { text } of read) {
    if (text === null) continue;
    const { header, sql: _sql, ...content } = text;
    const hash = headerHash(header);
    if (!known.has(hash)) fresh.set(hash, content);
  }
  keepReadHeaders(database, fresh).catch((error: unknown) => {
    log.debug({ err: error }, 'what was read of headers could not be kept for the next start');
  });
}

const wrongName =
  'The name of a query file has lower-case letters, digits and single hyphens, at most 80, then .sql.';

// Whatever is thrown over one file, the others are served.
function problemOf(error: unknown, { file }: CatalogFile, log: Log): FileProblem {
  if (error instanceof FileProblem) return error;
  log.error({ err: error, file }, 'a query file could not be read, for no reason that is known');
  return new FileProblem(null, 'The file cannot be read. The log of the server says why.');
}

async function withVersions(
  read: readonly ReadFile[],
  known: Entries,
  { database, folder }: { database: pg.Pool; folder: string },
): Promise<Map<string, UnplacedQuery>> {
  const contents = new Map<string, Content>();
  for (const { file, slug, text, wasThere } of read) {
    // Of two files with one name the first counts.
    if (text === null || contents.has(slug)) continue;
    const hash = hashOf(text);
    contents.set(slug, {
      ...{ slug, hash, header: text.header, sql: text.sql },
      ...{ changed: wasThere, file: path.join(folder, file.file) },
    });
  }
  const versions = await numberVersions(database, [...contents.values()]);
  const queries = new Map<string, UnplacedQuery>();
  for (const { file, slug, text } of read) {
    const version = versions.get(slug);
    if (text === null || version === undefined) continue;
    const before = known.get(file.file)?.query;
    queries.set(file.file, queryOf(text, { file: file.file, slug, ...version }, before ?? null));
  }
  return queries;
}

interface Place {
  file: string;
  slug: string;
  version: number;
  seenAt: Date;
}

function queryOf(text: QueryText, place: Place, before: UnplacedQuery | null): UnplacedQuery {
  const { header: _header, owner, ...rest } = text;
  const { file, slug, version, seenAt } = place;
  const updatedAt = before?.version === version ? before.updatedAt : seenAt.toISOString();
  return {
    ...{ ...rest, slug, file, version, updatedAt },
    owner: owner === null ? null : { ...owner, id: null },
    ...{ archivedAt: null, problem: null, describedColumns: null, savedBy: null },
  };
}

// A file that was broken already when the server started: its last good content is in the database.
async function lastGood(
  read: readonly ReadFile[],
  { database, folder, log }: { database: pg.Pool; folder: string; log: Log },
): Promise<Map<string, UnplacedQuery>> {
  const broken = read.filter(({ text, wasThere }) => text === null && !wasThere);
  const texts = await lastTexts(
    database,
    broken.map(({ slug }) => slug),
  );
  const files = broken.flatMap(({ file, slug }) => {
    const text = texts.get(slug);
    return text === undefined ? [] : [{ file: file.file, stamp: file.stamp, text, problem: null }];
  });
  const again = await Promise.all(files.map((file) => readFile(file, { wasThere: false, log })));
  return withVersions(
    again.filter(({ text }) => text !== null),
    new Map(),
    { database, folder },
  );
}
