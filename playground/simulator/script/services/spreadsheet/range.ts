// Range: cells that come and go, merges, copies, metadata and protection.
import { areaAt, intersection, type Area } from '../../../workbook/area.ts';
import { copyCells, mergeArea, unmergeArea, type CopyPart } from '../../../workbook/area-edits.ts';
import { SheetsError, outsideGrid } from '../../../errors.ts';
import { isEditable } from '../../../workbook/protection.ts';
import { lookDeferred, lookSignatures, RangeLookService } from './range-looks.ts';
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
  getDataValidations: [''],
  getDataValidation: [''],
  addDeveloperMetadata: [
    'str',
    'str str',
    'str DeveloperMetadataVisibility',
    'str str DeveloperMetadataVisibility',
  ],
  getDeveloperMetadata: [''],
  createDeveloperMetadataFinder: [''],
  canEdit: [''],
  protect: [''],
  sort: ['any'],
  createFilter: [''],
  getFilter: [''],
};
const rangePure = new Set<string>(placePure);
const rangeDeferred = new Set<string>([...valueDeferred, ...lookDeferred]);

export class RangeService extends RangeLookService {
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

  getDataValidation(): null {
    if (this.first(({ validation }) => validation !== null, false)) {
      throw new Error('The simulator has no DataValidation objects yet: Range.getDataValidation.');
    }
    return null;
  }

  getDataValidations(): null[][] {
    return this.readEach(({ validation }) => {
      if (validation)
        throw new Error(
          'The simulator has no DataValidation objects yet: Range.getDataValidations.',
        );
      return null;
    }, null);
  }

  /** Only for whole rows and columns (Google's guide on metadata). */
  addDeveloperMetadata(key: string, ...rest: (string | EnumValue)[]): this {
    const { whole } = this;
    if (!whole) {
      throw new SheetsError(
        'Adding developer metadata to arbitrary ranges is not currently supported. Developer metadata may only ' +
          'be added to the top-level spreadsheet, an individual sheet, or an entire row or column.',
      );
    }
    const value = rest.find((part) => typeof part === 'string') ?? '';
    const visibility = rest.some((part) => String(part) === 'PROJECT' && part instanceof EnumValue)
      ? 'PROJECT'
      : 'DOCUMENT';
    this.workbook.metadata.add({
      key,
      value,
      visibility,
      place: { on: whole, sheetId: this.sheet.id, ...this.span(whole) },
    });
    return this;
  }

  private span(whole: 'rows' | 'columns'): { from: number; to: number } {
    const { top, left, bottom, right } = this.area;
    return whole === 'rows' ? { from: top, to: bottom } : { from: left, to: right };
  }

  getDeveloperMetadata(): Service[] {
    const { whole, workbook } = this;
    if (!whole) return [];
    const { from, to } = this.span(whole);
    return workbook.metadata.list
      .filter(
        ({ place }) =>
          place.on === whole &&
          place.sheetId === this.sheet.id &&
          place.from === from &&
          place.to === to,
      )
      .map((metadata) => this.execution.objects.metadata(workbook, metadata));
  }

  createDeveloperMetadataFinder(): Service {
    const { whole, workbook } = this;
    if (!whole)
      throw new SheetsError(
        'Finding developer metadata is only supported on entire rows or columns.',
      );
    const within = { on: whole, sheetId: this.sheet.id, ...this.span(whole) };
    return this.execution.objects.finder({ workbook, within });
  }

  canEdit(): boolean {
    return isEditable(this.workbook, this.sheet, this.area, this.execution.settings.person.email);
  }

  protect(): Service {
    const { email } = this.execution.settings.person;
    const id = Math.max(0, ...this.sheet.protections.map((one) => one.id)) + 1;
    const rest = {
      unprotected: [],
      description: '',
      warningOnly: false,
      editors: [email],
      owner: email,
    };
    const protection = { id, area: this.area, ...rest };
    this.sheet.protections.push(protection);
    this.workbook.changed({ kind: 'objects' });
    return this.execution.objects.protection(this.workbook, this.sheet, protection);
  }

  sort(by: unknown): this {
    this.checkAllowed();
    for (const key of (Array.isArray(by) ? by : [by]).reverse()) {
      this.workbook.sort(this.sheet.id, this.area, sortKey(key));
    }
    return this;
  }

  createFilter(): null {
    if (this.sheet.filter)
      throw new SheetsError('You can’t create a filter in a sheet that already has a filter.');
    this.sheet.filter = { area: this.area, hiddenValues: {} };
    this.workbook.changed({ kind: 'structure', sheetId: this.sheet.id });
    return null;
  }

  getFilter(): null {
    if (this.sheet.filter)
      throw new Error('The simulator has Sheet.getFilter, but no Range.getFilter.');
    return null;
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
