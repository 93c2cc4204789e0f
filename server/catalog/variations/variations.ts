// The table of variations: queries of members' own that select from the result of another query.
import { randomInt } from 'node:crypto';
import type pg from 'pg';
import type {
  VariationContent,
  VariationState,
} from '../../../domain/contract/teaching/variation.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Owner } from '../queries/known-query.ts';

export interface StoredVariation extends VariationContent {
  slug: string;
  /** The slug of the query from whose result it selects, as it was then. */
  original: string;
  state: VariationState;
  owner: Owner;
  version: number;
  updatedAt: Date;
}

/** The number that every change of them moves. */
export const VARIATIONS_NUMBER = 'select change from variation_change';

const noted = 'update variation_change set change = change + 1';

const columns = `slug, original, title, selection, "values", state, owner, version,
  updated_at as "updatedAt"`;

/** Of one member. */
const MOST = 500;

/** All of them, by slug. */
export async function readVariations(database: pg.Pool): Promise<StoredVariation[]> {
  const { rows } = await database.query<StoredVariation>(
    `select ${columns} from variations order by slug`,
  );
  return rows;
}

/** Enters a variation of its own slug, seen by its owner alone. Throws Problem invalid_request for one too many. */
export async function insertVariation(
  client: pg.PoolClient,
  given: VariationContent & { original: string; owner: Owner },
): Promise<StoredVariation> {
  const { original, title, selection, values, owner } = given;
  // Before they are counted: of two at once the second waits for the first.
  await client.query(noted);
  await requireRoom(client, owner);
  const { rows } = await client.query<StoredVariation>(
    `insert into variations (slug, original, title, selection, "values", state, owner)
     values ($1, $2, $3, $4, $5, 'private', $6) returning ${columns}`,
    [newSlug(original), original, title, ...[selection, values, owner].map(json)],
  );
  return theOne(rows);
}

async function requireRoom(client: pg.PoolClient, owner: Owner): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::integer as count from variations where owner ->> 'id' = $1`,
    [owner.id],
  );
  if ((rows[0]?.count ?? 0) < MOST) return;
  throw new Problem(
    'invalid_request',
    `You have ${MOST} variations, and there is no room for more. Delete some that you do not use.`,
  );
}

/** Changes what it is; null where there is none. */
export async function updateVariation(
  client: pg.PoolClient,
  slug: string,
  { title, selection, values }: VariationContent,
): Promise<StoredVariation | null> {
  await client.query(noted);
  const { rows } = await client.query<StoredVariation>(
    `update variations set title = $2, selection = $3, "values" = $4, version = version + 1,
       updated_at = now()
     where slug = $1 returning ${columns}`,
    [slug, title, ...[selection, values].map(json)],
  );
  return rows[0] ?? null;
}

/** Says who sees it; false where there is none. */
export async function setVariationState(
  client: pg.PoolClient,
  slug: string,
  state: VariationState,
): Promise<boolean> {
  await client.query(noted);
  const { rowCount } = await client.query('update variations set state = $2 where slug = $1', [
    slug,
    state,
  ]);
  return rowCount === 1;
}

export async function deleteVariation(client: pg.PoolClient, slug: string): Promise<void> {
  await client.query(noted);
  await client.query('delete from variations where slug = $1', [slug]);
}

/** Deletes what a member has not published, and gives its slugs. */
export async function deleteUnpublished(client: pg.PoolClient, owner: string): Promise<string[]> {
  await client.query(noted);
  const { rows } = await client.query<{ slug: string }>(
    `delete from variations where owner ->> 'id' = $1 and state <> 'published' returning slug`,
    [owner],
  );
  return rows.map(({ slug }) => slug);
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const OWN_LETTERS = 8;

// No query is named like that by chance: files and authors may take any name at any time.
function newSlug(original: string): string {
  const own = Array.from({ length: OWN_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]);
  return `${original.slice(0, 60).replace(/-$/, '')}-${own.join('')}`;
}

const json = (value: unknown) => JSON.stringify(value);

function theOne(rows: readonly StoredVariation[]): StoredVariation {
  if (rows[0] === undefined) throw new Error('an insert returned no row');
  return rows[0];
}
