// Range: what is attached to its cells: metadata, protection, filter and validations.
import { applyFilter } from '../../../workbook/filtering.ts';
import { SheetsError } from '../../../errors.ts';
import type { Cell } from '../../../workbook/cell.ts';
import { checkEditable, isEditable, protect } from '../../../workbook/protection.ts';
import { EnumValue, type Service } from '../service.ts';
import { createPivotTable } from './pivot-tables.ts';
import { RangeLookService } from './range-looks.ts';

export const objectSignatures = {
  getDataValidations: [''],
  getDataValidation: [''],
  clearDataValidations: [''],
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
  createFilter: [''],
  getFilter: [''],
  createPivotTable: ['Range'],
} as const;

export abstract class RangeObjectService extends RangeLookService {
  createPivotTable(source: RangeObjectService): Service {
    this.checkAllowed();
    const { workbook, sheet, area } = this;
    return createPivotTable(
      this.execution,
      { workbook, sheet, area },
      { sheetId: source.sheet.id, area: source.area },
    );
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

  clearDataValidations(): this {
    checkEditable(this.workbook, this.sheet, this.area, this.execution.settings.person.email);
    this.workbook.clear(this.sheet.id, this.area, { validations: true });
    return this;
  }

  protect(): Service {
    const { workbook, sheet } = this;
    const { email } = this.execution.settings.person;
    const protection = protect(workbook, sheet, this.area, email);
    return this.execution.objects.protection(workbook, sheet, protection);
  }

  createFilter(): null {
    if (this.sheet.filter)
      throw new SheetsError('You can’t create a filter in a sheet that already has a filter.');
    applyFilter(this.workbook, this.sheet, { area: this.area, hiddenValues: {} });
    return null;
  }

  getFilter(): null {
    if (this.sheet.filter)
      throw new Error('The simulator has Sheet.getFilter, but no Range.getFilter.');
    return null;
  }

  getDataValidation(): Service | null {
    return this.first((cell) => this.ruleOf(cell), null);
  }

  getDataValidations(): (Service | null)[][] {
    return this.readEach<Service | null>((cell) => this.ruleOf(cell), null);
  }

  private ruleOf({ validation }: Cell): Service | null {
    return validation && this.execution.objects.validation(validation);
  }
}
