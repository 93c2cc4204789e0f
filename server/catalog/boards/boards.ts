// All boards: of the catalog's folder and of the table, found by slug. Of two of one name the file's counts.
import type pg from 'pg';
import { Problem } from '../../../domain/problem.ts';
import type { Access } from '../../identity/access.ts';
import { isOwner } from '../../identity/sight.ts';
import type { Member } from '../../identity/member.ts';
import type { Catalog } from '../queries/catalog.ts';
import type { BoardFiles } from './board-files.ts';
import type { KnownBoard } from './known-board.ts';

export interface BoardOptions {
  access: Access;
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  boardFiles: BoardFiles;
}

const columns = 'slug, content, owner, version, updated_at as "updatedAt", null as file';

/** Null where there is none that the member may see. */
export async function visibleBoard(
  options: BoardOptions,
  slug: string,
  member: Member,
): Promise<KnownBoard | null> {
  const board = await boardNamed(options, slug);
  return board !== null && seesBoard(options, board, member) ? board : null;
}

/** Throws Problem not_found. */
export async function findBoard(
  options: BoardOptions,
  slug: string,
  member: Member,
): Promise<KnownBoard> {
  const board = await visibleBoard(options, slug, member);
  if (board === null) throw noBoard(slug);
  return board;
}

export function noBoard(slug: string): Problem {
  return new Problem('not_found', `There is no board named ${slug}.`);
}

async function boardNamed(
  { database, boardFiles }: BoardOptions,
  slug: string,
): Promise<KnownBoard | null> {
  const { rows } = await database.query<KnownBoard>(
    `select ${columns} from boards where slug = $1`,
    [slug],
  );
  return boardFiles.named(slug) ?? rows[0] ?? null;
}

/** Those that the member may see, by their titles. */
export async function visibleBoards(options: BoardOptions, member: Member): Promise<KnownBoard[]> {
  return (await allBoards(options))
    .filter((board) => seesBoard(options, board, member))
    .sort((a, b) => a.content.title.localeCompare(b.content.title));
}

/** All of them, of files and of the table. */
export async function allBoards(options: BoardOptions): Promise<KnownBoard[]> {
  const { rows } = await options.database.query<KnownBoard>(
    `select ${columns} from boards order by slug limit 5000`,
  );
  const files = options.boardFiles.all();
  const inFiles = new Set(files.map(({ slug }) => slug));
  return [...files, ...rows.filter(({ slug }) => !inFiles.has(slug))];
}

/** The queries that its tiles show, by their slugs. */
export const queriesOn = ({ content }: KnownBoard): string[] =>
  content.tiles.flatMap((tile) => (tile.kind === 'text' ? [] : [tile.query]));

/**
 * Whoever may see a query on it, its owner, and admins. What shows no query is for everybody. Of a board without a tile
 * that somebody may see they learn not even its title.
 */
function seesBoard({ access, catalog }: BoardOptions, board: KnownBoard, member: Member): boolean {
  if (member.credential?.kind === 'schedule') return false;
  if (member.role === 'admin' || isOwner(board, member)) return true;
  const slugs = queriesOn(board);
  return (
    slugs.length === 0 ||
    slugs.some((slug) => {
      const query = catalog.named(slug);
      return query !== null && access.maySee(member, query);
    })
  );
}

/** Its owner, and admins; of a file nobody. */
export function mayEditBoard(board: KnownBoard, member: Member): boolean {
  return board.file === null && (member.role === 'admin' || isOwner(board, member));
}

/** False where there is one of this slug. */
export async function insertBoard(
  client: pg.PoolClient,
  { slug, content, owner }: Pick<KnownBoard, 'slug' | 'content' | 'owner'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'insert into boards (slug, content, owner) values ($1, $2, $3) on conflict do nothing',
    [slug, JSON.stringify(content), JSON.stringify(owner)],
  );
  return rowCount === 1;
}

/** False where somebody saved another version meanwhile. */
export async function rewriteBoard(
  client: pg.PoolClient,
  { slug, version, content }: Pick<KnownBoard, 'slug' | 'version' | 'content'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update boards set content = $3, version = version + 1, updated_at = now()
     where slug = $1 and version = $2`,
    [slug, version, JSON.stringify(content)],
  );
  return rowCount === 1;
}

export async function deleteBoard(client: pg.PoolClient, slug: string): Promise<void> {
  await client.query('delete from boards where slug = $1', [slug]);
}
