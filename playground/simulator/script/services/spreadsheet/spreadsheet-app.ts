// SpreadsheetApp: the way in.
import { SheetsError } from '../../../errors.ts';
import type { Execution } from '../../execution.ts';
import { booleanCriteria, ConditionalFormatBuilder } from './conditional-formats.ts';
import { locationTypes, visibilities } from './metadata-methods.ts';
import { summarizeFunctions } from './pivot-tables.ts';
import { protectionTypes } from './protection.ts';
import { copyTypes, dimensions } from './range.ts';
import { wrapStrategies } from './range-looks.ts';
import { BoundService } from '../bound-service.ts';
import type { Service } from '../service.ts';
import { UiService } from '../ui.ts';

const anyScope = ['spreadsheets', 'currentonly'];

export class SpreadsheetAppService extends BoundService {
  readonly className = 'SpreadsheetApp';
  readonly signatures = {
    getActiveSpreadsheet: [''],
    getActive: [''],
    getActiveSheet: [''],
    getActiveRange: [''],
    getCurrentCell: [''],
    openById: ['str'],
    getUi: [''],
    flush: [''],
    newConditionalFormatRule: [''],
  };
  override readonly constants = {
    Dimension: dimensions,
    CopyPasteType: copyTypes,
    WrapStrategy: wrapStrategies,
    ProtectionType: protectionTypes,
    DeveloperMetadataVisibility: visibilities,
    DeveloperMetadataLocationType: locationTypes,
    BooleanCriteria: booleanCriteria,
    PivotTableSummarizeFunction: summarizeFunctions,
  };
  override readonly pure = new Set(['getActiveSpreadsheet', 'getActive', 'getUi']);
  private readonly ui: UiService | null;

  constructor(execution: Execution) {
    super(execution);
    const { ui } = execution.settings;
    this.ui = ui && new UiService(execution, ui);
  }

  getActiveSpreadsheet(): Service | null {
    this.execution.needMode('SpreadsheetApp.getActiveSpreadsheet', [
      'LIMITED',
      'FULL',
      'CUSTOM_FUNCTION',
    ]);
    this.execution.needScope('SpreadsheetApp.getActiveSpreadsheet', anyScope);
    const { workbook } = this.execution;
    return workbook && this.execution.objects.spreadsheet(workbook);
  }

  getActive(): Service | null {
    return this.getActiveSpreadsheet();
  }

  getActiveSheet(): Service {
    const workbook = this.needWorkbook('SpreadsheetApp.getActiveSheet');
    return this.execution.objects.sheet(workbook, workbook.activeSheet);
  }

  getActiveRange(): Service {
    const workbook = this.needWorkbook('SpreadsheetApp.getActiveRange');
    const place = { workbook, sheet: workbook.activeSheet, area: workbook.selection, whole: null };
    return this.execution.objects.range(place);
  }

  getCurrentCell(): Service {
    const workbook = this.needWorkbook('SpreadsheetApp.getCurrentCell');
    const { top, left } = workbook.selection;
    const area = { top, left, bottom: top, right: left };
    return this.execution.objects.range({
      workbook,
      sheet: workbook.activeSheet,
      area,
      whole: null,
    });
  }

  newConditionalFormatRule(): Service {
    return new ConditionalFormatBuilder(this.execution);
  }

  private needWorkbook(method: string) {
    this.execution.needMode(method, ['LIMITED', 'FULL', 'CUSTOM_FUNCTION']);
    this.execution.needScope(method, anyScope);
    const { workbook } = this.execution;
    if (!workbook) throw new SheetsError('There is no active spreadsheet.');
    return workbook;
  }

  /** Only with the scope for all spreadsheets: `currentonly` is not enough, even for the same file. */
  openById(id: string): Service {
    this.execution.needMode('SpreadsheetApp.openById', ['FULL']);
    this.execution.needScope('SpreadsheetApp.openById', ['spreadsheets']);
    const workbook = this.execution.settings.workbooks.get(id);
    if (!workbook) {
      throw new SheetsError(
        `Unexpected error while getting the method or property openById on object SpreadsheetApp.`,
      );
    }
    return this.execution.objects.spreadsheet(workbook);
  }

  getUi(): Service {
    if (!this.ui) throw new SheetsError('Cannot call SpreadsheetApp.getUi() from this context.');
    return this.ui;
  }

  flush(): void {
    this.execution.needMode('SpreadsheetApp.flush', ['LIMITED', 'FULL']);
    this.execution.flush();
  }
}
