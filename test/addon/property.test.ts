// Random results beside random neighbours: a refresh shows the result, and harms no neighbour.
import { expect, test } from '@jest/globals';
import type { RangeOptions } from '../../addon/sidebar-functions.ts';
import type { Column, Field } from '../../domain/contract/result.ts';
import { fc, often } from '../support/random.ts';
import type { Table } from './desk/backend.ts';
import { Desk } from './desk/desk.ts';
import {
  around,
  habits,
  keyed,
  keyedTable,
  LEFT,
  meddle,
  placeNeighbours,
  placeRemarks,
  table,
  TOP,
} from './desk/random-sheets.ts';
import type { Keyed, Neighbour } from './desk/random-sheets.ts';

const CASES = often(100, 1_000);
const UNDONE = often(50, 500);
const yes = {
  ...{ editedCells: true, removedColumns: true, ownRows: true, fewRows: true, columns: true },
};
test(`${CASES} random refreshes show the result and leave every neighbour whole`, () => {
  fc.assert(
    fc.property(table, table, around, habits, (first, second, neighbourhood, habit) => {
      const { desk, current, id } = deskWith(first);
      const whole = neighbourhood.filter(({ row }) => row !== TOP);
      const isTitled = !habit.meddling.includes('header');
      const neighbours = placeNeighbours(desk, isTitled ? neighbourhood : whole, first);
      neighbours.push(...meddle(desk, first, habit.meddling));

      Object.assign(current, structuredClone(second));
      const refreshed = desk.refresh(id, yes);

      expectResult(desk, second, refreshed.range);
      expectNeighbours(desk, neighbours);
      expectQuiet(desk, id, { fetched: habit.setsOptions });

      Object.assign(current, structuredClone(first));
      const back = desk.refresh(id, yes);
      expectResult(desk, first, back.range);
      expectNeighbours(desk, neighbours);
    }),
    { numRuns: CASES },
  );
}, 600_000);

test.each(['match', 'replace'] as const)(
  `${UNDONE} random refreshes (%s) leave every remark beside its row, and are undone`,
  (mode) => {
    fc.assert(
      fc.property(keyed, keyed, keyed, around, (first, second, third, neighbourhood) => {
        const { desk, current, id } = deskWith(keyedTable(first));
        const remarks = placeRemarks(desk, first);
        const neighbours = placeNeighbours(
          desk,
          neighbourhood.filter(({ column }) => column !== LEFT + 2),
          keyedTable(first),
        );
        if (mode === 'match') changeOptions(desk, { mode, keyColumns: ['k'], companionColumns: 1 });

        Object.assign(current, keyedTable(second));
        const { range } = desk.refresh(id, yes);
        expectKeyed(desk, range.place, { rows: second, remarks });
        expectNeighbours(desk, neighbours);
        if (range.canUndo) {
          const undone = desk.ask('undoRefresh', { id });
          expectKeyed(desk, undone.range.place, { rows: first, remarks });
          expectNeighbours(desk, neighbours);
        }

        Object.assign(current, keyedTable(third));
        const last = desk.refresh(id, yes);
        expectKeyed(desk, last.range.place, { rows: third, remarks });
        expectNeighbours(desk, neighbours);
      }),
      { numRuns: UNDONE },
    );
  },
  600_000,
);

test(`${UNDONE} random refreshes are undone beside random neighbours`, () => {
  fc.assert(
    fc.property(table, table, around, (first, second, neighbourhood) => {
      const { desk, current, id } = deskWith(first);
      const neighbours = placeNeighbours(desk, neighbourhood, first);
      Object.assign(current, structuredClone(second));
      const { range } = desk.refresh(id, yes);
      fc.pre(range.canUndo);

      const undone = desk.ask('undoRefresh', { id });

      expectResult(desk, first, undone.range);
      expectNeighbours(desk, neighbours);
    }),
    { numRuns: UNDONE },
  );
}, 600_000);

function deskWith(first: Table): { desk: Desk; current: Table; id: string } {
  const desk = new Desk();
  const current = structuredClone(first);
  desk.backend.save('list', () => current);
  desk.select('Sheet1', TOP, LEFT);
  const { range } = desk.insert('list', { target: 'selection' });
  return { desk, current, id: range.id };
}

function changeOptions(desk: Desk, options: Partial<RangeOptions>): void {
  const [range] = desk.ask('listRanges').ranges;
  if (!range) throw new Error('The range is not listed.');
  desk.ask('setOptions', { id: range.id, options: { ...range.options, ...options } });
}

function expectKeyed(
  desk: Desk,
  place: string | null,
  { rows, remarks }: { rows: Keyed[]; remarks: string[] },
): void {
  const [, first = '', top = '', bottom = ''] =
    /!([A-Z]+)(\d+):[A-Z]+(\d+)/.exec(place ?? '') ?? [];
  const left = first.charCodeAt(0) - 64;
  const found = new Map<string, unknown>();
  const beside: string[] = [];
  for (let row = Number(top) + 1; row <= Number(bottom); row += 1) {
    const key = String(desk.cell('Sheet1', row, left).value);
    const remark = String(desk.cell('Sheet1', row, left + 2).value);
    const { line } = desk.cell('Sheet1', row, left);
    // A blank row, which could not be taken out without harm, shows none of the result; nor does one that left it.
    const isThere = key !== '' && line !== 'line-through';
    expect(isThere && found.has(key)).toBe(false);
    if (isThere) found.set(key, desk.cell('Sheet1', row, left + 1).value);
    if (remark.startsWith('about ')) {
      expect(remark).toBe(`about ${key}`);
      beside.push(key);
    }
  }
  expect([...found].sort()).toEqual(rows.map(({ key, value }) => [key, value]).sort());
  expect(beside.sort()).toEqual([...remarks].sort());
}

function expectNeighbours(desk: Desk, neighbours: Neighbour[]): void {
  const found = new Map<unknown, Neighbour[]>();
  const { rows, columns } = desk.sheet('Sheet1').contentEnd();
  for (let row = 1; row <= rows; row += 1) {
    for (let column = 1; column <= columns; column += 1) {
      const { value, format, note } = desk.cell('Sheet1', row, column);
      if (!String(value).startsWith('neighbour ')) continue;
      found.set(value, [...(found.get(value) ?? []), { text: String(value), format, note }]);
    }
  }
  expect([...found.values()].flat().sort(byText)).toEqual([...neighbours].sort(byText));
}

function byText(one: Neighbour, other: Neighbour): number {
  return one.text < other.text ? -1 : 1;
}

interface Shown {
  place: string | null;
  rowCount: number;
}

/** Each row of the result stands in one row; in its order, unless rows stand still beside what somebody keeps. */
function expectResult(desk: Desk, { columns, rows }: Table, { place, rowCount }: Shown): void {
  const { top, left, bottom, right } = areaOf(place);
  const header: string[] = [];
  for (let column = left; column <= right; column += 1) {
    header.push(String(desk.cell('Sheet1', top, column).value));
  }
  // A column that vanished and could not be taken out without harm stays as a blank one.
  const ours = header.filter((name) => name !== '' && name !== 'neighbour inside');
  expect(ours.sort()).toEqual(columns.map(({ name }) => name).sort());
  const shown: unknown[][] = [];
  for (let row = top + 1; row <= bottom; row += 1) {
    const cells = columns.map(({ name }) => desk.cell('Sheet1', row, left + header.indexOf(name)));
    // It is there for what stands beside it.
    if (cells.some(({ line }) => line === 'line-through')) continue;
    for (const { formula } of cells) expect(formula).toBe('');
    shown.push(cells.map(({ value }) => value));
  }
  const expected = rows.map((fields) =>
    columns.map(({ type }, source) => expectedCell(fields[source] ?? null, type)),
  );
  const inOrder = (row: unknown[]) => JSON.stringify(row);
  const isBlank = (row: unknown[]) => row.every((value) => value === '');
  const filled = (all: unknown[][]) => all.filter((row) => !isBlank(row)).map(inOrder);
  expect(filled(shown).sort()).toEqual(filled(expected).sort());
  expect(rowCount).toBe(rows.length);
  if (!touches(desk, { top, bottom, right })) {
    expect(shown.slice(0, expected.length)).toEqual(expected);
  }
}

function areaOf(place: string | null) {
  const [, first = '', top = '', last = first, bottom = top] =
    /!([A-Z]+)(\d+):([A-Z]+)(\d+)/.exec(place ?? '') ?? [];
  const columnOf = (letter: string) => letter.charCodeAt(0) - 64;
  return { top: Number(top), left: columnOf(first), bottom: Number(bottom), right: columnOf(last) };
}

/** Whether something of the person's stands in a row of the range, inside it or somewhere beside. */
function touches(
  desk: Desk,
  { top, bottom, right }: Omit<ReturnType<typeof areaOf>, 'left'>,
): boolean {
  for (let row = top + 1; row <= bottom; row += 1) {
    for (let column = 1; column <= right + 20; column += 1) {
      if (String(desk.cell('Sheet1', row, column).value).startsWith('neighbour ')) return true;
    }
  }
  return false;
}

function expectedCell(field: Field, type: Column['type']): unknown {
  if (field === null) return '';
  if (type !== 'date') return field;
  const serials: Record<string, number> = {
    '2024-02-29': 45351,
    '1900-01-01': 2,
    '9999-12-31': 2958465,
  };
  return serials[String(field)] ?? field;
}

/** Refreshed again, nothing is written, be the result fetched (for the options were set) or known to be the same. */
function expectQuiet(desk: Desk, id: string, { fetched }: { fetched: boolean }): void {
  const [range] = desk.ask('listRanges').ranges;
  if (range && fetched) changeOptions(desk, range.options);
  desk.script.forget();
  expect(desk.refresh(id).changes.unchanged).toBe(true);
  expect(desk.script.callLog.filter(({ cellsWritten }) => cellsWritten > 0)).toEqual([]);
}
