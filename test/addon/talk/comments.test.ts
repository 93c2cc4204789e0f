// Rows of a linked range as people speak of them: found by their key in the cells, and named by the selected cell.
import { expect, test } from '@jest/globals';
import type { RowKey, Thread } from '../../../domain/contract/talk/comment.ts';
import { col, jsonResponse, type Seen, type Table } from '../desk/backend.ts';
import { Desk } from '../desk/desk.ts';
import { problemOf } from '../desk/linked.ts';

const columns = [
  col('day', 'date', 'date'),
  col('id', 'number', 'int8'),
  col('active', 'boolean', 'bool'),
  col('name'),
  col('price', 'number', 'numeric'),
];
const rows: Table['rows'] = [
  ['2026-03-01', '17', true, 'Ada', '17.00'],
  ['2026-03-02', '17', true, 'Ben', '2.50'],
  ['2026-03-02', '18', false, 'Ben', '3.00'],
];

/** A query whose rows are named by `key`, linked at C3 of Sheet1. */
function linked(key: string[]) {
  const desk = new Desk();
  desk.backend.save('list', { columns, rows }, { key });
  desk.select('Sheet1', 3, 3);
  const { range } = desk.insert('list', { target: 'selection' });
  return { desk, id: range.id };
}

function thread(id: string, row: RowKey | null, column: string | null = null): Thread {
  return { id, row, column, resolved: null, comments: [] };
}

function talking(desk: Desk, threads: Thread[]): Seen[] {
  const said: Seen[] = [];
  desk.backend.before = (seen) => {
    if (!seen.path.startsWith('/api/comments')) return undefined;
    said.push(seen);
    const list = { about: 'query:list', title: 'List', threads, more: false };
    return jsonResponse(
      200,
      seen.method === 'GET' ? list : { id: '1', thread: '1', unreached: [] },
    );
  };
  return said;
}

const read = (desk: Desk, range: string | null) =>
  desk.ask('readComments', { about: 'query:list', range });

test('what was said of a row stands at its cells, whatever kinds of columns name it, and also after rows were sorted', () => {
  const { desk, id } = linked(['day', 'id', 'active']);
  const key = (day: string, number: string, active: string) => [
    ...[
      { column: 'id', value: number },
      { column: 'day', value: day },
    ],
    { column: 'active', value: active },
  ];
  talking(desk, [
    thread('first', key('2026-03-01', '17', 'true')),
    thread('price', key('2026-03-02', '18', 'false'), 'price'),
    thread('gone', key('2026-03-01', '18', 'true')),
    thread('strange', [{ column: 'nothing', value: '1' }]),
    thread('whole', null),
  ]);
  expect(read(desk, id).cells).toEqual({ first: 'D4', price: 'G6' });
  expect(read(desk, null).cells).toEqual({});
});

test('a row that two rows of the cells could be is told at neither', () => {
  const { desk, id } = linked(['id']);
  talking(desk, [thread('double', [{ column: 'id', value: '17' }])]);
  expect(read(desk, id).cells).toEqual({});
});

test('the selected cell names its row as the database does', () => {
  const { desk, id } = linked(['day', 'id', 'active']);
  desk.select('Sheet1', 6, 6);
  expect(desk.ask('selectedRow', { range: id })).toEqual({
    row: [
      { column: 'day', value: '2026-03-02' },
      { column: 'id', value: '18' },
      { column: 'active', value: 'false' },
    ],
    column: 'name',
  });
});

test('nothing is said of a row by a cell that is not of the range, of a query without a key, or by what the database may write otherwise', () => {
  const { desk, id } = linked(['day', 'id']);
  desk.select('Sheet1', 3, 3);
  expect(problemOf(() => desk.ask('selectedRow', { range: id }))).toMatchObject({
    code: 'invalid_value',
    message: expect.stringContaining('below its header'),
  });
  for (const [key, words] of [
    [[], 'has not said which columns name a row'],
    [['price'], 'What stands in price does not say which row this is'],
  ] as const) {
    const other = linked([...key]);
    other.desk.select('Sheet1', 4, 4);
    expect(problemOf(() => other.desk.ask('selectedRow', { range: other.id }))).toMatchObject({
      code: 'keys_invalid',
      message: expect.stringContaining(words),
    });
  }
});

test('what is said in the sidebar goes to the server as it was said, and a refresh asks nothing more for it', () => {
  const { desk, id } = linked(['id']);
  const said = talking(desk, []);
  const comment = {
    ...{ about: 'query:list', id: '00000000-0000-4000-8000-000000000001' },
    text: 'Is that so?',
  };
  desk.ask('say', comment);
  desk.ask('changeComment', { id: '1', text: 'It is' });
  desk.ask('resolveThread', { id: '1', resolved: true });
  desk.ask('deleteComment', { id: '1' });
  expect(said.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
    { method: 'POST', path: '/api/comments', body: comment },
    { method: 'PUT', path: '/api/comments/1', body: { text: 'It is' } },
    { method: 'PUT', path: '/api/comments/1/resolved', body: { resolved: true } },
    { method: 'DELETE', path: '/api/comments/1', body: {} },
  ]);
  desk.refresh(id);
  expect(said).toHaveLength(4);
});
