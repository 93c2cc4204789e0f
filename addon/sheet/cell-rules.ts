// The rules of cells that refuse other values, as Google tells of them.
import type { Place } from '../../domain/cells/place.ts';
import { takenBy } from '../../domain/refresh/plan/taken-values.ts';
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
      const takes = validation && !validation.getAllowInvalid() && taken(validation, timeZone);
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

function taken(validation: Validation, timeZone: string): CellRule['takes'] | null {
  const kind = String(validation.getCriteriaType());
  const values: unknown[] = validation.getCriteriaValues();
  if (kind !== 'VALUE_IN_RANGE') return takenBy(kind, values, timeZone);
  return { what: 'oneOf', values: (values[0] as Range).getDisplayValues().flat() };
}
