// The mouse over a table: a click chooses a cell, dragging or Shift chooses several, a double click opens one; so does a second tap.
import { useRef } from 'preact/hooks';
import type { GridProps } from './grid-props.ts';
import type { Spot } from './selection.ts';

export function useGridMouse({ model, area, onArea, onOpen }: GridProps) {
  const from = useRef<Spot | null>(null);
  const choose = (event: PointerEvent) => {
    const spot = spotOf(event.target);
    if (!spot || event.button !== 0 || event.pointerType !== 'mouse') return;
    const anchor = event.shiftKey && area ? area.anchor : spot;
    from.current = anchor;
    onArea({ anchor, active: spot });
  };
  const extend = (event: PointerEvent) => {
    if (!from.current) return;
    if (event.buttons !== 1) {
      from.current = null;
      return;
    }
    const spot = spotOf(event.target);
    if (!spot || (area && isSame(area.active, spot))) return;
    onArea({ anchor: from.current, active: spot });
  };
  const tap = (event: MouseEvent) => {
    const spot = spotOf(event.target);
    if (!spot || isLink(event.target)) return;
    const column = model.shown[model.columns[spot.column]?.column ?? -1]?.column.name;
    if (column !== undefined) model.marks?.onCell?.(model.places[spot.row] ?? 0, column);
    if (!('pointerType' in event) || event.pointerType === 'mouse') return;
    if (area && isSame(area.active, spot)) onOpen(spot.row, spot.column);
    else onArea({ anchor: spot, active: spot });
  };
  return {
    onPointerDown: choose,
    onPointerMove: extend,
    onPointerUp: () => {
      from.current = null;
    },
    onClick: tap,
    onDblClick: (event: MouseEvent) => {
      const spot = isLink(event.target) ? null : spotOf(event.target);
      if (spot) onOpen(spot.row, spot.column);
    },
  };
}

const isLink = (target: EventTarget | null) =>
  target instanceof Element && target.closest('a') !== null;

const isSame = (a: Spot, b: Spot) => a.row === b.row && a.column === b.column;

function spotOf(target: EventTarget | null): Spot | null {
  if (!(target instanceof HTMLElement)) return null;
  const cell = target.closest<HTMLElement>('.grid-cell');
  const row = cell?.closest<HTMLElement>('[data-row]')?.dataset['row'];
  const at = cell?.dataset['at'];
  return row === undefined || at === undefined ? null : { row: Number(row), column: Number(at) };
}
