// Range: cells that come and go, merges, copies and order.
import { areaAt, intersection, type Area } from '../../../workbook/area.ts';
import { copyCells, mergeArea, unmergeArea, type CopyPart } from '../../../workbook/area-edits.ts';
import { SheetsError, outsideGrid } from '../../../errors.ts';
import { lookDeferred, lookSignatures } from './range-looks.ts';
import { objectSignatures, RangeObjectService } from './range-objects.ts';
import { placePure, placeSignatures } from './range-place.ts';
import { valueDeferred, valueSignatures } from './range-values.ts';
import { EnumValue, makeEnum, type Service } from '../service.ts';

export const dimensions = makeEnum('Dimension', ['COLUMNS', 'ROWS']);
export const copyTypes = makeEnum('CopyPasteType', [
  'PASTE_NORMAL',
  'PASTE_NO_BORDERS',
  'PASTE_FORMAT',
  'PASTE_FORMULA',
  'PASTE_DATA_VALIDATION',
  'PASTE_VALUES',
  'PASTE_CONDITIONAL_FORMATTING',
  'PASTE_COLUMN_WIDTHS',
]);

const copyParts: Record<string, CopyPart> = {
  PASTE_NORMAL: 'all',
  PASTE_FORMAT: 'formats',
  PASTE_FORMULA: 'formulas',
  PASTE_VALUES: 'values',
};

const rangeSignatures = {
  ...placeSignatures,
  ...valueSignatures,
  ...lookSignatures,
  ...objectSignatures,
  clear: ['', 'obj'],
  insertCells: ['Dimension'],
  deleteCells: ['Dimension'],
  merge: [''],
  breakApart: [''],
  isPartOfMerge: [''],
  getMergedRanges: [''],
  copyTo: ['Range', 'Range obj', 'Range CopyPasteType bool'],
  moveTo: ['Range'],
  activate: [''],
  sort: ['any'],
};
const rangePure = new Set<string>(placePure);
const rangeDeferred = new Set<string>([...valueDeferred, ...lookDeferred]);

export class RangeService extends RangeObjectService {
  readonly signatures = rangeSignatures;
  override readonly pure = rangePure;
  override readonly deferred = rangeDeferred;

  clear(options: object = { contentsOnly: false }): this {
    const only = Object.entries(options)
      .filter(([, on]) => on === true)
      .map(([key]) => key);
    const all = only.length === 0;
    return this.clearing({
      contents: all || only.includes('contentsOnly'),
      formats: all || only.includes('formatOnly'),
      notes: all || only.includes('commentsOnly'),
      validations: only.includes('validationsOnly'),
    });
  }

  insertCells(dimension: EnumValue): this {
    this.shiftCells('insert', dimension);
    return this;
  }

  deleteCells(dimension: EnumValue): void {
    this.shiftCells('delete', dimension);
  }

  private shiftCells(kind: 'insert' | 'delete', dimension: EnumValue): void {
    const { top, left, bottom, right } = this.area;
    this.checkAllowed();
    const shift =
      dimension === dimensions.ROWS
        ? {
            axis: 'rows' as const,
            at: top,
            count: this.rows,
            span: [left, right] as [number, number],
          }
        : {
            axis: 'columns' as const,
            at: left,
            count: this.columns,
            span: [top, bottom] as [number, number],
          };
    this.workbook.shift({ kind, sheetId: this.sheet.id, ...shift });
  }

  merge(): this {
    this.checkAllowed();
    mergeArea(this.workbook, this.sheet, this.area);
    return this;
  }

  breakApart(): this {
    unmergeArea(this.workbook, this.sheet, this.area);
    return this;
  }

  isPartOfMerge(): boolean {
    return this.merges().length > 0;
  }

  getMergedRanges(): Service[] {
    return this.merges().map((area) => this.other(area));
  }

  private merges(): Area[] {
    return this.sheet.merges.filter((merge) => intersection(merge, this.area));
  }

  /** Fills a target that is larger than the source with copies of it. */
  copyTo(target: RangeService, way?: object, transposed = false): void {
    if (transposed) throw new SheetsError('The simulator cannot copy transposed.');
    const part = partOf(way);
    target.checkAllowed();
    const tall = Math.max(1, Math.floor(target.rows / this.rows));
    const wide = Math.max(1, Math.floor(target.columns / this.columns));
    const needed = areaAt(target.area.top, target.area.left, tall * this.rows, wide * this.columns);
    if (!target.sheet.inGrid(needed)) throw new SheetsError(outsideGrid);
    for (let down = 0; down < tall; down++) {
      for (let across = 0; across < wide; across++) {
        const row = target.area.top + down * this.rows;
        const column = target.area.left + across * this.columns;
        copyCells(
          { sheet: this.sheet, area: this.area },
          { sheet: target.sheet, row, column },
          part,
        );
      }
    }
    this.execution.countWritten(tall * wide * this.rows * this.columns);
    this.workbook.changed({ kind: 'cells', sheetId: target.sheet.id, area: needed });
  }

  /** Cuts and pastes: names and formulas that refer to the cells follow them. */
  moveTo(target: RangeService): void {
    this.checkAllowed();
    const { top, left } = target.area;
    this.workbook.move(
      { sheetId: this.sheet.id, area: this.area },
      { sheetId: target.sheet.id, row: top, column: left },
    );
  }

  activate(): this {
    this.workbook.select(this.sheet.id, this.area);
    return this;
  }

  sort(by: unknown): this {
    this.checkAllowed();
    for (const key of (Array.isArray(by) ? by : [by]).reverse()) {
      this.workbook.sort(this.sheet.id, this.area, sortKey(key));
    }
    return this;
  }
}

function partOf(way: object | undefined): CopyPart {
  if (way === undefined) return 'all';
  if (way instanceof EnumValue) {
    const part = copyParts[way.name];
    if (!part) throw new Error(`The simulator cannot copy ${way.name}.`);
    return part;
  }
  if ('contentsOnly' in way && way.contentsOnly === true) return 'values';
  return 'formatOnly' in way && way.formatOnly === true ? 'formats' : 'all';
}

function sortKey(key: unknown): { column: number; ascending: boolean } {
  if (typeof key === 'number') return { column: key, ascending: true };
  if (typeof key === 'object' && key !== null && 'column' in key) {
    const ascending = 'ascending' in key ? key.ascending !== false : true;
    return { column: Number(key.column), ascending };
  }
  throw new SheetsError('Invalid argument: sortSpecObj');
}
