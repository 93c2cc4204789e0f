// The menus at the pointer: of cells, of the headers of rows and columns, of tabs.
import type { TabView } from '../../protocol.ts';
import type { PlaygroundState } from '../playground-state.ts';
import type { Asking } from './asking.ts';
import * as cells from './cell-entries.ts';
import { action, type Entry } from './entries.ts';
import { askForChoices, askForNote } from './questions.ts';

export function cellMenu(state: PlaygroundState, tab: TabView, asking: Asking): Entry[] {
  return cells.separated(
    cells.clipboardEntries(state),
    inserting([...cells.insertRowEntries(state, tab), ...cells.insertColumnEntries(state, tab)]),
    [
      cells.deleteRowsEntry(state, tab),
      cells.deleteColumnsEntry(state, tab),
      cells.clearEntry(state, tab),
    ],
    cells.sortEntries(state, tab),
    [
      action('Drop-down…', () => void askForChoices(state, tab, asking)),
      action('Note…', () => void askForNote(state, tab, asking)),
      cells.protectEntry(state, tab),
    ],
  );
}

export function rowMenu(state: PlaygroundState, tab: TabView): Entry[] {
  return cells.separated(
    cells.clipboardEntries(state),
    inserting(cells.insertRowEntries(state, tab)),
    [cells.deleteRowsEntry(state, tab), cells.clearEntry(state, tab)],
    [cells.freezeRowsEntry(state, tab), cells.protectEntry(state, tab)],
  );
}

export function columnMenu(state: PlaygroundState, tab: TabView): Entry[] {
  return cells.separated(
    cells.clipboardEntries(state),
    inserting(cells.insertColumnEntries(state, tab)),
    [cells.deleteColumnsEntry(state, tab), cells.clearEntry(state, tab)],
    [cells.fitColumnsEntry(state, tab), ...cells.sortTabEntries(state, tab)],
    [cells.freezeColumnsEntry(state, tab), cells.protectEntry(state, tab)],
  );
}

function inserting(entries: Entry[]): Entry[] {
  return entries.map((entry) =>
    entry.kind === 'action' ? { ...entry, caption: `Insert ${entry.caption}` } : entry,
  );
}

/** `rename` opens the field in the tab itself. */
export function tabMenu(
  state: PlaygroundState,
  {
    tab,
    tabs,
    asking,
    rename,
  }: { tab: TabView; tabs: TabView[]; asking: Asking; rename: () => void },
): Entry[] {
  const at = tabs.indexOf(tab);
  const move = (index: number) => () => void state.edit({ do: 'moveTab', tab: tab.id, index });
  const isProtected = tab.protections.some(({ area }) => area === null);
  const everything = { row: 1, column: 1, rows: tab.rows, columns: tab.columns };
  return cells.separated(
    [
      action('Rename', rename),
      action('Duplicate', () => void state.edit({ do: 'duplicateTab', tab: tab.id })),
      action('Move left', move(at - 1), { off: at === 0 }),
      action('Move right', move(at + 1), { off: at === tabs.length - 1 }),
    ],
    [
      isProtected
        ? action(
            'Take the protection away',
            () => void state.edit({ do: 'unprotect', tab: tab.id, area: everything }),
          )
        : action(
            'Protect the tab',
            () => void state.edit({ do: 'protect', tab: tab.id, area: null }),
          ),
    ],
    [action('Delete…', () => void deleteTab(state, tab, asking), { off: tabs.length === 1 })],
  );
}

export async function deleteTab(
  state: PlaygroundState,
  { id, name }: TabView,
  asking: Asking,
): Promise<void> {
  const sure = await asking.confirm({
    title: `Delete the tab ${name}?`,
    message: 'Its cells go with it, and formulas that use them break.',
    button: 'Delete tab',
  });
  if (sure) await state.edit({ do: 'deleteTab', tab: id });
}
