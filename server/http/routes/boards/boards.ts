// Boards over HTTP: made and changed by authors, seen by whoever sees something on them.
import type { BoardContent } from '../../../../domain/contract/board.ts';
import { Problem } from '../../../../domain/problem.ts';
import { boardText } from '../../../catalog/boards/board-file.ts';
import {
  deleteBoard,
  findBoard,
  insertBoard,
  mayEditBoard,
  rewriteBoard,
  visibleBoards,
} from '../../../catalog/boards/boards.ts';
import type { KnownBoard } from '../../../catalog/boards/known-board.ts';
import { ownerFrom, personOf } from '../../../catalog/queries/known-query.ts';
import { slugsFor } from '../../../catalog/queries/slug.ts';
import type { Member } from '../../../identity/member.ts';
import { mayWriteQueries } from '../../../identity/rights.ts';
import { requireTimeZone } from '../../../runs/time-zone.ts';
import type { Asked, Handlers } from '../../front/handlers.ts';
import { boardView, type BoardRouteOptions } from './board-view.ts';

type ReadingRows = 'GET boards' | 'GET board' | 'GET boardFile';
type WritingRows = 'POST boards' | 'PUT board' | 'DELETE board';

export function boardHandlers(options: BoardRouteOptions): Handlers<ReadingRows | WritingRows> {
  return { ...reading(options), ...writing(options) };
}

function reading(options: BoardRouteOptions): Handlers<ReadingRows> {
  return {
    async 'GET boards'({ member }) {
      const boards = (await visibleBoards(options, member)).map(summaryOf);
      if (!mayWriteQueries(member)) return { boards };
      return { boards, errors: options.boardFiles.errors() };
    },
    async 'GET board'({ member, params }) {
      return boardView(options, await findBoard(options, params.slug, member), member);
    },
    async 'GET boardFile'({ member, params, response }) {
      const board = await findBoard(options, params.slug, member);
      // In it stand queries that not everybody may see who sees the board.
      if (board.file === null) requireEditing(board, member);
      else if (member.role !== 'admin') throw notYours(board);
      response.attachment(`${board.slug}.yaml`);
      response.type('text/yaml').send(await boardText(board.content));
    },
  };
}

function summaryOf({ slug, content, file, owner, updatedAt }: KnownBoard) {
  const { title, description } = content;
  const person = owner === null ? null : personOf(owner);
  return { slug, title, description, file, owner: person, updatedAt: updatedAt.toISOString() };
}

function writing(options: BoardRouteOptions): Handlers<WritingRows> {
  return {
    'POST boards': (asked) => makeBoard(options, asked),
    async 'PUT board'({ member, params, body: { version, content }, change }) {
      const board = await findBoard(options, params.slug, member);
      requireEditing(board, member);
      await refuseUnfit(options, { content, before: board.content, member });
      await change(async (client, tell) => {
        tell(board.slug, { title: content.title, tiles: content.tiles.length });
        if (!(await rewriteBoard(client, { slug: board.slug, version, content }))) {
          throw savedMeanwhile();
        }
      });
      return boardView(options, await findBoard(options, board.slug, member), member);
    },
    async 'DELETE board'({ member, params, change }) {
      const board = await findBoard(options, params.slug, member);
      requireEditing(board, member);
      await change(async (client, tell) => {
        tell(board.slug, { before: board.content });
        await deleteBoard(client, board.slug);
      });
    },
  };
}

async function makeBoard(
  options: BoardRouteOptions,
  { member, body, change }: Asked<'POST boards'>,
) {
  const { content } = body;
  await refuseUnfit(options, { content, before: null, member });
  const owner = ownerFrom(member);
  const slug = await change(async (client, tell) => {
    for (const name of body.slug === undefined ? slugsFor(content.title) : [body.slug]) {
      const isFree = options.boardFiles.named(name) === null;
      if (!isFree || !(await insertBoard(client, { slug: name, content, owner }))) continue;
      tell(name, { title: content.title, tiles: content.tiles.length });
      return name;
    }
    throw new Problem('conflict', `There is a board named ${body.slug} already.`);
  });
  return boardView(options, await findBoard(options, slug, member), member);
}

/** Refuses queries that the author may not see, unless they stood on it before, and a zone that there is not. */
async function refuseUnfit(
  { catalog }: BoardRouteOptions,
  {
    content,
    before,
    member,
  }: { content: BoardContent; before: BoardContent | null; member: Member },
): Promise<void> {
  if (content.timeZone !== undefined) requireTimeZone(content.timeZone);
  const known = new Set(queriesOf(before));
  for (const slug of queriesOf(content)) if (!known.has(slug)) await catalog.find(slug, member);
}

const queriesOf = (content: BoardContent | null) =>
  (content?.tiles ?? []).flatMap((tile) => (tile.kind === 'text' ? [] : [tile.query]));

function requireEditing(board: KnownBoard, member: Member): void {
  if (!mayEditBoard(board, member)) throw notYours(board);
}

function notYours({ file }: KnownBoard): Problem {
  return new Problem(
    'forbidden',
    file === null
      ? 'Only the owner of a board and admins may do this.'
      : `This board is written in the catalog’s folder. Change ${file} there.`,
  );
}

function savedMeanwhile(): Problem {
  const detail = 'Somebody has saved this board since you opened it. Load it again.';
  return new Problem('conflict', detail);
}
