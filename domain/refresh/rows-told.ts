// What a refresh changes, row by row, for the person who looks at it: rows that come and go, and the old and the new
// values of those that change, each by what names it.
import type { Cell } from '../cells/cell.ts';
import { cellName } from '../cells/cell-name.ts';
import { cellWords } from '../cells/cell-words.ts';
import { changedCells } from '../difference/table-difference.ts';
import type { Prepared } from './prepare.ts';
import type { ComparedRows } from './compared-rows.ts';

/** More rows of a kind are not listed, nor more values of a row. */
const MOST_ROWS = 50;
const MOST_CELLS = 8;
/** Where nothing names a row, so many of its first values do. */
const NAMING_CELLS = 2;

/** The rows that a refresh changes, at most 50 of each kind. */
export interface RowsTold {
  added: ToldRow[];
  removed: ToldRow[];
  changed: ToldChange[];
}

export interface ToldRow {
  /** The values that name it. */
  name: string;
  /** Its first cell, or its first that changes: where it stands before the refresh, and after it. */
  before: string | null;
  after: string | null;
}

export interface ToldChange extends ToldRow {
  cells: { column: string; before: string; after: string }[];
  /** More of its values change than these. */
  more: number;
}

/** Tells the rows of a refresh; `key` are the columns that name one, if any do. */
export function tellRows(
  prepared: Prepared,
  { added, removed, changed }: ComparedRows,
  key: readonly string[],
): RowsTold {
  const now = (row: number) => wordsOf(prepared, presentCells(prepared, row));
  const then = (row: number) => wordsOf(prepared, cellsAfter(prepared, row));
  const name = (words: string[]) => nameOf(prepared, words, key);
  const columns = prepared.arrangement.columns.map(({ label }, index) => ({
    ...{ name: label, before: index, after: index },
  }));
  return {
    added: added.slice(0, MOST_ROWS).map((row) => ({
      ...{ name: name(then(row)), before: null, after: cellAfter(prepared, row, 0) },
    })),
    removed: removed.slice(0, MOST_ROWS).map((row) => ({
      ...{ name: name(now(row)), before: cellBefore(prepared, row, 0), after: null },
    })),
    changed: changed.slice(0, MOST_ROWS).map(([row, after]): ToldChange => {
      const [was, is] = [now(row), then(after)];
      const { cells, more } = changedCells(was, is, { columns, most: MOST_CELLS });
      const first = was.findIndex((words, index) => words !== is[index]);
      return {
        name: name(is),
        before: cellBefore(prepared, row, first),
        after: cellAfter(prepared, after, first),
        cells: cells.map(({ column, ...values }) => ({
          ...{ column, before: String(values.before), after: String(values.after) },
        })),
        more,
      };
    }),
  };
}

function presentCells({ arrangement, cells }: Prepared, row: number): Cell[] {
  return arrangement.columns.map(({ offset }) => cells.rows[row]?.[offset] ?? '');
}

function cellsAfter({ arrangement, content, layout }: Prepared, row: number): Cell[] {
  const target = layout.targets[row];
  const cells: Cell[] = typeof target === 'number' ? (content.rows[target] ?? []) : [];
  return arrangement.columns.map(({ source }) => cells[source] ?? '');
}

function wordsOf({ arrangement }: Prepared, cells: Cell[]): string[] {
  return cells.map((cell, index) => cellWords(cell, arrangement.columns[index]?.kind ?? 'text'));
}

function nameOf({ arrangement }: Prepared, words: string[], key: readonly string[]): string {
  const named = arrangement.columns.flatMap(({ name }, index) =>
    key.includes(name) ? [words[index] ?? ''] : [],
  );
  const naming = named.length > 0 ? named : words.filter((text) => text !== '');
  return naming.slice(0, Math.max(named.length, NAMING_CELLS)).join(', ');
}

function cellBefore(
  { arrangement, around: { place } }: Prepared,
  row: number,
  column: number,
): string {
  return cellName(place.row + 1 + row, place.column + offsetOf(arrangement.columns, column));
}

// Where the header row comes back, all rows stand one row lower then.
function cellAfter({ plan, headerGone, around }: Prepared, row: number, column: number): string {
  const first = around.place.row + (headerGone ? 2 : 1);
  const stands = plan.order === null ? row : plan.order.indexOf(row);
  return cellName(first + stands, plan.place.column + offsetOf(plan.columns, column));
}

function offsetOf(columns: readonly { offset: number }[], index: number): number {
  return columns[Math.max(0, index)]?.offset ?? 0;
}
