// The ways a refresh brings rows into a range: below, by key, a new tab each time; and its undo.
import { expect, test } from '@jest/globals';
import { col } from './desk/backend.ts';
import { stateOf } from './desk/tab-state.ts';
import { linkedAt, problemOf, rowsOf, setOptions } from './desk/linked.ts';

const names = (desk: ReturnType<typeof linkedAt>['desk']) =>
  desk.shown('Sheet1').map(([name]) => name);

test('rows are added below with the time, the first batch gets its own, and what stands below moves', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, table, id } = linked;
  desk.type('Sheet1', 5, 1, 'below');
  desk.type('Sheet1', 7, 5, '=SUM(B2:B3)');
  setOptions(linked, { mode: 'append' });

  const before = stateOf(desk);
  desk.simulation.clock.advance(3_600_000);
  table.rows = rowsOf(2, 8);
  const { range, changes } = desk.refresh(id);

  expect(
    desk
      .shown('Sheet1')
      .slice(0, 7)
      .map((row) => row.slice(0, 3)),
  ).toEqual([
    ['name', 'amount', 'added_at'],
    ['n1', '1', '11/22/2026 10:00:00'],
    ['n2', '2', '11/22/2026 10:00:00'],
    ['n8', '8', '11/22/2026 11:00:00'],
    ['n9', '9', '11/22/2026 11:00:00'],
    ['', '', ''],
    ['below', '', ''],
  ]);
  expect(desk.cell('Sheet1', 9, 5)).toMatchObject({ display: '20', formula: '=SUM(B2:B5)' });
  expect(range.rowCount).toBe(4);
  expect(changes).toMatchObject({ rowsAdded: 2, rowsChanged: 0 });

  desk.ask('undoRefresh', { id });
  expect(stateOf(desk)).toBe(before);
});

test('the first batch gets its time once, and what somebody typed among it none', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, table, id } = linked;
  desk.workbook.insertRows(desk.sheet('Sheet1').id, 3, 1);
  desk.type('Sheet1', 2, 2, '100');
  setOptions(linked, { mode: 'append' });
  desk.simulation.clock.advance(3_600_000);

  table.rows = rowsOf(1, 8);
  desk.refresh(id);
  desk.type('Sheet1', 2, 3, '');
  desk.refresh(id);

  expect(desk.shown('Sheet1')).toEqual([
    ['name', 'amount', 'added_at'],
    ['n1', '100', ''],
    ['', '', ''],
    ['n2', '2', '11/22/2026 10:00:00'],
    ['n8', '8', '11/22/2026 11:00:00'],
    ['n8', '8', '11/22/2026 11:00:00'],
  ]);
});

test('adding below the same run twice adds its rows once', () => {
  const linked = linkedAt(1, 1, 1);
  const { desk, id } = linked;
  setOptions(linked, { mode: 'append' });
  const run = desk.newRun();

  desk.ask('refreshRange', { id, run, confirmed: {} });
  desk.ask('refreshRange', { id, run, confirmed: {} });

  expect(names(desk)).toEqual(['name', 'n1', 'n1']);
});

test('adding below that Google cut off after any call neither loses nor doubles a row', () => {
  const calls = (() => {
    const { desk, id } = appending();
    desk.script.forget();
    desk.refresh(id);
    return desk.script.callLog.length;
  })();
  for (let stop = 1; stop < calls; stop += 1) {
    const { desk, id } = appending();
    desk.script.stopAfterCall(stop);
    expect(() => desk.refresh(id)).toThrow();
    const before = desk.ask('listRanges').ranges[0];
    if (before?.rowCount === 4) continue;

    desk.refresh(id, { editedCells: true });

    expect([stop, ...names(desk).slice(0, 6)]).toEqual([stop, 'name', 'n1', 'n2', 'n8', 'n9', '']);
    expect(names(desk).filter((name) => name === 'below')).toHaveLength(1);
  }

  function appending() {
    const linked = linkedAt(1, 1, 2);
    linked.desk.type('Sheet1', 5, 1, 'below');
    setOptions(linked, { mode: 'append' });
    linked.table.rows = rowsOf(2, 8);
    return linked;
  }
}, 600_000);

function matching(rows = rowsOf(4)) {
  const linked = linkedAt(1, 1, rows);
  setOptions(linked, { mode: 'match', keyColumns: ['name'], companionColumns: 1 });
  return linked;
}

test('rows matched by key keep their order and their remarks, and new rows come below the one before them', () => {
  const { desk, table, id } = matching();
  desk.type('Sheet1', 1, 3, 'remark');
  desk.type('Sheet1', 3, 3, 'about n2');
  const sheet = desk.sheet('Sheet1').id;
  desk.workbook.sort(
    sheet,
    { top: 2, left: 1, bottom: 5, right: 3 },
    { column: 2, ascending: false },
  );

  table.rows = [
    ['n2', 20],
    ['n5', 5],
    ['n1', 1],
    ['n4', 4],
    ['n3', 3],
  ];
  desk.refresh(id);

  expect(desk.shown('Sheet1')).toEqual([
    ['name', 'amount', 'remark'],
    ['n4', '4', ''],
    ['n3', '3', ''],
    ['n2', '20', 'about n2'],
    ['n5', '5', ''],
    ['n1', '1', ''],
  ]);
});

test('a row whose key is gone stays and is marked while a remark stands beside it; else it goes', () => {
  const { desk, table, id } = matching();
  desk.type('Sheet1', 3, 3, 'about n2');
  desk.type('Sheet1', 8, 1, 'below');

  table.rows = [
    ['n1', 1],
    ['n4', 4],
  ];
  desk.refresh(id, { ownRows: true });
  expect(desk.shown('Sheet1').slice(0, 5)).toEqual([
    ['name', 'amount', ''],
    ['n1', '1', ''],
    ['n2', '2', 'about n2'],
    ['n4', '4', ''],
    ['', '', ''],
  ]);
  expect([2, 3, 4].map((row) => desk.cell('Sheet1', row, 1).color)).toEqual(['', '#9aa0a6', '']);

  table.rows = rowsOf(4);
  desk.refresh(id);
  expect(desk.cell('Sheet1', 3, 1).color).toBe('');
  expect(names(desk).slice(0, 5)).toEqual(['name', 'n1', 'n2', 'n3', 'n4']);
});

test('a truncated result marks no row as gone', () => {
  const { desk, table, id } = matching();

  table.rows = [['n3', 33]];
  table.truncated = true;
  desk.refresh(id);

  expect(desk.shown('Sheet1').slice(1)).toEqual([
    ['n1', '1'],
    ['n2', '2'],
    ['n3', '33'],
    ['n4', '4'],
  ]);
  expect([2, 3, 4, 5].map((row) => desk.cell('Sheet1', row, 1).color)).toEqual(['', '', '', '']);
});

test('keys that are blank or there twice are refused, and named', () => {
  const { desk, table, id } = matching();

  table.rows = [
    ['n1', 1],
    ['n1', 2],
    ['n2', 3],
  ];
  const twice = problemOf(() => desk.refresh(id));
  expect([twice.code, twice.message]).toEqual(['keys_invalid', expect.stringContaining('n1')]);

  table.rows = [[null, 1]];
  expect(problemOf(() => desk.refresh(id)).code).toBe('keys_invalid');
  expect(desk.shown('Sheet1').slice(1)).toEqual([
    ['n1', '1'],
    ['n2', '2'],
    ['n3', '3'],
    ['n4', '4'],
  ]);
});

test('with a new tab each time, a refresh leaves the range and writes a dated tab', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, table, id } = linked;
  setOptions(linked, { mode: 'snapshot' });

  table.rows = rowsOf(3, 5);
  desk.refresh(id);

  expect(names(desk)).toEqual(['name', 'n1', 'n2']);
  expect(desk.shown('List 2026-11-22').map(([name]) => name)).toEqual(['name', 'n5', 'n6', 'n7']);
  expect(desk.ask('listRanges').ranges).toHaveLength(1);
  desk.refresh(id);
  expect(desk.shown('List 2026-11-22 2')).toHaveLength(4);
});

test('formulas beside the range come down into new rows, and go with those that go', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, table, id } = linked;
  desk.type('Sheet1', 2, 3, '=B2*2');
  desk.type('Sheet1', 3, 3, '=B3*2');

  table.rows = rowsOf(5);
  desk.refresh(id);
  expect([2, 3, 4, 5, 6].map((row) => desk.cell('Sheet1', row, 3).formula)).toEqual(
    [2, 3, 4, 5, 6].map((row) => `=B${row}*2`),
  );

  table.rows = rowsOf(2);
  desk.refresh(id);
  expect(desk.shown('Sheet1')).toEqual([
    ['name', 'amount', ''],
    ['n1', '1', '2'],
    ['n2', '2', '4'],
  ]);
});

test('a person leaves out, reorders and relabels columns', () => {
  const linked = linkedAt(1, 1, [[1, 'x', true]], {
    columns: [col('id', 'number', 'int4'), col('name'), col('ok', 'boolean', 'bool')],
  });
  const { desk, id } = linked;
  setOptions(linked, {
    columns: [
      { name: 'ok', label: 'Fine?' },
      { name: 'id', label: '' },
    ],
  });

  desk.refresh(id);

  expect(desk.values('Sheet1')).toEqual([
    ['Fine?', 'id'],
    [true, 1],
  ]);
});

test('a sum over the rows stays right when they come down to one or none and grow again', () => {
  for (const [mode, counts] of [
    ['replace', [5, 1, 6, 0, 3, 1, 1, 4]],
    ['match', [5, 1, 6]],
    ['append', [1, 2, 3]],
  ] as const) {
    const linked = linkedAt(1, 1, counts[0]);
    const { desk, table, id } = linked;
    setOptions(linked, { mode, keyColumns: mode === 'match' ? ['name'] : [] });
    desk.type('Sheet1', 1, 5, `=SUM(B2:B${counts[0] + 1})`);
    desk.type('Sheet1', 1, 6, '=SUM(B2:B)');
    let appended = 0;
    for (const count of counts) {
      table.rows = rowsOf(count, mode === 'append' ? 10 * appended + 1 : 1);
      if (mode !== 'append' || appended > 0) desk.refresh(id, { editedCells: true, fewRows: true });
      appended += 1;
      const amounts = desk
        .values('Sheet1')
        .slice(1)
        .map(([, amount]) => Number(amount));
      const sum = amounts.reduce((one, other) => one + other, 0);
      const [exact, open] = [5, 6].map((column) => desk.cell('Sheet1', 1, column).value);
      expect([mode, count, open]).toEqual([mode, count, sum]);
      if (mode === 'replace') expect([mode, count, exact]).toEqual([mode, count, sum]);
    }
  }
});

test('undo brings back what a refresh changed, wherever the rows came or went', () => {
  for (const [before, after] of [
    [3, 3],
    [3, 7],
    [7, 3],
    [1, 4],
    [5, 1],
    [2, 0],
    [0, 3],
  ] as const) {
    const { desk, table, id } = linkedAt(2, 1, before);
    desk.type('Sheet1', 12, 1, 'below');
    desk.type('Sheet1', 14, 4, '=COUNTA(A2:A40)');
    const whole = desk.shown('Sheet1');

    table.rows = rowsOf(after, 50);
    desk.refresh(id, { fewRows: true });
    expect(desk.shown('Sheet1')).not.toEqual(whole);
    desk.ask('undoRefresh', { id });

    expect([before, after, desk.shown('Sheet1')]).toEqual([before, after, whole]);
    expect(problemOf(() => desk.ask('undoRefresh', { id })).code).toBe('not_found');
  }
});

test('undo moves back what moved down with the rows: formulas beside, and a table below', () => {
  for (const neighbour of ['', 'a note of mine']) {
    const linked = linkedAt(2, 1, 1);
    const { desk, table, id } = linked;
    setOptions(linked, { ownColumns: 'touching' });
    desk.type('Sheet1', 3, 3, '=B3*2');
    desk.type('Sheet1', 3, 5, neighbour);
    desk.type('Sheet1', 6, 1, 'below');
    desk.type('Sheet1', 6, 6, 'in the same row');
    const whole = desk.shown('Sheet1');

    table.rows = rowsOf(5, 50);
    desk.refresh(id);
    expect([3, 4, 7].map((row) => desk.cell('Sheet1', row, 3).value)).toEqual([100, 102, 108]);
    desk.ask('undoRefresh', { id });

    expect([neighbour, desk.shown('Sheet1')]).toEqual([neighbour, whole]);
    expect(desk.cell('Sheet1', 3, 3).formula).toBe('=B3*2');
  }
});

test('undo does not take away what was typed beside a row that the refresh added', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  table.rows = rowsOf(5);
  desk.refresh(id);
  desk.type('Sheet1', 4, 4, 'mine');

  const refused = problemOf(() => desk.ask('undoRefresh', { id }));

  expect([refused.code, refused.message]).toEqual(['sheet_changed', expect.stringContaining('D4')]);
  expect(names(desk)).toEqual(['name', 'n1', 'n2', 'n3', 'n4', 'n5']);
});

test('undo brings back columns, and rows matched by key beside their remarks', () => {
  const { desk, table, id } = matching(rowsOf(5));
  for (const row of [2, 4, 6]) desk.type('Sheet1', row, 3, `about n${row - 1}`);
  const whole = desk.shown('Sheet1');

  table.rows = [
    ['n5', 55],
    ['n9', 9],
    ['n3', 3],
  ];
  desk.refresh(id);
  expect(desk.shown('Sheet1').map(([name]) => name)).toEqual(['name', 'n1', 'n3', 'n5', 'n9']);
  desk.ask('undoRefresh', { id });

  expect(desk.shown('Sheet1')).toEqual(whole);
  expect([2, 3, 4, 5, 6].map((row) => desk.cell('Sheet1', row, 1).color).join('')).toBe('');
});

test('undo does not run over later edits', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);
  table.rows = rowsOf(3, 10);
  desk.refresh(id);
  desk.type('Sheet1', 2, 1, 'mine');

  expect(problemOf(() => desk.ask('undoRefresh', { id })).code).toBe('sheet_changed');
  expect(names(desk)).toEqual(['name', 'mine', 'n11', 'n12']);
});

test('the menu undoes the last refresh of the range at the selected cell', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);
  table.rows = rowsOf(3, 10);
  desk.refresh(id);
  desk.script.open();

  desk.select('Sheet1', 2, 2);
  desk.script.clickMenu('Undo last refresh');

  expect(names(desk)).toEqual(['name', 'n1', 'n2', 'n3']);
  expect(desk.ask('listRanges').ranges[0]?.undoes).toBe('insert');
});
