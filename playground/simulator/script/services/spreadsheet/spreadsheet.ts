// Spreadsheet: the file.
import { areaAt, parseA1, splitTab } from '../../../workbook/area.ts';
import { SheetsError, outsideGrid } from '../../../errors.ts';
import type { Sheet } from '../../../workbook/sheet.ts';
import { metadataMethods, type MetadataArgs } from './metadata-methods.ts';
import { RangePlaceService } from './range-place.ts';
import type { Service } from '../service.ts';
import { SheetBaseService } from './sheet-base.ts';
import { SpreadsheetBaseService } from './spreadsheet-base.ts';

const spreadsheetSignatures = {
  getId: [''],
  getName: [''],
  getUrl: [''],
  getSpreadsheetTimeZone: [''],
  getSpreadsheetLocale: [''],
  getSheets: [''],
  getNumSheets: [''],
  getSheetByName: ['str'],
  getSheetById: ['int'],
  getActiveSheet: [''],
  setActiveSheet: ['Sheet', 'Sheet bool'],
  insertSheet: ['', 'str', 'int', 'str int'],
  deleteSheet: ['Sheet'],
  deleteActiveSheet: [''],
  moveActiveSheet: ['int'],
  getNamedRanges: [''],
  setNamedRange: ['str Range'],
  getRangeByName: ['str'],
  removeNamedRange: ['str'],
  getRange: ['str'],
  getActiveRange: [''],
  setActiveRange: ['Range'],
  setActiveSelection: ['Range', 'str'],
  getActiveCell: [''],
  getCurrentCell: [''],
  toast: ['str', 'str str', 'str str num?'],
  addDeveloperMetadata: metadataMethods.signatures,
  getDeveloperMetadata: [''],
  createDeveloperMetadataFinder: [''],
  copy: ['str'],
  rename: ['str'],
  getOwner: [''],
  getEditors: [''],
  getViewers: [''],
};
const spreadsheetPure = new Set([
  'getId',
  'getName',
  'getUrl',
  'getSpreadsheetTimeZone',
  'getSpreadsheetLocale',
  'getSheets',
  'getSheetByName',
  'getSheetById',
]);

export class SpreadsheetService extends SpreadsheetBaseService {
  readonly signatures = spreadsheetSignatures;
  override readonly pure = spreadsheetPure;

  getId(): string {
    return this.workbook.id;
  }

  getName(): string {
    return this.workbook.name;
  }

  getUrl(): string {
    return `https://docs.google.com/spreadsheets/d/${this.workbook.id}/edit`;
  }

  getSpreadsheetTimeZone(): string {
    return this.workbook.timeZone;
  }

  getSpreadsheetLocale(): string {
    return this.workbook.locale;
  }

  rename(name: string): void {
    this.workbook.name = name;
    this.workbook.changed({ kind: 'sheets' });
  }

  getSheets(): Service[] {
    return this.workbook.sheets.map((sheet) => this.tab(sheet));
  }

  getNumSheets(): number {
    return this.workbook.sheets.length;
  }

  getSheetByName(name: string): Service | null {
    const sheet = this.workbook.sheetNamed(name);
    return sheet ? this.tab(sheet) : null;
  }

  getSheetById(id: number): Service | null {
    const sheet = this.workbook.sheets.find((one) => one.id === id);
    return sheet ? this.tab(sheet) : null;
  }

  getActiveSheet(): Service {
    return this.tab(this.workbook.activeSheet);
  }

  setActiveSheet(sheet: SheetBaseService): Service {
    this.workbook.activate(sheet.sheet.id);
    return sheet;
  }

  insertSheet(first?: string | number, index?: number): Service {
    const name = typeof first === 'string' ? first : undefined;
    return this.tab(this.workbook.addSheet(name, typeof first === 'number' ? first : index));
  }

  deleteSheet(sheet: SheetBaseService): void {
    this.workbook.deleteSheet(sheet.sheet.id);
  }

  deleteActiveSheet(): Service {
    this.workbook.deleteSheet(this.workbook.activeSheetId);
    return this.getActiveSheet();
  }

  moveActiveSheet(position: number): void {
    this.workbook.moveSheet(this.workbook.activeSheetId, position - 1);
  }

  getNamedRanges(): Service[] {
    return this.workbook.names.list.map((named) =>
      this.execution.objects.namedRange(this.workbook, named),
    );
  }

  setNamedRange(name: string, range: RangePlaceService): void {
    this.workbook.names.set(name, range.getGridId(), range.area);
    this.workbook.changed({ kind: 'objects' });
  }

  /** null also for a name whose cells were all deleted. */
  getRangeByName(name: string): Service | null {
    const { tab, rest } = splitTab(name);
    const named = this.workbook.names.find(name) ?? this.workbook.names.find(rest);
    if (!named?.area) return null;
    const sheet = this.workbook.sheet(named.sheetId);
    return tab === null || tab === sheet.name ? this.rangeIn(sheet, named.area) : null;
  }

  removeNamedRange(name: string): void {
    if (!this.workbook.names.find(name))
      throw new SheetsError(`Named range ${name} does not exist.`);
    this.workbook.names.remove(name);
    this.workbook.changed({ kind: 'objects' });
  }

  getRange(text: string): Service {
    const named = this.getRangeByName(text);
    if (named) return named;
    const { tab, rest } = splitTab(text);
    const sheet = tab === null ? this.workbook.activeSheet : this.workbook.sheetNamed(tab);
    const written = sheet && parseA1(rest, sheet.size);
    if (!sheet || !written) throw new SheetsError('Range not found');
    const { whole, ...area } = written;
    if (!sheet.inGrid(area)) throw new SheetsError(outsideGrid);
    return this.execution.objects.range({ workbook: this.workbook, sheet, area, whole });
  }

  getActiveRange(): Service {
    return this.rangeIn(this.workbook.activeSheet, this.workbook.selection);
  }

  setActiveRange(range: RangePlaceService): Service {
    this.workbook.select(range.getGridId(), range.area);
    return range;
  }

  setActiveSelection(range: RangePlaceService | string): Service {
    const chosen = typeof range === 'string' ? this.getRange(range) : range;
    if (chosen instanceof RangePlaceService) this.workbook.select(chosen.getGridId(), chosen.area);
    return chosen;
  }

  getActiveCell(): Service {
    const { top, left } = this.workbook.selection;
    return this.rangeIn(this.workbook.activeSheet, areaAt(top, left));
  }

  getCurrentCell(): Service {
    return this.getActiveCell();
  }

  toast(text: string, title = '', seconds: number | null = 5): void {
    const { ui } = this.execution.settings;
    ui?.toasts.push({ text, title, seconds: seconds ?? 5 });
    ui?.onShow();
  }

  addDeveloperMetadata(...args: MetadataArgs): this {
    metadataMethods.add(this.workbook, { on: 'spreadsheet' }, args);
    return this;
  }

  getDeveloperMetadata(): Service[] {
    return metadataMethods.list(this.execution, this.workbook, { on: 'spreadsheet' });
  }

  createDeveloperMetadataFinder(): Service {
    return this.execution.objects.finder({ workbook: this.workbook, within: null });
  }

  /** The copy opens only with the wide scope, as any other file does. */
  copy(name: string): Service {
    this.execution.needScope('Spreadsheet.copy', ['spreadsheets']);
    const copy = this.workbook.duplicate(name);
    this.execution.settings.workbooks.set(copy.id, copy);
    return this.execution.objects.spreadsheet(copy);
  }

  getOwner(): Service | null {
    return this.execution.objects.user(this.workbook.owner);
  }

  getEditors(): Service[] {
    return [this.workbook.owner, ...this.workbook.editors].map((email) =>
      this.execution.objects.user(email),
    );
  }

  /** The simulated spreadsheets are shared with editors only. */
  getViewers(): Service[] {
    return [];
  }

  private tab(sheet: Sheet): Service {
    return this.execution.objects.sheet(this.workbook, sheet);
  }

  private rangeIn(sheet: Sheet, area: RangePlaceService['area']): Service {
    const { workbook } = this;
    return this.execution.objects.range({ workbook, sheet, area, whole: null });
  }
}
