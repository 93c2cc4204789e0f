// What the menu bar holds: a spreadsheet's own menus, the add-on's, and the playground's.
import type { MenuEntry, TabView } from '../../protocol.ts';
import type { PlaygroundState } from '../playground-state.ts';
import type { Asking } from './asking.ts';
import * as cells from './cell-entries.ts';
import { action, keysOf, separator, type Entry, type Menu } from './entries.ts';
import { formatMenu } from './format-menu.ts';
import { playgroundMenu } from './playground-menu.ts';
import { askForChoices, askForNote, askForSettings } from './questions.ts';

export function menusOf(state: PlaygroundState, tab: TabView, asking: Asking): Menu[] {
  return [
    { caption: 'File', entries: fileMenu(state, asking) },
    { caption: 'Edit', entries: editMenu(state, tab) },
    { caption: 'View', entries: viewMenu(state, tab) },
    { caption: 'Insert', entries: insertMenu(state, tab, asking) },
    { caption: 'Format', entries: formatMenu(state, tab) },
    { caption: 'Data', entries: dataMenu(state, tab, asking) },
    { caption: 'Extensions', entries: extensionsMenu(state) },
    { caption: 'Playground', entries: playgroundMenu(state, asking) },
  ];
}

function fileMenu(state: PlaygroundState, asking: Asking): Entry[] {
  return [action('Settings…', () => void askForSettings(state, asking))];
}

/** Undo and redo say what they are about. */
export function historyEntries(state: PlaygroundState): Entry[] {
  const { undo = null, redo = null } = state.view?.history ?? {};
  return [
    action(undo === null ? 'Undo' : `Undo ${undo}`, () => void state.edit({ do: 'undo' }), {
      ...{ keys: keysOf('Z'), off: undo === null },
    }),
    action(redo === null ? 'Redo' : `Redo ${redo}`, () => void state.edit({ do: 'redo' }), {
      ...{ keys: keysOf('Y'), off: redo === null },
    }),
  ];
}

function editMenu(state: PlaygroundState, tab: TabView): Entry[] {
  return cells.separated(
    historyEntries(state),
    cells.clipboardEntries(state),
    [cells.clearEntry(state, tab)],
    [cells.deleteRowsEntry(state, tab), cells.deleteColumnsEntry(state, tab)],
  );
}

function viewMenu(state: PlaygroundState, tab: TabView): Entry[] {
  const freeze = (caption: string, size: { rows?: number; columns?: number }) => {
    const chosen =
      size.rows === undefined ? tab.frozenColumns === size.columns : tab.frozenRows === size.rows;
    return action(caption, () => void state.edit({ do: 'freeze', tab: tab.id, ...size }), {
      chosen,
    });
  };
  return cells.separated(
    [
      freeze('No frozen rows', { rows: 0 }),
      freeze('Freeze 1 row', { rows: 1 }),
      cells.freezeRowsEntry(state, tab),
    ],
    [
      freeze('No frozen columns', { columns: 0 }),
      freeze('Freeze 1 column', { columns: 1 }),
      cells.freezeColumnsEntry(state, tab),
    ],
  );
}

function insertMenu(state: PlaygroundState, tab: TabView, asking: Asking): Entry[] {
  return cells.separated(
    cells.insertRowEntries(state, tab),
    cells.insertColumnEntries(state, tab),
    [
      action('Drop-down…', () => void askForChoices(state, tab, asking)),
      action('Note…', () => void askForNote(state, tab, asking)),
      action('Tab', () => void state.edit({ do: 'addTab' })),
    ],
  );
}

function dataMenu(state: PlaygroundState, tab: TabView, asking: Asking): Entry[] {
  return cells.separated(cells.sortEntries(state, tab), cells.sortTabEntries(state, tab), [
    action('Drop-down…', () => void askForChoices(state, tab, asking)),
    cells.protectEntry(state, tab),
  ]);
}

function extensionsMenu(state: PlaygroundState): Entry[] {
  const menus = state.view?.menus ?? [];
  return menus.map(({ caption, entries }) => ({
    kind: 'menu',
    caption,
    entries: entries.map((entry) => addonEntry(state, entry)),
  }));
}

function addonEntry(state: PlaygroundState, entry: MenuEntry): Entry {
  if (entry.kind === 'separator') return separator;
  if (entry.kind === 'item') {
    return action(entry.caption, () => void state.runMenuItem(entry.functionName));
  }
  const entries = entry.entries.map((inner) => addonEntry(state, inner));
  return { kind: 'menu', caption: entry.caption, entries };
}
