// Sheet: what is hidden and frozen, how wide columns and how high rows are.
import { SheetsError } from '../../../errors.ts';
import { areaAt } from '../../../workbook/area.ts';
import type { CellView } from '../../../workbook/view.ts';
import { SheetBaseService } from './sheet-base.ts';

export const shapeSignatures = {
  isSheetHidden: [''],
  hideSheet: [''],
  showSheet: [''],
  getFrozenRows: [''],
  setFrozenRows: ['int'],
  getFrozenColumns: [''],
  setFrozenColumns: ['int'],
  getColumnWidth: ['int'],
  setColumnWidth: ['int int'],
  setColumnWidths: ['int int int'],
  getRowHeight: ['int'],
  setRowHeight: ['int int'],
  autoResizeColumns: ['int int'],
  autoResizeColumn: ['int'],
  isRowHiddenByFilter: ['int'],
  isRowHiddenByUser: ['int'],
  isColumnHiddenByUser: ['int'],
} as const;

export abstract class SheetShapeService extends SheetBaseService {
  isSheetHidden(): boolean {
    return this.sheet.hidden;
  }

  hideSheet(): this {
    const others = this.workbook.sheets.some((one) => one !== this.sheet && !one.hidden);
    if (!others) throw new SheetsError("You can't hide all the sheets in a document.");
    this.sheet.hidden = true;
    this.workbook.changed({ kind: 'sheets' });
    return this;
  }

  showSheet(): this {
    this.sheet.hidden = false;
    this.workbook.changed({ kind: 'sheets' });
    return this;
  }

  getFrozenRows(): number {
    return this.sheet.frozenRows;
  }

  setFrozenRows(rows: number): void {
    this.checkCount(rows, this.sheet.size.rows);
    this.sheet.frozenRows = rows;
    this.reshaped();
  }

  getFrozenColumns(): number {
    return this.sheet.frozenColumns;
  }

  setFrozenColumns(columns: number): void {
    this.checkCount(columns, this.sheet.size.columns);
    this.sheet.frozenColumns = columns;
    this.reshaped();
  }

  private checkCount(count: number, size: number): void {
    if (count < 0 || count >= size)
      throw new SheetsError("You can't freeze all visible rows or columns on the sheet.");
  }

  getColumnWidth(column: number): number {
    return this.sheet.columnWidths.get(column) ?? 100;
  }

  setColumnWidth(column: number, width: number): this {
    return this.setColumnWidths(column, 1, width);
  }

  setColumnWidths(first: number, count: number, width: number): this {
    this.range(areaAt(1, first, 1, count));
    for (let column = first; column < first + count; column++)
      this.sheet.columnWidths.set(column, width);
    this.reshaped();
    return this;
  }

  getRowHeight(row: number): number {
    return this.sheet.rows[row - 1]?.height ?? 21;
  }

  setRowHeight(row: number, height: number): this {
    this.range(areaAt(row, 1));
    this.sheet.row(row).height = height;
    this.reshaped();
    return this;
  }

  autoResizeColumn(column: number): this {
    return this.autoResizeColumns(column, 1);
  }

  /** About as wide as the widest text of the first 500 rows. */
  autoResizeColumns(first: number, count: number): this {
    this.range(areaAt(1, first, 1, count));
    const rows = this.workbook.rows(this.sheet.id, 1, Math.min(500, this.sheet.rows.length));
    for (let column = first; column < first + count; column++) {
      const widest = Math.max(
        0,
        ...rows.map(({ cells }) => widthOf(cells.find((cell) => cell.column === column))),
      );
      this.sheet.columnWidths.set(column, Math.min(Math.max(widest + 10, 21), 1000));
    }
    this.reshaped();
    return this;
  }

  isRowHiddenByFilter(row: number): boolean {
    return this.sheet.rows[row - 1]?.hiddenByFilter === true;
  }

  isRowHiddenByUser(row: number): boolean {
    return this.sheet.rows[row - 1]?.hidden === true;
  }

  isColumnHiddenByUser(column: number): boolean {
    return this.sheet.hiddenColumns.has(column);
  }

  protected reshaped(): void {
    this.workbook.changed({ kind: 'structure', sheetId: this.sheet.id });
  }
}

// Pixels, as wide as the widest of the fonts in which the playground may draw a character.
function widthOf(cell: CellView | undefined): number {
  return (cell?.display.length ?? 0) * (cell?.bold ? 9 : 8);
}
