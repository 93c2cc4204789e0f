// Moves and resizes tiles on the grid: dragged by a pointer, or by the arrow keys.
import { useRef } from 'preact/hooks';
import type { TilePlace } from '../../domain/contract/board.ts';
import { COLUMNS } from './grid.ts';

const ROW_PX = 92;

interface Dragging {
  how: 'move' | 'resize';
  from: TilePlace;
  x: number;
  y: number;
  columnPx: number;
}

/** Handlers for a tile that lies at `at`. */
export function useDrag(at: TilePlace, onPlace: (at: TilePlace) => void) {
  const dragging = useRef<Dragging | null>(null);
  const begin = (how: Dragging['how']) => (event: PointerEvent) => {
    const tile = event.currentTarget as HTMLElement;
    const grid = tile.closest('.board-grid');
    if (event.button !== 0 || grid === null) return;
    tile.setPointerCapture(event.pointerId);
    event.stopPropagation();
    const columnPx = grid.clientWidth / COLUMNS;
    dragging.current = { how, from: at, x: event.clientX, y: event.clientY, columnPx };
  };
  const drag = (event: PointerEvent) => {
    const now = dragging.current;
    if (now === null) return;
    const across = Math.round((event.clientX - now.x) / now.columnPx);
    const down = Math.round((event.clientY - now.y) / ROW_PX);
    const next = changed(now.from, now.how, across, down);
    if (next.join() !== at.join()) onPlace(next);
  };
  const end = () => void (dragging.current = null);
  const press = (event: KeyboardEvent) => {
    const [across, down] = ARROWS[event.key] ?? [0, 0];
    if (across === 0 && down === 0) return;
    event.preventDefault();
    onPlace(changed(at, event.shiftKey ? 'resize' : 'move', across, down));
  };
  const ends = { onPointerUp: end, onPointerCancel: end, onPointerMove: drag };
  return {
    tile: { ...ends, onPointerDown: begin('move'), onKeyDown: press },
    corner: { ...ends, onPointerDown: begin('resize') },
  };
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function changed(
  [x, y, width, height]: TilePlace,
  how: Dragging['how'],
  across: number,
  down: number,
): TilePlace {
  return how === 'move'
    ? [x + across, y + down, width, height]
    : [x, y, Math.min(COLUMNS - x, width + across), height + down];
}
