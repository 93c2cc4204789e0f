// What a refresh costs: calls to Google's services, cells read and written, and what is fetched.
import { expect, test } from '@jest/globals';
import type { Field } from '../../domain/contract/result.ts';
import { col } from './desk/backend.ts';
import { linkedAt, problemOf, rowsOf, setOptions } from './desk/linked.ts';
import type { Linked } from './desk/linked.ts';

interface Cost {
  calls: number;
  cellsRead: number;
  cellsWritten: number;
}

function costOf({ desk }: Linked, work: () => void): Cost {
  desk.script.forget();
  work();
  const log = desk.script.callLog;
  return {
    calls: log.length,
    cellsRead: log.reduce((sum, call) => sum + call.cellsRead, 0),
    cellsWritten: log.reduce(
      (sum, call) => sum + (call.name === 'Range.setNote' ? 0 : call.cellsWritten),
      0,
    ),
  };
}

const refresh = (linked: Linked) => linked.desk.refresh(linked.id);

/** The rows with another amount in every so many. */
function scattered(rows: Field[][], every: number): Field[][] {
  return rows.map(([name, amount], index) =>
    index % every === 5 ? [name ?? null, Number(amount) + 0.5] : [name ?? null, amount ?? null],
  );
}

const changes: { name: string; most: number; change: (rows: Field[][]) => Field[][] }[] = [
  { name: 'not changed', most: 56, change: (rows) => rows },
  { name: 'changed in every tenth row', most: 115, change: (rows) => scattered(rows, 10) },
  {
    name: 'wholly changed',
    most: 75,
    change: (rows) => rows.map(([name, amount]) => [`${String(name)}.`, Number(amount) + 1]),
  },
  { name: 'grown by a tenth', most: 95, change: (rows) => rowsOf(rows.length * 1.1) },
];

for (const { name, most, change } of changes) {
  test(`a refresh of rows ${name} makes the same few calls for 200 rows and for 5,000`, () => {
    const costs = [200, 5_000].map((count) => {
      const linked = linkedAt(1, 1, count);
      linked.table.rows = change(rowsOf(count));
      return costOf(linked, () => refresh(linked)).calls;
    });

    expect(costs[1]).toBe(costs[0]);
    expect(costs[0]).toBeLessThanOrEqual(most);
  });
}

test('a refresh reads its range once, whatever changed, and the notes at its cells and near it once where rows may be others', () => {
  const unchanged = { change: (rows: Field[][]) => rows, near: 0 };
  const other = { change: (rows: Field[][]) => scattered(rows, 10), near: 5 };
  for (const { change, near } of [unchanged, other]) {
    const linked = linkedAt(1, 1, 12_000);
    linked.table.rows = change(rowsOf(12_000));

    const { cellsRead } = costOf(linked, () => refresh(linked));

    // Besides the cells of the range and its header there is its note.
    const notes = near === 0 ? 0 : 2 + near;
    expect(cellsRead).toBeLessThan(12_001 * (2 * 2 + notes) + 10);
  }
});

test('a range that is read in several parts is named to Google by its parts alone', () => {
  const wide = Array.from({ length: 500 }, (_, index) => col(`c${index}`, 'number', 'int4'));
  const rows = Array.from({ length: 900 }, (_, row) => wide.map((_column, index) => row + index));
  const linked = linkedAt(1, 1, rows, { columns: wide });
  const { script } = linked.desk;

  costOf(linked, () => refresh(linked));

  const names = script.callLog.map(({ name }) => name);
  const reads = names.filter((name) => name === 'Range.getValues');
  expect(reads).toHaveLength(2);
  const isIdle = (name: string, index: number) =>
    name === 'Sheet.getRange' && !names[index + 1]?.startsWith('Range.');
  expect(names.filter(isIdle)).toEqual([]);
});

test('a refresh that asks first makes no more than 47 calls to do so', () => {
  const linked = linkedAt(1, 1, 6);
  linked.desk.type('Sheet1', 3, 2, '99');

  const { calls } = costOf(linked, () => problemOf(() => refresh(linked)));

  expect(calls).toBeLessThanOrEqual(47);
});

test('of rows that differ in one column only that column is written', () => {
  const linked = linkedAt(1, 1, 1_000);
  linked.table.rows = rowsOf(1_000).map(([name, amount]) => [name ?? null, Number(amount) * 2]);

  const { cellsWritten } = costOf(linked, () => refresh(linked));

  expect(cellsWritten).toBe(1_000);
  expect(linked.desk.cell('Sheet1', 1_001, 2).value).toBe(2_000);
});

// A tenth of the cells is written in vain rather than make hundreds of calls; here some of them for their format too.
test('a hundredth of more rows than a page, scattered, writes less than 15 % of the cells', () => {
  const linked = linkedAt(1, 1, 30_000);
  linked.table.rows = rowsOf(30_000).map(([name, amount], index) =>
    index % 100 === 50 ? [`${String(name)}.`, Number(amount) + 1] : [name ?? null, amount ?? null],
  );

  const { calls, cellsWritten } = costOf(linked, () => refresh(linked));

  expect(cellsWritten).toBeLessThan(30_000 * 2 * 0.15);
  expect(calls).toBeLessThan(500);
  expect(linked.desk.cell('Sheet1', 52, 1).value).toBe('n51.');
});

for (const { name, change } of [
  { name: 'unchanged', change: (rows: Field[][]) => rows },
  { name: 'changed in a hundredth', change: (rows: Field[][]) => scattered(rows, 100) },
]) {
  test(`two own columns beside rows that are ${name} cost at most half as much again`, () => {
    const [without, beside] = [false, true].map((hasOwn) => {
      const linked = linkedAt(1, 1, 5_000);
      linked.desk.backend.save('list', () => linked.table, { key: ['name'] });
      for (let row = 2; hasOwn && row <= 5_001; row += 1) {
        if (row % 7 === 0) linked.desk.type('Sheet1', row, 3, `note ${row}`);
        linked.desk.type('Sheet1', row, 4, `=B${row}*2`);
      }
      linked.table.rows = change(rowsOf(5_000));
      return costOf(linked, () => refresh(linked));
    });

    expect(beside?.calls).toBeLessThanOrEqual(1.5 * (without?.calls ?? 0));
    expect(beside?.cellsRead).toBeLessThanOrEqual(1.5 * (without?.cellsRead ?? 0));
  });
}

// The benchmark of refreshes holds the same of 100,000 rows.
test('a hundredth of 30,000 rows, scattered, in one of ten columns takes 200 calls and a tenth of the cells at most', () => {
  const more = Array.from({ length: 8 }, (_, index) => `c${index}`);
  const wide = (rows: Field[][]) => rows.map((row) => [...row, ...more]);
  const columns = [
    col('name'),
    col('amount', 'number', 'float8'),
    ...more.map((name) => col(name)),
  ];
  const linked = linkedAt(1, 1, wide(rowsOf(30_000)), { columns });
  linked.table.rows = wide(scattered(rowsOf(30_000), 100));

  const { calls, cellsWritten } = costOf(linked, () => refresh(linked));

  expect(calls).toBeLessThanOrEqual(200);
  expect(cellsWritten).toBeLessThanOrEqual(30_000 * 10 * 0.1);
  expect(linked.desk.cell('Sheet1', 7, 2).value).toBe(6.5);
});

test('a result that the range shows already is not fetched, and its note says the new time', () => {
  const linked = linkedAt(1, 1, 50);
  const { desk } = linked;
  desk.simulation.clock.advance(3_600_000);
  desk.backend.seen.length = 0;

  const { changes: changed, range } = refresh(linked);

  expect(changed.unchanged).toBe(true);
  expect(range.refreshedAt).toBe('2026-11-22T10:00:00.000Z');
  expect(desk.cell('Sheet1', 1, 1).note).toContain('11:00 (Europe/Paris)');
  const asked = desk.backend.seen.filter(({ path }) => path.endsWith('/result'));
  expect(asked.map(({ body }) => typeof body['unless'])).toEqual(['string']);
});

test('a result that did not change puts right what somebody sorted or typed over', () => {
  const linked = linkedAt(1, 1, 3);
  const { desk, id } = linked;
  desk.type('Sheet1', 3, 2, '99');

  desk.refresh(id, { editedCells: true });

  expect(desk.shown('Sheet1')[2]).toEqual(['n2', '2']);
});

test('a result that did not change is written where the options want it otherwise', () => {
  const linked = linkedAt(1, 1, 3);
  setOptions(linked, { columns: [{ name: 'amount', label: 'Sum' }] });

  refresh(linked);

  expect(linked.desk.shown('Sheet1')[0]).toEqual(['Sum']);
});

test('a result that did not change is written again where the spreadsheet’s time zone changed', () => {
  const linked = linkedAt(1, 1, [['2026-01-01T12:00:00Z', 1]], {
    columns: [
      { name: 'at', type: 'datetime', typeName: 'timestamptz' },
      { name: 'amount', type: 'number', typeName: 'int4' },
    ],
  });
  const { desk, id } = linked;
  expect(desk.shown('Sheet1')[1]?.[0]).toBe('1/1/2026 13:00:00');
  desk.workbook.timeZone = 'America/New_York';

  desk.refresh(id, { editedCells: true });

  expect(desk.shown('Sheet1')[1]?.[0]).toBe('1/1/2026 07:00:00');
});
