// DeveloperMetadata, its location, and the finder.
import type { Execution } from '../../execution.ts';
import type { Metadata, MetadataPlace } from '../../../workbook/metadata.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import { areaAt, type Area } from '../../../workbook/area.ts';
import { SheetsError } from '../../../errors.ts';
import { locationTypes, visibilities } from './metadata-methods.ts';
import type { FinderScope } from '../objects.ts';
import { BoundService } from '../bound-service.ts';
import { EnumValue, type Service } from '../service.ts';

export class MetadataService extends BoundService {
  readonly className = 'SpreadsheetApp.DeveloperMetadata';
  readonly signatures = {
    getId: [''],
    getKey: [''],
    getValue: [''],
    getVisibility: [''],
    getLocation: [''],
    setKey: ['str'],
    setValue: ['str'],
    setVisibility: ['DeveloperMetadataVisibility'],
    moveToSheet: ['Sheet'],
    moveToRow: ['Range'],
    moveToColumn: ['Range'],
    remove: [''],
  };

  constructor(
    execution: Execution,
    private readonly workbook: Workbook,
    private readonly held: Metadata,
  ) {
    super(execution);
  }

  private get metadata(): Metadata {
    if (!this.workbook.metadata.list.includes(this.held)) {
      throw new SheetsError('The developer metadata does not exist anymore.');
    }
    return this.held;
  }

  getId(): number {
    return this.metadata.id;
  }

  getKey(): string {
    return this.metadata.key;
  }

  getValue(): string | null {
    return this.metadata.value === '' ? null : this.metadata.value;
  }

  getVisibility(): EnumValue {
    return visibilities[this.metadata.visibility];
  }

  getLocation(): Service {
    return new MetadataLocationService(this.execution, this.workbook, this.metadata.place);
  }

  setKey(key: string): this {
    return this.change({ key });
  }

  setValue(value: string): this {
    return this.change({ value });
  }

  setVisibility(visibility: EnumValue): this {
    return this.change({ visibility: visibility.name === 'PROJECT' ? 'PROJECT' : 'DOCUMENT' });
  }

  /** developers.google.com/apps-script/reference/spreadsheet/developer-metadata#moveToSheet(Sheet) */
  moveToSheet(sheet: { sheet: { id: number } }): this {
    return this.change({ place: { on: 'sheet', sheetId: sheet.sheet.id } });
  }

  /** The row that the range stands for: a whole one, as where metadata is added. */
  moveToRow(row: { getGridId(): number; area: Area }): this {
    const { top, bottom } = row.area;
    return this.change({ place: { on: 'rows', sheetId: row.getGridId(), from: top, to: bottom } });
  }

  /** Likewise: developers.google.com/apps-script/reference/spreadsheet/developer-metadata#moveToColumn(Range) */
  moveToColumn(column: { getGridId(): number; area: Area }): this {
    const { left, right } = column.area;
    const place = { sheetId: column.getGridId(), from: left, to: right };
    return this.change({ place: { on: 'columns', ...place } });
  }

  private change(change: Partial<Metadata>): this {
    this.workbook.metadata.change(this.metadata, change);
    this.workbook.changed({ kind: 'objects' });
    return this;
  }

  remove(): void {
    this.workbook.metadata.remove(this.metadata);
    this.workbook.changed({ kind: 'objects' });
  }
}

const typeNames = {
  spreadsheet: 'SPREADSHEET',
  sheet: 'SHEET',
  rows: 'ROW',
  columns: 'COLUMN',
} as const;

export class MetadataLocationService extends BoundService {
  readonly className = 'SpreadsheetApp.DeveloperMetadataLocation';
  readonly signatures = {
    getLocationType: [''],
    getSpreadsheet: [''],
    getSheet: [''],
    getRow: [''],
    getColumn: [''],
  };

  constructor(
    execution: Execution,
    private readonly workbook: Workbook,
    private readonly place: MetadataPlace,
  ) {
    super(execution);
  }

  getLocationType(): EnumValue {
    return locationTypes[typeNames[this.place.on]];
  }

  getSpreadsheet(): Service | null {
    return this.place.on === 'spreadsheet'
      ? this.execution.objects.spreadsheet(this.workbook)
      : null;
  }

  getSheet(): Service | null {
    const { place, workbook } = this;
    return place.on === 'sheet'
      ? this.execution.objects.sheet(workbook, workbook.sheet(place.sheetId))
      : null;
  }

  getRow(): Service | null {
    return this.line('rows');
  }

  getColumn(): Service | null {
    return this.line('columns');
  }

  private line(on: 'rows' | 'columns'): Service | null {
    const { place, workbook } = this;
    if (place.on !== on) return null;
    const sheet = workbook.sheet(place.sheetId);
    const count = place.to - place.from + 1;
    const area =
      on === 'rows'
        ? areaAt(place.from, 1, count, sheet.size.columns)
        : areaAt(1, place.from, sheet.size.rows, count);
    return this.execution.objects.range({ workbook, sheet, area, whole: on });
  }
}

/** Looks in its place and, unless told otherwise, in what lies within it. */
export class MetadataFinderService extends BoundService {
  readonly className = 'SpreadsheetApp.DeveloperMetadataFinder';
  readonly signatures = {
    withKey: ['str'],
    withValue: ['str'],
    withId: ['int'],
    withVisibility: ['DeveloperMetadataVisibility'],
    withLocationType: ['DeveloperMetadataLocationType'],
    onIntersectingLocations: [''],
    find: [''],
  };
  private readonly tests: ((metadata: Metadata) => boolean)[] = [];
  private readonly scope: FinderScope;

  constructor(execution: Execution, scope: FinderScope) {
    super(execution);
    this.scope = scope;
  }

  withKey(key: string): this {
    return this.where((metadata) => metadata.key === key);
  }

  withValue(value: string): this {
    return this.where((metadata) => metadata.value === value);
  }

  withId(id: number): this {
    return this.where((metadata) => metadata.id === id);
  }

  withVisibility({ name }: EnumValue): this {
    return this.where(({ visibility }) => visibility === name);
  }

  withLocationType({ name }: EnumValue): this {
    return this.where(({ place }) => typeNames[place.on] === name);
  }

  onIntersectingLocations(): this {
    throw new Error('The simulator has no DeveloperMetadataFinder.onIntersectingLocations.');
  }

  find(): Service[] {
    const { workbook, within } = this.scope;
    return workbook.metadata.list
      .filter(
        (metadata) =>
          isWithin(metadata.place, within) && this.tests.every((test) => test(metadata)),
      )
      .map((metadata) => this.execution.objects.metadata(workbook, metadata));
  }

  private where(test: (metadata: Metadata) => boolean): this {
    this.tests.push(test);
    return this;
  }
}

function isWithin(place: MetadataPlace, within: MetadataPlace | null): boolean {
  if (within === null || within.on === 'spreadsheet') return true;
  if (!('sheetId' in place) || place.sheetId !== within.sheetId) return false;
  if (within.on === 'sheet') return true;
  return place.on === within.on && place.from >= within.from && place.to <= within.to;
}
