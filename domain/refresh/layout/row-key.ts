// Decides what names a row of a range, so that it is found again whatever else of it changed.
import type { Cell, CellKind } from '../../cells/cell.ts';
import type { Content } from '../../cells/content.ts';
import { comparable } from '../../cells/fingerprint.ts';
import type { LinkedRange } from '../../linked-range.ts';
import { Problem } from '../../problem.ts';
import { checkKeys, keyColumns } from './keys.ts';
import type { Arrangement } from './columns.ts';
import type { PlacedColumn } from './columns.ts';
import type { RangeCells } from '../sheet.ts';

export interface RowKey {
  /** Who says so: the person, the query's author, a table of the database, or a guess; `row` is all that stands in it. */
  by: 'person' | 'author' | 'table' | 'guess' | 'row';
  columns: PlacedColumn[];
  /** What the author says, or a guess that a person had confirmed, where it names no row of this result. */
  lost?: string[];
}

export interface KeyInput {
  linked: LinkedRange;
  content: Content;
  arrangement: Arrangement;
  cells: RangeCells;
}

/**
 * In this order: the columns that the person chose, those that the query's author names, a guess that the person
 * confirmed, the primary key of a table, a guess, the whole row. Throws Problem keys_invalid for a choice that names no row of this result.
 */
export function rowKeyOf(input: KeyInput): RowKey {
  const { linked, arrangement } = input;
  const chosen = linked.options.keyColumns;
  if (chosen.length > 0) return { by: 'person', columns: checked(chosen, input) };
  const whole: RowKey = { by: 'row', columns: arrangement.columns };
  const named = namedByAuthor(input);
  if (named.length > 0) return found(named, 'author', input) ?? { ...whole, lost: named };
  if (linked.guess !== null)
    return found(linked.guess.columns, 'guess', input) ?? { ...whole, lost: linked.guess.columns };
  for (const key of input.content.tableKeys) {
    const byTable = isTold(key, input) ? found(key, 'table', input) : null;
    if (byTable) return byTable;
  }
  const names = guessOf(input);
  return (names.length > 0 ? found(names, 'guess', input) : null) ?? whole;
}

function namedByAuthor(input: KeyInput): string[] {
  return isTold(input.content.key, input) ? input.content.key : [];
}

// Columns of the result that the person does not show, or that only now come into the sheet, tell nothing of its rows.
function isTold(names: string[], { content, arrangement, cells }: KeyInput): boolean {
  return names.every((name) => {
    const placed = arrangement.columns.find((column) => column.name === name);
    if (placed) return placed.offset < cells.header.length;
    return !content.columns.some((column) => column.name === name);
  });
}

// The person did not choose it, so it refuses no refresh: null where it names no row of this result.
function found(names: string[], by: 'author' | 'table' | 'guess', input: KeyInput): RowKey | null {
  try {
    return { by, columns: checked(names, input) };
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

function checked(names: string[], { content, arrangement }: KeyInput): PlacedColumn[] {
  const columns = keyColumns(names, arrangement.columns);
  checkKeys(content, columns);
  return columns;
}

// A column of names or numbers that stands for each row once on both sides, and for half of them on both. Where a name
// does but says that the rows are others, no number says that they are the same; nor where a name does on one side alone,
// and is mostly another one beside the same number.
function guessOf(input: KeyInput): string[] {
  for (const kind of ['text', 'number'] as const) {
    const candidates = input.arrangement.columns.flatMap((column) =>
      candidateOf(column, kind, input),
    );
    const found = candidates.find(({ isShared }) => isShared);
    if (found) return isDenied(found.column, input) ? [] : [found.column.name];
    if (candidates.length > 0) return [];
  }
  return [];
}

function candidateOf(
  column: PlacedColumn,
  wanted: CellKind,
  { content, cells }: KeyInput,
): { column: PlacedColumn; isShared: boolean }[] {
  const { kind, offset, source } = column;
  if (kind !== wanted || offset >= cells.header.length) return [];
  const shown = namesIn(filledRows(cells), offset, kind);
  const coming = shown && namesIn(content.rows, source, kind);
  if (!shown || !coming || isCounter(content.rows, source)) return [];
  const both = [...shown].filter((value) => coming.has(value)).length;
  return [{ column, isShared: both > 0 && both * 2 >= Math.min(shown.size, coming.size) }];
}

// A row without content stands for none: a write that was cut off may have left it.
function filledRows({ rows }: RangeCells): Cell[][] {
  return rows.filter((row) => row.some((cell) => cell !== ''));
}

function isDenied(number: PlacedColumn, { arrangement, content, cells }: KeyInput): boolean {
  if (number.kind !== 'number') return false;
  const shown = filledRows(cells);
  const textOf = (row: Cell[], at: number, { kind }: PlacedColumn) =>
    comparable(row[at] ?? '', kind);
  const coming = new Map(content.rows.map((row) => [textOf(row, number.source, number), row]));
  const pairs = shown.flatMap((row): [Cell[], Cell[]][] => {
    const other = coming.get(textOf(row, number.offset, number));
    return other ? [[row, other]] : [];
  });
  return arrangement.columns.some((column) => {
    const { kind, offset, source } = column;
    if (kind !== 'text' || offset >= cells.header.length) return false;
    if (!namesIn(shown, offset, kind) && !namesIn(content.rows, source, kind)) return false;
    const alike = pairs.filter(
      ([row, other]) => textOf(row, offset, column) === textOf(other, source, column),
    );
    return alike.length * 2 <= pairs.length;
  });
}

// The values of a column, each in one row; null where they name no rows.
function namesIn(rows: Cell[][], at: number, kind: CellKind): Set<string> | null {
  const values = new Set<string>();
  for (const row of rows) {
    const cell = row[at] ?? '';
    if (cell === '' || (kind === 'number' && !Number.isInteger(cell))) return null;
    const value = comparable(cell, kind);
    if (values.has(value)) return null;
    values.add(value);
  }
  return values;
}

// A rank from 1 to n would carry what stands beside a row to whatever comes to the same rank.
function isCounter(rows: Cell[][], at: number): boolean {
  return rows.every((row, index) => String(row[at]) === String(index + 1));
}
