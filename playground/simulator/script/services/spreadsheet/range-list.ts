// RangeList: several ranges of one tab, for what is done to all of them alike.
// developers.google.com/apps-script/reference/spreadsheet/range-list
import type { Execution } from '../../execution.ts';
import type { RangeService } from './range.ts';
import { BoundService } from '../bound-service.ts';
import type { Service } from '../service.ts';

const deferred = [
  'setNumberFormat',
  'setFontColor',
  'setFontWeight',
  'setBackground',
  'clearContent',
  'clearFormat',
];

export class RangeListService extends BoundService {
  readonly className = 'SpreadsheetApp.RangeList';
  readonly signatures = {
    getRanges: [''],
    setNumberFormat: ['str'],
    setFontColor: ['str?'],
    setFontWeight: ['str?'],
    setBackground: ['str?'],
    clearContent: [''],
    clearFormat: [''],
  };
  override readonly pure = new Set(['getRanges']);
  override readonly deferred = new Set(deferred);

  constructor(
    execution: Execution,
    private readonly ranges: RangeService[],
  ) {
    super(execution);
  }

  getRanges(): Service[] {
    return this.ranges;
  }

  setNumberFormat(format: string): this {
    return this.each((range) => range.setNumberFormat(format));
  }

  setFontColor(color: string | null): this {
    return this.each((range) => range.setFontColor(color));
  }

  setFontWeight(weight: string | null): this {
    return this.each((range) => range.setFontWeight(weight));
  }

  setBackground(color: string | null): this {
    return this.each((range) => range.setBackground(color));
  }

  clearContent(): this {
    return this.each((range) => range.clearContent());
  }

  clearFormat(): this {
    return this.each((range) => range.clearFormat());
  }

  private each(change: (range: RangeService) => void): this {
    for (const range of this.ranges) change(range);
    return this;
  }
}
