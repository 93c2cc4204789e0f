// The rows of a result that a range shows, in the order its person chose: what the query gives stays the query's.
import { own } from '../own.ts';
import { Problem } from '../problem.ts';
import { textOfTimestamp } from '../cells/wall-clock.ts';
import type { Column, Field } from '../contract/result.ts';

/** How a field is held against what the person gave. */
export const FILTER_TESTS = [
  ...(['equal', 'not_equal', 'contains', 'at_least', 'at_most', 'empty', 'not_empty'] as const),
] as const;
export type FilterTest = (typeof FILTER_TESTS)[number];

/** A column's fields that are shown; `than` is as a result writes fields, and '' where the test needs none. */
export interface RowFilter {
  column: string;
  is: FilterTest;
  than: string;
}

export interface RowOrder {
  column: string;
  descending: boolean;
}

/** A person's choice among the rows; empty: all of them, in the query's order. */
export interface RowChoice {
  filter: RowFilter[];
  sort: RowOrder[];
}

interface Rows {
  columns: Pick<Column, 'name' | 'type'>[];
  rows: Field[][];
}

/** The rows that are shown of a result, in their order. Throws Problem columns_missing where a filter's column is gone. */
export function chosenRows(
  { columns, rows }: Rows,
  { filter, sort }: RowChoice,
  timeZone: string,
): Field[][] {
  if (filter.length === 0 && sort.length === 0) return rows;
  const readers = columns.map(({ type }) => readerOf(type, timeZone));
  const indexOf = (name: string) => columns.findIndex((column) => column.name === name);
  refuseMissing(filter, indexOf);
  const tests = filter.map((one) => {
    const index = indexOf(one.column);
    const passes = testOf(one, readers[index] ?? readText);
    return (row: Field[]) => passes(row[index] ?? null);
  });
  const kept = tests.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)));
  const orders = sort.flatMap(({ column, descending }) => {
    const index = indexOf(column);
    // Without its column an order says nothing.
    return index < 0 ? [] : [{ index, descending, read: readers[index] ?? readText }];
  });
  return orders.length === 0 ? kept : sorted(kept, orders);
}

function refuseMissing(filter: RowFilter[], indexOf: (name: string) => number): void {
  const missing = filter.map(({ column }) => column).filter((column) => indexOf(column) < 0);
  if (missing.length === 0) return;
  throw new Problem(
    'columns_missing',
    `The query no longer gives ${missing.join(' and ')}, by which the rows of this range are filtered. Nothing was changed. Take the filter away under Options, or tell the query’s author.`,
  );
}

/** What is compared: numbers by their size, everything else as text; null: nothing stands there. */
type Read = (field: Field) => number | string | null;

const readText: Read = (field) => (field === null ? null : String(field));

function readerOf(type: string, timeZone: string): Read {
  if (type === 'number') {
    return (field) => {
      if (field === null) return null;
      const number = Number(field);
      return Number.isNaN(number) ? String(field) : number;
    };
  }
  if (type !== 'datetime') return readText;
  // By the clocks that the sheet shows; a Z or a missing fraction would order them otherwise.
  return (field) => {
    if (field === null) return null;
    return (textOfTimestamp(String(field), timeZone) ?? String(field)).replace('T', ' ');
  };
}

function testOf({ is, than }: RowFilter, read: Read): (field: Field) => boolean {
  const wanted = read(than) ?? '';
  const folded = String(wanted).trim().toLocaleLowerCase('und');
  // A day stands for all of its times.
  const part = (value: number | string) =>
    typeof value === 'string' && typeof wanted === 'string' && /^\d{4}-\d\d-\d\d/.test(value)
      ? value.slice(0, wanted.length)
      : value;
  const equals = (value: number | string) =>
    typeof value === 'number' && typeof wanted === 'number'
      ? value === wanted
      : String(part(value)).trim().toLocaleLowerCase('und') === folded;
  const tests: Record<FilterTest, (value: number | string | null) => boolean> = {
    equal: (value) => value !== null && equals(value),
    not_equal: (value) => value === null || !equals(value),
    contains: (value) => value !== null && String(value).toLocaleLowerCase('und').includes(folded),
    at_least: (value) => value !== null && compare(part(value), wanted) >= 0,
    at_most: (value) => value !== null && compare(part(value), wanted) <= 0,
    empty: (value) => value === null || value === '',
    not_empty: (value) => value !== null && value !== '',
  };
  const test = own(tests, is);
  return (field) => test?.(read(field)) ?? true;
}

interface Order {
  index: number;
  descending: boolean;
  read: Read;
}

// Equal rows keep the query's order, and what holds nothing comes last either way, as in Google Sheets.
function sorted(rows: Field[][], orders: Order[]): Field[][] {
  const keyed = rows.map((row) => ({
    row,
    keys: orders.map(({ index, read }) => read(row[index] ?? null)),
  }));
  keyed.sort((one, other) => {
    for (const [at, { descending }] of orders.entries()) {
      const [first = null, second = null] = [one.keys[at], other.keys[at]];
      if (first === null || second === null) {
        if (first !== second) return first === null ? 1 : -1;
        continue;
      }
      const order = compare(first, second);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

// The root collation is the same wherever a refresh is decided.
const collator = new Intl.Collator('und');

function compare(one: number | string, other: number | string): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  // Numbers before what is called a number and is none, such as NaN.
  if (typeof one === 'number') return -1;
  if (typeof other === 'number') return 1;
  return collator.compare(one, other);
}
