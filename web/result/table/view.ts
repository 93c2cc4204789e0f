// How a reader has a table shown: its order, filters, and what is hidden, pinned or wider. It changes nothing for anybody else.
import type { Column, Field } from '../../../domain/contract/result.ts';
import { fieldText, isNumeric } from '../../../ui/fields/field-text.ts';
import type { Shown, TableResult } from '../shown-columns.ts';

export type Direction = 'asc' | 'desc';

export interface Sort {
  /** Index among the result's columns, as everywhere in a view. */
  column: number;
  direction: Direction;
}

export const conditions = {
  contains: 'contains',
  lacks: 'does not contain',
  is: 'is',
  is_not: 'is not',
  at_least: 'is at least',
  at_most: 'is at most',
  empty: 'is empty',
  given: 'is not empty',
} as const;

export type Condition = keyof typeof conditions;

export interface Filter {
  column: number;
  condition: Condition;
  value: string;
}

export interface View {
  sorts: readonly Sort[];
  filters: readonly Filter[];
  hidden: ReadonlySet<number>;
  pinned: ReadonlySet<number>;
  /** Pixels, where the reader changed them. */
  widths: ReadonlyMap<number, number>;
}

export const plainView: View = {
  sorts: [],
  filters: [],
  hidden: new Set(),
  pinned: new Set(),
  widths: new Map(),
};

/** The columns that are shown, in the order on the screen: the pinned ones first. */
export function columnsOnScreen(count: number, { hidden, pinned }: View): number[] {
  const shown = Array.from({ length: count }, (_, index) => index).filter((at) => !hidden.has(at));
  return [...shown.filter((at) => pinned.has(at)), ...shown.filter((at) => !pinned.has(at))];
}

/** Where the rows that are shown stand in the result, in the order on the screen. */
export function rowsOnScreen(result: TableResult, shown: readonly Shown[], view: View): number[] {
  const { rows, columns } = result;
  const tests = view.filters.flatMap((filter) => {
    const of = shown[filter.column];
    return of ? [{ column: filter.column, passes: testOf(filter, of) }] : [];
  });
  const places: number[] = [];
  rows.forEach((row, place) => {
    if (tests.every(({ column, passes }) => passes(row[column] ?? null))) places.push(place);
  });
  return sorted(places, { rows, columns }, view.sorts);
}

function testOf({ condition, value }: Filter, { column, reading }: Shown): (f: Field) => boolean {
  const wanted = value.trim().toLowerCase();
  const words = (field: Field) => (fieldText(field, column, reading) ?? '').toLowerCase();
  const holds = (field: Field) =>
    field !== null &&
    (String(field).toLowerCase().includes(wanted) || words(field).includes(wanted));
  const equals = (field: Field) =>
    field !== null &&
    (String(field).toLowerCase() === wanted ||
      words(field) === wanted ||
      (isNumeric(column) && wanted !== '' && Number(field) === Number(wanted)));
  const compared = (field: Field) => compare(field, value.trim(), column, 'asc');
  switch (condition) {
    case 'contains':
      return holds;
    case 'lacks':
      return (field) => !holds(field);
    case 'is':
      return equals;
    case 'is_not':
      return (field) => !equals(field);
    case 'at_least':
      return (field) => field !== null && compared(field) >= 0;
    case 'at_most':
      return (field) => field !== null && compared(field) <= 0;
    case 'empty':
      return (field) => field === null || field === '';
    case 'given':
      return (field) => field !== null && field !== '';
  }
}

function sorted(
  places: number[],
  { rows, columns }: Pick<TableResult, 'rows' | 'columns'>,
  sorts: readonly Sort[],
): number[] {
  const by = sorts.flatMap(({ column, direction }) => {
    const of = columns[column];
    return of ? [{ column, direction, of }] : [];
  });
  if (by.length === 0) return places;
  return places.sort((a, b) => {
    for (const { column, direction, of } of by) {
      const order = compare(rows[a]?.[column] ?? null, rows[b]?.[column] ?? null, of, direction);
      if (order !== 0) return order;
    }
    return a - b;
  });
}

const words = new Intl.Collator(undefined, { numeric: true });
/** They are written so that their texts stand in the order of time. */
const timely = new Set(['date', 'time', 'datetime']);

/** Orders two fields of a column; null comes last in either direction. */
export function compare(a: Field, b: Field, column: Column, direction: Direction): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const sign = direction === 'asc' ? 1 : -1;
  if (isNumeric(column)) return sign * compareNumbers(a, b);
  if (timely.has(column.type)) return a === b ? 0 : a < b ? -sign : sign;
  return sign * words.compare(String(a), String(b));
}

// What no double tells apart is told apart by its digits; what is no number (NaN) stands above all numbers, as in PostgreSQL.
function compareNumbers(a: Field, b: Field): number {
  const [left, right] = [Number(a), Number(b)];
  if (Number.isNaN(left) || Number.isNaN(right)) {
    return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  }
  if (left !== right) return left < right ? -1 : 1;
  return a === b ? 0 : words.compare(String(a), String(b)) * (left < 0 ? -1 : 1);
}

/** What a click on a column's header makes of the order; `also` keeps what it was ordered by before. */
export function sortedBy(view: View, column: number, { also = false } = {}): View {
  const before = view.sorts.find((sort) => sort.column === column);
  const next: Sort = { column, direction: before?.direction === 'asc' ? 'desc' : 'asc' };
  const others = also ? view.sorts.filter((sort) => sort.column !== column) : [];
  return { ...view, sorts: [...others, next] };
}

/** A set with one more or one less. */
export function toggled(set: ReadonlySet<number>, member: number): ReadonlySet<number> {
  const next = new Set(set);
  if (!next.delete(member)) next.add(member);
  return next;
}
