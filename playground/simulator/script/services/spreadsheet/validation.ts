// DataValidation: the rule of a cell. Of Google's kinds the simulator has the list.
import type { Validation } from '../../../workbook/cell.ts';
import type { Execution } from '../../execution.ts';
import { BoundService } from '../bound-service.ts';
import { makeEnum, type EnumValue } from '../service.ts';

const criteria = makeEnum('DataValidationCriteria', ['VALUE_IN_LIST']);

export class DataValidationService extends BoundService {
  readonly className = 'SpreadsheetApp.DataValidation';
  readonly signatures = { getAllowInvalid: [''], getCriteriaType: [''], getCriteriaValues: [''] };
  override readonly pure = new Set(['getAllowInvalid', 'getCriteriaType', 'getCriteriaValues']);

  constructor(
    execution: Execution,
    private readonly validation: Validation,
  ) {
    super(execution);
  }

  getAllowInvalid(): boolean {
    return !this.validation.strict;
  }

  getCriteriaType(): EnumValue {
    return criteria.VALUE_IN_LIST;
  }

  /** The values, and whether a menu shows them. */
  getCriteriaValues(): unknown[] {
    return [this.validation.list, true];
  }
}
