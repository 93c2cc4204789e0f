// One tab: its grid of cells, and what is anchored to places in it.
import { type Area, type GridSize } from './area.ts';
import { hasContent, isBare, newCell, type Cell, type CellStyle } from './cell.ts';

export interface Row {
  cells: (Cell | undefined)[];
  /** In pixels; undefined is the default of 21. */
  height?: number;
  hidden?: boolean;
  hiddenByFilter?: boolean;
}

export interface ProtectedArea {
  id: number;
  /** null: the whole tab, but for `unprotected`. */
  area: Area | null;
  unprotected: Area[];
  description: string;
  warningOnly: boolean;
  /** Addresses of those who may edit, the owner aside. */
  editors: string[];
  owner: string;
}

export interface ConditionalFormat {
  areas: Area[];
  /** What Sheets calls a custom formula. */
  formula: string;
  background: string;
  /** All of the rule in the words of the Sheets API, where that wrote it. */
  rule?: object;
}

/** Rows or columns that fold together, both ends included. */
export interface Group {
  axis: 'rows' | 'columns';
  from: number;
  to: number;
  depth: number;
  collapsed: boolean;
}

export interface Chart {
  id: number;
  title: string;
  /** The tab that the chart's data stands in. */
  sheetId: number;
  areas: Area[];
  /** One of Google's (Charts.ChartType); absent: columns. */
  type?: string;
  /** Rows of its data that are headers. */
  headers?: number;
  /** By their names in Google's documentation, such as title. */
  options?: Record<string, string | number | boolean>;
  /** The cell at which it hangs, and how far from that cell's corner, in pixels; absent: A1. */
  anchor?: Anchor;
}

export interface Anchor {
  row: number;
  column: number;
  x: number;
  y: number;
}

/** A pivot table: where its data stands, its own first cell (A1), and what it sums. */
export interface Pivot {
  sheetId: number;
  source: Area;
  anchor?: { row: number; column: number };
  /** Columns of the source, counted from its first, which is 0. */
  rows?: number[];
  columns?: number[];
  sums?: number[];
}

export interface Filter {
  area: Area;
  /** By column of the tab: the display values that are hidden. */
  hiddenValues: Record<number, string[]>;
}

export interface SheetSettings {
  id: number;
  name: string;
  rows?: number;
  columns?: number;
}

export class Sheet {
  readonly id: number;
  name: string;
  size: GridSize;
  /** Index 0 is row 1; a row without cells may be absent. */
  rows: (Row | undefined)[] = [];
  columnWidths = new Map<number, number>();
  hiddenColumns = new Set<number>();
  hidden = false;
  frozenRows = 0;
  frozenColumns = 0;
  tabColor = '';
  merges: Area[] = [];
  protections: ProtectedArea[] = [];
  conditionalFormats: ConditionalFormat[] = [];
  charts: Chart[] = [];
  /** Alternating colours. */
  bandings: Area[] = [];
  /** Those that stand in this tab. */
  pivots: Pivot[] = [];
  filter: Filter | null = null;
  groups: Group[] = [];
  hideGridlines = false;
  rightToLeft = false;

  constructor({ id, name, rows = 1000, columns = 26 }: SheetSettings) {
    this.id = id;
    this.name = name;
    this.size = { rows, columns };
  }

  get everything(): Area {
    return { top: 1, left: 1, bottom: this.size.rows, right: this.size.columns };
  }

  at(row: number, column: number): Cell | undefined {
    return this.rows[row - 1]?.cells[column - 1];
  }

  /** The cell, made if it is not there yet. */
  make(row: number, column: number): Cell {
    const cells = this.row(row).cells;
    let cell = cells[column - 1];
    if (!cell) {
      while (cells.length < column - 1) cells.push(undefined);
      cells[column - 1] = cell = newCell();
    }
    return cell;
  }

  put(row: number, column: number, cell: Cell | undefined): void {
    if (cell === undefined && !this.at(row, column)) return;
    const cells = this.row(row).cells;
    while (cells.length < column - 1) cells.push(undefined);
    cells[column - 1] = cell;
  }

  row(row: number): Row {
    while (this.rows.length < row) this.rows.push(undefined);
    return (this.rows[row - 1] ??= { cells: [] });
  }

  inGrid(area: Area): boolean {
    return (
      area.top >= 1 &&
      area.left >= 1 &&
      area.bottom >= area.top &&
      area.right >= area.left &&
      area.bottom <= this.size.rows &&
      area.right <= this.size.columns
    );
  }

  /** Calls `visit` for each cell that exists in the area, row by row. */
  forEachCell(area: Area, visit: (cell: Cell, row: number, column: number) => void): void {
    const bottom = Math.min(area.bottom, this.rows.length);
    for (let row = area.top; row <= bottom; row++) {
      const cells = this.rows[row - 1]?.cells;
      if (!cells) continue;
      const right = Math.min(area.right, cells.length);
      for (let column = area.left; column <= right; column++) {
        const cell = cells[column - 1];
        if (cell) visit(cell, row, column);
      }
    }
  }

  /** Gives every cell of the area a new style, empty cells included. */
  restyle(area: Area, style: (old: CellStyle) => CellStyle): void {
    for (let row = area.top; row <= area.bottom; row++) {
      for (let column = area.left; column <= area.right; column++) {
        const cell = this.make(row, column);
        cell.style = style(cell.style);
      }
    }
  }

  /** The last row and column that hold content; 0 when there is none. */
  contentEnd(): GridSize {
    let lastRow = 0;
    let lastColumn = 0;
    this.rows.forEach((row, index) => {
      const last = lastContent(row);
      if (last > 0) lastRow = index + 1;
      if (last > lastColumn) lastColumn = last;
    });
    return { rows: lastRow, columns: lastColumn };
  }

  lastRowWithContent(): number {
    for (let index = this.rows.length - 1; index >= 0; index--) {
      if (lastContent(this.rows[index]) > 0) return index + 1;
    }
    return 0;
  }

  /** Forgets cells that hold nothing, so that saving and scanning stay quick. */
  drop(area: Area): void {
    this.forEachCell(area, (cell, row, column) => {
      if (isBare(cell)) this.put(row, column, undefined);
    });
  }
}

function lastContent(row: Row | undefined): number {
  if (!row) return 0;
  for (let index = row.cells.length - 1; index >= 0; index--) {
    if (hasContent(row.cells[index])) return index + 1;
  }
  return 0;
}
