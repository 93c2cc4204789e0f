// What a refresh says that it changes is true, and what a person keeps in the rows is not lost unasked.
import { expect, test } from '@jest/globals';
import type { Field } from '../../domain/contract/result.ts';
import { col } from './desk/backend.ts';
import { linkedAt, problemOf, rowsOf, setOptions } from './desk/linked.ts';

const invoiceColumns = [
  col('number'),
  col('customer'),
  col('status'),
  col('amount', 'number', 'int4'),
];

function invoices(count: number): Field[][] {
  return Array.from({ length: count }, (_, index) => [
    `I-${index + 1}`,
    `Customer ${index % 3}`,
    'open',
    100 + index,
  ]);
}

function invoiceList(count: number) {
  return linkedAt(1, 1, invoices(count), { columns: invoiceColumns });
}

test('rows that came at the top, went in the middle or hold another value are counted as such', () => {
  const { desk, table, id } = invoiceList(8);
  const rows = invoices(8);
  rows.splice(3, 1);
  rows[5] = ['I-7', 'Renamed', 'open', 106];
  rows.unshift(['I-90', 'New', 'due', 5], ['I-91', 'New', 'due', 6]);
  table.rows = rows;

  const asked = desk.ask('previewRefresh', { id, run: desk.newRun() });
  expect(asked).toMatchObject({ rowsAdded: 2, rowsRemoved: 1, rowsChanged: 1 });
  const { changes } = desk.refresh(id);

  expect(changes).toMatchObject({ rowsAdded: 2, rowsRemoved: 1, rowsChanged: 1 });
});

test('a row that only stays for what stands beside it is told as struck through, and not as changed', () => {
  const { desk, table, id } = invoiceList(5);
  desk.type('Sheet1', 3, 5, 'called on Monday');
  table.rows = invoices(5).filter(([number]) => number !== 'I-2');
  table.rows.unshift(['I-90', 'New', 'due', 5]);

  const { changes } = desk.refresh(id, { ownRows: true });

  expect(changes).toMatchObject({ rowsAdded: 1, rowsRemoved: 0, rowsChanged: 0, rowsKept: 1 });
  table.rows = table.rows.slice(1);
  const { changes: next } = desk.refresh(id, { ownRows: true });
  expect(next).toMatchObject({ rowsAdded: 0, rowsRemoved: 1, rowsChanged: 0 });
});

test('a range that was sorted by hand has no row that came, went or changed', () => {
  const { desk, id } = invoiceList(5);
  const area = { top: 2, left: 1, bottom: 6, right: 4 };
  desk.workbook.sort(desk.sheet('Sheet1').id, area, { column: 1, ascending: false });

  const { changes } = desk.refresh(id);

  expect(changes).toMatchObject({
    ...{ rowsAdded: 0, rowsRemoved: 0, rowsChanged: 0 },
    ...{ cellsEditedByHand: 0, unchanged: false },
  });
});

test('the first rows of a range that was empty are all added', () => {
  const { desk, table, id } = linkedAt(1, 1, 0);
  table.rows = rowsOf(3);

  expect(desk.refresh(id).changes).toMatchObject({ rowsAdded: 3, rowsChanged: 0, rowsRemoved: 0 });
});

function withEditsAndNews() {
  const linked = invoiceList(8);
  const { desk, table } = linked;
  desk.type('Sheet1', 4, 4, '7');
  desk.type('Sheet1', 6, 2, 'Mine');
  const rows = invoices(8).map(([number, , status, amount], index): Field[] => [
    number ?? '',
    index < 5 ? 'Renamed' : 'Customer 1',
    status ?? '',
    amount ?? 0,
  ]);
  rows.splice(1, 1);
  rows.unshift(['I-90', 'New', 'due', 5], ['I-91', 'New', 'due', 6]);
  table.rows = rows;
  return linked;
}

test('only cells that a person changed are counted as changed by hand, and they are named', () => {
  const { desk, id } = withEditsAndNews();

  const asked = problemOf(() => desk.refresh(id));

  expect(asked.message).toBe(
    "2 cells were changed by hand (D4, B6) and would get the database's values back.",
  );
});

test('cells changed by hand are named where the rows were sorted afterwards', () => {
  const { desk, id } = invoiceList(6);
  desk.type('Sheet1', 3, 3, 'mine');
  const area = { top: 2, left: 1, bottom: 7, right: 4 };
  desk.workbook.sort(desk.sheet('Sheet1').id, area, { column: 1, ascending: false });

  expect(problemOf(() => desk.refresh(id)).message).toContain('1 cell was changed by hand (C6)');
});

test('where nobody can tell how many cells were changed by hand, no number is given', () => {
  const { desk, id } = withEditsAndNews();
  desk.simulation.clock.advance(7 * 3_600_000);

  expect(problemOf(() => desk.refresh(id)).message).toBe(
    "Cells were changed by hand and would get the database's values back.",
  );
});

test('a day later cells changed by hand are still named where the database did not change', () => {
  const { desk, id } = invoiceList(6);
  desk.type('Sheet1', 3, 3, 'mine');
  desk.type('Sheet1', 7, 4, '1');
  desk.simulation.clock.advance(24 * 3_600_000);

  expect(problemOf(() => desk.refresh(id)).message).toContain(
    '2 cells were changed by hand (C3, D7)',
  );
});

test('cells changed by hand that lie together are named by their areas', () => {
  const { desk, id } = invoiceList(12);
  for (let row = 3; row <= 9; row += 1) {
    for (const column of [2, 3]) desk.type('Sheet1', row, column, `mine ${row} ${column}`);
  }
  desk.type('Sheet1', 11, 4, '7');

  expect(problemOf(() => desk.refresh(id)).message).toContain(
    '15 cells were changed by hand (B3:C9, D11)',
  );
});

function withOwnColumn(count: number) {
  const linked = linkedAt(1, 1, count);
  const { desk } = linked;
  desk.workbook.insertColumns(desk.sheet('Sheet1').id, 2, 1);
  return linked;
}

test('a row in which a person keeps something stays for it, and they are asked before', () => {
  const { desk, table, id } = withOwnColumn(6);
  desk.type('Sheet1', 5, 2, 'my note');
  table.rows = rowsOf(2);

  const asked = problemOf(() => desk.refresh(id));
  expect([asked.code, asked.message]).toEqual([
    'needs_confirmation',
    expect.stringContaining('B5'),
  ]);
  expect(desk.cell('Sheet1', 5, 2).value).toBe('my note');

  desk.refresh(id, { ownRows: true });
  expect(desk.shown('Sheet1').slice(1)).toEqual([
    ['n1', '', '1'],
    ['n2', '', '2'],
    ['n4', 'my note', '4'],
  ]);
});

test('a schedule writes nothing where a person would be asked about what they keep, and says why', () => {
  const { desk, table, id } = withOwnColumn(6);
  desk.type('Sheet1', 5, 2, 'my note');
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  table.rows = rowsOf(2);

  desk.simulation.clock.advance(2 * 3_600_000);
  for (const trigger of desk.script.triggers) desk.script.fireTrigger(trigger);

  expect(desk.shown('Sheet1')).toHaveLength(7);
  const [range] = desk.ask('listRanges').ranges;
  expect(range?.problem).toMatchObject({
    code: 'needs_confirmation',
    detail: expect.stringMatching(
      /not in the result any more: B5.* by hand\W.*changed\.$/,
    ) as unknown,
  });

  // Whoever reads it once columns came is told that cells are called otherwise now, and by a refresh how.
  desk.workbook.insertColumns(desk.sheet('Sheet1').id, 1, 1);
  const later = desk.ask('listRanges').ranges[0];
  expect(later?.problem?.detail).toMatch(/B5.*come or gone since then: cells are named here as/);
  expect(later?.schedule?.problem?.detail).toBe(later?.problem?.detail);
  expect(problemOf(() => desk.refresh(id)).message).toMatch(/not in the result any more: C5/);
});

test('rows matched by key take what stands in an inserted column with them, and new rows get nothing', () => {
  const linked = withOwnColumn(3);
  const { desk, table, id } = linked;
  setOptions(linked, { mode: 'match', keyColumns: ['name'] });
  desk.type('Sheet1', 4, 2, 'about n3');
  desk.type('Sheet1', 2, 2, 'about n1');

  table.rows = [...rowsOf(2, 2), ...rowsOf(2, 8)];
  desk.refresh(id);

  expect(desk.shown('Sheet1')).toEqual([
    ['name', '', 'amount'],
    ['n1', 'about n1', '1'],
    ['n2', '', '2'],
    ['n3', 'about n3', '3'],
    ['n8', '', '8'],
    ['n9', '', '9'],
  ]);
});

test('undo brings back a formula that somebody had typed into the range', () => {
  const { desk, id } = linkedAt(1, 1, 3);
  desk.type('Sheet1', 3, 2, '=1+2');
  desk.refresh(id, { editedCells: true });
  expect(desk.cell('Sheet1', 3, 2)).toMatchObject({ formula: '', value: 2 });

  desk.ask('undoRefresh', { id });

  expect(desk.cell('Sheet1', 3, 2)).toMatchObject({ formula: '=1+2', value: 3 });
  expect(problemOf(() => desk.refresh(id)).message).toContain('1 cell was changed by hand (B3)');
});

test('what is lost on the way into cells is a warning that names its columns', () => {
  const { desk, table, id } = linkedAt(1, 1, [['a', '1.5', 7]], {
    columns: [col('note'), col('ratio', 'number', 'numeric'), col('serial', 'number', 'int8')],
  });
  table.rows = [['x'.repeat(60_000), '0.12345678901234567890', '9007199254740993']];

  const { notes, warnings } = desk.refresh(id);

  expect(notes).toEqual([]);
  expect(warnings).toEqual([
    expect.stringMatching(/^1 value in ratio .* rounded/),
    expect.stringMatching(/^1 text in note .* cut/),
    expect.stringMatching(/^serial holds whole numbers of more than 15 digits and is text/),
  ]);
});

test('a new tab has columns as wide as their content and its header row frozen; other tabs keep their widths', () => {
  const { desk } = linkedAt(1, 1, [['x'.repeat(400), 1]]);
  const before = [...desk.sheet('Sheet1').columnWidths];

  desk.insert('list');

  expect([...desk.sheet('Sheet1').columnWidths]).toEqual(before);

  const { columnWidths, frozenRows } = desk.sheet('List');
  expect([columnWidths.get(1), frozenRows]).toEqual([300, 1]);
  // What fits into Google's own width keeps it.
  expect(columnWidths.has(2)).toBe(false);
});

test('a query that is gone is told in one way, and the range is not called fresh', () => {
  const { desk, id } = linkedAt(1, 1, 2);
  desk.backend.remove('list');

  const problem = problemOf(() => desk.refresh(id));

  expect(problem.message).toContain('The query is no longer in the catalog');
  const [range] = desk.ask('listRanges').ranges;
  expect(range?.freshness).toBe('gone');
});

test('undo brings back rows that went and those that stayed for what a person kept in them', () => {
  const linked = withOwnColumn(6);
  const { desk, table, id } = linked;
  setOptions(linked, { companionColumns: 1 });
  const { id: tab } = desk.sheet('Sheet1');
  desk.workbook.style(tab, { top: 2, left: 2, bottom: 9, right: 2 }, { format: '' });
  desk.type('Sheet1', 4, 2, "'007");
  desk.type('Sheet1', 5, 2, '=1+2');
  desk.type('Sheet1', 5, 4, '2025-01-31');
  desk.type('Sheet1', 9, 1, 'below');
  table.rows = rowsOf(2);
  desk.refresh(id, { ownRows: true });
  expect(
    desk
      .shown('Sheet1')
      .slice(1, 5)
      .map(([name, own]) => [name, own]),
  ).toEqual([
    ['n1', ''],
    ['n2', ''],
    ['n3', '007'],
    ['n4', '3'],
  ]);

  desk.ask('undoRefresh', { id });

  expect(desk.shown('Sheet1').slice(0, 9)).toEqual([
    ['name', '', 'amount', ''],
    ['n1', '', '1', ''],
    ['n2', '', '2', ''],
    ['n3', '007', '3', ''],
    ['n4', '3', '4', '2025-01-31'],
    ['n5', '', '5', ''],
    ['n6', '', '6', ''],
    ['', '', '', ''],
    ['below', '', '', ''],
  ]);
  expect(desk.cell('Sheet1', 5, 2).formula).toBe('=1+2');
});

test('when rows come between others, what a person keeps beside one stays with it', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);
  desk.type('Sheet1', 3, 3, 'about n2');
  table.rows = [['n1', 1], ['n9', 9], ...rowsOf(2, 2)];

  const { notes } = desk.refresh(id);

  expect(notes).toEqual([]);
  expect(desk.shown('Sheet1').slice(1)).toEqual([
    ['n1', '1', ''],
    ['n9', '9', ''],
    ['n2', '2', 'about n2'],
    ['n3', '3', ''],
  ]);
});

test('formulas beside rows that change their places are no reason to tell anything', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);
  for (const row of [2, 3, 4]) desk.type('Sheet1', row, 3, `=B${row}*2`);
  table.rows = [...table.rows].reverse();

  expect(desk.refresh(id).notes).toEqual([]);
});

const revenue = [col('number'), col('paid', 'date'), col('amount', 'number', 'int4')];

test('what changed is told row by row: rows that came and went, and the old and new values with the cell', () => {
  const { desk, table, id } = linkedAt(3, 2, 0, {
    columns: revenue,
    rows: [
      ['I-1', '2026-01-31', 10],
      ['I-2', null, 20],
      ['I-3', null, 30],
    ],
  });
  table.rows = [
    ['I-0', null, 5],
    ['I-1', '2026-01-31', 10],
    ['I-3', '2026-02-01', 30],
  ];
  const expected = {
    added: [{ name: 'I-0, 5', before: null, after: 'B4' }],
    removed: [{ name: 'I-2, 20', before: 'B5', after: null }],
    changed: [
      {
        ...{ name: 'I-3, 2026-02-01', before: 'C6', after: 'C6', more: 0 },
        cells: [{ column: 'paid', before: '', after: '2026-02-01' }],
      },
    ],
  };

  expect(desk.ask('previewRefresh', { id, run: desk.newRun() }).rows).toEqual(expected);
  expect(desk.refresh(id).changes.rows).toEqual(expected);
  expect(desk.refresh(id).changes.rows).toBeUndefined();
});

test('a row is told by the key that its author declares, although all else of it is another', () => {
  const { desk, table, id } = linkedAt(1, 1, 0, {
    columns: revenue,
    rows: [['I-1', '2026-01-31', 10]],
  });
  desk.backend.save('list', () => table, { key: ['number'] });
  table.rows = [
    ['I-2', '2026-01-31', 10],
    ['I-1', '2026-02-01', 11],
  ];

  const { rows } = desk.refresh(id).changes;

  expect(rows?.added).toMatchObject([{ name: 'I-2' }]);
  expect(rows?.changed).toMatchObject([{ name: 'I-1', cells: [{}, {}] }]);
});

test('of many rows that changed some are listed, and a cell of one is shown', () => {
  const { desk, table, id } = linkedAt(1, 1, 200);
  table.rows = rowsOf(200).map(([name, amount]) => [name ?? '', Number(amount) + 1]);

  const { changes } = desk.refresh(id);
  const last = changes.rows?.changed.at(-1);
  desk.ask('goToRange', { id, cell: last?.after ?? '' });

  expect([changes.rowsChanged, changes.rows?.changed.length]).toEqual([200, 50]);
  expect(last).toMatchObject({ name: 'n50, 51', after: 'B51' });
  expect(desk.workbook.selection).toMatchObject({ top: 51, left: 2 });
});
