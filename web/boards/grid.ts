// The rules of a board's grid: tiles lie on twelve columns, and none on another.
import type { TilePlace } from '../../domain/contract/board.ts';

export const COLUMNS = 12;

/** What lies on the grid. */
export interface Placed {
  id: string;
  at: TilePlace;
}

/** The place inside the grid, and of a size that there is. */
export function inside([x, y, width, height]: TilePlace): TilePlace {
  const wide = Math.min(COLUMNS, Math.max(1, width));
  const high = Math.min(20, Math.max(1, height));
  return [Math.min(COLUMNS - wide, Math.max(0, x)), Math.min(999, Math.max(0, y)), wide, high];
}

/** The tiles with one of them at another place: what lies in its way goes below it, and in whose way that is, below that. */
export function moved<Tile extends Placed>(
  tiles: readonly Tile[],
  id: string,
  to: TilePlace,
): Tile[] {
  const settled: Tile[] = tiles
    .filter((tile) => tile.id === id)
    .map((tile) => ({ ...tile, at: inside(to) }));
  const others = tiles.filter((tile) => tile.id !== id).sort((a, b) => a.at[1] - b.at[1]);
  for (const tile of others) settled.push({ ...tile, at: freePlace(settled, tile.at) });
  return tiles.map((tile) => settled.find((one) => one.id === tile.id) ?? tile);
}

function freePlace(settled: readonly Placed[], at: TilePlace): TilePlace {
  const [x, y, width, height] = at;
  const inTheWay = settled.filter((other) => overlap(other.at, at));
  if (inTheWay.length === 0) return at;
  const below = Math.max(...inTheWay.map((other) => other.at[1] + other.at[3]));
  return freePlace(settled, [x, Math.max(below, y + 1), width, height]);
}

export function overlap(
  [x, y, width, height]: TilePlace,
  [left, top, wide, high]: TilePlace,
): boolean {
  return x < left + wide && left < x + width && y < top + high && top < y + height;
}

/** Where a new tile goes: below all others. */
export function placeBelow(tiles: readonly Placed[], width: number, height: number): TilePlace {
  return [0, Math.max(0, ...tiles.map(({ at }) => at[1] + at[3])), width, height];
}

/** As they are read: from above, from the left. */
export function inReadingOrder<Tile extends Pick<Placed, 'at'>>(tiles: readonly Tile[]): Tile[] {
  return [...tiles].sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0]);
}

export function gridStyle([x, y, width, height]: TilePlace) {
  return {
    gridColumn: `${x + 1} / span ${width}`,
    gridRow: `${y + 1} / span ${height}`,
  };
}
