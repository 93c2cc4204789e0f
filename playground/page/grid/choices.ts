// The list that a cell with a drop-down offers.
import type { TabView } from '../../protocol.ts';
import { action } from '../menus/entries.ts';
import { cellName } from '../places.ts';
import type { PlaygroundState } from '../playground-state.ts';

/** Opens the list below the selected cell; false where it has none. */
export function openChoices(state: PlaygroundState, tab: TabView): boolean {
  const { row, column } = state.selection;
  const cell = state.cell(row, column);
  const name = cellName(row, column);
  const box = document.getElementById(`cell-${name}`)?.getBoundingClientRect();
  if (!cell?.choices || !box) return false;
  const entries = cell.choices.map((text) =>
    action(text, () => void state.edit({ do: 'type', tab: tab.id, row, column, text }), {
      chosen: text === cell.display,
    }),
  );
  state.openMenu({ left: box.left, top: box.bottom, caption: `Choices of ${name}`, entries });
  return true;
}
