// Opens the menu of what lies under the pointer, or of the selected cell when the keyboard asked for it.
import type { TabView } from '../../protocol.ts';
import type { Asking } from '../menus/asking.ts';
import { cellMenu, columnMenu, rowMenu } from '../menus/place-menus.ts';
import { areaName, cellName } from '../places.ts';
import type { PlaygroundState } from '../playground-state.ts';
import { grow, type Place } from './pointer.ts';

interface Asked {
  state: PlaygroundState;
  tab: TabView;
  asking: Asking;
  place: Place | null;
}

const rightButton = 2;

export function openMenuAt(event: MouseEvent, { state, tab, asking, place }: Asked): void {
  state.commit();
  const byPointer = event.button === rightButton && place !== null;
  if (byPointer && !isSelected(state, tab, place)) {
    const to = { row: Math.min(place.row, tab.rows), column: Math.min(place.column, tab.columns) };
    state.select(grow({ ...to, toRow: 0, toColumn: 0 }, to, place.kind, tab));
  }
  const kind = byPointer ? place.kind : 'cell';
  const entries =
    kind === 'row'
      ? rowMenu(state, tab)
      : kind === 'column'
        ? columnMenu(state, tab)
        : cellMenu(state, tab, asking);
  const corner = byPointer ? { left: event.clientX, top: event.clientY } : belowCell(state);
  state.openMenu({ ...corner, caption: areaName(state.area), entries });
}

function isSelected(
  { area }: PlaygroundState,
  tab: TabView,
  { kind, row, column }: Place,
): boolean {
  const inRows = row >= area.row && row < area.row + area.rows;
  const inColumns = column >= area.column && column < area.column + area.columns;
  if (kind === 'row') return inRows && area.columns === tab.columns;
  if (kind === 'column') return inColumns && area.rows === tab.rows;
  return kind === 'cell' && inRows && inColumns;
}

function belowCell({ selection }: PlaygroundState): { left: number; top: number } {
  const name = cellName(selection.row, selection.column);
  const box = document.getElementById(`cell-${name}`)?.getBoundingClientRect();
  return { left: box?.left ?? 60, top: box?.bottom ?? 120 };
}
