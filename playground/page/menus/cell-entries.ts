// What can be done with the selected cells, rows and columns: for the menus and for the one at the pointer.
import type { Area, CellLooks, TabView } from '../../protocol.ts';
import { copySelection, pasteByMenu } from '../grid/clipboard.ts';
import type { PlaygroundState } from '../playground-state.ts';
import { columnName } from '../places.ts';
import { action, keysOf, separator, type Entry } from './entries.ts';

export function clipboardEntries(state: PlaygroundState): Entry[] {
  return [
    action('Cut', () => void copySelection(state, true), { keys: keysOf('X') }),
    action('Copy', () => void copySelection(state, false), { keys: keysOf('C') }),
    action('Paste', () => void pasteByMenu(state, 'all'), { keys: keysOf('V') }),
    {
      kind: 'menu',
      caption: 'Paste special',
      entries: [
        action('Values only', () => void pasteByMenu(state, 'values'), { keys: keysOf('Shift+V') }),
        action('Format only', () => void pasteByMenu(state, 'formats')),
      ],
    },
  ];
}

export function insertRowEntries(state: PlaygroundState, tab: TabView): Entry[] {
  const { row, rows } = state.area;
  const insert = (before: number) => () =>
    void state.edit({ do: 'insertRows', tab: tab.id, before, count: rows });
  return [
    action(`${count(rows, 'row')} above`, insert(row)),
    action(`${count(rows, 'row')} below`, insert(row + rows)),
  ];
}

export function insertColumnEntries(state: PlaygroundState, tab: TabView): Entry[] {
  const { column, columns } = state.area;
  const insert = (before: number) => () =>
    void state.edit({ do: 'insertColumns', tab: tab.id, before, count: columns });
  return [
    action(`${count(columns, 'column')} left`, insert(column)),
    action(`${count(columns, 'column')} right`, insert(column + columns)),
  ];
}

export function deleteRowsEntry(state: PlaygroundState, tab: TabView): Entry {
  const { area } = state;
  return action(
    `Delete ${rowsName(area)}`,
    () => void state.edit({ do: 'deleteRows', tab: tab.id, from: area.row, count: area.rows }),
  );
}

export function deleteColumnsEntry(state: PlaygroundState, tab: TabView): Entry {
  const { column, columns } = state.area;
  return action(
    `Delete ${columnsName(state.area)}`,
    () => void state.edit({ do: 'deleteColumns', tab: tab.id, from: column, count: columns }),
  );
}

export function clearEntry(state: PlaygroundState, tab: TabView): Entry {
  const { area } = state;
  const act = () => void state.edit({ do: 'clear', tab: tab.id, area, what: 'contents' });
  return action('Clear the cells', act, { keys: 'Delete' });
}

/** Sorts the selection, or where only one cell or column is selected, all that is filled around it. */
export function sortEntries(state: PlaygroundState, tab: TabView): Entry[] {
  const { area } = state;
  const name = columnName(area.column);
  const sort = (ascending: boolean) => () =>
    void state.edit({ do: 'sort', tab: tab.id, area, column: area.column, ascending });
  return [
    action(`Sort the selection by column ${name} (A to Z)`, sort(true)),
    action(`Sort the selection by column ${name} (Z to A)`, sort(false)),
  ];
}

/** From a column's header: every row below the frozen ones, whole. */
export function sortTabEntries(state: PlaygroundState, tab: TabView): Entry[] {
  const { column } = state.area;
  const { frozenRows, columns } = tab;
  const area = { row: frozenRows + 1, column: 1, rows: tab.rows - frozenRows, columns };
  const sort = (ascending: boolean) => () =>
    void state.edit({ do: 'sort', tab: tab.id, area, column, ascending });
  return [action('Sort the tab A to Z', sort(true)), action('Sort the tab Z to A', sort(false))];
}

export function freezeRowsEntry(state: PlaygroundState, tab: TabView): Entry {
  const last = state.area.row + state.area.rows - 1;
  const freeze = (rows: number) => () => void state.edit({ do: 'freeze', tab: tab.id, rows });
  if (tab.frozenRows === last) return action('Unfreeze the rows', freeze(0));
  return action(`Freeze up to row ${last}`, freeze(last), { off: last >= tab.rows });
}

export function freezeColumnsEntry(state: PlaygroundState, tab: TabView): Entry {
  const last = state.area.column + state.area.columns - 1;
  const freeze = (columns: number) => () => void state.edit({ do: 'freeze', tab: tab.id, columns });
  if (tab.frozenColumns === last) return action('Unfreeze the columns', freeze(0));
  const name = columnName(last);
  return action(`Freeze up to column ${name}`, freeze(last), { off: last >= tab.columns });
}

export function fitColumnsEntry(state: PlaygroundState, tab: TabView): Entry {
  const { column, columns } = state.area;
  return action(
    `Fit ${columnsName(state.area)} to the contents`,
    () => void state.edit({ do: 'fitColumns', tab: tab.id, from: column, count: columns }),
  );
}

export function protectEntry(state: PlaygroundState, tab: TabView): Entry {
  const { area } = state;
  const isProtected = tab.protections.some((one) => one.area === null || touches(one.area, area));
  if (isProtected)
    return action(
      'Take the protection away',
      () => void state.edit({ do: 'unprotect', tab: tab.id, area }),
    );
  return action('Protect these cells', () => void state.edit({ do: 'protect', tab: tab.id, area }));
}

export function lookEntry(
  state: PlaygroundState,
  tab: TabView,
  { caption, style, keys }: { caption: string; style: CellLooks; keys?: string },
): Entry {
  const { area } = state;
  const act = () => void state.edit({ do: 'style', tab: tab.id, area, style });
  return action(caption, act, keys === undefined ? {} : { keys });
}

export const separated = (...groups: Entry[][]): Entry[] =>
  groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [separator, ...group]));

function touches(a: Area, b: Area): boolean {
  return (
    a.row < b.row + b.rows &&
    b.row < a.row + a.rows &&
    a.column < b.column + b.columns &&
    b.column < a.column + a.columns
  );
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;

function rowsName({ row, rows }: Area): string {
  return rows === 1 ? `row ${row}` : `rows ${row} to ${row + rows - 1}`;
}

function columnsName({ column, columns }: Area): string {
  const first = columnName(column);
  return columns === 1
    ? `column ${first}`
    : `columns ${first} to ${columnName(column + columns - 1)}`;
}
