// Refreshing a linked range: it shows what the database holds, and harms nothing around it.
import { expect, test } from '@jest/globals';
import { col, problemOfCode, problemResponse } from './desk/backend.ts';
import { columns, linkedAt, problemOf, rowsOf } from './desk/linked.ts';

test('a refresh shows what changed in the database', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);

  table.rows[1] = ['n2', 99];
  const { changes } = desk.refresh(id);

  expect(desk.shown('Sheet1')).toEqual([
    ['name', 'amount'],
    ['n1', '1'],
    ['n2', '99'],
    ['n3', '3'],
  ]);
  expect(changes).toMatchObject({ rowsChanged: 1, rowsAdded: 0, rowsRemoved: 0, unchanged: false });
});

test('a refresh of an unchanged result writes no cell', () => {
  const { desk, id } = linkedAt(1, 1, 3);
  desk.script.forget();

  const { changes } = desk.refresh(id);

  expect(changes.unchanged).toBe(true);
  const { callLog } = desk.script;
  expect(callLog.some(({ cellsRead }) => cellsRead > 0)).toBe(true);
  expect(callLog.filter(({ cellsWritten }) => cellsWritten > 0)).toEqual([]);
  const changing = /^(Range|Sheet|Spreadsheet)\.(set|insert|delete|clear|copy|move)/;
  expect(callLog.map(({ name }) => name).filter((name) => changing.test(name))).toEqual([]);
});

test('a range that grew moves what stands below, and a sum over it follows', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);
  desk.type('Sheet1', 6, 1, 'below');
  desk.type('Sheet1', 8, 4, '=SUM(B2:B4)');

  table.rows = rowsOf(10);
  desk.refresh(id);

  const shown = desk.shown('Sheet1');
  expect(shown.slice(1, 11).map(([name]) => name)).toEqual(rowsOf(10).map(([name]) => name));
  expect(shown[12]?.[0]).toBe('below');
  expect(desk.cell('Sheet1', 15, 4)).toMatchObject({ display: '55', formula: '=SUM(B2:B11)' });
});

test('a range that shrank keeps what stands below, and a sum over it follows', () => {
  const { desk, table, id } = linkedAt(1, 1, 10);
  desk.type('Sheet1', 13, 1, 'below');
  desk.type('Sheet1', 14, 4, '=SUM(B2:B11)');

  table.rows = rowsOf(2, 5);
  const { range } = desk.refresh(id);

  expect(range.place).toBe('Sheet1!A1:B3');
  expect(
    desk
      .shown('Sheet1')
      .slice(0, 5)
      .map(([name]) => name),
  ).toEqual(['name', 'n5', 'n6', '', 'below']);
  expect(desk.cell('Sheet1', 6, 4)).toMatchObject({ display: '11', formula: '=SUM(B2:B3)' });
});

test('beside another table only the range grows, and the other table gets no blank rows', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);
  for (let row = 1; row <= 8; row += 1) desk.type('Sheet1', row, 4, `side ${row}`);
  desk.type('Sheet1', 6, 1, 'below');

  table.rows = rowsOf(5);
  desk.refresh(id);

  const shown = desk.shown('Sheet1');
  expect(shown.map((row) => row[3])).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((row) => `side ${row}`));
  expect(shown.map(([name]) => name)).toEqual(['name', 'n1', 'n2', 'n3', 'n4', 'n5', '', 'below']);
});

test('beside another table only the range shrinks', () => {
  const { desk, table, id } = linkedAt(1, 1, 5);
  for (let row = 1; row <= 8; row += 1) desk.type('Sheet1', row, 4, `side ${row}`);
  desk.type('Sheet1', 8, 1, 'below');

  table.rows = rowsOf(2);
  desk.refresh(id);

  const shown = desk.shown('Sheet1');
  expect(shown.map((row) => row[3])).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((row) => `side ${row}`));
  expect(shown.slice(0, 5).map(([name]) => name)).toEqual(['name', 'n1', 'n2', '', 'below']);
});

test('a table below that reaches across the edge of the range is not torn apart', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  for (let row = 1; row <= 3; row += 1) desk.type('Sheet1', row, 5, `side ${row}`);
  for (let column = 1; column <= 5; column += 1) desk.type('Sheet1', 6, column, `wide ${column}`);

  table.rows = rowsOf(4);
  desk.refresh(id);

  const wide = desk.shown('Sheet1').find((row) => row.includes('wide 1'));
  expect(wide).toEqual(['wide 1', 'wide 2', 'wide 3', 'wide 4', 'wide 5']);
});

test('formulas beside the rows stay with them when the range grows', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);
  for (let row = 2; row <= 4; row += 1) desk.type('Sheet1', row, 3, `=B${row}*2`);

  table.rows = rowsOf(5);
  desk.refresh(id);

  expect([2, 3, 6].map((row) => desk.cell('Sheet1', row, 3).formula)).toEqual([
    '=B2*2',
    '=B3*2',
    '=B6*2',
  ]);
});

test('a formula that refers to a single row never gets #REF! when the range shrinks', () => {
  const { desk, table, id } = linkedAt(1, 1, 5);
  desk.type('Sheet1', 1, 6, '=B4');
  for (let row = 2; row <= 6; row += 1) desk.type('Sheet1', row, 3, `=B${row}*2`);

  table.rows = rowsOf(2);
  desk.refresh(id);
  expect(desk.cell('Sheet1', 1, 6)).toMatchObject({ formula: '=B4', error: '' });
  expect(desk.cell('Sheet1', 5, 3)).toMatchObject({ formula: '=B5*2', error: '' });

  table.rows = rowsOf(4);
  desk.refresh(id);
  expect(desk.cell('Sheet1', 1, 6).display).toBe('3');
});

test('an empty result keeps the header and one blank row, and the range fills again later', () => {
  const { desk, table, id } = linkedAt(2, 2, 3);

  table.rows = [];
  const { range } = desk.refresh(id, { fewRows: true });
  expect(desk.values('Sheet1')).toEqual([
    ['', '', ''],
    ['', 'name', 'amount'],
  ]);
  expect(range.place).toBe('Sheet1!B2:C3');

  table.rows = rowsOf(2);
  desk.refresh(id);
  expect(desk.shown('Sheet1').slice(1)).toEqual([
    ['', 'name', 'amount'],
    ['', 'n1', '1'],
    ['', 'n2', '2'],
  ]);
});

test('a truncated result never shrinks the range, and the sheet says that it is cut off', () => {
  const { desk, table, id } = linkedAt(1, 1, 5);

  table.rows = rowsOf(2, 50);
  table.truncated = true;
  const { range, warnings } = desk.refresh(id);

  expect(desk.shown('Sheet1').map(([name]) => name)).toEqual([
    'name',
    'n50',
    'n51',
    'n3',
    'n4',
    'n5',
  ]);
  expect(range.truncated).toBe(true);
  expect(warnings?.join()).toContain('cut off');
  expect(desk.cell('Sheet1', 1, 1).note).toContain('Cut off');
});

test('cells changed by hand are counted and asked about, then put right', () => {
  const { desk, id } = linkedAt(1, 1, 4);
  desk.type('Sheet1', 2, 2, '777');
  desk.type('Sheet1', 4, 1, 'mine');

  const asked = problemOf(() => desk.refresh(id));
  expect([asked.code, asked.message]).toEqual([
    'needs_confirmation',
    "2 cells were changed by hand (B2, A4) and would get the database's values back.",
  ]);
  expect(desk.cell('Sheet1', 2, 2).value).toBe(777);

  desk.refresh(id, { editedCells: true });
  expect(desk.shown('Sheet1').slice(1)).toEqual([
    ['n1', '1'],
    ['n2', '2'],
    ['n3', '3'],
    ['n4', '4'],
  ]);
});

test('a range that somebody sorted is put right without a question, for nothing is lost', () => {
  const { desk, id } = linkedAt(1, 1, 4);
  desk.workbook.sort(
    desk.sheet('Sheet1').id,
    { top: 2, left: 1, bottom: 5, right: 2 },
    { column: 2, ascending: false },
  );
  expect(desk.cell('Sheet1', 2, 2).value).toBe(4);

  desk.refresh(id);

  expect(
    desk
      .shown('Sheet1')
      .slice(1)
      .map(([name]) => name),
  ).toEqual(['n1', 'n2', 'n3', 'n4']);
});

test('a range is found again after rows and columns came above and beside it and its tab was renamed', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  const { id: sheet } = desk.sheet('Sheet1');
  desk.workbook.insertRows(sheet, 1, 3);
  desk.workbook.insertColumns(sheet, 1, 2);
  desk.workbook.renameSheet(sheet, "Ali's tab");

  table.rows = rowsOf(3);
  const { range } = desk.refresh(id);

  expect(range.place).toBe("'Ali''s tab'!C4:D7");
  expect(
    desk
      .shown("Ali's tab")
      .slice(3)
      .map((row) => row.slice(2)),
  ).toEqual([
    ['name', 'amount'],
    ['n1', '1'],
    ['n2', '2'],
    ['n3', '3'],
  ]);
});

test('number formats, colours and header words that the person chose stay', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);
  const { id: sheet } = desk.sheet('Sheet1');
  desk.workbook.style(sheet, { top: 2, left: 2, bottom: 4, right: 2 }, { format: '#,##0.00' });
  desk.workbook.style(sheet, { top: 1, left: 1, bottom: 4, right: 2 }, { background: '#ffeecc' });
  desk.type('Sheet1', 1, 2, 'Amount in EUR');

  table.rows = rowsOf(6, 1000);
  desk.refresh(id, { editedCells: true });

  expect(desk.cell('Sheet1', 1, 2).value).toBe('Amount in EUR');
  for (let row = 2; row <= 7; row += 1) {
    expect(desk.cell('Sheet1', row, 2)).toMatchObject({
      background: '#ffeecc',
      format: '#,##0.00',
    });
  }
  expect(desk.cell('Sheet1', 7, 2).display).toBe('1,005.00');
});

test('a column inserted inside the range is the person’s own and stays', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  const { id: sheet } = desk.sheet('Sheet1');
  desk.workbook.insertColumns(sheet, 2, 1);
  desk.type('Sheet1', 1, 2, 'remark');
  desk.type('Sheet1', 2, 2, 'good');

  table.rows = [
    ['x', 10],
    ['n2', 2],
  ];
  desk.refresh(id, { ownRows: true });

  // What was said of n1 is not said of x.
  expect(desk.shown('Sheet1')).toEqual([
    ['name', 'remark', 'amount'],
    ['x', '', '10'],
    ['n1', 'good', '1'],
    ['n2', '', '2'],
  ]);
});

test('columns are recognised by name: moved ones stay where the person has them, new ones come at the end', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  desk.type('Sheet1', 1, 3, 'mine');
  desk.type('Sheet1', 3, 3, '=B3+1');

  table.columns = [col('city'), ...columns].reverse();
  table.rows = [
    [1, 'n1', 'Paris'],
    [2, 'n2', 'Lyon'],
  ];
  const { changes } = desk.refresh(id);

  expect(changes.columnsAdded).toEqual(['city']);
  expect(desk.shown('Sheet1')).toEqual([
    ['name', 'amount', 'city', 'mine'],
    ['n1', '1', 'Paris', ''],
    ['n2', '2', 'Lyon', '3'],
  ]);
  expect(desk.cell('Sheet1', 3, 4).formula).toBe('=B3+1');
});

test('a vanished column that formulas refer to is removed only when the person agrees', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  desk.type('Sheet1', 5, 5, '=SUM(B2:B3)');

  table.columns = [col('name')];
  table.rows = [['n1'], ['n2']];
  const asked = problemOf(() => desk.refresh(id));
  expect(asked.code).toBe('needs_confirmation');
  expect(desk.ask('previewRefresh', { id, run: desk.newRun() }).formulasReferring).toEqual([
    'Sheet1!E5',
  ]);
  expect(desk.cell('Sheet1', 5, 5).display).toBe('3');

  const { range } = desk.refresh(id, { removedColumns: true });
  expect(range.place).toBe('Sheet1!A1:A3');
});

test('a problem leaves the old values whole and says so in the sheet and in the list of ranges', () => {
  const { desk, id } = linkedAt(1, 1, 2);
  desk.backend.before = ({ path }) =>
    path.endsWith('/result') ? problemResponse(problemOfCode('sql_timed_out')) : undefined;

  expect(problemOf(() => desk.refresh(id)).code).toBe('sql_timed_out');

  expect(desk.shown('Sheet1').slice(1)).toEqual([
    ['n1', '1'],
    ['n2', '2'],
  ]);
  const [range] = desk.ask('listRanges').ranges;
  expect([range?.freshness, range?.problem?.code]).toEqual(['failed', 'sql_timed_out']);
  expect(desk.cell('Sheet1', 1, 1).note).toContain('Last problem');
});

for (const losesWrites of [false, true]) {
  const how = losesWrites
    ? 'with what was not yet written lost'
    : 'with all written that was asked';
  test(`a write that Google cut off after any call, ${how}, is incomplete until the next refresh repairs it`, () => {
    const whole = [
      ['name', 'amount', ''],
      ['n1', '1', ''],
      ['n2', '2', ''],
      ['n3', '3', ''],
    ];
    const calls = (() => {
      const { desk, id } = growing();
      desk.script.forget();
      desk.refresh(id);
      return desk.script.callLog.length;
    })();
    let incomplete = 0;
    for (let stop = 1; stop < calls; stop += 1) {
      const { desk, table, id } = growing();
      desk.script.stopAfterCall(stop, { losesWrites });
      expect(() => desk.refresh(id)).toThrow();

      const [range] = desk.ask('listRanges').ranges;
      const shown = desk.shown('Sheet1');
      const untouched = JSON.stringify(shown.slice(0, 4)) === JSON.stringify(whole);
      const finished = shown[7]?.[0] === 'n106';
      if (!untouched && !finished) {
        incomplete += 1;
        expect([stop, range?.freshness]).toEqual([stop, 'refreshing']);
        desk.simulation.clock.advance(7 * 60_000);
        expect(desk.ask('listRanges').ranges[0]?.freshness).toBe('incomplete');
      }

      desk.refresh(id, { editedCells: true });
      expect(
        desk
          .shown('Sheet1')
          .slice(0, 8)
          .map((row) => row.slice(0, 2)),
      ).toEqual([
        ['name', 'amount'],
        ...table.rows.map(([name, amount]) => [name, String(amount)]),
      ]);
      expect(
        desk
          .shown('Sheet1')
          .flat()
          .filter((text) => text === 'below'),
      ).toHaveLength(1);
    }
    expect(losesWrites || incomplete > 0).toBe(true);

    function growing() {
      const made = linkedAt(1, 1, 3);
      made.desk.type('Sheet1', 7, 1, 'below');
      made.desk.type('Sheet1', 8, 3, 'edge');
      made.table.rows = rowsOf(7, 100);
      return made;
    }
  }, 600_000);
}

test('unlinking keeps the values and the person’s part of the note', () => {
  const { desk, id } = linkedAt(1, 1, 2);
  const { id: sheet } = desk.sheet('Sheet1');
  desk.workbook.setNote(sheet, 1, 1, `my own note\n\n${desk.cell('Sheet1', 1, 1).note}`);

  desk.ask('unlinkRange', { id });

  expect(desk.ask('listRanges').ranges).toEqual([]);
  expect(desk.shown('Sheet1')[2]).toEqual(['n2', '2']);
  expect(desk.cell('Sheet1', 1, 1).note).toBe('my own note');
});

test('a range whose name was deleted is found again by its header row', () => {
  const { desk, table, id } = linkedAt(3, 2, 2);
  desk.workbook.insertRows(desk.sheet('Sheet1').id, 1, 1);
  desk.workbook.names.remove(`sheetfeed_${id}`);

  table.rows = rowsOf(3);
  const { range } = desk.refresh(id);

  expect(range.place).toBe('Sheet1!B4:C7');
});

test('a range whose rows were deleted is lost, says so, and nothing is written', () => {
  const { desk, id } = linkedAt(3, 1, 2);
  desk.type('Sheet1', 9, 1, 'mine');
  desk.workbook.deleteRows(desk.sheet('Sheet1').id, 2, 5);

  expect(problemOf(() => desk.refresh(id)).code).toBe('range_lost');

  expect(desk.ask('listRanges').ranges[0]?.freshness).toBe('lost');
  expect(
    desk
      .shown('Sheet1')
      .flat()
      .filter((text) => text !== ''),
  ).toEqual(['mine']);
});
