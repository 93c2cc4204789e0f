// The tiles of a board on its grid, each with its own result.
import type { Board, SeenTile, Tile, TileQuery } from '../../domain/contract/board.ts';
import type { Values } from '../../domain/contract/parameter.ts';
import { own } from '../../domain/own.ts';
import { Icon } from '../../ui/icon.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { gridStyle, inReadingOrder } from './grid.ts';
import { NumberTile } from './number-tile.tsx';
import { ChartTile, TableTile } from './result-tiles.tsx';
import { TileFrame } from './tile-frame.tsx';
import type { TileSource } from './tile-source.ts';
import { useKept } from './use-kept.ts';

interface Props {
  board: Pick<Board, 'tiles' | 'timeZone' | 'refreshSeconds'>;
  source: TileSource;
  /** The shared values. */
  values: Values;
  /** Counts up when somebody wants all of them new. */
  wanted: number;
  onShown: (id: string, ranAt: string) => void;
}

const placeOf = (seen: SeenTile) => (seen.hidden ? seen.at : seen.tile.at);

export function BoardTiles({ board, ...rest }: Props) {
  const tiles = inReadingOrder(board.tiles.map((seen) => ({ seen, at: placeOf(seen) })));
  return (
    <div class="board-grid">
      {tiles.map(({ seen, at }) => (
        <SeenTileOf key={seen.hidden ? at.join() : seen.tile.id} {...{ seen, board, ...rest }} />
      ))}
    </div>
  );
}

function SeenTileOf({ seen, ...rest }: Props & { seen: SeenTile }) {
  if (seen.hidden) {
    return (
      <section class="tile" style={gridStyle(seen.at)} aria-label="Not yours to see">
        <p class="quiet row">
          <Icon name="bad" />
          What stands here is not yours to see, or is gone.
        </p>
      </section>
    );
  }
  const { tile, query } = seen;
  if (tile.kind === 'text') {
    return (
      <section class="tile" style={gridStyle(tile.at)} aria-label={tile.title || 'Text'}>
        {tile.title !== '' && <h2>{tile.title}</h2>}
        <Markdown text={tile.text} />
      </section>
    );
  }
  if (query === null) return null;
  if (tile.kind === 'number') return <NumberOf {...{ tile, query, ...rest }} />;
  return <ResultOf {...{ tile, query, ...rest }} />;
}

type OfQuery<Kind extends Tile['kind']> = Props & {
  tile: Extract<Tile, { kind: Kind }>;
  query: TileQuery;
};

function NumberOf({ board, source, tile, query, values, wanted, onShown }: OfQuery<'number'>) {
  const taken = valuesFor(query, {}, values);
  const { timeZone, refreshSeconds } = board;
  const kept = useKept({
    key: JSON.stringify(taken),
    load: (maxAgeSeconds) => source.number(tile, query, { values: taken, maxAgeSeconds, timeZone }),
    ...{ refreshSeconds, wanted },
    onShown: (ranAt) => onShown(tile.id, ranAt),
  });
  const { isShared } = source;
  const search = searchOf({ ...taken, ...tile.values });
  return (
    <TileFrame {...{ tile, query, search, kept, isShared }}>
      {kept.shown && (
        <NumberTile {...{ tile, isShared }} notes={query.columns} number={kept.shown} />
      )}
    </TileFrame>
  );
}

function ResultOf({
  board,
  source,
  tile,
  query,
  values,
  wanted,
  onShown,
}: OfQuery<'chart' | 'table'>) {
  const taken = valuesFor(query, tile.values, values);
  const { timeZone, refreshSeconds } = board;
  const kept = useKept({
    key: JSON.stringify(taken),
    load: (maxAgeSeconds) => source.result(tile, query, { values: taken, maxAgeSeconds, timeZone }),
    ...{ refreshSeconds, wanted },
    onShown: (ranAt) => onShown(tile.id, ranAt),
  });
  const { isShared } = source;
  const Drawn = tile.kind === 'chart' ? ChartTile : TableTile;
  return (
    <TileFrame {...{ tile, query, search: searchOf(taken), kept, isShared }}>
      {kept.shown && <Drawn {...{ tile, query, isShared, result: kept.shown }} />}
    </TileFrame>
  );
}

/** The tile's own values, and of the board's those that its query takes. */
function valuesFor({ parameters }: TileQuery, fixed: Values, values: Values): Values {
  const taken = parameters.flatMap(({ name }) => {
    const value = own(values, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(taken), ...fixed };
}

function searchOf(values: Values): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    const all = Array.isArray(value) ? value : [value];
    for (const one of all) search.append(name, one === null ? '' : String(one));
  }
  return search.size === 0 ? '' : `?${search}`;
}
