// ConditionalFormatRule and its builder: of Google's conditions the simulator builds the custom formula.
import { SheetsError } from '../../../errors.ts';
import type { ConditionalFormat, Sheet } from '../../../workbook/sheet.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import type { Execution } from '../../execution.ts';
import { BoundService } from '../bound-service.ts';
import { makeEnum, type EnumValue, type Service } from '../service.ts';
import type { RangePlaceService } from './range-place.ts';

/** Of Google's criteria, that of a formula. */
export const booleanCriteria = makeEnum('BooleanCriteria', ['CUSTOM_FORMULA']);

interface Held {
  workbook: Workbook;
  sheet: Sheet;
  rule: ConditionalFormat;
}

export class ConditionalFormatService extends BoundService {
  readonly className = 'SpreadsheetApp.ConditionalFormatRule';
  readonly signatures = { getRanges: [''], getBooleanCondition: [''] };

  constructor(
    execution: Execution,
    readonly held: Held,
  ) {
    super(execution);
  }

  getRanges(): Service[] {
    const { workbook, sheet, rule } = this.held;
    return rule.areas.map((area) =>
      this.execution.objects.range({ workbook, sheet, area, whole: null }),
    );
  }

  /** Null for a rule of colours on a scale. */
  getBooleanCondition(): BooleanConditionService | null {
    const { rule } = this.held;
    return rule.formula === '' ? null : new BooleanConditionService(this.execution, rule);
  }
}

class BooleanConditionService extends BoundService {
  readonly className = 'SpreadsheetApp.BooleanCondition';
  readonly signatures = { getCriteriaType: [''], getCriteriaValues: [''], getBackground: [''] };

  constructor(
    execution: Execution,
    private readonly rule: ConditionalFormat,
  ) {
    super(execution);
  }

  getCriteriaType(): EnumValue {
    return booleanCriteria.CUSTOM_FORMULA;
  }

  getCriteriaValues(): string[] {
    return [this.rule.formula];
  }

  getBackground(): string | null {
    return this.rule.background === '' ? null : this.rule.background;
  }
}

export class ConditionalFormatBuilder extends BoundService {
  readonly className = 'SpreadsheetApp.ConditionalFormatRuleBuilder';
  readonly signatures = {
    setRanges: ['list'],
    whenFormulaSatisfied: ['str'],
    setBackground: ['str'],
    build: [''],
  };
  private ranges: RangePlaceService[] = [];
  private formula = '';
  private background = '';

  setRanges(ranges: RangePlaceService[]): this {
    this.ranges = ranges;
    return this;
  }

  whenFormulaSatisfied(formula: string): this {
    this.formula = formula;
    return this;
  }

  setBackground(color: string): this {
    this.background = color;
    return this;
  }

  build(): ConditionalFormatService {
    const [first] = this.ranges;
    if (!first || this.formula === '') {
      throw new SheetsError('A conditional format rule needs ranges and a condition.');
    }
    const areas = this.ranges.map(({ area }) => area);
    const rule = { areas, formula: this.formula, background: this.background };
    const { workbook } = first;
    const sheet = workbook.sheet(first.getGridId());
    return new ConditionalFormatService(this.execution, { workbook, sheet, rule });
  }
}
