// Inserting a result: where it stands, what its cells hold, and what it must not cover.
import { expect, test } from '@jest/globals';
import { col } from './desk/backend.ts';
import { Desk } from './desk/desk.ts';
import { problemOf } from './desk/linked.ts';

const signups = {
  columns: [col('month', 'date'), col('signups', 'number', 'int8')],
  rows: [
    ['2025-01-01', 120],
    ['2025-02-01', 133],
  ],
};

test('a result goes into a new tab that is named after the query, with a bold header row', () => {
  const desk = new Desk();
  desk.backend.save('signups-by-month', signups);

  const { range } = desk.insert('signups-by-month');

  expect(desk.shown('Signups by month')).toEqual([
    ['month', 'signups'],
    ['1/1/2025', '120'],
    ['2/1/2025', '133'],
  ]);
  expect(desk.cell('Signups by month', 1, 1).bold).toBe(true);
  expect(range.place).toBe("'Signups by month'!A1:B3");
  expect(range.freshness).toBe('fresh');
  expect(range.refreshedBy).toBe('vera@example.com');
});

test('a second insert of the same query gets a tab of its own', () => {
  const desk = new Desk();
  desk.backend.save('signups', signups);

  desk.insert('signups');
  const { range } = desk.insert('signups');

  expect(range.tab).toBe('Signups 2');
});

for (const plainTextParses of [false, true]) {
  const how = plainTextParses ? ', also where Google reads formulas in plain text' : '';
  test(`texts that look like numbers, dates and formulas are in the cells as they are in the database${how}`, () => {
    const desk = new Desk({ plainTextParses });
    const texts = [
      '00123',
      '=1+1',
      '+1',
      '-',
      '1/2',
      '3:30',
      'TRUE',
      '1e5',
      '2025-01-01',
      '=HYPERLINK("x")',
      "'quote",
      '12%',
      '$5',
      'né 😀',
      'אבג',
      'two\nlines',
      '@x',
      ' 1 ',
      '',
      "''",
      '1,234',
    ];
    desk.backend.save('texts', { columns: [col('text')], rows: texts.map((text) => [text]) });

    desk.insert('texts');

    expect(desk.values('Texts').slice(1)).toEqual(texts.map((text) => [text]));
    expect(desk.cell('Texts', 3, 1).formula).toBe('');
    const [range] = desk.ask('listRanges').ranges;
    expect(desk.refresh(range?.id ?? '').changes.unchanged).toBe(true);
  });
}

test('dates, times, booleans and numbers are typed, and what a cell cannot hold is text', () => {
  const desk = new Desk();
  desk.backend.save('types', {
    columns: [
      col('d', 'date'),
      col('at', 'datetime', 'timestamptz'),
      col('local', 'datetime', 'timestamp'),
      col('t', 'time'),
      col('ok', 'boolean', 'bool'),
      col('n', 'number', 'numeric'),
      col('id', 'number', 'int8'),
    ],
    rows: [
      ['2025-03-30', '2025-07-01T10:00:00Z', '2025-07-01 10:00:00', '03:30:00', true, 12.5, 7],
      [
        '1899-12-31',
        '2025-01-01T10:00:00Z',
        'infinity',
        '24:00:00',
        false,
        'NaN',
        '12345678901234567',
      ],
      [null, null, null, null, null, null, null],
    ],
  });

  desk.insert('types');

  expect(desk.values('Types').slice(1)).toEqual([
    [45746, 45839.5, 45839 + 10 / 24, 3.5 / 24, true, 12.5, '7'],
    ['1899-12-31', 45658 + 11 / 24, 'infinity', '24:00:00', false, 'NaN', '12345678901234567'],
  ]);
  expect(desk.shown('Types')[1]?.slice(0, 4)).toEqual([
    '3/30/2025',
    '7/1/2025 12:00:00',
    '7/1/2025 10:00:00',
    '03:30:00',
  ]);
});

test('inserting at the selected cell names the cells that it would cover, and leaves them', () => {
  const desk = new Desk();
  desk.backend.save('signups', signups);
  desk.type('Sheet1', 4, 3, 'mine');
  desk.select('Sheet1', 3, 2);

  const refused = problemOf(() => desk.insert('signups', { target: 'selection' }));

  expect(refused.code).toBe('needs_confirmation');
  expect(refused.message).toContain('C4');
  expect(
    desk
      .values('Sheet1')
      .flat()
      .filter((value) => value !== ''),
  ).toEqual(['mine']);
  expect(desk.ask('listRanges').ranges).toEqual([]);
});

/** Something at B4, C4 and D4, a sum of it below, and the query at B3:C5 over it. */
function inTheWay(): Desk {
  const desk = new Desk();
  desk.backend.save('signups', signups);
  desk.type('Sheet1', 4, 3, '7');
  desk.type('Sheet1', 6, 3, '=C4+1');
  desk.type('Sheet1', 4, 4, 'beside');
  desk.select('Sheet1', 3, 2);
  return desk;
}

test('what stands in the way moves to a tab of its own, formulas follow it, and nothing else moves', () => {
  const desk = inTheWay();

  const { range } = desk.insert('signups', { target: 'selection', moves: true });

  expect(range.place).toBe('Sheet1!B3:C5');
  expect(desk.shown('Sheet1').slice(2)).toEqual([
    ['', 'month', 'signups', ''],
    ['', '1/1/2025', '120', 'beside'],
    ['', '2/1/2025', '133', ''],
    ['', '', '8', ''],
  ]);
  expect(desk.cell('Sheet1 (moved)', 4, 3).value).toBe(7);
  expect(desk.cell('Sheet1', 6, 3).formula).toContain("'Sheet1 (moved)'!C4");
});

test('a result is inserted below all that stands in its columns, with a blank row between', () => {
  const desk = inTheWay();

  const { range } = desk.insert('signups', { target: 'below' });

  expect(range.place).toBe('Sheet1!B8:C10');
  expect(desk.cell('Sheet1', 4, 3).value).toBe(7);
  desk.select('Sheet1', 3, 2);
  expect(desk.insert('signups', { target: 'below' }).range.place).toBe('Sheet1!B12:C14');
});

test('a result never stands on the cell from which its own value comes', () => {
  const desk = new Desk();
  desk.backend.save('signups', signups);
  desk.type('Sheet1', 1, 2, 'Maple Optics');
  desk.select('Sheet1', 1, 2);
  const values = { customer: { from: 'cell' as const, place: 'Sheet1!B1' } };

  const refused = problemOf(() =>
    desk.insert('signups', { target: 'selection', moves: true, values }),
  );

  expect(refused.message).toMatch(/stand on B1, from which its own value comes/);
  expect(desk.shown('Sheet1')).toEqual([['', 'Maple Optics']]);
  expect(desk.insert('signups', { target: 'below', values }).range.place).toBe('Sheet1!B3:C5');
});

test('an insert that moved something is undone whole: the result goes and what stood there is back', () => {
  const desk = inTheWay();
  const before = desk.shown('Sheet1');
  const { range } = desk.insert('signups', { target: 'selection', moves: true });
  expect(range.undoes).toBe('insert');

  desk.ask('undoInsert', { id: range.id });

  expect(desk.shown('Sheet1')).toEqual(before);
  expect(desk.cell('Sheet1', 6, 3).formula).toMatch(/^=(Sheet1!)?C4\+1$/);
  expect(desk.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1']);
  expect(desk.workbook.names.list).toEqual([]);
  expect(desk.workbook.metadata.list).toEqual([]);
  expect(desk.cell('Sheet1', 3, 2)).toMatchObject({ bold: false, note: '', format: '' });
  expect(desk.ask('listRanges').ranges).toEqual([]);
});

test('the tab that an insert made goes with it, unless something else stands there by then', () => {
  const desk = new Desk();
  desk.backend.save('signups', signups);
  const { range } = desk.insert('signups');
  desk.ask('undoInsert', { id: range.id });
  expect(desk.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1']);

  const { range: again } = desk.insert('signups');
  desk.type('Signups', 2, 5, 'mine');
  desk.ask('undoInsert', { id: again.id });

  expect(desk.shown('Signups').flat().join('')).toBe('mine');
});

test('an insert whose cells were changed since is not undone', () => {
  const desk = new Desk();
  desk.backend.save('signups', signups);
  const { range } = desk.insert('signups');
  desk.type('Signups', 2, 2, '5');

  expect(problemOf(() => desk.ask('undoInsert', { id: range.id })).code).toBe('sheet_changed');

  expect(desk.cell('Signups', 2, 2).value).toBe(5);
});

test('rows that a tab grew by for an insert go with it', () => {
  const desk = new Desk();
  const { id, size } = desk.sheet('Sheet1');
  const rows = size.rows;
  desk.backend.save('signups', signups);
  desk.select('Sheet1', rows, 2);
  const { range } = desk.insert('signups', { target: 'selection' });
  expect(desk.workbook.sheet(id).size.rows).toBe(rows + 2);

  desk.ask('undoInsert', { id: range.id });

  expect(desk.workbook.sheet(id).size.rows).toBe(rows);
});

test('an empty result is a header and one blank row', () => {
  const desk = new Desk();
  desk.backend.save('nothing', { ...signups, rows: [] });

  const { range } = desk.insert('nothing');

  expect(desk.values('Nothing')).toEqual([['month', 'signups']]);
  expect(range.place).toBe('Nothing!A1:B2');
});

test('a result larger than the new tab makes the tab as large as it needs', () => {
  const desk = new Desk();
  const rows = Array.from({ length: 1500 }, (_, index) => Array<number>(30).fill(index));
  const columns = Array.from({ length: 30 }, (_, index) => col(`c${index}`, 'number', 'int4'));
  desk.backend.save('wide', { columns, rows });
  desk.backend.pageRows = 400;

  desk.insert('wide');

  const cells = desk.values('Wide');
  expect([cells.length, cells[0]?.length, cells[1500]?.[29]]).toEqual([1501, 30, 1499]);
});
