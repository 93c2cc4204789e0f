// What a rule of Google's (data validation) takes, by the name of its kind and what it is compared with.
import { isDate, serialOfDateObject } from '../../cells/wall-clock.ts';
import type { CellRule } from '../sheet.ts';

/** Null where only Google can judge, as of a formula. */
export function takenBy(
  kind: string,
  values: unknown[],
  timeZone: string,
): CellRule['takes'] | null {
  switch (kind) {
    case 'VALUE_IN_LIST':
      return { what: 'oneOf', values: (values[0] as unknown[]).map(String) };
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
