// The tiles of a board as they lie, to be moved and resized.
import type { Tile, TilePlace } from '../../domain/contract/board.ts';
import { gridStyle } from './grid.ts';
import { useDrag } from './use-drag.ts';

interface Props {
  tiles: readonly Tile[];
  chosen: string | null;
  onChoose: (id: string) => void;
  onPlace: (id: string, at: TilePlace) => void;
}

export function EditorGrid({ tiles, ...rest }: Props) {
  return (
    <div class="board-grid editing" role="group" aria-label="Tiles">
      {tiles.map((tile) => (
        <EditedTile key={tile.id} tile={tile} {...rest} />
      ))}
    </div>
  );
}

const kindWords = { number: 'Number', chart: 'Chart', table: 'Table', text: 'Text' };

function EditedTile({ tile, chosen, onChoose, onPlace }: Omit<Props, 'tiles'> & { tile: Tile }) {
  const { id, at, title, kind } = tile;
  const drag = useDrag(at, (next) => onPlace(id, next));
  const name =
    title || (tile.kind === 'text' ? tile.text.slice(0, 60) : tile.query) || 'Nothing yet';
  const [x, y, width, height] = at;
  return (
    <div
      class={id === chosen ? 'tile chosen' : 'tile'}
      style={gridStyle(at)}
      role="button"
      tabIndex={0}
      aria-pressed={id === chosen}
      aria-label={`${kindWords[kind]}: ${name}. Column ${x + 1}, row ${y + 1}, ${width} wide, ${height} high. Arrow keys move it, with Shift they resize it.`}
      onFocus={() => onChoose(id)}
      {...drag.tile}
    >
      <strong>{name}</strong>
      <span class="quiet small">{kindWords[kind]}</span>
      <span class="tile-corner" aria-hidden="true" {...drag.corner} />
    </div>
  );
}
