// Selecting with the mouse or a finger: cells, whole rows, whole columns, everything.
import { useRef } from 'preact/hooks';
import type { TabView } from '../../protocol.ts';
import { columnAt, sizes } from './columns.ts';
import type { ColumnLayout } from './columns.ts';
import type { Selection } from '../places.ts';
import type { PlaygroundState } from '../playground-state.ts';

type Box = { current: HTMLDivElement | null };
type Kind = 'cell' | 'row' | 'column' | 'all';
export interface Place {
  kind: Kind;
  row: number;
  column: number;
}

export function usePointer(state: PlaygroundState, tab: TabView, layout: ColumnLayout, box: Box) {
  const dragged = useRef<Kind | null>(null);
  const reach = (event: PointerEvent, kind: Kind, extend: boolean) => {
    const place = placeAt(event, layout, box);
    if (!place) return;
    const to = { row: Math.min(place.row, tab.rows), column: Math.min(place.column, tab.columns) };
    state.select(grow(extend ? state.selection : { ...to, toRow: 0, toColumn: 0 }, to, kind, tab));
  };
  return {
    down(event: PointerEvent) {
      const place = placeAt(event, layout, box);
      if (!place || event.button !== 0) return;
      state.commit();
      dragged.current = place.kind;
      reach(event, place.kind, event.shiftKey);
      // A finger scrolls; only the mouse drags a selection.
      if (event.pointerType === 'mouse') box.current?.setPointerCapture(event.pointerId);
      else dragged.current = null;
    },
    move(event: PointerEvent) {
      if (dragged.current && event.buttons === 1) reach(event, dragged.current, true);
    },
    up() {
      dragged.current = null;
    },
  };
}

/** What a place of this kind selects, from where the selection began. */
export function grow(
  from: Selection,
  to: { row: number; column: number },
  kind: Kind,
  tab: TabView,
): Selection {
  switch (kind) {
    case 'cell':
      return { row: from.row, column: from.column, toRow: to.row, toColumn: to.column };
    case 'row':
      return { row: from.row, column: 1, toRow: to.row, toColumn: tab.columns };
    case 'column':
      return { row: 1, column: from.column, toRow: tab.rows, toColumn: to.column };
    case 'all':
      return { row: 1, column: 1, toRow: tab.rows, toColumn: tab.columns };
  }
}

/** What lies under the pointer; null on the scroll bars. */
export function placeAt(event: MouseEvent, layout: ColumnLayout, box: Box): Place | null {
  const element = box.current;
  if (!element) return null;
  const bounds = element.getBoundingClientRect();
  const x = event.clientX - bounds.left;
  const y = event.clientY - bounds.top;
  if (x > element.clientWidth || y > element.clientHeight) return null;
  const inRowHeader = x < sizes.rowHeader;
  const inColumnHeader = y < sizes.columnHeader;
  const { frozen } = layout;
  const [down, across] = [y - sizes.columnHeader, x - sizes.rowHeader];
  const row = Math.floor((down + (down < frozen.height ? 0 : element.scrollTop)) / sizes.row) + 1;
  const column = columnAt(layout, across + (across < frozen.width ? 0 : element.scrollLeft));
  const kind = inRowHeader ? (inColumnHeader ? 'all' : 'row') : inColumnHeader ? 'column' : 'cell';
  return { kind, row: Math.max(1, row), column };
}
