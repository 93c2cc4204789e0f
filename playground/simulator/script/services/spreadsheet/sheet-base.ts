// Sheet: which tab it is, and its ranges.
import { areaAt, parseA1, splitTab, type Area } from '../../../workbook/area.ts';
import { SheetsError, outsideGrid } from '../../../errors.ts';
import type { Execution } from '../../execution.ts';
import type { Sheet } from '../../../workbook/sheet.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import { BoundService } from '../bound-service.ts';
import type { Service } from '../service.ts';
import { metadataMethods, type MetadataArgs } from './metadata-methods.ts';

export const sheetSignatures = {
  getSheetId: [''],
  getName: [''],
  getSheetName: [''],
  setName: ['str'],
  getIndex: [''],
  getParent: [''],
  getRange: ['str', 'int int', 'int int int', 'int int int int'],
  getRangeList: ['list'],
  getDataRange: [''],
  getMaxRows: [''],
  getMaxColumns: [''],
  getLastRow: [''],
  getLastColumn: [''],
  setTabColor: ['str?'],
  getTabColor: [''],
  activate: [''],
  getActiveCell: [''],
  getActiveRange: [''],
  setActiveRange: ['Range'],
  addDeveloperMetadata: metadataMethods.signatures,
  getDeveloperMetadata: [''],
  createDeveloperMetadataFinder: [''],
} as const;

const sheetPure = new Set<string>([
  'getSheetId',
  'getName',
  'getSheetName',
  'getParent',
  'getRange',
  'getRangeList',
  'getMaxRows',
  'getMaxColumns',
]);

/** What a tab is and shows; its shape is in sheet-shape.ts, rows, columns and objects in sheet.ts. */
export abstract class SheetBaseService extends BoundService {
  readonly className = 'SpreadsheetApp.Sheet';
  override readonly pure = sheetPure;

  constructor(
    execution: Execution,
    readonly workbook: Workbook,
    private readonly held: Sheet,
  ) {
    super(execution);
  }

  /** Throws when the tab is gone by now. */
  get sheet(): Sheet {
    if (!this.workbook.sheets.includes(this.held))
      throw new SheetsError(`Sheet ${this.held.id} not found`);
    return this.held;
  }

  protected range(area: Area, whole: 'rows' | 'columns' | null = null): Service {
    const { workbook, sheet } = this;
    if (!sheet.inGrid(area)) throw new SheetsError(outsideGrid);
    return this.execution.objects.range({ workbook, sheet, area, whole });
  }

  getSheetId(): number {
    return this.sheet.id;
  }

  getName(): string {
    return this.sheet.name;
  }

  getSheetName(): string {
    return this.sheet.name;
  }

  setName(name: string): this {
    this.workbook.renameSheet(this.sheet.id, name);
    return this;
  }

  getIndex(): number {
    return this.workbook.sheets.indexOf(this.sheet) + 1;
  }

  getParent(): Service {
    return this.execution.objects.spreadsheet(this.workbook);
  }

  getRange(first: string | number, column = 1, rows = 1, columns = 1): Service {
    if (typeof first === 'number') return this.rangeOf(areaAt(first, column, rows, columns));
    const { tab, rest } = splitTab(first);
    const sheet = tab === null ? this.sheet : this.workbook.sheetNamed(tab);
    const area = sheet && parseA1(rest, sheet.size);
    if (area && sheet === this.sheet) {
      const { whole, ...place } = area;
      return this.rangeOf(place, whole);
    }
    const named = this.workbook.names.find(first);
    if (named?.area && named.sheetId === this.sheet.id) return this.rangeOf(named.area);
    throw new SheetsError('Range not found');
  }

  /** Names of ranges of this tab, such as A1:B2; at least one. */
  getRangeList(names: unknown[]): Service {
    if (names.length === 0) throw new SheetsError('The list of ranges is empty.');
    return this.execution.objects.rangeList(names.map((name) => this.getRange(String(name))));
  }

  private rangeOf(area: Area, whole: 'rows' | 'columns' | null = null): Service {
    if (area.bottom < area.top) {
      throw new SheetsError('The number of rows in the range must be at least 1.');
    }
    if (area.right < area.left) {
      throw new SheetsError('The number of columns in the range must be at least 1.');
    }
    return this.range(area, whole);
  }

  getDataRange(): Service {
    this.workbook.engine.calculate();
    const { rows, columns } = this.sheet.contentEnd();
    return this.range(areaAt(1, 1, Math.max(rows, 1), Math.max(columns, 1)));
  }

  getMaxRows(): number {
    return this.sheet.size.rows;
  }

  getMaxColumns(): number {
    return this.sheet.size.columns;
  }

  getLastRow(): number {
    this.workbook.engine.calculate();
    return this.sheet.lastRowWithContent();
  }

  getLastColumn(): number {
    this.workbook.engine.calculate();
    return this.sheet.contentEnd().columns;
  }

  setTabColor(color: string | null): this {
    this.sheet.tabColor = color ?? '';
    this.workbook.changed({ kind: 'sheets' });
    return this;
  }

  getTabColor(): string | null {
    return this.sheet.tabColor || null;
  }

  activate(): this {
    this.workbook.activate(this.sheet.id);
    return this;
  }

  getActiveCell(): Service {
    const { top, left } = this.workbook.selections.get(this.sheet.id) ?? areaAt(1, 1);
    return this.range(areaAt(top, left));
  }

  getActiveRange(): Service {
    return this.range(this.workbook.selections.get(this.sheet.id) ?? areaAt(1, 1));
  }

  addDeveloperMetadata(...args: MetadataArgs): this {
    metadataMethods.add(this.workbook, { on: 'sheet', sheetId: this.sheet.id }, args);
    return this;
  }

  getDeveloperMetadata(): Service[] {
    return metadataMethods.list(this.execution, this.workbook, {
      on: 'sheet',
      sheetId: this.sheet.id,
    });
  }

  createDeveloperMetadataFinder(): Service {
    const within = { on: 'sheet' as const, sheetId: this.sheet.id };
    return this.execution.objects.finder({ workbook: this.workbook, within });
  }
}
