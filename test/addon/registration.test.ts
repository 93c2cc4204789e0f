// A linked range tells the server where it stands and what it uses, and is forgotten when it is unlinked.
import { expect, test } from '@jest/globals';
import { col, problemOfCode, problemResponse } from './desk/backend.ts';
import { linkedAt, rowsOf, setOptions } from './desk/linked.ts';

test('an inserted range tells its spreadsheet, tab and columns, and again when it is refreshed', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id, table } = linked;
  expect(desk.backend.ranges.get(id)).toEqual({
    query: 'list',
    spreadsheet: { id: desk.workbook.id, name: desk.workbook.name },
    tab: 'Sheet1',
    columns: ['name', 'amount'],
    schedule: null,
    lastRefreshedAt: '2026-11-22T09:00:00.000Z',
  });

  desk.simulation.clock.set('2026-11-22T10:00:00Z');
  table.columns = [...table.columns, col('note')];
  table.rows = rowsOf(2).map((row) => [...row, 'x']);
  desk.refresh(id);

  expect(desk.backend.ranges.get(id)).toMatchObject({
    columns: ['name', 'amount', 'note'],
    lastRefreshedAt: '2026-11-22T10:00:00.000Z',
  });
});

test('only the columns that it shows count, and its schedule is told in words', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: { every: 'week', hour: 7, weekday: 1 } });
  expect(desk.backend.ranges.get(id)?.schedule).toBe('Mondays at 7:00');

  setOptions(linked, { columns: [{ name: 'amount', label: 'Euros' }] });
  desk.refresh(id);
  expect(desk.backend.ranges.get(id)?.columns).toEqual(['amount']);
});

test('a range whose query was renamed tells the new name', () => {
  const { desk, id, table } = linkedAt(1, 1, 2);
  desk.backend.rename('list', 'names');
  table.rows = rowsOf(3);
  desk.refresh(id);

  expect(desk.backend.ranges.get(id)?.query).toBe('names');
});

test('telling costs a refresh no further round trip', () => {
  const { desk, id } = linkedAt(1, 1, 2);
  desk.script.forget();
  desk.refresh(id);

  const trips = desk.script.callLog.filter(({ name }) => name.startsWith('UrlFetchApp.'));
  expect(trips.map(({ name }) => name)).toEqual(['UrlFetchApp.fetch', 'UrlFetchApp.fetchAll']);
});

test('Refresh all from the menu tells of every range in one round trip', () => {
  const { desk, id } = linkedAt(1, 1, 2);
  const other = desk.insert('list').range.id;
  desk.backend.ranges.clear();
  desk.script.open();
  desk.script.forget();
  desk.script.clickMenu('Refresh all');

  const trips = desk.script.callLog.filter(({ name }) => name === 'UrlFetchApp.fetchAll');
  expect(trips).toHaveLength(1);
  expect([...desk.backend.ranges.keys()].sort()).toEqual([id, other].sort());
});

test('unlinking tells the server, which forgets the range', () => {
  const { desk, id } = linkedAt(1, 1, 2);
  desk.ask('unlinkRange', { id });

  expect(desk.backend.ranges.has(id)).toBe(false);
});

test('a server that cannot be told harms no refresh and no unlinking', () => {
  const { desk, id, table } = linkedAt(1, 1, 1);
  table.rows = rowsOf(1, 7);
  desk.backend.before = ({ path }) => {
    if (!path.startsWith('/api/ranges/')) return undefined;
    return problemResponse(problemOfCode('service_unavailable'));
  };

  expect(desk.refresh(id).range).toMatchObject({ freshness: 'fresh', title: 'List' });
  expect(desk.shown('Sheet1')[1]).toEqual(['n7', '7']);
  desk.ask('unlinkRange', { id });
  expect(desk.ask('listRanges').ranges).toEqual([]);
});

test('where the connection breaks after the cells were written, the refresh is told as done', () => {
  const { desk, id, table } = linkedAt(1, 1, 1);
  table.rows = rowsOf(1, 7);
  desk.backend.before = ({ path }) => {
    if (path.endsWith('/result')) return undefined;
    throw new Error('Address unavailable');
  };

  expect(desk.refresh(id)).toMatchObject({
    changes: { rowsAdded: 1 },
    range: { title: 'List', freshness: 'fresh' },
  });
});
