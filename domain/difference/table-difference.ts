// What differs between two tables, row by row: rows that came, rows that went, and rows of one name with other values,
// column by column. For whoever has two results of one query: before and after a refresh, two frozen runs.
import { difference, pairByName } from './rows.ts';

export type Value = string | number | boolean | null;

export interface Table {
  /** Their names; several may be called the same. */
  columns: readonly string[];
  /** As many values in each as there are columns. */
  rows: readonly (readonly Value[])[];
}

export interface Wish {
  /** The columns that name a row; empty, or not in both tables: all that stands in it. */
  key: readonly string[];
  /** At most so many rows of each kind are listed, */
  mostRows: number;
  /** and so many values of each. */
  mostCells: number;
}

export interface TableDifference {
  /** The columns by which rows were told apart; empty: by all that stands in them. */
  key: string[];
  columnsAdded: string[];
  columnsRemoved: string[];
  /** How many there are, listed or not. */
  counts: { added: number; removed: number; changed: number; same: number };
  /** Indexes of rows after, and of rows before. */
  added: number[];
  removed: number[];
  changed: ChangedRow[];
}

export interface ChangedRow {
  before: number;
  after: number;
  cells: ChangedCell[];
  /** How many more of its values changed than are listed. */
  more: number;
}

export interface ChangedCell {
  column: string;
  before: Value;
  after: Value;
}

/** What differs between two tables. Takes a time in proportion to their values; the order of rows and columns counts for nothing. */
export function tableDifference(before: Table, after: Table, wish: Wish): TableDifference {
  const columns = sharedColumns(before.columns, after.columns);
  const key = keyOf(columns, wish.key);
  const left = textsOf(before, columns.shared, 'before');
  const right = textsOf(after, columns.shared, 'after');
  const { gone, came } = difference(...numbered(left, right));
  const pairs = key.length === 0 ? [] : pairsOf({ before, after }, { gone, came }, key);
  const known = new Set(pairs.map(([row]) => row));
  const found = new Set(pairs.map(([, row]) => row));
  const removed = gone.filter((row) => !known.has(row));
  const added = came.filter((row) => !found.has(row));
  const listed = pairs.sort(([, one], [, other]) => one - other).slice(0, wish.mostRows);
  return {
    key: key.map(({ name }) => name),
    columnsAdded: columns.added,
    columnsRemoved: columns.removed,
    counts: {
      ...{ added: added.length, removed: removed.length, changed: pairs.length },
      same: before.rows.length - gone.length,
    },
    added: added.slice(0, wish.mostRows),
    removed: removed.slice(0, wish.mostRows),
    changed: listed.map(([row, other]) => ({
      ...{ before: row, after: other },
      ...changedCells(before.rows[row] ?? [], after.rows[other] ?? [], {
        columns: columns.shared,
        most: wish.mostCells,
      }),
    })),
  };
}

/** A column of both tables, and where it stands in each. */
export interface Shared {
  name: string;
  before: number;
  after: number;
}

function sharedColumns(before: readonly string[], after: readonly string[]) {
  const pairs = pairByName(before, after);
  const known = new Set(pairs.map(([index]) => index));
  const found = new Set(pairs.map(([, index]) => index));
  return {
    shared: pairs.map(([index, other]): Shared => ({
      ...{ name: before[index] ?? '', before: index, after: other },
    })),
    removed: before.filter((_, index) => !known.has(index)),
    added: after.filter((_, index) => !found.has(index)),
  };
}

function keyOf({ shared }: { shared: Shared[] }, names: readonly string[]): Shared[] {
  const columns = names.map((name) => shared.find((column) => column.name === name));
  return columns.every((column) => column !== undefined) ? columns : [];
}

function pairsOf(
  tables: { before: Table; after: Table },
  { gone, came }: { gone: number[]; came: number[] },
  key: Shared[],
): [number, number][] {
  const namesIn = (side: 'before' | 'after', rows: number[]) =>
    rows.map((row) => textOf(tables[side].rows[row] ?? [], key, side));
  return pairByName(namesIn('before', gone), namesIn('after', came)).map(([one, other]) => [
    gone[one] ?? 0,
    came[other] ?? 0,
  ]);
}

/** The values of a row that changed, at most so many of them. */
export function changedCells(
  before: readonly Value[],
  after: readonly Value[],
  { columns, most }: { columns: readonly Shared[]; most: number },
): Pick<ChangedRow, 'cells' | 'more'> {
  const cells = columns.flatMap((column): ChangedCell[] => {
    const [was = null, is = null] = [before[column.before], after[column.after]];
    return was === is ? [] : [{ column: column.name, before: was, after: is }];
  });
  return { cells: cells.slice(0, most), more: Math.max(0, cells.length - most) };
}

function textsOf({ rows }: Table, columns: Shared[], side: 'before' | 'after'): string[] {
  return rows.map((row) => textOf(row, columns, side));
}

function textOf(row: readonly Value[], columns: Shared[], side: 'before' | 'after'): string {
  return JSON.stringify(columns.map((column) => row[column[side]] ?? null));
}

// Equal texts get one number.
function numbered(before: string[], after: string[]): [number[], number[]] {
  const numbers = new Map<string, number>();
  const numberOf = (text: string) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  return [before.map(numberOf), after.map(numberOf)];
}
