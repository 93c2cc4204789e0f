// Random sheets over random sequences of results: what a person keeps, in a cell or as a note at one, stays beside the row that it was written for, and
// each step that is undone restores the sheet cell by cell.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { fc, often } from '../../support/random.ts';
import { col } from '../desk/backend.ts';
import type { Table } from '../desk/backend.ts';
import type { Desk } from '../desk/desk.ts';
import { linkedAt } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';
import { stateOf } from '../desk/tab-state.ts';

const SHEETS = often(40, 1_000);
const [TOP, LEFT] = [4, 4];
const columns = [col('id'), col('name'), col('revenue', 'number', 'int4')];
const yes = {
  ...{ editedCells: true, removedColumns: true, ownRows: true, columns: true, fewRows: true },
};

const rows = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...'abcdefghijkl'), fc.integer({ min: 1, max: 4 })),
  { maxLength: 10, selector: ([id]) => id },
);

type Side = 'left' | 'inside' | 'right' | 'further';
type Habit = 'nothing' | 'sorts' | 'inserts a column' | 'deletes the header' | 'clears the header';

const sheet = fc.record({
  first: rows,
  results: fc.array(rows, { minLength: 3, maxLength: 6 }),
  /** Which rows have something beside them, by their place. */
  kept: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
  // Behind an empty column stands nothing that belongs to the rows.
  sides: fc.constantFrom<Side[]>(
    ['left'],
    ['right'],
    ['left', 'right'],
    ['right', 'further'],
    ['inside'],
    ['inside', 'right'],
  ),
  /** Which of those rows have it as a note at the cell; inside the range all have. */
  noted: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
  /** Which row has a colour of its own, by its place; none where rows are few. */
  colored: fc.nat(9),
  habit: fc.constantFrom<Habit>(
    ...(['nothing', 'sorts', 'inserts a column', 'deletes the header'] as const),
    'clears the header',
  ),
  total: fc.constantFrom('none', 'above', 'below'),
  formulas: fc.boolean(),
  hasKey: fc.boolean(),
});

const offsets = { left: -1, inside: 1, right: 3, further: 4 };

function tableOf(found: [string, number][]): Table {
  return { columns, rows: found.map(([id, revenue]): Field[] => [id, `name of ${id}`, revenue]) };
}

test(`${SHEETS} random sheets keep what a person wrote beside its row, and are undone step by step`, () => {
  fc.assert(
    fc.property(sheet, (drawn) => {
      const linked = linkedAt(TOP, LEFT, 0, tableOf(drawn.first));
      const { desk, table, id } = linked;
      if (drawn.hasKey) desk.backend.save('list', () => table, { key: ['id'] });
      const remarks = furnish(linked, drawn);
      const colored = paint(linked, drawn);
      meddle(linked, drawn.habit, drawn.first.length);
      desk.refresh(id, yes);

      const states: string[] = [];
      let hasOthers = true;
      let before = drawn.first;
      for (const result of drawn.results) {
        // Where all others go at once, rows that come find only the coloured one to look like.
        hasOthers &&= before.some(
          ([one]) => one !== colored && result.some(([two]) => two === one),
        );
        before = result;
        states.push(stateOf(desk));
        table.rows = tableOf(result).rows;
        const { changes } = desk.refresh(id, yes);
        if (changes.unchanged) states.pop();
        expectRemarks(desk, remarks);
        expectRows(desk, result);
        if (hasOthers) expectColor(desk, colored);
      }
      for (const state of states.reverse()) {
        desk.ask('undoRefresh', { id });
        expect(stateOf(desk)).toBe(state);
        expectRemarks(desk, remarks);
      }
    }),
    { numRuns: SHEETS },
  );
}, 600_000);

const GREEN = '#d9ead3';

/** Gives the cells of one row a colour; gives its id. */
function paint({ desk }: Linked, { first, colored, hasKey }: Drawn): string | null {
  const [id] = first[colored] ?? [];
  if (id === undefined || first.length < 3 || !hasKey) return null;
  const row = TOP + 1 + colored;
  const area = { top: row, left: LEFT, bottom: row, right: LEFT + 2 };
  desk.workbook.style(desk.sheet('Sheet1').id, area, { background: GREEN });
  return id;
}

/** No other row has the colour. */
function expectColor(desk: Desk, colored: string | null): void {
  const found = desk.shown('Sheet1').flatMap((row, index) => {
    const cells = row.map((_, at) => desk.cell('Sheet1', index + 1, at + 1));
    return cells.some(({ background }) => background === GREEN) ? idsIn(row) : [];
  });
  expect(found.filter((id) => id !== colored)).toEqual([]);
}

type Drawn = typeof sheet extends fc.Arbitrary<infer One> ? One : never;

/** Writes remarks beside rows, a total and formulas; gives the remarks. */
function furnish(
  { desk }: Linked,
  {
    first,
    kept,
    noted,
    sides,
    total,
    formulas,
  }: Pick<Drawn, 'first' | 'kept' | 'noted' | 'sides' | 'total' | 'formulas'>,
): string[] {
  const bottom = TOP + Math.max(1, first.length);
  if (total === 'above') desk.type('Sheet1', 1, LEFT + 2, `=SUM(F${TOP + 1}:F${bottom})`);
  if (total === 'below') desk.type('Sheet1', bottom + 2, LEFT + 2, `=SUM(F${TOP + 1}:F${bottom})`);
  return first.flatMap(([id], index) => {
    const row = TOP + 1 + index;
    if (formulas) desk.type('Sheet1', row, LEFT + 5, `=F${row}*2`);
    if (!kept[index]) return [];
    return sides.map((side) => {
      const text = `about ${id} at the ${side}`;
      const column = LEFT + offsets[side];
      if (side === 'inside' || noted[index]) {
        desk.workbook.setNote(desk.sheet('Sheet1').id, row, column, text);
      } else desk.type('Sheet1', row, column, text);
      return text;
    });
  });
}

function meddle({ desk }: Linked, habit: Habit, count: number): void {
  const { id } = desk.sheet('Sheet1');
  const bottom = TOP + Math.max(1, count);
  if (habit === 'sorts') {
    const area = { top: TOP + 1, left: 1, bottom, right: 12 };
    desk.workbook.sort(id, area, { column: LEFT + 2, ascending: false });
  }
  if (habit === 'inserts a column') desk.workbook.insertColumns(id, LEFT + 1, 1);
  if (habit === 'deletes the header') desk.workbook.deleteRows(id, TOP, 1);
  if (habit === 'clears the header') {
    desk.workbook.clear(id, { top: TOP, left: LEFT, bottom: TOP, right: LEFT + 2 });
  }
}

/** The ids that stand in each row of the tab, struck through or not. */
function idsIn(row: string[]): string[] {
  return row.filter((text) => /^[a-l]$/.test(text));
}

function notesIn(desk: Desk, row: number): string[] {
  return Array.from({ length: 12 }, (_, at) => desk.cell('Sheet1', row, at + 1).note);
}

function expectRemarks(desk: Desk, remarks: string[]): void {
  const found = desk.shown('Sheet1').flatMap((row, index) =>
    [...row, ...notesIn(desk, index + 1)].flatMap((text) => {
      const id = /^about ([a-l]) /.exec(text)?.[1];
      if (id === undefined) return [];
      expect([text, idsIn(row)]).toEqual([text, [id]]);
      return [text];
    }),
  );
  expect(found.sort()).toEqual([...remarks].sort());
}

function expectRows(desk: Desk, result: [string, number][]): void {
  const shown = desk.shown('Sheet1').flatMap((row, index) => {
    const [id] = idsIn(row);
    if (id === undefined) return [];
    const column = row.indexOf(id) + 1;
    return desk.cell('Sheet1', index + 1, column).line === 'line-through' ? [] : [id];
  });
  expect(shown.sort()).toEqual(result.map(([id]) => id).sort());
}
