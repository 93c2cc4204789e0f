// Lists that were kept as sent: the next results of the query say who was told when, to whoever may see what was sent.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { SentList } from '../../../domain/contract/talk/sent-list.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

let people: People;
let data: TestDatabase;
let own: TestDatabase;
let server: TestServer;
let inData: pg.Pool;

beforeAll(async () => {
  people = await peopleOf({ ada: 'admin', anna: 'author', vera: 'viewer', vito: 'viewer' });
  [data, own] = await Promise.all([
    newDatabase({ template: 'empty' }),
    newDatabase({ template: 'own' }),
  ]);
  inData = new pg.Pool({ connectionString: data.adminUrl });
  await inData.query(`create table customers (id integer, name text, active boolean, late integer);
    insert into customers values (1, 'Ada', true, 3), (2, 'Bo', true, 9), (3, 'Cy', false, 12)`);
  server = await startTestServer({
    env: { DATABASE_URL: own.adminUrl, SOURCE_MAIN_URL: data.readerUrl },
    options: people.options,
  });
  await must('anna', 'POST', '/api/queries', {
    ...{ slug: 'late-customers', title: 'Late customers', source: 'main', key: ['id'] },
    sql: 'select id, name, active, late from customers order by id',
  });
});
afterAll(async () => {
  await server.stop();
  await inData.end();
  await Promise.all([data.drop(), own.drop()]);
});

const ask = (who: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  server.ask(path, sending(method, body, people.as(who)));

async function must(who: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await ask(who, method, path, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer;
}

async function frozenBy(who: string, slug = 'late-customers', asked: object = {}) {
  const run = randomUUID();
  await must(who, 'POST', `/api/queries/${slug}/result`, { run, ...asked });
  return (await must(who, 'POST', `/api/runs/${run}/freeze`)).json() as { id: string };
}

const keep = (who: string, body: object) => ask(who, 'POST', '/api/sent-lists', body);

async function kept(who: string, body: object): Promise<SentList> {
  return (await must(who, 'POST', '/api/sent-lists', body)).json() as SentList;
}

const result = async (who: string, asked: object = { told: true }, slug = 'late-customers') =>
  (await must(who, 'POST', `/api/queries/${slug}/result`, asked)).json();

/** What the last column says, by the name in the second. */
const toldIn = (found: { rows: string[][] }) =>
  Object.fromEntries(found.rows.map((row) => [row[1], row.at(-1)]));

const listsOf = async (who: string, about = 'query:late-customers') =>
  (await must(who, 'GET', `/api/sent-lists?about=${about}`)).json().sent as SentList[];

test('nothing is told of a query of which nothing was sent', async () => {
  const found = await result('vera');

  expect(found.columns).toHaveLength(4);
  expect(found.told).toBeUndefined();
});

test('the next result says who was told when, by the key, when rows changed and others came', async () => {
  const { id: frozen } = await frozenBy('anna');
  await kept('anna', { frozen, purpose: 'First reminder', sentOn: '2026-11-01', rows: [0, 2] });
  await inData.query(`update customers set name = 'Ada L.', late = 30 where id = 1;
    delete from customers where id = 3; insert into customers values (4, 'Di', true, 1)`);

  const found = await result('vera');

  expect(found.told).toBe(true);
  expect(found.columns.at(-1)).toMatchObject({ name: 'sent', type: 'text' });
  expect(toldIn(found)).toEqual({ 'Ada L.': '2026-11-01 First reminder', Bo: null, Di: null });
});

test('who was told twice is told of both, the latest first', async () => {
  const { id: frozen } = await frozenBy('anna');
  await kept('anna', { frozen, purpose: 'Second; and last\nreminder', sentOn: '2026-11-20' });

  expect(toldIn(await result('vera'))).toEqual({
    'Ada L.': '2026-11-20 Second, and last reminder; 2026-11-01 First reminder',
    Bo: '2026-11-20 Second, and last reminder',
    Di: '2026-11-20 Second, and last reminder',
  });
});

test('without being asked for it no result has the column, and pages and answers in one piece agree', async () => {
  expect((await result('vera', {})).columns).toHaveLength(4);
  const run = randomUUID();
  const first = await result('vera', { told: true, run, pageRows: 1 });
  const second = (await must('vera', 'GET', `/api/runs/${run}/rows?after=1&pageRows=5`)).json();
  const whole = await result('vera');

  expect([...first.rows, ...second.rows]).toEqual(whole.rows);
  expect(first.etag).toBe(whole.etag);
});

test('a result is another one as soon as something more was sent', async () => {
  const { etag } = await result('vera');
  const unless = { told: true, unless: etag };
  expect((await result('vera', unless)).unchanged).toBe(true);
  const { id: frozen } = await frozenBy('anna');
  await kept('anna', { frozen, purpose: 'Third', sentOn: '2026-11-25', rows: [1] });

  expect((await result('vera', unless)).unchanged).toBeUndefined();
});

test('what is frozen of a result that tells is what the query gave, without the column', async () => {
  const plain = await frozenBy('vera');
  const telling = await frozenBy('vera', 'late-customers', { told: true });

  const [one, other] = [plain, telling] as unknown as { fingerprint: string; columns: unknown[] }[];
  expect(other?.columns).toHaveLength(4);
  expect(other?.fingerprint).toBe(one?.fingerprint);
});

test('rows of the same purpose and day, kept in two steps, are one list', async () => {
  const { id: frozen } = await frozenBy('anna');
  const list = { frozen, purpose: 'In two steps', sentOn: '2026-11-26' };
  const first = await kept('anna', { ...list, rows: [0] });
  const second = await kept('anna', { ...list, rows: [1, 0] });

  expect(second).toMatchObject({ id: first.id, rowCount: 2 });
});

test('it is kept for good, under its date, purpose and keeper, on the query and on the frozen run', async () => {
  const { id: frozen } = await frozenBy('vera');
  const list = await kept('vera', { frozen, purpose: 'By Vera', sentOn: '2026-11-27' });

  const [latest] = await listsOf('vito');
  expect(latest).toMatchObject({
    ...{ id: list.id, frozen, purpose: 'By Vera', sentOn: '2026-11-27', rowCount: 3 },
    keptBy: { email: 'vera@example.com' },
    may: { delete: false },
  });
  expect(await listsOf('vito', `frozen:${frozen}`)).toHaveLength(1);
  expect((await must('vito', 'GET', `/api/frozen/${frozen}`)).json().citedAt).not.toBeNull();
});

test('who kept it, the owner of the query and admins take it back; nobody else', async () => {
  const { id: frozen } = await frozenBy('vera');
  const { id } = await kept('vera', { frozen, purpose: 'A mistake', sentOn: '2026-11-28' });

  expect((await ask('vito', 'DELETE', `/api/sent-lists/${id}`)).status).toBe(403);
  expect((await ask('vera', 'DELETE', `/api/sent-lists/${id}`)).status).toBe(204);
  expect(JSON.stringify(await result('vera'))).not.toContain('A mistake');
});

test('rows that were erased are told of nobody any more', async () => {
  const { id: frozen } = await frozenBy('anna');
  await kept('anna', { frozen, purpose: 'To be erased', sentOn: '2026-11-29' });
  await must('anna', 'DELETE', `/api/frozen/${frozen}`);

  expect(JSON.stringify(await result('vera'))).not.toContain('To be erased');
  expect((await listsOf('vera'))[0]).toMatchObject({ purpose: 'To be erased', erased: true });
});

test('what has no next result, or not these rows, is not kept as sent', async () => {
  const run = randomUUID();
  await must('anna', 'POST', '/api/run', { run, source: 'main', sql: 'select 1 as id' });
  const unsaved = (await must('anna', 'POST', `/api/runs/${run}/freeze`)).json().id;
  const list = { purpose: 'None', sentOn: '2026-11-30' };
  const { id: frozen } = await frozenBy('anna');

  expect((await keep('anna', { ...list, frozen: unsaved })).json().detail).toContain('not saved');
  expect((await keep('anna', { ...list, frozen, rows: [3] })).status).toBe(400);
  expect((await keep('anna', { ...list, frozen: 'nowhere' })).status).toBe(404);
});

test('more lists and rows of a query than a result can tell of are refused, and what was kept before stays', async () => {
  const { id: frozen } = await frozenBy('anna');
  const list = { frozen, purpose: 'One more', sentOn: '2026-11-30' };
  const inOwn = new pg.Client({ connectionString: own.adminUrl });
  await inOwn.connect();
  const enter = (lists: number, rows: number) =>
    inOwn.query(
      `insert into sent_lists (frozen, purpose, sent_on, rows, kept_by)
       select $1, 'Many ' || nr, '2020-01-01', array(select generate_series(0, $3 - 1)), '{"id": "anna"}'
       from generate_series(1, $2) nr`,
      [frozen, lists, rows],
    );
  const leave = () => inOwn.query(`delete from sent_lists where purpose like 'Many %'`);
  await enter(2, 100_000);
  const large = await keep('anna', list);
  await leave();
  await enter(100, 1);
  const many = await keep('anna', list);
  await leave();
  await inOwn.end();

  for (const answer of [large, many]) {
    expect(answer.status).toBe(413);
    expect(answer.json()).toMatchObject({ code: 'result_too_large' });
    expect(answer.json().detail).toContain('Take back old ones');
  }
  expect((await listsOf('anna')).filter(({ purpose }) => purpose === 'One more')).toEqual([]);
});

test('a key that its author changes finds the same rows', async () => {
  const found = await result('vera');
  const changed = {
    ...{ title: 'Late customers', source: 'main', key: ['name', 'id'] },
    sql: 'select name, id, late, active from customers order by id',
  };
  const asAnna = people.as('anna', { 'if-match': '*' });
  const path = '/api/queries/late-customers';
  expect((await server.ask(path, sending('PUT', changed, asAnna))).status).toBe(200);
  const after = await result('vera');

  // Who was told under another name is somebody else by the new key.
  expect(after.rows.map((row: string[]) => row.at(-1))).toEqual([
    found.rows[0].at(-1).replace('; 2026-11-01 First reminder', ''),
    ...found.rows.slice(1).map((row: string[]) => row.at(-1)),
  ]);
});

test('where the query is not seen any more, nothing of what was sent is', async () => {
  const [list] = await listsOf('vito');
  const audience = { members: ['vera'], groups: [] };
  await must('anna', 'PUT', '/api/queries/late-customers/audience', { audience });

  expect((await ask('vito', 'GET', '/api/sent-lists?about=query:late-customers')).status).toBe(404);
  expect((await ask('vito', 'DELETE', `/api/sent-lists/${list?.id}`)).status).toBe(404);
  expect((await listsOf('vera')).length).toBeGreaterThan(0);
});
