// What the sidebar is told between refreshes: where ranges stand now; and what authors are told of a broken query.
import { expect, test } from '@jest/globals';
import { problemOfCode, problemResponse } from './desk/backend.ts';
import { linkedAt, problemOf } from './desk/linked.ts';

test('where the ranges stand is told without asking the server, also of a tab that was renamed, shown or deleted', () => {
  const { desk, id } = linkedAt(2, 2, 3);
  desk.backend.seen.length = 0;
  const where = () => desk.ask('whereRanges').ranges;
  expect(where()).toEqual([{ id, place: 'Sheet1!B2:C5', tab: 'Sheet1', onActiveTab: true }]);

  const other = desk.workbook.addSheet('Other');
  desk.workbook.activate(other.id);
  expect(where()[0]?.onActiveTab).toBe(false);

  desk.workbook.deleteSheet(desk.sheet('Sheet1').id);
  expect(where()).toEqual([]);
  expect(desk.backend.seen).toEqual([]);
});

test('authors are told the query, the place, since when, of when the values are, the values it ran with and what was said', () => {
  const { desk, id } = linkedAt(2, 2, 3);
  desk.backend.before = ({ path }) =>
    path.endsWith('/result') ? problemResponse(problemOfCode('sql_failed')) : undefined;
  desk.simulation.clock.advance(60_000);
  problemOf(() => desk.refresh(id));
  desk.simulation.clock.advance(3_600_000);
  problemOf(() => desk.refresh(id));

  desk.ask('tellAuthor', {
    ...{ slug: 'list', title: 'List', range: id },
    values: { since: { from: 'value', value: '2026-01-01' } },
    problem: { code: 'sql_failed', detail: 'Column x does not exist.' },
  });

  const asked = desk.backend.seen.find(({ path }) => path === '/api/asks');
  expect(asked?.body['search']).toBe('List');
  expect(String(asked?.body['text']).split('\n')).toEqual([
    expect.stringMatching(/^“List” does not run in the spreadsheet “.*”, Sheet1!B2:C5\.$/),
    'Column x does not exist.',
    'Since: 2026-11-22 10:01 (Europe/Paris)',
    'The values shown are of: 2026-11-22 10:00 (Europe/Paris)',
    'Values: since = "2026-01-01"',
    'Code: sql_failed',
    expect.stringMatching(/\/q\/list$/),
  ]);
});
