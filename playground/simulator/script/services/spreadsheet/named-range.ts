// NamedRange: a name and its place.
import { SheetsError } from '../../../errors.ts';
import type { Execution } from '../../execution.ts';
import type { NamedArea } from '../../../workbook/named-ranges.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import { RangePlaceService } from './range-place.ts';
import { BoundService } from '../bound-service.ts';
import type { Service } from '../service.ts';

export class NamedRangeService extends BoundService {
  readonly className = 'SpreadsheetApp.NamedRange';
  readonly signatures = {
    getName: [''],
    setName: ['str'],
    getRange: [''],
    setRange: ['Range'],
    remove: [''],
  };

  constructor(
    execution: Execution,
    private readonly workbook: Workbook,
    private readonly named: NamedArea,
  ) {
    super(execution);
  }

  getName(): string {
    return this.named.name;
  }

  setName(name: string): this {
    this.workbook.names.rename(this.named, name);
    this.changed();
    return this;
  }

  /** Throws for a name whose cells are gone: it shows #REF! in Sheets. */
  getRange(): Service {
    const { area, sheetId } = this.named;
    if (!area) throw new SheetsError('Range not found');
    const { workbook } = this;
    return this.execution.objects.range({
      workbook,
      sheet: workbook.sheet(sheetId),
      area,
      whole: null,
    });
  }

  setRange(range: RangePlaceService): this {
    Object.assign(this.named, { sheetId: range.getGridId(), area: range.area });
    this.changed();
    return this;
  }

  remove(): void {
    this.workbook.names.remove(this.named.name);
    this.changed();
  }

  private changed(): void {
    this.workbook.changed({ kind: 'objects' });
  }
}
