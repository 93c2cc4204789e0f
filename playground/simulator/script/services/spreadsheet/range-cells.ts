// Range: how its cells are read at once, and written when Google would.
import { SheetsError } from '../../../errors.ts';
import type { Clearing } from '../../../workbook/area-edits.ts';
import { areaAt } from '../../../workbook/area.ts';
import type { Cell } from '../../../workbook/cell.ts';
import { checkEditable } from '../../../workbook/protection.ts';
import { checkValid } from '../../../workbook/validation.ts';
import { RangePlaceService } from './range-place.ts';

export type Write = (cell: Cell, row: number, column: number) => void;

export abstract class RangeCellService extends RangePlaceService {
  protected first<T>(read: (cell: Cell) => T, empty: T): T {
    this.checkInGrid();
    this.execution.countRead(1);
    this.workbook.engine.calculate();
    const cell = this.sheet.at(this.area.top, this.area.left);
    return cell ? read(cell) : empty;
  }

  protected readEach<T>(read: (cell: Cell, row: number, column: number) => T, empty: T): T[][] {
    this.checkInGrid();
    this.execution.countRead(this.rows * this.columns);
    this.workbook.engine.calculate();
    const { sheet, area } = this;
    const grid: T[][] = [];
    for (let row = area.top; row <= area.bottom; row++) {
      const line: T[] = [];
      for (let column = area.left; column <= area.right; column++) {
        const cell = sheet.at(row, column);
        line.push(cell ? read(cell, row, column) : empty);
      }
      grid.push(line);
    }
    return grid;
  }

  protected writeEach(prepare: (row: number, column: number) => Write): this {
    const line = Array.from<undefined>({ length: this.columns });
    const grid = Array.from({ length: this.rows }, () => line);
    return this.writeGrid(grid, (_value, row, column) => prepare(row, column));
  }

  /** Checks the grid's shape at once, and writes it when Google would. */
  protected writeGrid<T>(
    grid: T[][],
    prepare: (value: T, row: number, column: number) => Write,
  ): this {
    this.checkInGrid();
    this.checkShape(grid);
    const { top, left } = this.area;
    const writes = grid.map((line, down) =>
      line.map((value, across) => prepare(value, top + down, left + across)),
    );
    this.execution.countWritten(this.rows * this.columns);
    this.execution.later(() => this.carryOut(writes));
    return this;
  }

  private carryOut(writes: Write[][]): void {
    this.checkAllowed();
    const { sheet, area } = this;
    writes.forEach((line, down) => {
      line.forEach((write, across) => {
        const [row, column] = [area.top + down, area.left + across];
        const cell = sheet.make(row, column);
        write(cell, row, column);
        if (cell.validation?.strict) checkValid(this.workbook, sheet, areaAt(row, column));
      });
    });
    this.workbook.changed({ kind: 'cells', sheetId: sheet.id, area });
  }

  protected checkAllowed(): void {
    this.checkInGrid();
    checkEditable(this.workbook, this.sheet, this.area, this.execution.settings.person.email);
  }

  /** Throws Google's texts for a grid of another shape. */
  private checkShape(grid: unknown[][]): void {
    if (grid.length !== this.rows) throw mismatch('rows', grid.length, this.rows);
    const odd = grid.find((line) => line.length !== this.columns);
    if (odd) throw mismatch('columns', odd.length, this.columns);
  }

  protected clearing(what: Clearing): this {
    this.checkInGrid();
    this.execution.countWritten(this.rows * this.columns);
    this.execution.later(() => {
      this.checkAllowed();
      this.workbook.clear(this.sheet.id, this.area, what);
    });
    return this;
  }
}

function mismatch(what: 'rows' | 'columns', has: number, wanted: number): SheetsError {
  return new SheetsError(
    `The number of ${what} in the data does not match the number of ${what} in the range. ` +
      `The data has ${has} but the range has ${wanted}.`,
  );
}
