// A person works in the sheet between any two calls of the server: nothing of theirs changes, and the range is never empty.
import { expect, test } from '@jest/globals';
import { Problem } from '../../domain/problem.ts';
import { LostAnswer } from '../../playground/simulator/api/google-api.ts';
import type { Workbook } from '../../playground/simulator/workbook/workbook.ts';
import { keyedTable, LEFT, TOP, keyed } from '../addon/desk/random-sheets.ts';
import { Desk } from '../addon/desk/desk.ts';
import { fc, often } from '../support/random.ts';
import { KnownMarks } from '../../server/sheets/known-marks.ts';
import { areaOf, expectResult, insertCells } from './range-there.ts';
import { refreshByServer, serverAt } from './twin.ts';

const REFRESHES = often(100, 10_000);
const OWN = LEFT + 3;

type Act =
  | { do: 'insert rows' | 'insert columns' | 'insert cells'; at: number; count: number }
  | { do: 'type'; row: number; column: number }
  | { do: 'sort' }
  | { do: 'delete tab' };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    do: fc.constantFrom('insert rows' as const, 'insert columns' as const, 'insert cells' as const),
    at: fc.integer({ min: 1, max: 14 }),
    count: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({
    do: fc.constant('type' as const),
    row: fc.integer({ min: 1, max: 20 }),
    column: fc.integer({ min: 1, max: 12 }),
  }),
  fc.constant({ do: 'sort' as const }),
  { arbitrary: fc.constant({ do: 'delete tab' as const }), weight: 1 },
);

const day = fc.record({
  first: keyed,
  second: keyed,
  /** What happens before the call of this number, and whether its answer is lost. */
  acts: fc.array(fc.record({ call: fc.integer({ min: 0, max: 9 }), act }), { maxLength: 4 }),
  lost: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 2 }),
  above: fc.boolean(),
  below: fc.boolean(),
  /** The server has refreshed the range before, and does not ask where its marks are. */
  known: fc.boolean(),
});

/** Rows come before one write and are sorted before the next, which empties what moved away then. */
const sortedAfterAnotherTry = {
  first: [
    { key: 'g', value: 6, remark: false },
    { key: 'a', value: 1, remark: false },
  ],
  second: [{ key: 'g', value: 6, remark: false }],
  acts: [
    { call: 1, act: { do: 'insert rows' as const, at: 5, count: 1 } },
    { call: 6, act: { do: 'sort' as const } },
  ],
  ...{ lost: [], above: false, below: false, known: true },
};

test(`${REFRESHES} refreshes with a person at work between any two calls leave what is theirs`, async () => {
  const seen = { written: 0, refused: 0, acted: 0 };
  await fc.assert(
    fc.asyncProperty(day, async ({ first, second, acts, lost, above, below, known }) => {
      const desk = new Desk();
      const table = keyedTable(first);
      desk.backend.save('list', () => table);
      desk.select('Sheet1', TOP, LEFT);
      const { range } = desk.insert('list', { target: 'selection' });
      const { workbook } = desk;
      const theirs = new Set<string>();
      const write = (row: number, column: number) => {
        const text = `mine ${theirs.size}`;
        theirs.add(text);
        desk.type('Sheet1', row, column, text);
      };
      for (const row of above ? [1, 2, 3] : []) write(row, LEFT);
      const bottom = TOP + Math.max(1, first.length);
      for (const row of below ? [bottom + 1, bottom + 2] : []) write(row, LEFT + 1);
      write(TOP + 1, OWN);
      const how = { by: 'schedule' as const };
      const marks = new KnownMarks();
      const asked = { desk, id: range.id, how, othersAtWork: true, marks };
      if (known) await refreshByServer(serverAt(workbook), asked);
      Object.assign(table, keyedTable(second));

      let call = -1;
      const server = serverAt(workbook, {
        around: (_call, answer) => {
          call += 1;
          for (const one of acts.filter((each) => each.call === call)) {
            seen.acted += 1;
            carryOut(workbook, one.act, { theirs, id: range.id });
          }
          const given = answer();
          expectShown(workbook, range.id);
          if (lost.includes(call)) throw new LostAnswer();
          return given;
        },
      });
      try {
        await refreshByServer(server, asked);
        seen.written += 1;
        expectResult(workbook, range.id, second);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        seen.refused += 1;
      }

      expectTheirs(workbook, theirs);
    }),
    { numRuns: REFRESHES, examples: [[sortedAfterAnotherTry]] },
  );
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(REFRESHES / 20);
}, 1_800_000);

function carryOut(
  workbook: Workbook,
  one: Act,
  { theirs, id }: { theirs: Set<string>; id: string },
): void {
  const place = areaOf(workbook, id);
  if (!place) return;
  const { sheet, area } = place;
  if (one.do === 'insert rows') workbook.insertRows(sheet.id, one.at, one.count);
  if (one.do === 'insert columns') workbook.insertColumns(sheet.id, one.at, one.count);
  if (one.do === 'insert cells') {
    insertCells(workbook, id, { ...one, across: false });
  }
  if (one.do === 'sort') {
    const rows = { ...area, top: area.top + 1 };
    workbook.sort(sheet.id, rows, { column: area.left, ascending: false });
  }
  if (one.do === 'delete tab') {
    workbook.addSheet('Other');
    theirs.clear();
    workbook.deleteSheet(sheet.id);
  }
  if (one.do === 'type') {
    const { row, column } = one;
    const isOurs =
      row >= area.top && row <= area.bottom && column >= area.left && column <= area.right;
    if (isOurs || sheet.at(row, column)?.value) return;
    const text = `typed ${theirs.size}`;
    theirs.add(text);
    workbook.typeInto(sheet.id, row, column, text);
  }
}

/** After each call the range shows something: its header, and rows where it had some. */
function expectShown(workbook: Workbook, id: string): void {
  const place = areaOf(workbook, id);
  if (!place) return;
  const { sheet, area } = place;
  const header = [];
  for (let column = area.left; column <= area.right; column += 1) {
    header.push(sheet.at(area.top, column)?.value);
  }
  expect(header).toEqual(expect.arrayContaining(['k', 'v']));
}

function expectTheirs(workbook: Workbook, theirs: Set<string>): void {
  const cells = workbook.sheets.flatMap(({ rows }) => rows.flatMap((row) => row?.cells ?? []));
  const values = cells.map((cell) => String(cell?.value ?? ''));
  const found = values.filter((value) => /^(mine|typed) /.test(value));
  expect(found.sort()).toEqual([...theirs].sort());
}
