// The number of a tile: of the first row of its query, by an ordinary run that all who look share.
import type { BoardNumber, Tile } from '../../../../domain/contract/board.ts';
import type { Values } from '../../../../domain/contract/parameter.ts';
import { keepNumber, type KnownNumber } from '../../../catalog/boards/board-numbers.ts';
import { findBoard, noBoard } from '../../../catalog/boards/boards.ts';
import type { KnownQuery } from '../../../catalog/queries/known-query.ts';
import { kindOfText } from '../../../engines/kinds.ts';
import type { Look } from '../../../runs/streams.ts';
import type { Handlers } from '../../front/handlers.ts';
import { goneSignal } from '../../output/gone-signal.ts';
import type { BoardRouteOptions } from './board-view.ts';

const BOUNDS = { rows: 1, bytes: 1024 * 1024 };

export function tileNumberHandlers(options: BoardRouteOptions): Handlers<'POST tileNumber'> {
  const { database, catalog, runs } = options;
  return {
    async 'POST tileNumber'({ member, params, body, response }) {
      const board = await findBoard(options, params.slug, member);
      const tile = board.content.tiles.find(({ id }) => id === params.tile);
      if (tile?.kind !== 'number') throw noBoard(params.slug);
      const query = await catalog.find(tile.query, member);
      const values = tileValues(query, tile, body.values);
      const timeZone = board.content.timeZone ?? options.timeZone;
      const look = await runs.look(
        {
          ...{ member, query, values, timeZone, origin: 'page', signal: goneSignal(response) },
          maxAgeSeconds: body.maxAgeSeconds,
        },
        BOUNDS,
      );
      const { column, value } = numberIn(look, tile.column);
      const now = { value, ranAt: new Date(look.whole.facts.ranAt) };
      const question = { query: query.slug, column, values, timeZone };
      return numberView(column, now, await keepNumber(database, question, now));
    },
  };
}

/** The tile's own values, and of the board's those that its query takes. */
function tileValues(
  { parameters }: KnownQuery,
  { values }: Extract<Tile, { kind: 'number' }>,
  given: Values,
): Values {
  const taken = parameters.flatMap(({ name }) =>
    Object.hasOwn(given, name) ? [[name, given[name] ?? null] as const] : [],
  );
  return { ...Object.fromEntries(taken), ...values };
}

function numberIn(
  { columns, rows: [row], whole }: Look,
  wanted: string | undefined,
): { column: string | null; value: string | null } {
  const isNumber = whole.facts.columns.map(({ kind }) => kindOfText(kind).type === 'number');
  const at = wanted === undefined ? Math.max(0, isNumber.indexOf(true)) : columns.indexOf(wanted);
  return { column: columns[at] ?? null, value: row?.[at] ?? null };
}

function numberView(
  column: string | null,
  { value, ranAt }: KnownNumber,
  known: readonly KnownNumber[],
): BoardNumber {
  const trend = known.map((each) => ({ value: each.value, at: each.ranAt.toISOString() }));
  const before = trend.filter(({ at }) => at < ranAt.toISOString()).at(-1) ?? null;
  return { column, value, ranAt: ranAt.toISOString(), before, trend };
}
