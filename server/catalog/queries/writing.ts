// Writes queries: a new one, a new version of one, into the archive and out of it, each in one transaction.
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { DraftProblem, QueryParent } from '../../../domain/contract/query.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Member } from '../../identity/member.ts';
import type { Change, Tell } from '../audit/trail.ts';
import type { Catalog } from './catalog.ts';
import {
  contentOf,
  ownerFrom,
  ownsOrAdmins,
  type KnownQuery,
  type Owner,
  type WholeContent,
} from './known-query.ts';
import { hashOf } from './query-file.ts';
import { headerText } from './query-text.ts';
import { slugsFor } from './slug.ts';
import { archiveStored, isStored, lockStored, putStored } from './stored-queries.ts';
import { enterVersion, lockVersions, wasKnown } from './versions.ts';
import { forgetChannels } from '../slack/channels.ts';

/** A content that was checked, by whom it is saved, and what PostgreSQL said of it. */
export interface Saving {
  content: WholeContent;
  member: Member;
  problem: DraftProblem | null;
  describedColumns: KnownQuery['describedColumns'];
  /** The header of the file that it came from, kept as it is; made from the content where there is none. */
  header?: string;
  /** Why it is saved, where the member says so. */
  note?: string | undefined;
}

export interface NewSaving extends Saving {
  /** Null: made from the title. */
  slug: string | null;
  parent: QueryParent | null;
  /** Null: the member. */
  owner: Owner | null;
}

/** Each makes its change together with its line in the audit. */
export interface Writer {
  /** Throws Problem conflict when the slug that was asked for is taken. */
  create(change: Change, saving: NewSaving): Promise<KnownQuery>;
  /**
   * A new version, out of the archive; the query as it is when nothing changes. `expected` is the version that
   * was read, null for any. Throws Problem conflict with `theirs`, not_found.
   */
  save(
    change: Change,
    saving: Saving,
    { slug, expected }: { slug: string; expected: number | null },
  ): Promise<KnownQuery>;
  /** Throws Problem conflict with `theirs`, not_found. */
  archive(change: Change, slug: string, expected: number | null): Promise<void>;
}

/** Writes to the database, then brings the catalog up to date. */
export function createWriter(catalog: Catalog): Writer {
  const writing = async <T>(
    change: Change,
    work: (client: pg.PoolClient, tell: Tell) => Promise<T>,
  ): Promise<T> => {
    const result = await change(async (client, tell) => {
      await lockVersions(client);
      return work(client, tell);
    });
    await catalog.refresh();
    return result;
  };
  return {
    create: (change, saving) =>
      writing(change, async (client, tell) => {
        const slug = await newSlug(client, catalog, saving);
        await requireNames(client, catalog, { slug, saving });
        await forgetChannels(client, slug);
        const owner = saving.owner ?? ownerFrom(saving.member);
        const query = await enter(client, slug, { ...saving, owner });
        tell(slug, { version: query.version });
        return query;
      }),
    save: (change, saving, { slug, expected }) =>
      writing(change, async (client, tell) => {
        const before = await requireVersion(client, slug, expected);
        await requireNames(client, catalog, { slug, saving, before });
        const query = await saveOver(client, before, saving);
        tell(slug, { version: query.version, before: versionOf(before) });
        return query;
      }),
    archive: (change, slug, expected) =>
      writing(change, async (client, tell) => {
        const before = await requireVersion(client, slug, expected);
        await archiveStored(client, slug);
        tell(slug, { before: versionOf(before) });
      }),
  };
}

async function saveOver(
  client: pg.PoolClient,
  before: KnownQuery,
  saving: Saving,
): Promise<KnownQuery> {
  if (before.archivedAt === null && isSame(before, saving)) return before;
  const { slug, owner, parent } = before;
  return enter(client, slug, { ...saving, owner, parent });
}

// What the text was is in the table of versions.
const versionOf = ({ version, archivedAt }: KnownQuery) => ({
  version,
  archived: archivedAt !== null,
});

type Entering = Saving & { owner: Owner | null; parent: QueryParent | null };

async function enter(client: pg.PoolClient, slug: string, saving: Entering): Promise<KnownQuery> {
  const { content, owner, parent, member, problem, describedColumns, note = '' } = saving;
  const header = saving.header ?? (await headerText(content, { owner, parent }));
  const { sql } = content;
  const savedBy = ownerFrom(member);
  const hash = hashOf({ header, sql });
  const said = { savedBy, note: note === '' ? null : note };
  const version = await enterVersion(client, { slug, hash, header, sql }, said);
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
  return header === undefined && isDeepStrictEqual(contentOf(query), content);
}

function newSlug(
  client: pg.PoolClient,
  catalog: Catalog,
  { slug, content, member }: NewSaving,
): Promise<string> {
  if (slug !== null) return requireFree(slug, { client, catalog, member });
  return firstFree(content.title, (each) => freeSlug(client, catalog, each));
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

interface Claiming {
  client: pg.PoolClient;
  catalog: Catalog;
  member: Member;
}

// Who names the slug means it, so one that was left by a file is taken over; but for one that not everybody saw: what
// hangs on the name, frozen runs above all, would be the new owner's.
async function requireFree(slug: string, { client, catalog, member }: Claiming): Promise<string> {
  const isFree = catalog.named(slug) === null && !(await isStored(client, slug));
  if (isFree && catalog.couldSee(slug, member)) return slug;
  throw slugTaken(slug);
}

/** Throws Problem conflict where the content says of itself that it was called as another query is or was. */
async function requireNames(
  client: pg.PoolClient,
  catalog: Catalog,
  { slug, saving, before }: { slug: string; saving: Saving; before?: KnownQuery },
): Promise<void> {
  const { content, member } = saving;
  const had = new Set([slug, ...(before?.formerly ?? [])]);
  for (const former of content.formerly) {
    if (had.has(former) || (await mayClaim(former, { client, catalog, member }))) continue;
    throw new Problem(
      'conflict',
      `${former} is or was the name of another query: its links and linked ranges would lead here. Ask its owner or an admin.`,
    );
  }
}

async function mayClaim(former: string, { client, catalog, member }: Claiming): Promise<boolean> {
  const other = catalog.everNamed(former);
  if (other !== null) return ownsOrAdmins(other, member);
  return member.role === 'admin' || !(await wasKnown(client, former));
}

/** Told also of a query that the member may not see: a name can be held by one query only. */
export function slugTaken(slug: string): Problem {
  return new Problem('conflict', `There is a query named ${slug} already. Choose another name.`);
}
