// The query files as last read: each with its last good query, and what is wrong with it now.
import type pg from 'pg';
import { slugSchema } from '../../domain/contract/parameter.ts';
import type { CatalogError } from '../../domain/contract/query.ts';
import { readFolder, type CatalogFile } from './folder.ts';
import type { UnplacedQuery } from './known-query.ts';
import { FileProblem, hashOf, readQueryText, type QueryText } from './query-file.ts';
import { lastTexts, numberVersions, type Content } from './versions.ts';

export interface Entry extends CatalogFile {
  /** The last good one: also of a file that is broken now. Null when there never was one. */
  readonly query: UnplacedQuery | null;
  readonly error: CatalogError | null;
}

type Entries = ReadonlyMap<string, Entry>;

/** The folder as it is now; `known` itself when nothing changed. */
export async function readEntries(
  folder: string,
  known: Entries,
  database: pg.Pool,
): Promise<Entries> {
  const files = await readFolder(folder, known);
  const changed = files.filter((file) => known.get(file.file)?.stamp !== file.stamp);
  if (changed.length === 0 && files.length === known.size) return known;
  const read = changed.map((file) => readFile(file, known.get(file.file)));
  const good = await withVersions(read, known, database);
  const recovered = await lastGood(read, database);
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

function readFile(file: CatalogFile, before: Entry | undefined): ReadFile {
  const slug = slugOf(file.file);
  const broken = (line: number | null, reason: string): ReadFile => ({
    file,
    slug,
    text: null,
    error: { file: file.file, line, reason },
    wasThere: false,
  });
  if (!slugSchema.safeParse(slug).success) {
    return broken(
      null,
      'The name of a query file has lower-case letters, digits and single hyphens, at most 80, then .sql.',
    );
  }
  if (file.text === null) return broken(null, file.reason ?? 'The file cannot be read.');
  try {
    return {
      file,
      slug,
      text: readQueryText(file.text),
      error: null,
      wasThere: before !== undefined,
    };
  } catch (error) {
    if (error instanceof FileProblem) return broken(error.line, error.message);
    throw error;
  }
}

async function withVersions(
  read: readonly ReadFile[],
  known: Entries,
  database: pg.Pool,
): Promise<Map<string, UnplacedQuery>> {
  const contents = new Map<string, Content>();
  for (const { slug, text, wasThere } of read) {
    // Of two files with one name the first counts.
    if (text === null || contents.has(slug)) continue;
    const hash = hashOf(text);
    contents.set(slug, { slug, hash, header: text.header, sql: text.sql, changed: wasThere });
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
  database: pg.Pool,
): Promise<Map<string, UnplacedQuery>> {
  const broken = read.filter(({ text, wasThere }) => text === null && !wasThere);
  const texts = await lastTexts(
    database,
    broken.map(({ slug }) => slug),
  );
  const found: ReadFile[] = [];
  for (const { file, slug } of broken) {
    const text = texts.get(slug);
    if (text === undefined) continue;
    const again = readFile({ ...file, text }, undefined);
    if (again.text !== null) found.push(again);
  }
  return withVersions(found, new Map(), database);
}
