// Answers whoever has a share link of a board: its page, what stands on it, and the result of each tile that its maker may share.
import type { Request } from 'express';
import type { SharedBoard } from '../../../../domain/contract/link.ts';
import type { SeenTile, Tile } from '../../../../domain/contract/board.ts';
import type { Parameter, Values } from '../../../../domain/contract/parameter.ts';
import { own } from '../../../../domain/own.ts';
import { visibleBoard, type BoardOptions } from '../../../catalog/boards/boards.ts';
import type { KnownBoard } from '../../../catalog/boards/known-board.ts';
import { findActiveLink, type OpenedBoardLink } from '../../../catalog/links/share-links.ts';
import type { KnownQuery } from '../../../catalog/queries/known-query.ts';
import type { Handlers } from '../../front/handlers.ts';
import {
  answerLink,
  freeValues,
  letFrame,
  noLink,
  sharedHeaders,
  wantedBy,
  type AnsweringOptions,
} from '../../output/answer-link.ts';
import { headOf } from '../page-head.ts';
import { sendPage } from '../pages.ts';

export interface SharedBoardOptions extends BoardOptions, AnsweringOptions {
  /** Of a board that names none. */
  timeZone: string;
}

type SharedBoardRows = 'GET shareBoardPage' | 'GET shareBoard' | 'GET shareTile';

/** A tile takes so many rows, as on the board itself, so that one run serves all who look. */
const MOST_ROWS = 1_000;

export function sharedBoardHandlers(options: SharedBoardOptions): Handlers<SharedBoardRows> {
  return {
    async 'GET shareBoardPage'({ request, response }) {
      sharedHeaders(response);
      const { board } = await openBoard(options, request);
      letFrame(response);
      await sendPage(response, headOf(board.content.title), 'reading.html');
    },
    async 'GET shareBoard'({ request, response }) {
      sharedHeaders(response);
      response.setHeader('Cache-Control', 'private, no-store');
      return boardView(options, await openBoard(options, request));
    },
    async 'GET shareTile'({ params, request, response }) {
      sharedHeaders(response);
      const open = () => openTile(options, request, params.tile);
      const { link, board, tile, query } = await open();
      const { content } = board;
      const values = {
        ...defaultsOf(content.parameters),
        ...link.values,
        ...freeValues(link, content.parameters, request),
      };
      const opened = { link, query };
      const wanted = wantedBy(opened, {
        values: valuesFor(query, tile.values, values),
        timeZone: content.timeZone ?? options.timeZone,
        maxAgeSeconds: content.refreshSeconds,
      });
      const to = { opened, wanted, format: 'result' as const, mostRows: MOST_ROWS };
      await answerLink(options, { ...to, reopen: open, request, response });
    },
  };
}

interface OpenedBoard {
  link: OpenedBoardLink;
  board: KnownBoard;
}

// Looked up each time, so that a link that is revoked is revoked on every server.
async function openBoard(options: SharedBoardOptions, request: Request): Promise<OpenedBoard> {
  const { token = '' } = request.params as { token?: string };
  const link = await findActiveLink(options.database, token);
  if (link === null || !('board' in link)) throw noLink();
  const board = await visibleBoard(options, link.board, link.maker);
  if (board === null) throw noLink();
  return { link, board };
}

type TileOfQuery = Exclude<Tile, { kind: 'text' }>;

async function openTile(
  options: SharedBoardOptions,
  request: Request,
  id: string,
): Promise<OpenedBoard & { tile: TileOfQuery; query: KnownQuery }> {
  const opened = await openBoard(options, request);
  const tile = opened.board.content.tiles.find((each) => each.id === id);
  const query = tile === undefined ? null : sharedQuery(options, tile, opened);
  if (tile === undefined || tile.kind === 'text' || query === null) throw noLink();
  return { ...opened, tile, query };
}

/** Null for one that the link's maker may not see or share. */
function sharedQuery(
  { access, catalog }: SharedBoardOptions,
  tile: Tile,
  { link }: OpenedBoard,
): KnownQuery | null {
  const query = tile.kind === 'text' ? null : catalog.named(tile.query);
  return query !== null && access.mayShare(link.maker, query) ? query : null;
}

function boardView(options: SharedBoardOptions, opened: OpenedBoard): SharedBoard {
  const { link, board } = opened;
  const { title, description, parameters, refreshSeconds, tiles, timeZone } = board.content;
  return {
    ...{ title, description, refreshSeconds, expiresAt: link.expiresAt },
    parameters: parameters.filter(({ name }) => link.free.includes(name)),
    timeZone: timeZone ?? options.timeZone,
    tiles: tiles.map((tile) => tileView(options, tile, opened)),
  };
}

// Of the query only what is drawn: its name and its values are the members' own.
function tileView(options: SharedBoardOptions, tile: Tile, opened: OpenedBoard): SeenTile {
  if (tile.kind === 'text') return { hidden: false, tile, query: null };
  const query = sharedQuery(options, tile, opened);
  if (query === null) return { hidden: true, at: tile.at };
  const { parameters, free } = { ...query, ...opened.link };
  const shown = {
    ...{ slug: 'shared', title: query.title, chart: query.chart, key: [] },
    columns: query.columns.map(({ leads: _leads, ...note }) => note),
    parameters: parameters
      .filter(({ name }) => free.includes(name) && own(tile.values, name) === undefined)
      .map(({ name, type }) => ({ name, type })),
  };
  return { hidden: false, tile: { ...tile, query: 'shared', values: {} }, query: shown };
}

/** Of the board: a query's own may be others. */
function defaultsOf(parameters: readonly Parameter[]): Values {
  const given = parameters.filter(({ default: value }) => value !== undefined && value !== null);
  return Object.fromEntries(given.map(({ name, default: value }) => [name, value ?? null]));
}

/** The tile's own values, and of the board's those that its query takes. */
function valuesFor({ parameters }: KnownQuery, fixed: Values, values: Values): Values {
  const taken = parameters.flatMap(({ name }) => {
    const value = own(values, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(taken), ...fixed };
}
