// A board as a member sees it: of a tile whose query they may not see nothing but its place.
import type { Board, SeenTile, Tile } from '../../../../domain/contract/board.ts';
import { mayEditBoard, type BoardOptions } from '../../../catalog/boards/boards.ts';
import type { KnownBoard } from '../../../catalog/boards/known-board.ts';
import { personOf } from '../../../catalog/queries/known-query.ts';
import { mayWriteQueries } from '../../../identity/rights.ts';
import type { Member } from '../../../identity/member.ts';
import type { Runs } from '../../../runs/runs.ts';
import { withSeenLeads } from '../seen-leads.ts';

export interface BoardRouteOptions extends BoardOptions {
  runs: Runs;
  /** Of a board that names none. */
  timeZone: string;
}

export async function boardView(
  options: BoardRouteOptions,
  board: KnownBoard,
  member: Member,
): Promise<Board> {
  const { slug, content, file, owner, version, updatedAt } = board;
  const { title, description, parameters, refreshSeconds } = content;
  const edit = mayEditBoard(board, member);
  return {
    ...{ slug, title, description, parameters, refreshSeconds, file, version },
    timeZone: content.timeZone ?? options.timeZone,
    tiles: await Promise.all(content.tiles.map((tile) => seenTile(options, tile, member))),
    owner: owner === null ? null : personOf(owner),
    updatedAt: updatedAt.toISOString(),
    // Whoever may change it wrote the queries of its tiles into it, or is an admin.
    content: edit ? content : null,
    may: { edit, share: mayWriteQueries(member) },
  };
}

async function seenTile(options: BoardRouteOptions, tile: Tile, member: Member): Promise<SeenTile> {
  if (tile.kind === 'text') return { hidden: false, tile, query: null };
  const query = options.catalog.visible(tile.query, member);
  if (query === null) return { hidden: true, at: tile.at };
  const { slug, title, chart, key } = query;
  const columns = await withSeenLeads(options, query.columns, member);
  const parameters = query.parameters.map(({ name, type }) => ({ name, type }));
  return { hidden: false, tile, query: { slug, title, parameters, columns, chart, key } };
}
