// What the playground's page, its router and the simulator's worker tell each other: plain JSON.

/** Rows and columns count from 1, as in a sheet. */
export interface Area {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

/** A chart as the page draws it: at most some hundred of its points. */
export interface ChartView {
  id: number;
  title: string;
  /** As Google calls it: LINE, COLUMN, … */
  type: string;
  stacked: boolean | 'percent';
  /** The cell at which it hangs. */
  row: number;
  column: number;
  names: string[];
  series: { name: string; values: (number | null)[] }[];
}

export interface TabView {
  id: number;
  name: string;
  rows: number;
  columns: number;
  /** Widths in pixels of the columns that differ from the usual one. */
  widths: Record<number, number>;
  frozenRows: number;
  frozenColumns: number;
  charts: ChartView[];
  /** Areas that are protected; null is the whole tab. */
  protections: { area: Area | null; owner: string }[];
}

export interface CellView {
  display: string;
  /** What the formula bar shows: the formula, or the value as one would type it. */
  input: string;
  align: 'left' | 'center' | 'right';
  bold?: boolean;
  italic?: boolean;
  underlined?: boolean;
  /** A line goes through it. */
  struck?: boolean;
  color?: string;
  background?: string;
  note?: string;
  error?: string;
  wrap?: boolean;
  /** What the cell offers to choose from, and whether it takes nothing else. */
  choices?: string[];
  strict?: boolean;
}

export interface RowView {
  row: number;
  cells: Record<number, CellView>;
}

export interface WorkbookView {
  name: string;
  locale: string;
  timeZone: string;
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
  /** How far the playground's clock is ahead of this computer's. */
  clock: { aheadMs: number };
  /** What the person at the keyboard would undo and do again, in words. */
  history: { undo: string | null; redo: string | null };
}

export interface CellLooks {
  format?: string | undefined;
  bold?: boolean | undefined;
  italic?: boolean | undefined;
  line?: '' | 'underline' | 'line-through' | undefined;
  align?: '' | 'left' | 'center' | 'right' | undefined;
  wrap?: '' | 'WRAP' | undefined;
  background?: string | undefined;
}

/** A drop-down: what may be chosen, and whether anything else is refused. */
export interface Choices {
  list: string[];
  strict: boolean;
}

/** What a person at the keyboard does to the workbook. */
export type Edit =
  | { do: 'undo' }
  | { do: 'redo' }
  | { do: 'type'; tab: number; row: number; column: number; text: string }
  | { do: 'clear'; tab: number; area: Area; what: 'contents' | 'formats' | 'notes' }
  /** Text from elsewhere; the area is what is selected. */
  | { do: 'paste'; tab: number; area: Area; text: string }
  /** Takes the cells as they are now, for `pasteCells`. */
  | { do: 'copy'; tab: number; area: Area }
  /** Pastes what was copied last, or moves it; `text` is what was put on the clipboard then. */
  | {
      do: 'pasteCells';
      tab: number;
      area: Area;
      cut: boolean;
      text: string;
      part: 'all' | 'values' | 'formats';
    }
  /** Goes on with the area's cells as far as `to`, which holds it. */
  | { do: 'fill'; tab: number; area: Area; to: Area }
  | { do: 'repeat'; tab: number; area: Area; down: boolean }
  | { do: 'select'; tab: number; area: Area }
  | { do: 'insertRows' | 'insertColumns'; tab: number; before: number; count: number }
  | { do: 'deleteRows' | 'deleteColumns'; tab: number; from: number; count: number }
  | { do: 'style'; tab: number; area: Area; style: CellLooks }
  | { do: 'note'; tab: number; row: number; column: number; note: string }
  | { do: 'validate'; tab: number; area: Area; rule: Choices | null }
  | { do: 'sort'; tab: number; area: Area; column: number; ascending: boolean }
  | { do: 'width'; tab: number; column: number; pixels: number }
  | { do: 'fitColumns'; tab: number; from: number; count: number }
  | { do: 'freeze'; tab: number; rows?: number | undefined; columns?: number | undefined }
  | { do: 'protect'; tab: number; area: Area | null }
  | { do: 'unprotect'; tab: number; area: Area }
  | { do: 'addTab' }
  | { do: 'renameTab'; tab: number; name: string }
  | { do: 'moveTab'; tab: number; index: number }
  | { do: 'deleteTab'; tab: number }
  | { do: 'duplicateTab'; tab: number }
  | { do: 'activateTab'; tab: number }
  | { do: 'settings'; name: string; locale: string; timeZone: string };

/** How a function of the add-on ended; an error keeps its message only, as with Google. */
export type CallAnswer = { ok: true; value: unknown } | { ok: false; message: string };

/** What the worker tells by itself. */
export type PlaygroundEvent =
  | { event: 'changed' }
  | { event: 'toast'; title: string; message: string }
  | { event: 'dialog'; dialog: DialogView }
  | { event: 'busy'; busy: boolean };
