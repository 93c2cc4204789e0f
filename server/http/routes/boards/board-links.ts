// Share links of boards over HTTP: made and listed by members. They are revoked where those of queries are.
import type { Request } from 'express';
import type {
  BoardLink,
  CreatedBoardLink,
  NewBoardLink,
} from '../../../../domain/contract/link.ts';
import { own } from '../../../../domain/own.ts';
import { Problem } from '../../../../domain/problem.ts';
import { routes } from '../../../../domain/routes.ts';
import { findBoard } from '../../../catalog/boards/boards.ts';
import type { KnownBoard } from '../../../catalog/boards/known-board.ts';
import {
  boardLinksOf,
  insertBoardLink,
  type KnownBoardLink,
} from '../../../catalog/links/share-links.ts';
import { ownerFrom, type KnownQuery } from '../../../catalog/queries/known-query.ts';
import { isOwner } from '../../../identity/sight.ts';
import type { Member } from '../../../identity/member.ts';
import { checkValues } from '../../../runs/values.ts';
import type { Handlers } from '../../front/handlers.ts';
import { requireYes, type ShareLinkOptions } from '../share-links.ts';

export function boardLinkHandlers(
  options: ShareLinkOptions,
): Handlers<'GET boardLinks' | 'POST boardLinks'> {
  return {
    async 'GET boardLinks'({ member, params }) {
      const board = await findBoard(options, params.slug, member);
      const links = await boardLinksOf(options.database, board.slug);
      const shown = links.filter((link) => maySee(link, board, member));
      return { links: shown.map(linkView), hidden: links.length - shown.length };
    },
    async 'POST boardLinks'({ member, params, body: link, change, request, response }) {
      const board = await findBoard(options, params.slug, member);
      refuseUnfit(options, board, link);
      for (const query of sharedQueries(options, board, member))
        await requireYes(options, query, { link, member });
      // Its runs are by the clocks of the board, and as old as that lets them be.
      const asked = { ...link, timeZone: null, maxAgeSeconds: board.content.refreshSeconds };
      const made = await change(async (client, tell) => {
        tell(board.slug, { link: link.name, expiresAt: link.expiresAt });
        const creator = ownerFrom(member);
        return insertBoardLink(client, { board: board.slug, link: asked, creator });
      });
      response.setHeader('Cache-Control', 'no-store');
      return createdView(made, options, request);
    },
  };
}

function maySee(link: KnownBoardLink, board: KnownBoard, member: Member): boolean {
  return link.creator.id === member.id || member.role === 'admin' || isOwner(board, member);
}

function linkView({ creator: _creator, ...link }: KnownBoardLink): BoardLink {
  return link;
}

function createdView(
  { link, token }: { link: KnownBoardLink; token: string },
  { publicUrl }: ShareLinkOptions,
  request: Request,
): CreatedBoardLink {
  const base = publicUrl ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`;
  return { ...linkView(link), token, url: base + routes.shareBoardPage(token) };
}

/** Those of its queries that whoever has the link sees. Throws Problem forbidden where there is none. */
function sharedQueries(
  { access, catalog }: ShareLinkOptions,
  { content }: KnownBoard,
  member: Member,
): KnownQuery[] {
  const slugs = new Set(content.tiles.flatMap((tile) => (tile.kind === 'text' ? [] : tile.query)));
  const queries = [...slugs].flatMap((slug) => catalog.named(slug) ?? []);
  const shared = queries.filter((query) => access.mayShare(member, query));
  if (shared.length > 0) return shared;
  throw new Problem(
    'forbidden',
    'There is nothing on this board that you may share: drafts, queries that you may not see, and results of data sources that may not leave by share link stay hidden.',
  );
}

// Each value that the link fixes must fit now: nobody is there to mend it when the link is used.
function refuseUnfit(
  { timeZone, now }: ShareLinkOptions,
  { content }: KnownBoard,
  link: NewBoardLink,
): void {
  const known = new Set(content.parameters.map(({ name }) => name));
  const stranger = [...link.free, ...Object.keys(link.values)].find((name) => !known.has(name));
  const fixed = link.free.find((name) => own(link.values, name) !== undefined);
  const parameter = stranger ?? fixed;
  if (parameter !== undefined) {
    const detail = `${parameter} is no shared value of the board that may be left free. Free ones have no fixed value.`;
    throw new Problem('unknown_parameter', detail, { parameter });
  }
  if (link.expiresAt !== null && new Date(link.expiresAt) <= now()) {
    const detail = 'The link would have expired already. Choose a later day.';
    throw new Problem('invalid_request', detail);
  }
  const open = content.parameters.map((parameter) => ({ ...parameter, optional: true }));
  checkValues(open, link.values, { now: now(), timeZone: content.timeZone ?? timeZone });
}
