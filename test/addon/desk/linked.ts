// A desk with one linked range over a table that stands for the database.
import type { RangeOptions } from '../../../addon/sidebar-functions.ts';
import type { Field } from '../../../domain/contract/result.ts';
import { Problem } from '../../../domain/problem.ts';
import { col } from './backend.ts';
import type { Table } from './backend.ts';
import { Desk } from './desk.ts';

export const columns = [col('name'), col('amount', 'number', 'int4')];

export function rowsOf(count: number, start = 1): Field[][] {
  return Array.from({ length: count }, (_, index) => [`n${index + start}`, index + start]);
}

export interface Linked {
  desk: Desk;
  /** What the database holds. */
  table: Table;
  id: string;
}

/** The query `list` linked at a cell of Sheet1. */
export function linkedAt(
  row: number,
  column: number,
  rows: number | Field[][],
  more: Partial<Table> = {},
): Linked {
  const desk = new Desk();
  const table: Table = { columns, rows: typeof rows === 'number' ? rowsOf(rows) : rows, ...more };
  desk.backend.save('list', () => table);
  desk.select('Sheet1', row, column);
  const { range } = desk.insert('list', { target: 'selection' });
  return { desk, table, id: range.id };
}

export function setOptions({ desk, id }: Linked, options: Partial<RangeOptions>): void {
  const range = desk.ask('listRanges').ranges.find((one) => one.id === id);
  if (!range) throw new Error('The range is not listed.');
  desk.ask('setOptions', { id, options: { ...range.options, ...options } });
}

/** The problem that `work` is refused with. */
export function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}
