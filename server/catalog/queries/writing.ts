// Writes queries: a new one, a new version of one, into the archive and out of it, each in one transaction.
import type pg from 'pg';
import type { DraftProblem, QueryParent } from '../../../domain/contract/query.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Member } from '../../identity/member.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { Catalog } from './catalog.ts';
import {
  contentOf,
  ownerFrom,
  type KnownQuery,
  type Owner,
  type WholeContent,
} from './known-query.ts';
import { hashOf } from './query-file.ts';
import { headerText } from './query-text.ts';
import { slugsFor } from './slug.ts';
import { archiveStored, isStored, lockStored, putStored } from './stored-queries.ts';
import { enterVersion, lockVersions, wasKnown } from './versions.ts';

/** A content that was checked, by whom it is saved, and what PostgreSQL said of it. */
export interface Saving {
  content: WholeContent;
  member: Member;
  problem: DraftProblem | null;
  describedColumns: KnownQuery['describedColumns'];
  /** The header of the file that it came from, kept as it is; made from the content where there is none. */
  header?: string;
}

export interface NewSaving extends Saving {
  /** Null: made from the title. */
  slug: string | null;
  parent: QueryParent | null;
  /** Null: the member. */
  owner: Owner | null;
}

export interface Writer {
  /** Throws Problem conflict when the slug that was asked for is taken. */
  create(saving: NewSaving): Promise<KnownQuery>;
  /**
   * A new version, out of the archive; the query as it is when nothing changes. `expected` is the version that
   * was read, null for any. Throws Problem conflict with `theirs`, not_found.
   */
  save(slug: string, saving: Saving, expected: number | null): Promise<KnownQuery>;
  /** Throws Problem conflict with `theirs`, not_found. */
  archive(slug: string, expected: number | null): Promise<void>;
}

/** Writes to the database, then brings the catalog up to date. */
export function createWriter(database: pg.Pool, catalog: Catalog): Writer {
  const writing = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const result = await inTransaction(database, async (client) => {
      await lockVersions(client);
      return work(client);
    });
    await catalog.refresh();
    return result;
  };
  return {
    create: (saving) =>
      writing(async (client) => {
        const isFree = (slug: string) => freeSlug(client, catalog, slug);
        const slug =
          saving.slug === null
            ? await firstFree(saving.content.title, isFree)
            : await requireFree(saving.slug, catalog, client);
        return enter(client, slug, { ...saving, owner: saving.owner ?? ownerFrom(saving.member) });
      }),
    save: (slug, saving, expected) =>
      writing(async (client) => {
        const before = await requireVersion(client, slug, expected);
        if (before.archivedAt === null && isSame(before, saving)) return before;
        return enter(client, slug, { ...saving, owner: before.owner, parent: before.parent });
      }),
    archive: (slug, expected) =>
      writing(async (client) => {
        await requireVersion(client, slug, expected);
        await archiveStored(client, slug);
      }),
  };
}

type Entering = Saving & { owner: Owner | null; parent: QueryParent | null };

async function enter(client: pg.PoolClient, slug: string, saving: Entering): Promise<KnownQuery> {
  const { content, owner, parent, member, problem, describedColumns } = saving;
  const header = saving.header ?? (await headerText(content, { owner, parent }));
  const { sql } = content;
  const savedBy = ownerFrom(member);
  const hash = hashOf({ header, sql });
  const version = await enterVersion(client, { slug, hash, header, sql }, savedBy);
  const write = { slug, version, content, owner, parent, savedBy, problem, describedColumns };
  return putStored(client, write);
}

async function requireVersion(
  client: pg.PoolClient,
  slug: string,
  expected: number | null,
): Promise<KnownQuery> {
  const query = await lockStored(client, slug);
  if (query === null) {
    throw new Problem('not_found', `There is no query named ${slug}. Search the catalog for it.`);
  }
  if (expected === null || query.version === expected) return query;
  throw new Problem(
    'conflict',
    `${query.savedBy?.name ?? 'Somebody'} saved this query in the meantime. Look at the difference, then save again.`,
    { theirs: theirsOf(query) },
  );
}

/** The version that is there, for the page to compare with. */
function theirsOf(query: KnownQuery) {
  const { slug, version, updatedAt, savedBy } = query;
  const by = savedBy === null ? null : { name: savedBy.name, email: savedBy.email };
  return { slug, version, updatedAt, savedBy: by, ...contentOf(query) };
}

function isSame(query: KnownQuery, { content, header }: Saving): boolean {
  return header === undefined && JSON.stringify(contentOf(query)) === JSON.stringify(content);
}

async function firstFree(
  title: string,
  isFree: (slug: string) => Promise<boolean>,
): Promise<string> {
  for (const slug of slugsFor(title)) if (await isFree(slug)) return slug;
  throw new Error('the slugs of a title never end');
}

// A slug that was somebody's once stays theirs: their old addresses must not show another query.
async function freeSlug(client: pg.PoolClient, catalog: Catalog, slug: string): Promise<boolean> {
  if (catalog.named(slug) !== null) return false;
  return !(await wasKnown(client, slug)) && !(await isStored(client, slug));
}

// Who names the slug means it, so one that was left by a file is taken over.
async function requireFree(slug: string, catalog: Catalog, client: pg.PoolClient): Promise<string> {
  if (catalog.named(slug) === null && !(await isStored(client, slug))) return slug;
  throw slugTaken(slug);
}

/** Told also of a query that the member may not see: a name can be held by one query only. */
export function slugTaken(slug: string): Problem {
  return new Problem('conflict', `There is a query named ${slug} already. Choose another name.`);
}
