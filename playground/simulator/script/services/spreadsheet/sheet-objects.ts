// Filter, chart and conditional format: as much of them as a script that writes beside them needs.
import type { Execution } from '../../execution.ts';
import { clearFilter } from '../../../workbook/filtering.ts';
import type { Chart, ConditionalFormat, Sheet } from '../../../workbook/sheet.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import { BoundService } from '../bound-service.ts';
import type { Service } from '../service.ts';

export class FilterService extends BoundService {
  readonly className = 'SpreadsheetApp.Filter';
  readonly signatures = { getRange: [''], remove: [''] };

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

  remove(): void {
    clearFilter(this.workbook, this.sheet);
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

export class ConditionalFormatService extends BoundService {
  readonly className = 'SpreadsheetApp.ConditionalFormatRule';
  readonly signatures = { getRanges: [''] };

  constructor(
    execution: Execution,
    private readonly workbook: Workbook,
    private readonly held: { sheet: Sheet; rule: ConditionalFormat },
  ) {
    super(execution);
  }

  getRanges(): Service[] {
    const { workbook } = this;
    const { sheet, rule } = this.held;
    return rule.areas.map((area) =>
      this.execution.objects.range({ workbook, sheet, area, whole: null }),
    );
  }
}
