// Filter, chart, pivot table and alternating colours: as much of them as a script that writes beside them needs.
import type { Execution } from '../../execution.ts';
import { clearFilter } from '../../../workbook/filtering.ts';
import type { Area } from '../../../workbook/area.ts';
import type { Chart, Pivot, Sheet } from '../../../workbook/sheet.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import { BoundService } from '../bound-service.ts';
import type { Service } from '../service.ts';

export class FilterService extends BoundService {
  readonly className = 'SpreadsheetApp.Filter';
  readonly signatures = { getRange: [''], remove: [''], getColumnFilterCriteria: ['int'] };

  constructor(
    execution: Execution,
    private readonly workbook: Workbook,
    private readonly sheet: Sheet,
  ) {
    super(execution);
  }

  getRange(): Service {
    const { workbook, sheet } = this;
    const area = sheet.filter?.area ?? sheet.everything;
    return this.execution.objects.range({ workbook, sheet, area, whole: null });
  }

  /** developers.google.com/apps-script/reference/spreadsheet/filter#getcolumnfiltercriteriacolumnposition: null where the column has none. */
  getColumnFilterCriteria(position: number): FilterCriteriaService | null {
    const { area, hiddenValues } = this.sheet.filter ?? {};
    const values = hiddenValues?.[(area?.left ?? 1) + position - 1] ?? [];
    return values.length > 0 ? new FilterCriteriaService(this.execution, values) : null;
  }

  remove(): void {
    clearFilter(this.workbook, this.sheet);
  }
}

export class FilterCriteriaService extends BoundService {
  readonly className = 'SpreadsheetApp.FilterCriteria';
  readonly signatures = { getHiddenValues: [''] };

  constructor(
    execution: Execution,
    private readonly values: string[],
  ) {
    super(execution);
  }

  getHiddenValues(): string[] {
    return [...this.values];
  }
}

export class ChartService extends BoundService {
  readonly className = 'SpreadsheetApp.EmbeddedChart';
  readonly signatures = { getRanges: [''], getChartId: [''] };

  constructor(
    execution: Execution,
    private readonly workbook: Workbook,
    private readonly chart: Chart,
  ) {
    super(execution);
  }

  getChartId(): number {
    return this.chart.id;
  }

  getRanges(): Service[] {
    const { workbook } = this;
    const sheet = workbook.sheet(this.chart.sheetId);
    return this.chart.areas.map((area) =>
      this.execution.objects.range({ workbook, sheet, area, whole: null }),
    );
  }
}

/** developers.google.com/apps-script/reference/spreadsheet/pivot-table; getSourceDataRange since April 2020 (release notes). */
export class PivotTableService extends BoundService {
  readonly className = 'SpreadsheetApp.PivotTable';
  readonly signatures = { getSourceDataRange: [''] };

  constructor(
    execution: Execution,
    private readonly workbook: Workbook,
    private readonly pivot: Pivot,
  ) {
    super(execution);
  }

  getSourceDataRange(): Service {
    const { workbook } = this;
    const sheet = workbook.sheet(this.pivot.sheetId);
    const { source: area } = this.pivot;
    return this.execution.objects.range({ workbook, sheet, area, whole: null });
  }
}

/** developers.google.com/apps-script/reference/spreadsheet/banding */
export class BandingService extends BoundService {
  readonly className = 'SpreadsheetApp.Banding';
  readonly signatures = { getRange: [''] };

  constructor(
    execution: Execution,
    private readonly banded: { workbook: Workbook; sheet: Sheet; area: Area },
  ) {
    super(execution);
  }

  getRange(): Service {
    return this.execution.objects.range({ ...this.banded, whole: null });
  }
}
