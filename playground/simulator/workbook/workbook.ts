// The spreadsheet: the one source of truth behind the playground's grid and Google's services.
import { randomBytes } from 'node:crypto';
import { areaAt, type Area } from './area.ts';
import { copyAsText, pasteText } from './clipboard.ts';
import type { CellStyle, CellValue } from './cell.ts';
import { writeInput } from './cell-writing.ts';
import { SheetsError, outsideGrid } from '../errors.ts';
import { FormulaEngine } from '../formulas/engine.ts';
import { MetadataStore } from './metadata.ts';
import { moveCells, type MoveSource, type MoveTarget } from './moving.ts';
import { NamedRanges } from './named-ranges.ts';
import { clearArea, styleArea, type Clearing } from './area-edits.ts';
import { restoreWorkbook, saveWorkbook, type SavedWorkbook } from './save.ts';
import { Sheet } from './sheet.ts';
import { sortRows } from './sorting.ts';
import { applyShift, type ShiftRequest } from './structure-edits.ts';
import { addSheet, copySheet, deleteSheet, renameSheet } from './tabs.ts';
import { viewCell, viewRows, type CellView, type RowView } from './view.ts';

export type Change =
  | { kind: 'cells'; sheetId: number; area: Area }
  /** Rows, columns or cells came, went or moved; sizes, merges or filters changed. */
  | { kind: 'structure'; sheetId: number }
  /** Tabs were added, renamed, moved, hidden or deleted, or the spreadsheet was renamed. */
  | { kind: 'sheets' }
  /** Another tab or other cells are selected. */
  | { kind: 'selection' }
  /** Named ranges, metadata or protections changed. */
  | { kind: 'objects' };

export interface WorkbookSettings {
  id?: string;
  name?: string;
  /** en_US, en_GB, de_DE or ja_JP. */
  locale?: string;
  timeZone?: string;
  /** Milliseconds since 1970, for NOW(), TODAY() and years that are not typed. */
  now?: () => number;
  /**
   * Whether = and ' at the start of a text mean what they mean elsewhere also in a cell whose format is
   * plain text. Google's page on setValue says so of =, and people who tried it say no: both are tested.
   * developers.google.com/apps-script/reference/spreadsheet/range#setValue(Object)
   */
  plainTextParses?: boolean;
}

export class Workbook {
  id: string;
  name: string;
  locale: string;
  timeZone: string;
  now: () => number;
  readonly plainTextParses: boolean;
  owner = 'owner@example.com';
  /** Others who may edit; protections name those who may edit protected cells. */
  editors: string[] = [];
  sheets: Sheet[] = [];
  readonly names = new NamedRanges();
  readonly metadata = new MetadataStore();
  readonly engine = new FormulaEngine(this);
  activeSheetId = 0;
  nextSheetId = 1_207_417;
  /** Selected cells of each tab, the active cell first. */
  readonly selections = new Map<number, Area>();
  /** Counts edits: two equal numbers mean that nothing changed between. */
  version = 0;
  private readonly listeners = new Set<(change: Change) => void>();

  constructor(settings: WorkbookSettings = {}) {
    this.id = settings.id ?? newId();
    this.name = settings.name ?? 'Untitled spreadsheet';
    this.locale = settings.locale ?? 'en_US';
    this.timeZone = settings.timeZone ?? 'Etc/UTC';
    this.now = settings.now ?? Date.now;
    this.plainTextParses = settings.plainTextParses ?? false;
    this.sheets.push(new Sheet({ id: 0, name: 'Sheet1' }));
  }

  // Tabs

  get activeSheet(): Sheet {
    return this.sheet(this.activeSheetId);
  }

  sheet(id: number): Sheet {
    const sheet = this.sheets.find((one) => one.id === id);
    if (!sheet) throw new SheetsError(`Sheet ${id} not found`);
    return sheet;
  }

  sheetNamed(name: string): Sheet | undefined {
    return this.sheets.find((sheet) => sheet.name === name);
  }

  /** Adds an empty tab of 1000 rows and 26 columns and activates it; throws when the name is taken. */
  addSheet(name?: string, index?: number): Sheet {
    return addSheet(this, name, index);
  }

  renameSheet(id: number, name: string): void {
    renameSheet(this, id, name);
  }

  /** Throws for the last visible tab. */
  deleteSheet(id: number): void {
    deleteSheet(this, id);
  }

  /** Copies a tab within this workbook: “Copy of …”. */
  copySheet(id: number): Sheet {
    return copySheet(this, this.sheet(id), this);
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

  get selection(): Area {
    return this.selections.get(this.activeSheetId) ?? areaAt(1, 1);
  }

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
    pasteText(this, this.sheet(sheetId), { row, column }, text);
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
    return restoreWorkbook(new Workbook({ ...saved, ...settings }), saved);
  }

  /** “Make a copy”: the same tabs, named ranges and metadata under another id. */
  duplicate(name = `Copy of ${this.name}`): Workbook {
    return Workbook.fromJSON({ ...this.toJSON(), id: newId(), name }, { now: this.now });
  }

  // Changes

  /** Calls the listener after each change; the answer ends that. */
  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** To be called by whatever edits the model. */
  changed(change: Change): void {
    this.version++;
    if (change.kind !== 'selection') this.engine.invalidate();
    for (const listener of this.listeners) listener(change);
  }

  checkInGrid(sheetId: number, area: Area): void {
    if (!this.sheet(sheetId).inGrid(area)) throw new SheetsError(outsideGrid);
  }
}

/** 44 characters, as the ids of Google's files. */
function newId(): string {
  return randomBytes(33).toString('base64url');
}
