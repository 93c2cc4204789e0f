// A linked range is kept as sent: the rows that it shows, frozen at the server, and a column that says who was told when.
import { expect, test } from '@jest/globals';
import { col, jsonResponse, problemResponse, type Seen, type Table } from '../desk/backend.ts';
import { Desk } from '../desk/desk.ts';
import { Problem } from '../../../domain/problem.ts';
import { problemOf, setOptions } from '../desk/linked.ts';

const columns = [col('id', 'number', 'int8'), col('name')];
const rows: Table['rows'] = [
  [1, 'Ada'],
  [2, 'Ben'],
  [3, 'Cy'],
];
const said = { purpose: 'A reminder', sentOn: '2026-11-22' };

function linked() {
  const desk = new Desk();
  desk.backend.save('list', { columns, rows }, { key: ['id'] });
  desk.select('Sheet1', 1, 1);
  const { range } = desk.insert('list', { target: 'selection' });
  return { desk, id: range.id, table: { columns, rows } };
}

/** What the server is sent; a frozen run that it knows, and the list made of it. */
function keeping(desk: Desk, { isGone = false } = {}): Seen[] {
  const sent: Seen[] = [];
  desk.backend.before = (seen) => {
    if (!/freeze$|sent-lists/.test(seen.path)) return undefined;
    sent.push(seen);
    if (isGone) return problemResponse(new Problem('run_expired', 'Gone.'));
    const { length = rows.length } = (seen.body['rows'] as number[] | undefined) ?? {};
    const frozen = { id: 'k3x9', url: 'https://example.com/f/k3x9', key: ['id'] };
    return jsonResponse(201, seen.path.endsWith('freeze') ? frozen : { rowCount: length });
  };
  return sent;
}

test('all rows of a range are kept by the run that it shows, with the day and what for', () => {
  const { desk, id } = linked();
  const sent = keeping(desk);

  const kept = desk.ask('keepAsSent', { range: id, ...said });

  expect(kept).toEqual({ rowCount: 3, url: 'https://example.com/f/k3x9', tells: true });
  const { run } = desk.backend.seen.find(({ path }) => path.endsWith('/result'))?.body ?? {};
  expect(sent.map(({ path }) => path)).toEqual([`/api/runs/${run}/freeze`, '/api/sent-lists']);
  expect(sent[1]?.body).toEqual({ frozen: 'k3x9', ...said });
});

test('of a range that leaves rows out only those are kept that it shows', () => {
  const range = linked();
  const { desk, id } = range;
  setOptions(range, { filter: [{ column: 'name', is: 'not_equal', than: 'Ben' }] });
  desk.refresh(id);
  const sent = keeping(desk);

  expect(desk.ask('keepAsSent', { range: id, ...said }).rowCount).toBe(2);
  expect(sent[1]?.body['rows']).toEqual([0, 2]);
});

test('what came too long ago is not kept: it is to be refreshed and looked at first', () => {
  const { desk, id } = linked();
  keeping(desk, { isGone: true });

  const problem = problemOf(() => desk.ask('keepAsSent', { range: id, ...said }));

  expect(problem.code).toBe('run_expired');
  expect(problem.message).toContain('Refresh it, look at the rows');
});

test('a range whose person wants it asks for who was told when, at each refresh, and others do not', () => {
  const range = linked();
  const { desk, id } = range;
  const asked = () => desk.backend.seen.filter(({ path }) => path.endsWith('/result')).at(-1)?.body;
  desk.refresh(id);
  expect(asked()).not.toHaveProperty('told');
  setOptions(range, { told: true });
  desk.refresh(id);
  expect(asked()).toHaveProperty('told', true);
});
