// What the menus hold: a spreadsheet's own, the add-on's, and the playground's.
import type { Area, MenuEntry, TabView } from '../protocol.ts';
import { api } from './api.ts';
import { columnName } from './places.ts';
import type { PlaygroundState } from './playground-state.ts';

export type Entry =
  | { kind: 'action'; caption: string; keys?: string; act: () => void }
  | { kind: 'menu'; caption: string; entries: Entry[] }
  | { kind: 'separator' };

export interface Menu {
  caption: string;
  entries: Entry[];
}

/** How a menu can ask the person for a line of text or for a yes. */
export interface Asking {
  ask(question: { title: string; value: string; button: string }): Promise<string | null>;
  confirm(question: { title: string; message: string; button: string }): Promise<boolean>;
}

const separator: Entry = { kind: 'separator' };
const action = (caption: string, act: () => void, keys?: string): Entry => ({
  kind: 'action',
  caption,
  act,
  ...(keys ? { keys } : {}),
});

export function menusOf(state: PlaygroundState, tab: TabView, asking: Asking): Menu[] {
  return [
    { caption: 'Edit', entries: editMenu(state, tab) },
    { caption: 'Insert', entries: insertMenu(state, tab, asking) },
    { caption: 'Format', entries: formatMenu(state, tab) },
    { caption: 'Data', entries: dataMenu(state, tab) },
    { caption: 'Extensions', entries: extensionsMenu(state) },
    { caption: 'Playground', entries: playgroundMenu(state, asking) },
  ];
}

function editMenu(state: PlaygroundState, tab: TabView): Entry[] {
  const { area } = state;
  const { row, column, rows, columns } = area;
  const clear = () => void state.edit({ do: 'clear', tab: tab.id, area });
  const deleteRows = () =>
    void state.edit({ do: 'deleteRows', tab: tab.id, from: row, count: rows });
  const deleteColumns = () =>
    void state.edit({ do: 'deleteColumns', tab: tab.id, from: column, count: columns });
  return [
    action('Clear the cells', clear, 'Delete'),
    separator,
    action(`Delete ${rowsName(area)}`, deleteRows),
    action(`Delete ${columnsName(area)}`, deleteColumns),
  ];
}

function insertMenu(state: PlaygroundState, tab: TabView, asking: Asking): Entry[] {
  const { row, column, rows, columns } = state.area;
  const insertRows = (before: number) => () =>
    void state.edit({ do: 'insertRows', tab: tab.id, before, count: rows });
  const insertColumns = (before: number) => () =>
    void state.edit({ do: 'insertColumns', tab: tab.id, before, count: columns });
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  return [
    action(`${count(rows, 'row')} above`, insertRows(row)),
    action(`${count(rows, 'row')} below`, insertRows(row + rows)),
    separator,
    action(`${count(columns, 'column')} left`, insertColumns(column)),
    action(`${count(columns, 'column')} right`, insertColumns(column + columns)),
    separator,
    action('Note…', () => void askForNote(state, tab, asking)),
    action('Tab', () => void state.edit({ do: 'addTab' })),
  ];
}

async function askForNote(state: PlaygroundState, tab: TabView, asking: Asking): Promise<void> {
  const { row, column } = state.area;
  const value = state.cell(row, column)?.note ?? '';
  const note = await asking.ask({ title: 'Note', value, button: 'Keep note' });
  if (note !== null) await state.edit({ do: 'note', tab: tab.id, row, column, note });
}

// The patterns that Sheets offers under Format > Number in an American spreadsheet.
const formats: [string, string][] = [
  ['Automatic', ''],
  ['Plain text', '@'],
  ['Number', '#,##0.00'],
  ['Whole number', '#,##0'],
  ['Percent', '0.00%'],
  ['Dollars', '"$"#,##0.00'],
  ['Date', 'yyyy-mm-dd'],
  ['Date and time', 'yyyy-mm-dd hh:mm:ss'],
];

function formatMenu(state: PlaygroundState, tab: TabView): Entry[] {
  const { area } = state;
  const bold = state.cell(area.row, area.column)?.bold !== true;
  const numbers = formats.map(([caption, format]) =>
    action(caption, () => void state.edit({ do: 'format', tab: tab.id, area, format })),
  );
  return [
    { kind: 'menu', caption: 'Number', entries: numbers },
    action('Bold', () => void state.edit({ do: 'bold', tab: tab.id, area, bold }), 'Ctrl+B'),
  ];
}

function dataMenu(state: PlaygroundState, tab: TabView): Entry[] {
  const { area } = state;
  const name = columnName(area.column);
  const sort = (ascending: boolean) => () =>
    void state.edit({ do: 'sort', tab: tab.id, area, column: area.column, ascending });
  return [
    action(`Sort the selection by column ${name} (A to Z)`, sort(true)),
    action(`Sort the selection by column ${name} (Z to A)`, sort(false)),
  ];
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

function playgroundMenu(state: PlaygroundState, asking: Asking): Entry[] {
  const triggers = (state.view?.triggers ?? []).map(({ id, owner }) =>
    action(
      `Run the hourly schedule of ${owner} now`,
      () => void state.do(() => api.fireTrigger(id)),
    ),
  );
  return [
    ...triggers,
    ...(triggers.length > 0 ? [separator] : []),
    action('Start with a new spreadsheet…', () => void startAnew(state, asking)),
  ];
}

async function startAnew(state: PlaygroundState, asking: Asking): Promise<void> {
  const sure = await asking.confirm({
    title: 'Start with a new spreadsheet?',
    message: 'Everything in this spreadsheet is thrown away.',
    button: 'Start anew',
  });
  if (sure) await state.do(() => api.reset());
}

function rowsName({ row, rows }: Area): string {
  return rows === 1 ? `row ${row}` : `rows ${row} to ${row + rows - 1}`;
}

function columnsName({ column, columns }: Area): string {
  const first = columnName(column);
  return columns === 1
    ? `column ${first}`
    : `columns ${first} to ${columnName(column + columns - 1)}`;
}
