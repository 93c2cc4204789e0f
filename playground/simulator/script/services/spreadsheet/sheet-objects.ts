// Filter and alternating colours: as much of them as a script that writes beside them needs.
import type { Execution } from '../../execution.ts';
import { clearFilter } from '../../../workbook/filtering.ts';
import type { Area } from '../../../workbook/area.ts';
import type { Sheet } from '../../../workbook/sheet.ts';
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
