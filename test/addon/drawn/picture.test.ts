// A chart or a pivot table beside a result: what it draws, that it follows the rows, covers nothing, and goes with its insert.
import { expect, test } from '@jest/globals';
import { SheetsError } from '../../../playground/simulator/errors.ts';
import type { Field } from '../../../domain/contract/result.ts';
import { col } from '../desk/backend.ts';
import { Desk } from '../desk/desk.ts';

const columns = [
  col('month', 'date'),
  col('billed', 'number', 'int4'),
  col('paid', 'number', 'int4'),
];
const months: Field[][] = [
  ['2025-01-01', 120, 100],
  ['2025-02-01', 133, 130],
  ['2025-03-01', 150, 150],
];
const line = { kind: 'line' as const, x: 'month', y: ['billed', 'paid'] };

function revenue(): { desk: Desk; rows: Field[][] } {
  const desk = new Desk();
  const rows = [...months];
  desk.backend.save('revenue', () => ({ columns, rows }), { title: 'Revenue', chart: line });
  return { desk, rows };
}

const places = (desk: Desk, tab: string) =>
  desk
    .sheet(tab)
    .charts.map(({ areas }) => areas.map(({ top, bottom, left }) => [left, top, bottom]));

test('the query’s chart stands beside its result with titles from its header, and follows rows that come and go', () => {
  const { desk, rows } = revenue();

  const { range, notes } = desk.insert('revenue', { picture: true });

  expect(notes).toEqual(['Its chart stands at E2, and follows its rows.']);
  expect(desk.sheet('Revenue').charts).toMatchObject([
    { title: 'Revenue', type: 'LINE', headers: 1, anchor: { row: 2, column: 5 } },
  ]);
  const drawn = (last: number) => [[1, 2, 3].map((column) => [column, 1, last])];
  expect(places(desk, 'Revenue')).toEqual(drawn(4));
  rows.unshift(['2024-12-01', 90, 90]);
  rows.push(['2025-04-01', 160, 10], ['2025-05-01', 170, 20]);
  desk.refresh(range.id);
  expect(places(desk, 'Revenue')).toEqual(drawn(7));
  rows.splice(2, 3);
  desk.refresh(range.id);
  expect(places(desk, 'Revenue')).toEqual(drawn(4));
});

test('whoever asks for no picture gets none', () => {
  const { desk } = revenue();

  desk.insert('revenue');

  expect(desk.sheet('Revenue').charts).toEqual([]);
});

test('a chart covers neither cells nor charts that stand there, and the tab grows for it where it must', () => {
  const { desk } = revenue();
  desk.type('Sheet1', 9, 8, 'mine');
  desk.type('Sheet1', 2, 24, 'mine too');
  desk.select('Sheet1', 3, 2);
  const before = desk.sheet('Sheet1').size.columns;

  const { range } = desk.insert('revenue', { target: 'selection', picture: true });
  desk.select('Sheet1', 30, 2);
  desk.insert('revenue', { target: 'selection', picture: true });
  desk.select('Sheet1', 40, 2);
  desk.insert('revenue', { target: 'selection', picture: true });

  expect(desk.sheet('Sheet1').charts.map(({ anchor }) => anchor)).toMatchObject([
    { row: 3, column: 26 },
    { row: 30, column: 6 },
    { row: 40, column: 33 },
  ]);
  expect(desk.sheet('Sheet1').size.columns).toBeGreaterThan(before);
  expect(desk.cell('Sheet1', 9, 8).value).toBe('mine');
  expect(range.place).toBe('Sheet1!B3:D6');
});

test('an insert that is undone takes its chart and the columns for it along', () => {
  const { desk } = revenue();
  desk.type('Sheet1', 2, 24, 'mine');
  desk.type('Sheet1', 4, 7, 'mine too');
  desk.select('Sheet1', 1, 1);
  const { size } = desk.sheet('Sheet1');
  const before = { ...size };
  const { range } = desk.insert('revenue', { target: 'selection', picture: true });
  expect(desk.sheet('Sheet1').charts).toHaveLength(1);

  desk.ask('undoInsert', { id: range.id });

  expect(desk.sheet('Sheet1').charts).toEqual([]);
  expect(desk.sheet('Sheet1').size).toEqual(before);
  const left = desk.shown('Sheet1').flat().filter(Boolean);
  expect(left).toEqual(['mine', 'mine too']);
});

test('a column that comes pushes the chart aside instead of standing behind it', () => {
  const { desk } = revenue();
  const { range } = desk.insert('revenue', { picture: true });
  const wider = [...columns, col('open', 'number', 'int4'), col('lost', 'number', 'int4')];
  desk.backend.save('revenue', {
    columns: wider,
    rows: months.map((row) => [...row, 1, 2]),
  });

  desk.refresh(range.id);

  expect(desk.shown('Revenue')[0]).toEqual(['month', 'billed', 'paid', 'open', 'lost']);
  expect(desk.sheet('Revenue').charts[0]?.anchor).toMatchObject({ column: 7 });
});

test('what the person left out is in no chart, and where nothing is left to draw that is said', () => {
  const { desk } = revenue();
  const chosen = { filter: [], sort: [], columns: [{ name: 'paid', label: 'Got' }] };

  const { notes } = desk.insert('revenue', { picture: true, chosen });
  desk.insert('revenue', {
    picture: true,
    chosen: { ...chosen, columns: [...chosen.columns, { name: 'month', label: 'month' }] },
  });

  expect(notes).toEqual(['These rows and columns give no chart, so none was made.']);
  expect(desk.sheet('Revenue').charts).toEqual([]);
  expect(places(desk, 'Revenue 2')).toEqual([[2, 1].map((column) => [column, 1, 4])]);
});

test('what has to be added up first is a pivot table in a tab of its own, which follows and goes too', () => {
  const desk = new Desk();
  const rows: Field[][] = [
    ['2025-01-01', 'Basic', 5],
    ['2025-01-01', 'Pro', 7],
    ['2025-02-01', 'Pro', 11],
  ];
  const shape = [col('month', 'date'), col('plan'), col('seats', 'number', 'int4')];
  desk.backend.save('seats', () => ({ columns: shape, rows }), {
    title: 'Seats',
    chart: { kind: 'line', x: 'month', y: ['seats'], series: 'plan' },
  });
  desk.select('Sheet1', 5, 3);

  const { range, notes } = desk.insert('seats', { target: 'selection', picture: true });

  expect(notes).toEqual([
    'A pivot table of it stands in the tab “Seats (pivot)”, and follows its rows.',
  ]);
  expect(desk.shown('Seats (pivot)')).toEqual([
    ['SUM of seats', 'plan', '', ''],
    ['month', 'Basic', 'Pro', 'Grand Total'],
    ['1/1/2025', '5', '7', '12'],
    ['2/1/2025', '', '11', '11'],
    ['Grand Total', '5', '18', '23'],
  ]);
  rows.push(['2025-02-01', 'Basic', 100]);
  desk.refresh(range.id);
  expect(desk.shown('Seats (pivot)')[3]).toEqual(['2/1/2025', '100', '11', '111']);
  desk.select('Sheet1', 50, 3);
  const { range: other } = desk.insert('seats', { target: 'selection', picture: true });
  desk.ask('undoInsert', { id: other.id });
  expect(desk.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1', 'Seats (pivot)']);
});

test('what Google refuses of a picture is told, and the result stands', () => {
  const { desk } = revenue();
  const { id } = desk.sheet('Sheet1');
  desk.workbook.sheet(id).size.rows = 300_000;
  desk.workbook.sheet(id).size.columns = 30;
  desk.type('Sheet1', 2, 30, 'mine');
  desk.type('Sheet1', 2, 7, 'mine');
  desk.select('Sheet1', 1, 1);

  const { notes, range } = desk.insert('revenue', { target: 'selection', picture: true });

  expect(notes[0]).toMatch(/^The result stands, but its chart could not be made:/);
  expect(range.freshness).toBe('fresh');
  expect(desk.sheet('Sheet1').charts).toEqual([]);
});

test('columns that came for a chart which Google refuses then are gone again', () => {
  const { desk } = revenue();
  desk.type('Sheet1', 2, 24, 'mine');
  desk.type('Sheet1', 4, 7, 'mine too');
  desk.select('Sheet1', 1, 1);
  const before = { ...desk.sheet('Sheet1').size };
  desk.script.onCall = ({ name }) => {
    if (name === 'Sheet.insertChart') throw new SheetsError('Service error: Spreadsheets');
  };

  const { notes } = desk.insert('revenue', { target: 'selection', picture: true });

  expect(notes[0]).toMatch(/^The result stands, but its chart could not be made:/);
  expect(desk.sheet('Sheet1').size).toEqual(before);
});
