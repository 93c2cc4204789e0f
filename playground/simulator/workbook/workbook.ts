// The spreadsheet: the one source of truth behind the playground's grid and Google's services.
import { clearArea, styleArea, type Clearing } from './area-edits.ts';
import { areaAt, intersection, type Area, type GridSize } from './area.ts';
import { writeInput } from './cell-writing.ts';
import type { CellStyle, Validation } from './cell.ts';
import type { CellValue } from '../values/cell-value.ts';
import { copyAsText, pasteText, sizeOfText } from './clipboard.ts';
import { WorkbookModel, newId, type WorkbookSettings } from './model.ts';
import { moveCells, type MoveSource, type MoveTarget } from './moving.ts';
import { restoreWorkbook, saveWorkbook, type SavedWorkbook } from './save.ts';
import type { Sheet } from './sheet.ts';
import { sortRows } from './sorting.ts';
import { applyShift, type ShiftRequest } from './structure-edits.ts';
import { addSheet, copySheet, deleteSheet, renameSheet } from './tabs.ts';
import { viewCell, viewRows, type CellView, type RowView } from './view.ts';

export class Workbook extends WorkbookModel {
  // Tabs

  /** Adds an empty tab of 1000 rows and 26 columns and activates it; throws when the name is taken. */
  addSheet(name?: string, index?: number, id?: number): Sheet {
    return addSheet(this, name, { index, id });
  }

  renameSheet(id: number, name: string): void {
    renameSheet(this, id, name);
  }

  /** Throws for the last visible tab. */
  deleteSheet(id: number): void {
    deleteSheet(this, id);
  }

  /** Copies a tab within this workbook: “Copy of …”. */
  copySheet(id: number, newId?: number): Sheet {
    return copySheet(this, this.sheet(id), this, newId);
  }

  moveSheet(id: number, index: number): void {
    const sheet = this.sheet(id);
    this.sheets = this.sheets.filter((one) => one !== sheet);
    this.sheets.splice(index, 0, sheet);
    this.changed({ kind: 'sheets' });
  }

  activate(id: number): void {
    this.activeSheetId = this.sheet(id).id;
    this.changed({ kind: 'selection' });
  }

  // Selection

  /** Selects cells and shows their tab. */
  select(sheetId: number, area: Area): void {
    this.checkInGrid(sheetId, area);
    this.activeSheetId = sheetId;
    this.selections.set(sheetId, area);
    this.changed({ kind: 'selection' });
  }

  // Reading

  cell(sheetId: number, row: number, column: number): CellView {
    this.engine.calculate();
    return viewCell(this, this.sheet(sheetId), { row, column });
  }

  /** What to paint of the rows `from` to `to`, both included: cells that hold or show something. */
  rows(sheetId: number, from: number, to: number): RowView[] {
    this.engine.calculate();
    return viewRows(this, this.sheet(sheetId), [from, to]);
  }

  // Editing

  /** What happens when a person types the text into the cell and presses Enter. */
  typeInto(sheetId: number, row: number, column: number, text: string): void {
    const area = areaAt(row, column);
    this.checkInGrid(sheetId, area);
    writeInput(this, this.sheet(sheetId).make(row, column), text);
    this.changed({ kind: 'cells', sheetId, area });
  }

  /** Stores a value as it is, without reading it as typed text. */
  putValue(sheetId: number, row: number, column: number, value: CellValue): void {
    const area = areaAt(row, column);
    this.checkInGrid(sheetId, area);
    Object.assign(this.sheet(sheetId).make(row, column), { value, formula: '' });
    this.changed({ kind: 'cells', sheetId, area });
  }

  style(sheetId: number, area: Area, change: Partial<CellStyle>): void {
    this.checkInGrid(sheetId, area);
    styleArea(this, this.sheet(sheetId), area, change);
  }

  setNote(sheetId: number, row: number, column: number, note: string): void {
    this.checkInGrid(sheetId, areaAt(row, column));
    this.sheet(sheetId).make(row, column).note = note;
    this.changed({ kind: 'cells', sheetId, area: areaAt(row, column) });
  }

  /** Removes contents (the Delete key), formats, notes, or what is asked for together. */
  clear(sheetId: number, area: Area, what: Clearing = { contents: true }): void {
    this.checkInGrid(sheetId, area);
    clearArea(this, this.sheet(sheetId), area, what);
  }

  /** Inserts or deletes rows or columns of a tab; with `span`, only cells, which then shift. */
  shift(request: ShiftRequest): void {
    applyShift(this, request);
  }

  insertRows(sheetId: number, before: number, count: number): void {
    this.shift({ kind: 'insert', axis: 'rows', sheetId, at: before, count });
  }

  deleteRows(sheetId: number, from: number, count: number): void {
    this.shift({ kind: 'delete', axis: 'rows', sheetId, at: from, count });
  }

  insertColumns(sheetId: number, before: number, count: number): void {
    this.shift({ kind: 'insert', axis: 'columns', sheetId, at: before, count });
  }

  deleteColumns(sheetId: number, from: number, count: number): void {
    this.shift({ kind: 'delete', axis: 'columns', sheetId, at: from, count });
  }

  /** Cuts the cells and pastes them elsewhere. */
  move(source: MoveSource, target: MoveTarget): void {
    moveCells(this, source, target);
  }

  /** Sorts the rows of the area by one column of the tab; empty cells come last. */
  sort(sheetId: number, area: Area, by: { column: number; ascending: boolean }): void {
    this.checkInGrid(sheetId, area);
    sortRows(this, this.sheet(sheetId), area, [by]);
  }

  /** The area as tab-separated text, as the clipboard holds it. */
  copy(sheetId: number, area: Area): string {
    return copyAsText(this, this.sheet(sheetId), area);
  }

  /** Types tab-separated text into the cells from the given one on; adds rows and columns it needs. */
  paste(sheetId: number, row: number, column: number, text: string): void {
    const { rows, columns } = sizeOfText(text);
    pasteText(this, this.sheet(sheetId), areaAt(row, column, rows, columns), text);
  }

  /** Rows and columns that stay in view; none of one kind are left as they are. */
  freeze(sheetId: number, { rows, columns }: Partial<GridSize>): void {
    const sheet = this.sheet(sheetId);
    if (rows !== undefined) sheet.frozenRows = Math.min(rows, sheet.size.rows - 1);
    if (columns !== undefined) sheet.frozenColumns = Math.min(columns, sheet.size.columns - 1);
    this.changed({ kind: 'structure', sheetId });
  }

  /** Gives the cells a rule, or takes theirs away. */
  validate(sheetId: number, area: Area, rule: Validation | null): void {
    this.checkInGrid(sheetId, area);
    const sheet = this.sheet(sheetId);
    for (let row = area.top; row <= area.bottom; row++) {
      for (let column = area.left; column <= area.right; column++)
        sheet.make(row, column).validation = rule;
    }
    sheet.drop(area);
    this.changed({ kind: 'cells', sheetId, area });
  }

  /** Takes away the protections that touch the area. */
  unprotect(sheetId: number, area: Area): void {
    const sheet = this.sheet(sheetId);
    sheet.protections = sheet.protections.filter(
      (one) => !intersection(one.area ?? sheet.everything, area),
    );
    this.changed({ kind: 'objects' });
  }

  setColumnWidth(sheetId: number, column: number, pixels: number): void {
    this.sheet(sheetId).columnWidths.set(column, pixels);
    this.changed({ kind: 'structure', sheetId });
  }

  // Saving

  toJSON(): SavedWorkbook {
    return saveWorkbook(this);
  }

  static fromJSON(saved: SavedWorkbook, settings: Pick<WorkbookSettings, 'now'> = {}): Workbook {
    const workbook = new Workbook({ ...saved, ...settings });
    restoreWorkbook(workbook, saved);
    return workbook;
  }

  /** “Make a copy”: the same tabs, named ranges and metadata under another id. */
  duplicate(name = `Copy of ${this.name}`): Workbook {
    return Workbook.fromJSON({ ...this.toJSON(), id: newId(), name }, { now: this.now });
  }
}
