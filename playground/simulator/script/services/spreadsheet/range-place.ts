// Range: where it is.
import {
  a1Of,
  areaAt,
  columnsOf,
  columnName,
  intersection,
  rowsOf,
  type Area,
} from '../../../workbook/area.ts';
import { SheetsError, outsideGrid } from '../../../errors.ts';
import { hasContent } from '../../../workbook/cell.ts';
import type { Execution } from '../../execution.ts';
import type { Sheet } from '../../../workbook/sheet.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import type { RangePlace } from '../objects.ts';
import { BoundService } from '../bound-service.ts';
import type { Service } from '../service.ts';

export const placeSignatures = {
  getRow: [''],
  getColumn: [''],
  getNumRows: [''],
  getNumColumns: [''],
  getLastRow: [''],
  getLastColumn: [''],
  getHeight: [''],
  getWidth: [''],
  getRowIndex: [''],
  getColumnIndex: [''],
  getA1Notation: [''],
  getSheet: [''],
  getGridId: [''],
  offset: ['int int', 'int int int', 'int int int int'],
  getCell: ['int int'],
  isBlank: [''],
} as const;

export const placePure = [
  'getRow',
  'getColumn',
  'getNumRows',
  'getNumColumns',
  'getLastRow',
  'getLastColumn',
  'getHeight',
  'getWidth',
  'getRowIndex',
  'getColumnIndex',
  'getA1Notation',
  'getSheet',
  'getGridId',
  'offset',
  'getCell',
];

export abstract class RangePlaceService extends BoundService {
  readonly className = 'SpreadsheetApp.Range';
  readonly workbook: Workbook;
  readonly area: Area;
  readonly whole: 'rows' | 'columns' | null;
  private readonly held: Sheet;

  constructor(execution: Execution, { workbook, sheet, area, whole }: RangePlace) {
    super(execution);
    this.workbook = workbook;
    this.held = sheet;
    this.area = area;
    this.whole = whole;
  }

  /** Throws when the tab, or the cells, are gone by now. */
  protected get sheet(): Sheet {
    if (!this.workbook.sheets.includes(this.held)) {
      throw new SheetsError(`Sheet ${this.held.id} not found`);
    }
    return this.held;
  }

  protected get rows(): number {
    return rowsOf(this.area);
  }

  protected get columns(): number {
    return columnsOf(this.area);
  }

  protected checkInGrid(): void {
    if (!this.sheet.inGrid(this.area)) throw new SheetsError(outsideGrid);
  }

  getRow(): number {
    return this.area.top;
  }

  getRowIndex(): number {
    return this.area.top;
  }

  getColumn(): number {
    return this.area.left;
  }

  getColumnIndex(): number {
    return this.area.left;
  }

  getNumRows(): number {
    return this.rows;
  }

  getHeight(): number {
    return this.rows;
  }

  getNumColumns(): number {
    return this.columns;
  }

  getWidth(): number {
    return this.columns;
  }

  getLastRow(): number {
    return this.area.bottom;
  }

  getLastColumn(): number {
    return this.area.right;
  }

  getGridId(): number {
    return this.sheet.id;
  }

  getA1Notation(): string {
    const { top, left, bottom, right } = this.area;
    if (this.whole === 'rows') return `${top}:${bottom}`;
    if (this.whole === 'columns') return `${columnName(left)}:${columnName(right)}`;
    return a1Of(this.area);
  }

  getSheet(): Service {
    return this.execution.objects.sheet(this.workbook, this.sheet);
  }

  offset(rows: number, columns: number, numRows = this.rows, numColumns = this.columns): Service {
    const { top, left } = this.area;
    return this.other(areaAt(top + rows, left + columns, numRows, numColumns));
  }

  getCell(row: number, column: number): Service {
    const area = areaAt(this.area.top + row - 1, this.area.left + column - 1);
    if (!intersection(area, this.area)) throw new SheetsError('Cell reference out of range');
    return this.other(area);
  }

  isBlank(): boolean {
    let blank = true;
    this.execution.countRead(this.rows * this.columns);
    this.sheet.forEachCell(this.area, (cell) => {
      if (hasContent(cell)) blank = false;
    });
    return blank;
  }

  protected other(area: Area, sheet = this.sheet): Service {
    if (!sheet.inGrid(area)) throw new SheetsError(outsideGrid);
    return this.execution.objects.range({ workbook: this.workbook, sheet, area, whole: null });
  }
}
