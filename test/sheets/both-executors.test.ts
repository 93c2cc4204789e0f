// Two executors of one plan: what the add-on does with SpreadsheetApp and the server by the Sheets API leaves the same sheet.
import { expect, test } from '@jest/globals';
import { Problem } from '../../domain/problem.ts';
import type { Table } from '../addon/desk/backend.ts';
import { col } from '../addon/desk/backend.ts';
import { Desk } from '../addon/desk/desk.ts';
import { fc, often } from '../support/random.ts';
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
} from '../addon/desk/random-sheets.ts';
import { refreshByServer, seenIn, serverAt, twinOf } from './twin.ts';

const CASES = often(30, 1_000);
const yes = {
  ...{ editedCells: true, removedColumns: true, ownRows: true, fewRows: true, columns: true },
};

function deskWith(first: Table): { desk: Desk; current: Table; id: string } {
  const desk = new Desk();
  const current = structuredClone(first);
  desk.backend.save('list', () => current);
  desk.select('Sheet1', TOP, LEFT);
  const { range } = desk.insert('list', { target: 'selection' });
  return { desk, current, id: range.id };
}

function changeOptions(desk: Desk, options: object): void {
  const [range] = desk.ask('listRanges').ranges;
  if (!range) throw new Error('The range is not listed.');
  desk.ask('setOptions', { id: range.id, options: { ...range.options, ...options } });
}

async function codeOf(work: () => unknown): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

async function expectAlike(desk: Desk, id: string): Promise<string | null> {
  const twin = twinOf(desk.workbook);
  const server = serverAt(twin);
  const how = { by: 'person' as const, confirmed: yes };

  const byServer = await codeOf(() => refreshByServer(server, { desk, id, how }));
  const byAddon = await codeOf(() => desk.refresh(id, yes));

  expect(byServer).toBe(byAddon);
  // What is refused is kept at the range by whoever asked for it.
  if (byAddon === null) expect(seenIn(twin)).toEqual(seenIn(desk.workbook));
  return byAddon;
}

test(
  `${CASES} random refreshes leave the same spreadsheet, whoever carries them out`,
  async () => {
    let written = 0;
    await fc.assert(
      fc.asyncProperty(table, table, around, habits, async (first, second, near, habit) => {
        const { desk, current, id } = deskWith(first);
        const whole = near.filter(({ row }) => row !== TOP);
        placeNeighbours(desk, habit.meddling.includes('header') ? whole : near, first);
        meddle(desk, first, habit.meddling);

        Object.assign(current, structuredClone(second));
        if ((await expectAlike(desk, id)) === null) written += 1;
        Object.assign(current, structuredClone(first));
        await expectAlike(desk, id);
      }),
      { numRuns: CASES },
    );
    expect(written).toBeGreaterThan(CASES / 2);
  },
  often(600_000, 7_200_000),
);

test.each(['match', 'replace'] as const)(
  `${CASES} random refreshes (%s) beside what a person keeps leave the same spreadsheet`,
  async (mode) => {
    await fc.assert(
      fc.asyncProperty(keyed, keyed, around, fc.boolean(), async (first, second, near, sorts) => {
        const { desk, current, id } = deskWith(keyedTable(first));
        placeRemarks(desk, first);
        if (sorts) changeOptions(desk, { inQueryOrder: true });
        const beside = near.filter(({ column }) => column !== LEFT + 2);
        placeNeighbours(desk, beside, keyedTable(first));
        if (mode === 'match') changeOptions(desk, { mode, keyColumns: ['k'], companionColumns: 1 });

        Object.assign(current, keyedTable(second));
        await expectAlike(desk, id);
        Object.assign(current, keyedTable(first));
        await expectAlike(desk, id);
      }),
      { numRuns: CASES },
    );
  },
  600_000,
);

test('the first batch of a range that adds below gets its time, whoever refreshes', async () => {
  const rows = (count: number): Table => ({
    columns: [col('k'), col('v', 'number', 'int4')],
    rows: Array.from({ length: count }, (_, index) => [`k${index}`, index]),
  });
  const { desk, current, id } = deskWith(rows(3));
  changeOptions(desk, { mode: 'append' });
  desk.simulation.clock.advance(3_600_000);
  Object.assign(current, rows(2));

  expect(await expectAlike(desk, id)).toBe(null);

  const times = desk.shown('Sheet1').map((row) => row[LEFT + 1]);
  expect(times.filter((text) => text?.includes('10:00:00'))).toHaveLength(3);
});

test('a result that comes in several batches leaves the same sheet as one that comes in one', async () => {
  const rows = (from: number): Table => ({
    columns: [col('k'), col('v', 'number', 'int4')],
    rows: Array.from({ length: 900 }, (_, index) => [`k${index + from}`, index]),
  });
  const { desk, current, id } = deskWith(rows(0));
  Object.assign(current, { ...rows(50), rows: [...rows(50).rows, ['last', 1]] });
  const twin = twinOf(desk.workbook);
  const server = serverAt(twin);
  const how = { by: 'person' as const, confirmed: yes };

  await refreshByServer(server, { desk, id, how, mostCharacters: 5_000 });
  desk.refresh(id, yes);

  expect(server.calls.filter(({ path }) => path.includes(':batchUpdate')).length).toBeGreaterThan(
    3,
  );
  expect(seenIn(twin)).toEqual(seenIn(desk.workbook));
});
