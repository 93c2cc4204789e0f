// Saves a workbook as plain JSON and restores it.
import type { Area, GridSize } from './area.ts';
import { internStyle, newCell, type Cell, type CellStyle, type Validation } from './cell.ts';
import type { CellValue } from '../values/cell-value.ts';
import type { Metadata } from './metadata.ts';
import type { NamedArea } from './named-ranges.ts';
import {
  Sheet,
  type Chart,
  type ConditionalFormat,
  type Filter,
  type Group,
  type Pivot,
  type ProtectedArea,
} from './sheet.ts';
import type { WorkbookModel } from './model.ts';

interface SavedCell {
  c: number;
  v?: CellValue;
  f?: string;
  /** Index into the tab's styles. */
  s?: number;
  n?: string;
  d?: Validation;
}

interface SavedRow {
  row: number;
  height?: number;
  hidden?: boolean;
  hiddenByFilter?: boolean;
  cells: SavedCell[];
}

export interface SavedSheet {
  id: number;
  name: string;
  size: GridSize;
  styles: CellStyle[];
  rows: SavedRow[];
  columnWidths: [number, number][];
  hiddenColumns: number[];
  hidden: boolean;
  frozenRows: number;
  frozenColumns: number;
  tabColor: string;
  merges: Area[];
  protections: ProtectedArea[];
  conditionalFormats: ConditionalFormat[];
  charts: Chart[];
  filter: Filter | null;
  /** Absent in what was saved before there were any. */
  groups?: Group[];
  bandings?: Area[];
  pivots?: Pivot[];
  hideGridlines?: boolean;
  rightToLeft?: boolean;
}

export interface SavedWorkbook {
  id: string;
  name: string;
  locale: string;
  timeZone: string;
  owner: string;
  activeSheetId: number;
  nextSheetId: number;
  sheets: SavedSheet[];
  names: NamedArea[];
  metadata: Metadata[];
  nextMetadataId: number;
}

export function saveWorkbook(workbook: WorkbookModel): SavedWorkbook {
  const { id, name, locale, timeZone, owner, activeSheetId, nextSheetId } = workbook;
  return {
    ...{ id, name, locale, timeZone, owner, activeSheetId, nextSheetId },
    sheets: workbook.sheets.map(saveSheet),
    names: structuredClone(workbook.names.list),
    metadata: structuredClone(workbook.metadata.list),
    nextMetadataId: workbook.metadata.nextId,
  };
}

export function saveSheet(sheet: Sheet): SavedSheet {
  const styles = new Map<CellStyle, number>();
  const rows = sheet.rows.flatMap((row, index): SavedRow[] => {
    if (!row) return [];
    const cells = row.cells.flatMap((cell, at) => (cell ? saveCell(cell, at + 1, styles) : []));
    return [{ ...row, row: index + 1, cells }];
  });
  const { id, name, size, hidden, frozenRows, frozenColumns, tabColor } = sheet;
  const { merges, protections, conditionalFormats, charts, filter, groups } = sheet;
  const { bandings, pivots } = sheet;
  const { hideGridlines, rightToLeft } = sheet;
  return {
    ...{ id, name, hidden, frozenRows, frozenColumns, tabColor, rows },
    ...{ hideGridlines, rightToLeft },
    ...structuredClone({ size, merges, protections, conditionalFormats, charts, filter, groups }),
    ...structuredClone({ bandings, pivots }),
    styles: [...styles.keys()],
    columnWidths: [...sheet.columnWidths],
    hiddenColumns: [...sheet.hiddenColumns],
  };
}

function saveCell(cell: Cell, column: number, styles: Map<CellStyle, number>): SavedCell {
  const { value, formula, note, validation, style, spilled } = cell;
  let index = styles.get(style);
  if (index === undefined) styles.set(style, (index = styles.size));
  return {
    c: column,
    s: index,
    ...(value === '' || spilled ? {} : { v: value }),
    ...(formula === '' ? {} : { f: formula }),
    ...(note === '' ? {} : { n: note }),
    ...(validation ? { d: validation } : {}),
  };
}

/** Makes the workbook hold what was saved, in the place of what it holds. */
export function restoreWorkbook(workbook: WorkbookModel, saved: SavedWorkbook): void {
  const { owner, activeSheetId, nextSheetId } = saved;
  Object.assign(workbook, { owner, activeSheetId, nextSheetId });
  workbook.sheets = saved.sheets.map(restoreSheet);
  workbook.names.list = structuredClone(saved.names);
  workbook.metadata.list = structuredClone(saved.metadata);
  workbook.metadata.nextId = saved.nextMetadataId;
  workbook.engine.hasFormulas = true;
  workbook.engine.hasPivots = true;
}

export function restoreSheet(saved: SavedSheet): Sheet {
  const sheet = new Sheet({ id: saved.id, name: saved.name });
  const { id: _id, name: _name, styles, rows, columnWidths, hiddenColumns, ...rest } = saved;
  Object.assign(sheet, structuredClone(rest));
  sheet.columnWidths = new Map(columnWidths);
  sheet.hiddenColumns = new Set(hiddenColumns);
  const looks = styles.map(internStyle);
  for (const { row, cells, ...shape } of rows) {
    const restored = Object.assign(sheet.row(row), shape);
    for (const cell of cells) {
      while (restored.cells.length < cell.c) restored.cells.push(undefined);
      restored.cells[cell.c - 1] = restoreCell(cell, looks);
    }
  }
  return sheet;
}

function restoreCell({ v, f, s, n, d }: SavedCell, looks: CellStyle[]): Cell {
  const cell = newCell(looks[s ?? 0]);
  return { ...cell, value: v ?? '', formula: f ?? '', note: n ?? '', validation: d ?? null };
}
