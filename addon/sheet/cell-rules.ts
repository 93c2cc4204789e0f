// The rules of cells that refuse other values, as Google tells of them.
import type { Place } from '../../domain/cells/place.ts';
import { isDate, serialOfDateObject } from '../../domain/cells/wall-clock.ts';
import type { CellRule } from '../../domain/refresh/sheet.ts';

type Range = GoogleAppsScript.Spreadsheet.Range;
type Validation = GoogleAppsScript.Spreadsheet.DataValidation;

/**
 * The rules in a place that reject; cells below each other with the same rule are one. A formula of the person's, and
 * what else only Google can judge, is left out: to refuse what it may well take would hold up every refresh.
 */
export function rulesIn(range: Range, place: Place, timeZone: string): CellRule[] {
  const rules: CellRule[] = [];
  const last = new Map<number, { told: string; rule: CellRule }>();
  range.getDataValidations().forEach((row, down) =>
    row.forEach((validation, across) => {
      const takes = validation && !validation.getAllowInvalid() && takenBy(validation, timeZone);
      if (!takes) return last.delete(across);
      const told = JSON.stringify(takes);
      const before = last.get(across);
      if (before?.told === told) return (before.rule.place.rows += 1);
      const at = { row: place.row + down, column: place.column + across, rows: 1, columns: 1 };
      const rule = { place: at, takes };
      rules.push(rule);
      return last.set(across, { told, rule });
    }),
  );
  return rules;
}

function takenBy(validation: Validation, timeZone: string): CellRule['takes'] | null {
  const kind = String(validation.getCriteriaType());
  const values: unknown[] = validation.getCriteriaValues();
  switch (kind) {
    case 'VALUE_IN_LIST':
      return { what: 'oneOf', values: (values[0] as unknown[]).map(String) };
    case 'VALUE_IN_RANGE':
      return { what: 'oneOf', values: (values[0] as Range).getDisplayValues().flat() };
    case 'CHECKBOX':
      return { what: 'oneOf', values: values.length > 0 ? values.map(String) : ['TRUE', 'FALSE'] };
    case 'DATE_IS_VALID_DATE':
      return { what: 'number', least: -Infinity, most: Infinity, inclusive: true };
    default:
      return bounds(kind.replace(/^(NUMBER|DATE)_/, ''), values, timeZone);
  }
}

// Dates are serial numbers in cells.
function bounds(kind: string, values: unknown[], timeZone: string): CellRule['takes'] | null {
  const [one = NaN, other = NaN] = values.map((value) =>
    isDate(value) ? serialOfDateObject(value.getTime(), timeZone) : Number(value),
  );
  const between = (least: number, most: number, inclusive: boolean) => ({
    ...{ what: 'number' as const, least, most, inclusive },
  });
  switch (kind) {
    case 'BETWEEN':
      return between(one, other, true);
    case 'EQUAL_TO':
      return between(one, one, true);
    case 'GREATER_THAN':
    case 'AFTER':
      return between(one, Infinity, false);
    case 'GREATER_THAN_OR_EQUAL_TO':
    case 'ON_OR_AFTER':
      return between(one, Infinity, true);
    case 'LESS_THAN':
    case 'BEFORE':
      return between(-Infinity, one, false);
    case 'LESS_THAN_OR_EQUAL_TO':
    case 'ON_OR_BEFORE':
      return between(-Infinity, one, true);
    default:
      return null;
  }
}
