// A person inserts cells in the very moment in which the server writes: what stands beside the range stays, or it is told that
// nobody can say where it stood.
import { expect, test } from '@jest/globals';
import type { Problem } from '../../domain/problem.ts';
import { keyedTable, LEFT, TOP, keyed, type Keyed } from '../addon/desk/random-sheets.ts';
import { Desk } from '../addon/desk/desk.ts';
import { fc, often } from '../support/random.ts';
import { expectResult, insertCells } from './range-there.ts';
import { refreshByServer, serverAt } from './twin.ts';

const MOMENTS = often(40, 2_000);

const insertion = {
  at: fc.integer({ min: 1, max: TOP }),
  count: fc.integer({ min: 1, max: 4 }),
  across: fc.boolean(),
};
const moment = fc.record({ first: keyed, second: keyed, ...insertion });
const twice = fc.record({
  first: keyed,
  second: keyed,
  one: fc.record(insertion),
  other: fc.record(insertion),
  /** The other comes between the write and the look at it. */
  after: fc.boolean(),
});

type Insertion = { at: number; count: number; across: boolean };

/** A refresh by the server while a person inserts cells, and what of theirs is left then. */
async function refreshWhile(
  { first, second }: { first: Keyed[]; second: Keyed[] },
  { within, after }: { within: Insertion[]; after: Insertion[] },
) {
  const desk = new Desk();
  const table = keyedTable(first);
  desk.backend.save('list', () => table);
  desk.select('Sheet1', TOP, LEFT);
  const { range } = desk.insert('list', { target: 'selection' });
  const { workbook } = desk;
  const theirs = ['one', 'two', 'three'].map((word) => `mine ${word}`);
  theirs.forEach((text, above) => desk.type('Sheet1', above + 1, LEFT, text));
  theirs.forEach((text, row) => desk.type('Sheet1', TOP + row, 1, `${text} beside`));
  Object.assign(table, keyedTable(second));
  let isDone = false;
  const server = serverAt(workbook, {
    around: ({ body }, answer) => {
      if (isDone || !/updateCells.*userEnteredValue/.test(JSON.stringify(body ?? '')))
        return answer();
      isDone = true;
      for (const one of within) insertCells(workbook, range.id, one);
      const given = answer();
      for (const one of after) insertCells(workbook, range.id, one);
      return given;
    },
  });
  const how = { by: 'schedule' as const };
  const refresh = refreshByServer(server, { desk, id: range.id, how, othersAtWork: true });
  const refused = await refresh.then(
    () => null,
    (error: Problem) => error.code,
  );
  const shown = desk.shown('Sheet1').flat();
  const left = shown.filter((text) => text.startsWith('mine')).sort();
  const all = [...theirs, ...theirs.map((text) => `${text} beside`)].sort();
  if (refused === null) expectResult(workbook, range.id, second);
  return { isDone, refused, left, all };
}

// A result without rows waits for somebody's yes; and where a header alone stood, nothing tells where it went.
const codesOf = (first: unknown[]) => [
  'needs_confirmation',
  ...(first.length === 0 ? ['sheet_changed'] : []),
];

test('cells that a person inserts in the very moment of the write cost nobody anything, and the range moves with them', async () => {
  let hit = 0;
  await fc.assert(
    fc.asyncProperty(moment, async ({ first, second, ...one }) => {
      const within = { within: [one], after: [] };
      const { isDone, refused, left, all } = await refreshWhile({ first, second }, within);
      if (isDone) hit += 1;
      if (refused !== null) expect(codesOf(first)).toContain(refused);
      expect(left).toEqual(all);
    }),
    { numRuns: MOMENTS },
  );
  expect(hit).toBeGreaterThan(MOMENTS / 8);
}, 1_800_000);

test('two insertions of cells within one write cost nobody anything either, or it is told that nobody can say', async () => {
  let [hit, told] = [0, 0];
  await fc.assert(
    fc.asyncProperty(twice, async ({ first, second, one, other, after }) => {
      const acts = after ? { within: [one], after: [other] } : { within: [one, other], after: [] };
      const { isDone, refused, left, all } = await refreshWhile({ first, second }, acts);
      if (isDone) hit += 1;
      if (refused === 'sheet_changed') told += 1;
      if (refused !== null) expect([...codesOf(first), 'sheet_changed']).toContain(refused);
      if (refused !== 'sheet_changed') expect(left).toEqual(all);
    }),
    { numRuns: MOMENTS },
  );
  expect(hit).toBeGreaterThan(MOMENTS / 8);
  expect(told).toBeLessThan(hit);
}, 1_800_000);
