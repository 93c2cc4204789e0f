// PivotTable: sums of some cells by the values of others, in as far as a script makes them.
import { areaAt, columnsOf, type Area } from '../../../workbook/area.ts';
import { SheetsError } from '../../../errors.ts';
import type { Pivot, Sheet } from '../../../workbook/sheet.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import type { Execution } from '../../execution.ts';
import { BoundService } from '../bound-service.ts';
import { makeEnum, type EnumValue, type Service } from '../service.ts';

/** Of Google's functions, the sum. */
export const summarizeFunctions = makeEnum('PivotTableSummarizeFunction', ['SUM']);

interface Held {
  workbook: Workbook;
  /** The tab that it stands in. */
  sheet: Sheet;
  pivot: Pivot;
}

/** developers.google.com/apps-script/reference/spreadsheet/pivot-table; getSourceDataRange since April 2020 (release notes). */
export class PivotTableService extends BoundService {
  readonly className = 'SpreadsheetApp.PivotTable';
  readonly signatures = {
    getSourceDataRange: [''],
    getAnchorCell: [''],
    addRowGroup: ['int'],
    addColumnGroup: ['int'],
    addPivotValue: ['int PivotTableSummarizeFunction'],
    remove: [''],
  };

  constructor(
    execution: Execution,
    private readonly held: Held,
  ) {
    super(execution);
  }

  getSourceDataRange(): Service {
    const { workbook, pivot } = this.held;
    const sheet = workbook.sheet(pivot.sheetId);
    return this.execution.objects.range({ workbook, sheet, area: pivot.source, whole: null });
  }

  getAnchorCell(): Service {
    const { workbook, sheet, pivot } = this.held;
    const { row, column } = pivot.anchor ?? { row: 1, column: 1 };
    return this.execution.objects.range({
      workbook,
      sheet,
      area: areaAt(row, column),
      whole: null,
    });
  }

  /** The number is that of the column in its tab: 1 is A. What Google gives back, the group, nobody needs here. */
  addRowGroup(column: number): null {
    return this.change((pivot) => ({ rows: [...(pivot.rows ?? []), offsetIn(pivot, column)] }));
  }

  addColumnGroup(column: number): null {
    return this.change((pivot) => ({
      columns: [...(pivot.columns ?? []), offsetIn(pivot, column)],
    }));
  }

  addPivotValue(column: number, _by: EnumValue): null {
    return this.change((pivot) => ({ sums: [...(pivot.sums ?? []), offsetIn(pivot, column)] }));
  }

  remove(): void {
    const { workbook, sheet, pivot } = this.held;
    sheet.pivots = sheet.pivots.filter((one) => one !== pivot);
    workbook.changed({ kind: 'structure', sheetId: sheet.id });
  }

  private change(by: (pivot: Pivot) => Partial<Pivot>): null {
    const { workbook, sheet, pivot } = this.held;
    Object.assign(pivot, by(pivot));
    workbook.changed({ kind: 'structure', sheetId: sheet.id });
    return null;
  }
}

function offsetIn({ source }: Pivot, column: number): number {
  const offset = column - source.left;
  if (offset < 0 || offset >= columnsOf(source)) {
    throw new SheetsError('Invalid argument: the column is none of the source data.');
  }
  return offset;
}

interface Placed {
  workbook: Workbook;
  sheet: Sheet;
  area: Area;
}

/** developers.google.com/apps-script/reference/spreadsheet/range#createpivottablesourcedata: empty, at the first cell of the range. */
export function createPivotTable(
  execution: Execution,
  { workbook, sheet, area }: Placed,
  source: { sheetId: number; area: Area },
): Service {
  const anchor = { row: area.top, column: area.left };
  const pivot: Pivot = { sheetId: source.sheetId, source: source.area, anchor };
  sheet.pivots.push(pivot);
  workbook.engine.hasPivots = true;
  workbook.changed({ kind: 'structure', sheetId: sheet.id });
  return new PivotTableService(execution, { workbook, sheet, pivot });
}
