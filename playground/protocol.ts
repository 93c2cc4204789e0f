// What the playground's page, its router and the simulator's worker tell each other: plain JSON.

/** Rows and columns count from 1, as in a sheet. */
export interface Area {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

export interface TabView {
  id: number;
  name: string;
  rows: number;
  columns: number;
  /** Widths in pixels of the columns that differ from the usual one. */
  widths: Record<number, number>;
  frozenRows: number;
}

export interface CellView {
  display: string;
  /** What the formula bar shows: the formula, or the value as one would type it. */
  input: string;
  align: 'left' | 'center' | 'right';
  bold?: boolean;
  /** A line goes through it. */
  struck?: boolean;
  color?: string;
  background?: string;
  note?: string;
  error?: string;
  wrap?: boolean;
}

export interface RowView {
  row: number;
  cells: Record<number, CellView>;
}

export interface WorkbookView {
  name: string;
  tabs: TabView[];
  activeTab: number;
  selection: Area;
}

export interface PersonView {
  id: string;
  name: string;
  email: string;
  role: string;
}

export type MenuEntry =
  | { kind: 'item'; caption: string; functionName: string }
  | { kind: 'separator' }
  | { kind: 'menu'; caption: string; entries: MenuEntry[] };

export interface SidebarView {
  title: string;
  /** Rises each time the add-on shows a sidebar anew. */
  version: number;
}

export interface DialogView {
  id: number;
  kind: 'alert' | 'prompt';
  title: string;
  message: string;
  buttons: string[];
}

export interface PlaygroundView {
  workbook: WorkbookView;
  /** Every spreadsheet there is, by its id; the one that is shown. */
  spreadsheets: { id: string; name: string }[];
  spreadsheet: string;
  menus: { caption: string; entries: MenuEntry[] }[];
  sidebar: SidebarView | null;
  /** The address that the add-on was built for, in place of which this server stands. */
  addonAddress: string;
  person: string;
  persons: PersonView[];
  /** Clock triggers that the add-on created: what Google would run by itself. */
  triggers: { id: string; functionName: string; owner: string }[];
}

/** What a person at the keyboard does to the workbook. */
export type Edit =
  | { do: 'type'; tab: number; row: number; column: number; text: string }
  | { do: 'clear'; tab: number; area: Area }
  | { do: 'paste'; tab: number; row: number; column: number; text: string }
  | { do: 'select'; tab: number; area: Area }
  | { do: 'insertRows' | 'insertColumns'; tab: number; before: number; count: number }
  | { do: 'deleteRows' | 'deleteColumns'; tab: number; from: number; count: number }
  | { do: 'format'; tab: number; area: Area; format: string }
  | { do: 'bold'; tab: number; area: Area; bold: boolean }
  | { do: 'note'; tab: number; row: number; column: number; note: string }
  | { do: 'sort'; tab: number; area: Area; column: number; ascending: boolean }
  | { do: 'width'; tab: number; column: number; pixels: number }
  | { do: 'addTab' }
  | { do: 'renameTab'; tab: number; name: string }
  | { do: 'deleteTab' | 'activateTab'; tab: number };

/** How a function of the add-on ended; an error keeps its message only, as with Google. */
export type CallAnswer = { ok: true; value: unknown } | { ok: false; message: string };

/** What the worker tells by itself. */
export type PlaygroundEvent =
  | { event: 'changed' }
  | { event: 'toast'; title: string; message: string }
  | { event: 'dialog'; dialog: DialogView }
  | { event: 'busy'; busy: boolean };
