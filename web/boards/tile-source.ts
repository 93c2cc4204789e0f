// Where the tiles of a board have their results from: as a member asks, or by a share link.
import type { BoardNumber, Tile, TileQuery } from '../../domain/contract/board.ts';
import type { SharedResult } from '../../domain/contract/link.ts';
import type { Values } from '../../domain/contract/parameter.ts';
import type { Result } from '../../domain/contract/result.ts';
import { Problem } from '../../domain/problem.ts';
import { ask } from '../frame/ask.ts';

/** What is drawn of a result. */
export type TileResult = Pick<Result, 'columns' | 'rows' | 'rowCount' | 'ranAt' | 'truncated'> & {
  /** The run failed, and this is the last good result: why. */
  stale?: string | null;
};

/** What is shown of a number. */
export type TileNumber = BoardNumber & { stale?: string | null };

export interface TileSource {
  number(tile: Tile, query: TileQuery, asked: AskedTile): Promise<TileNumber>;
  result(tile: Tile, query: TileQuery, asked: AskedTile): Promise<TileResult>;
  /** By a link: nothing leads to a query's page, and nothing is said of its alerts. */
  isShared: boolean;
}

export interface AskedTile {
  values: Values;
  maxAgeSeconds: number;
  timeZone: string;
}

/** The same for everybody, so that one run serves all who look. */
const MOST_ROWS = 1_000;

export const membersTiles = (board: string): TileSource => ({
  number: ({ id }, _query, { values, maxAgeSeconds }) =>
    ask('POST tileNumber', {
      params: { slug: board, tile: id },
      body: { values, maxAgeSeconds },
    }),
  async result(_tile, { slug }, { values, maxAgeSeconds, timeZone }) {
    const body = { values, timeZone, maxAgeSeconds, maxRows: MOST_ROWS };
    const answer = await ask('POST result', { params: { slug }, body });
    // Only who names a run, or has the result already, is answered otherwise.
    if ('rows' in answer) return answer;
    throw new Error('a result was asked for and did not come');
  },
  isShared: false,
});

/** The link says how old a result may be. */
export const sharedTiles = (token: string, search: string): TileSource => {
  const result = ({ id }: Tile) =>
    ask('GET shareTile', { params: { token, tile: id }, query: new URLSearchParams(search) });
  return {
    number: async (tile, query) => numberOf(await result(tile), tile, query),
    result,
    isShared: true,
  };
};

function numberOf(result: SharedResult, tile: Tile, { title }: TileQuery): TileNumber {
  const { columns, rows, ranAt, stale } = result;
  const wanted = tile.kind === 'number' ? tile.column : undefined;
  const isWanted = ({ name, type }: Result['columns'][number]) =>
    wanted === undefined ? type === 'number' : name === wanted;
  const at = columns.findIndex(isWanted);
  if (at < 0) throw new Problem('columns_missing', `${title} gave no such number.`);
  const field = rows[0]?.[at] ?? null;
  const value = field === null ? null : String(field);
  return { column: columns[at]?.name ?? null, value, ranAt, before: null, trend: [], stale };
}
