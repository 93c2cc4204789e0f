// Random results beside random neighbours, and what a person does to a range: what property tests of refreshes start from.
import type { Column, Field } from '../../../domain/contract/result.ts';
import { fc } from '../../support/random.ts';
import { col } from './backend.ts';
import type { Table } from './backend.ts';
import type { Desk } from './desk.ts';

export const TOP = 4;
export const LEFT = 4;

const hostile = fc.constantFrom(
  ...['00123', '=1+1', '+1', "'x", '1/2', 'TRUE', '2025-01-01', '1e5', '-', '', ' ', '3:30', '12%'],
  ...['=SUM(A1:A9)', '@', '€5', 'two\nlines', '😀', '"', '#REF!'],
);

type Kind = 'text' | 'number' | 'date' | 'boolean';
const fieldOf: Record<Kind, fc.Arbitrary<Field>> = {
  text: fc.option(fc.oneof(hostile, fc.string({ maxLength: 8 })), { nil: null }),
  number: fc.option(fc.oneof(fc.integer(), fc.constantFrom(0.5, 1.25, 'NaN', 1e-7)), { nil: null }),
  date: fc.option(
    fc.constantFrom('2024-02-29', '1900-01-01', '9999-12-31', '1850-05-05', 'infinity'),
    { nil: null },
  ),
  boolean: fc.option(fc.boolean(), { nil: null }),
};

const columnList = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    kind: fc.constantFrom<Kind>('text', 'number', 'date', 'boolean'),
  }),
  { minLength: 1, maxLength: 4, selector: ({ name }) => name },
);

export const table = columnList.chain((columns) =>
  fc
    .array(fc.tuple(...columns.map(({ kind }) => fieldOf[kind])), { maxLength: 9 })
    .map((rows): Table => ({
      columns: columns.map(({ name, kind }): Column => {
        return col(name, kind, kind === 'number' ? 'numeric' : kind);
      }),
      rows,
    })),
);

const neighbour = fc.record({
  row: fc.integer({ min: 1, max: 22 }),
  column: fc.integer({ min: 1, max: 12 }),
  format: fc.constantFrom('', '@', '0.00'),
  note: fc.constantFrom('', 'mine'),
});

export const around = fc.uniqueArray(neighbour, {
  maxLength: 14,
  selector: ({ row, column }) => row * 100 + column,
});

/** What a person does to a range between two refreshes, besides choosing to fill formulas down. */
type Meddling =
  | 'nothing'
  | 'sorts'
  | 'inserts a column'
  | 'swaps columns'
  | 'deletes the header'
  | 'clears the header'
  | 'inserts a column and clears the header';
export const habits = fc.record({
  setsOptions: fc.boolean(),
  meddling: fc.constantFrom<Meddling>(
    ...(['nothing', 'sorts', 'inserts a column', 'swaps columns', 'deletes the header'] as const),
    ...(['clears the header', 'inserts a column and clears the header'] as const),
  ),
});

export interface Keyed {
  key: string;
  value: number;
  remark: boolean;
}

export const keyed: fc.Arbitrary<Keyed[]> = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom(...'abcdefghij'),
    value: fc.integer({ min: 1, max: 9 }),
    remark: fc.boolean(),
  }),
  { maxLength: 8, selector: ({ key }) => key },
);

export interface Neighbour {
  text: string;
  format: string;
  note: string;
}

export function keyedTable(rows: Keyed[]): Table {
  return {
    columns: [col('k'), col('v', 'number', 'int4')],
    rows: rows.map(({ key, value }) => [key, value]),
  };
}

/** A remark beside some of the rows: the keys that have one. */
export function placeRemarks(desk: Desk, rows: Keyed[]): string[] {
  return rows.flatMap(({ key, remark }, index) => {
    if (!remark) return [];
    desk.type('Sheet1', TOP + 1 + index, LEFT + 2, `about ${key}`);
    return [key];
  });
}

/** Puts a text that is there once into each cell outside of the range. */
export function placeNeighbours(
  desk: Desk,
  around: { row: number; column: number; format: string; note: string }[],
  { columns, rows }: Table,
): Neighbour[] {
  const { id } = desk.sheet('Sheet1');
  const bottom = TOP + Math.max(1, rows.length);
  return around.flatMap(({ row, column, format, note }, index) => {
    const inside = row >= TOP && row <= bottom && column >= LEFT && column < LEFT + columns.length;
    if (inside) return [];
    const text = `neighbour ${index}`;
    desk.type('Sheet1', row, column, text);
    desk.workbook.style(id, { top: row, left: column, bottom: row, right: column }, { format });
    desk.workbook.setNote(id, row, column, note);
    return [{ text, format, note }];
  });
}

/** Does what a person may do to a range; gives what then stands in it that is theirs. */
export function meddle(desk: Desk, { columns, rows }: Table, meddling: Meddling): Neighbour[] {
  const { id: sheetId } = desk.sheet('Sheet1');
  const bottom = TOP + Math.max(1, rows.length);
  const column = (left: number) => ({ top: TOP, left, bottom, right: left });
  if (meddling === 'sorts') {
    const area = { top: TOP + 1, left: LEFT, bottom, right: LEFT + columns.length - 1 };
    desk.workbook.sort(sheetId, area, { column: LEFT, ascending: false });
  }
  if (meddling === 'deletes the header') desk.workbook.deleteRows(sheetId, TOP, 1);
  if (columns.length < 2) return [];
  if (meddling === 'swaps columns') {
    const aside = { sheetId, row: TOP, column: 24 };
    desk.workbook.move({ sheetId, area: column(LEFT) }, aside);
    desk.workbook.move({ sheetId, area: column(LEFT + 1) }, { ...aside, column: LEFT });
    desk.workbook.move({ sheetId, area: column(24) }, { ...aside, column: LEFT + 1 });
  }
  const clears = meddling.includes('clears the header');
  if (meddling.startsWith('inserts')) desk.workbook.insertColumns(sheetId, LEFT + 1, 1);
  if (clears) desk.workbook.clear(sheetId, { ...column(LEFT), bottom: TOP, right: LEFT + 9 });
  if (!meddling.startsWith('inserts')) return [];
  const row = clears ? TOP + 1 : TOP;
  desk.type('Sheet1', row, LEFT + 1, 'neighbour inside');
  const { format, note } = desk.cell('Sheet1', row, LEFT + 1);
  return [{ text: 'neighbour inside', format, note }];
}
