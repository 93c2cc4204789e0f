// Sheet: rows, columns, and the objects that stand in a tab.
import { areaAt } from '../../../workbook/area.ts';
import { SheetsError } from '../../../errors.ts';
import type { ShiftRequest } from '../../../workbook/structure-edits.ts';
import { copySheet } from '../../../workbook/tabs.ts';
import { checkEditable, protect } from '../../../workbook/protection.ts';
import { RangePlaceService } from './range-place.ts';
import { sheetSignatures } from './sheet-base.ts';
import { shapeSignatures } from './sheet-shape.ts';
import type { EnumValue, Service } from '../service.ts';
import { SpreadsheetBaseService } from './spreadsheet-base.ts';
import { ConditionalFormatService } from './conditional-formats.ts';
import { drawnSignatures, SheetDrawnService } from './sheet-drawn.ts';
import { BandingService, FilterService } from './sheet-objects.ts';

const structureSignatures = {
  ...sheetSignatures,
  ...shapeSignatures,
  ...drawnSignatures,
  insertRowBefore: ['int'],
  insertRowAfter: ['int'],
  insertRowsBefore: ['int int'],
  insertRowsAfter: ['int int'],
  insertRows: ['int', 'int int'],
  deleteRow: ['int'],
  deleteRows: ['int int'],
  insertColumnBefore: ['int'],
  insertColumnAfter: ['int'],
  insertColumnsBefore: ['int int'],
  insertColumnsAfter: ['int int'],
  insertColumns: ['int', 'int int'],
  deleteColumn: ['int'],
  deleteColumns: ['int int'],
  getFilter: [''],
  getProtections: ['ProtectionType'],
  protect: [''],
  getNamedRanges: [''],
  getBandings: [''],
  getConditionalFormatRules: [''],
  setConditionalFormatRules: ['list'],
  copyTo: ['Spreadsheet'],
  clear: [''],
  clearContents: [''],
  clearFormats: [''],
  clearNotes: [''],
  sort: ['int', 'int bool'],
  hideRows: ['int', 'int int'],
  showRows: ['int', 'int int'],
};

export class SheetService extends SheetDrawnService {
  readonly signatures = structureSignatures;

  insertRowBefore(row: number): this {
    return this.insertRowsBefore(row, 1);
  }

  insertRowAfter(row: number): this {
    return this.insertRowsAfter(row, 1);
  }

  insertRowsBefore(row: number, count: number): this {
    this.range(areaAt(row, 1));
    return this.shift({ kind: 'insert', axis: 'rows', at: row, count, likeAfter: true });
  }

  insertRowsAfter(row: number, count: number): this {
    this.range(areaAt(row, 1));
    return this.shift({ kind: 'insert', axis: 'rows', at: row + 1, count });
  }

  insertRows(row: number, count = 1): void {
    this.insertRowsBefore(row, count);
  }

  deleteRow(row: number): this {
    return this.deleteRows(row, 1) ?? this;
  }

  deleteRows(row: number, count: number): this {
    return this.shift({ kind: 'delete', axis: 'rows', at: row, count });
  }

  insertColumnBefore(column: number): this {
    return this.insertColumnsBefore(column, 1);
  }

  insertColumnAfter(column: number): this {
    return this.insertColumnsAfter(column, 1);
  }

  insertColumnsBefore(column: number, count: number): this {
    this.range(areaAt(1, column));
    return this.shift({ kind: 'insert', axis: 'columns', at: column, count, likeAfter: true });
  }

  insertColumnsAfter(column: number, count: number): this {
    this.range(areaAt(1, column));
    return this.shift({ kind: 'insert', axis: 'columns', at: column + 1, count });
  }

  insertColumns(column: number, count = 1): void {
    this.insertColumnsBefore(column, count);
  }

  deleteColumn(column: number): this {
    return this.deleteColumns(column, 1);
  }

  deleteColumns(column: number, count: number): this {
    return this.shift({ kind: 'delete', axis: 'columns', at: column, count });
  }

  /** A protected tab cannot be reshaped by others; a protected range elsewhere does not hinder it. */
  private shift(shift: Omit<ShiftRequest, 'sheetId'>): this {
    const { workbook, sheet } = this;
    const { axis, at, count } = shift;
    const touched =
      axis === 'rows'
        ? areaAt(at, 1, count, sheet.size.columns)
        : areaAt(1, at, sheet.size.rows, count);
    if (shift.kind === 'delete')
      checkEditable(workbook, sheet, touched, this.execution.settings.person.email);
    workbook.shift({ ...shift, sheetId: sheet.id });
    return this;
  }

  getFilter(): Service | null {
    return this.sheet.filter && new FilterService(this.execution, this.workbook, this.sheet);
  }

  getProtections(type: EnumValue): Service[] {
    const whole = type.name === 'SHEET';
    return this.sheet.protections
      .filter(({ area }) => (area === null) === whole)
      .map((protection) =>
        this.execution.objects.protection(this.workbook, this.sheet, protection),
      );
  }

  protect(): Service {
    const { workbook, sheet } = this;
    const { email } = this.execution.settings.person;
    const protection = protect(workbook, sheet, null, email);
    return this.execution.objects.protection(workbook, sheet, protection);
  }

  getNamedRanges(): Service[] {
    return this.workbook.names.list
      .filter(({ sheetId, area }) => sheetId === this.sheet.id && area)
      .map((named) => this.execution.objects.namedRange(this.workbook, named));
  }

  getBandings(): Service[] {
    const { workbook, sheet } = this;
    return sheet.bandings.map(
      (area) => new BandingService(this.execution, { workbook, sheet, area }),
    );
  }

  getConditionalFormatRules(): Service[] {
    return this.sheet.conditionalFormats.map(
      (rule) =>
        new ConditionalFormatService(this.execution, {
          ...{ workbook: this.workbook, sheet: this.sheet, rule },
        }),
    );
  }

  /** All rules of the tab: those that are left out are gone. */
  setConditionalFormatRules(rules: ConditionalFormatService[]): void {
    checkEditable(
      this.workbook,
      this.sheet,
      this.sheet.everything,
      this.execution.settings.person.email,
    );
    this.sheet.conditionalFormats = rules.map(({ held }) => held.rule);
    this.reshaped();
  }

  copyTo(target: SpreadsheetBaseService): Service {
    const copy = copySheet(this.workbook, this.sheet, target.workbook);
    return this.execution.objects.sheet(target.workbook, copy);
  }

  clear(): this {
    return this.clearAll({ contents: true, formats: true, notes: false });
  }

  clearContents(): this {
    return this.clearAll({ contents: true });
  }

  clearFormats(): this {
    return this.clearAll({ formats: true });
  }

  clearNotes(): this {
    return this.clearAll({ notes: true });
  }

  private clearAll(what: { contents?: boolean; formats?: boolean; notes?: boolean }): this {
    const { workbook, sheet } = this;
    checkEditable(workbook, sheet, sheet.everything, this.execution.settings.person.email);
    workbook.clear(sheet.id, sheet.everything, what);
    return this;
  }

  sort(column: number, ascending = true): this {
    const end = this.sheet.contentEnd();
    const from = this.sheet.frozenRows + 1;
    if (end.rows >= from) {
      const area = areaAt(from, 1, end.rows - from + 1, end.columns);
      this.workbook.sort(this.sheet.id, area, { column, ascending });
    }
    return this;
  }

  hideRows(row: number, count = 1): void {
    this.setHidden(row, count, true);
  }

  showRows(row: number, count = 1): void {
    this.setHidden(row, count, false);
  }

  private setHidden(first: number, count: number, hidden: boolean): void {
    this.range(areaAt(first, 1, count));
    for (let row = first; row < first + count; row++) this.sheet.row(row).hidden = hidden;
    this.reshaped();
  }

  setActiveRange(range: RangePlaceService): Service {
    if (range.getGridId() !== this.sheet.id) throw new SheetsError('Invalid argument: range');
    this.workbook.select(this.sheet.id, range.area);
    return range;
  }
}
