// How a row is named, so that what was said of it is found again in the next result.
import type { RowKey, Thread } from '../../domain/contract/talk/comment.ts';
import type { Column, Field } from '../../domain/contract/result.ts';

/** What is needed of a result to tell its rows apart. */
export interface KeyedResult {
  columns: readonly Column[];
  rows: readonly (readonly Field[])[];
  key?: readonly string[] | undefined;
  tableKeys?: readonly (readonly number[])[] | undefined;
}

/** The places of the columns that name a row: as the author says, else a table's primary key; null: nobody knows. */
export function keyPlaces({
  columns,
  rows,
  key = [],
  tableKeys = [],
}: KeyedResult): number[] | null {
  const named = key.map((name) => columns.findIndex((column) => column.name === name));
  if (named.length > 0 && !named.includes(-1)) return named;
  const [only] = tableKeys.filter((places) => places.length > 0 && tellsApart(rows, places));
  return only === undefined ? null : [...only];
}

// Where tables are joined, the key of one of them stands in several rows.
function tellsApart(rows: KeyedResult['rows'], places: readonly number[]): boolean {
  return new Set(rows.map((row) => textOf(row, places))).size === rows.length;
}

const textOf = (row: readonly Field[], places: readonly number[]) =>
  JSON.stringify(places.map((place) => fieldOf(row[place])));

const fieldOf = (field: Field | undefined) =>
  field === null || field === undefined ? null : String(field);

export function rowKeyOf(
  { columns, rows }: KeyedResult,
  places: readonly number[],
  row: number,
): RowKey {
  return places.map((place) => ({
    column: columns[place]?.name ?? '',
    value: fieldOf(rows[row]?.[place]),
  }));
}

/** Whatever the order of its columns. */
export function isSameRow(one: RowKey, other: RowKey): boolean {
  const valueIn = (name: string) => other.find(({ column }) => column === name)?.value;
  return one.length === other.length && one.every(({ column, value }) => valueIn(column) === value);
}

/** The row as a person calls it. */
export function rowWords(row: RowKey): string {
  return row.map(({ value }) => value ?? 'null').join(', ');
}

/** Threads about rows, by the texts of the columns that name them. */
export class ThreadsByRow {
  readonly #threads = new Map<string, Thread[]>();
  readonly #names: readonly string[];

  constructor(threads: readonly Thread[], names: readonly string[]) {
    this.#names = names;
    for (const thread of threads) {
      const text = thread.row && this.#textOf(thread.row);
      if (text === null || thread.resolved !== null) continue;
      this.#threads.set(text, [...(this.#threads.get(text) ?? []), thread]);
    }
  }

  of(row: RowKey): readonly Thread[] {
    const text = this.#textOf(row);
    return text === null ? [] : (this.#threads.get(text) ?? []);
  }

  get size(): number {
    return this.#threads.size;
  }

  // By another key of former times it names no row of today.
  #textOf(row: RowKey): string | null {
    const values = this.#names.map((name) => row.find(({ column }) => column === name));
    if (values.length !== row.length || values.includes(undefined)) return null;
    return JSON.stringify(values.map((each) => each?.value ?? null));
  }
}
