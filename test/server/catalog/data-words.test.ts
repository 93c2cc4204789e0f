// Words for data: what people wrote comes before the database's own comments, with its history; a viewer is told of what a query names alone.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { QueryWords, TableWordsView } from '../../../domain/contract/teaching/data-words.ts';
import { changedWords } from '../../../domain/teaching/data-words.ts';
import { ask } from '../../support/clusters.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

let database: TestDatabase;
let server: TestServer;
let people: People;

const file = (title: string, sql: string) => `/*---\ntitle: ${title}\nsource: shop\n---*/\n${sql}`;

const catalog = {
  'plain.sql': file('Plain', 'select id, upper(state) as state from orders where paid_on > now()'),
  'whole.sql': file('Whole', 'with recent as (select * from shop.orders o) select * from recent'),
  'two.sql': file('Two', 'select o.id from orders o join buyers b on b.id = o.buyer'),
  'sorted.sql': file('Sorted', 'select id as margin from orders order by margin'),
  'passed.sql': file('Passed', 'with t as (select id as margin from orders) select margin from t'),
};

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  await ask(
    database.adminUrl,
    `create schema shop;
     create table shop.buyers (id integer primary key, note text);
     create table shop.orders (id integer primary key, buyer integer, state text, margin numeric, paid_on date);
     comment on table shop.orders is 'What was ordered.';
     comment on column shop.orders.state is 'Where it stands.';
     comment on column shop.orders.margin is 'For the board alone.';
     comment on column shop.buyers.note is 'What support says.';
     grant usage on schema shop to public; grant select on all tables in schema shop to public`,
  );
  const { username = '' } = new URL(database.readerUrl);
  await ask(database.adminUrl, `alter role "${username}" set search_path = shop, public`);
  people = await peopleOf({ vera: 'viewer', anna: 'author', ada: 'admin' });
  server = await startTestServer({
    env: { SOURCE_SHOP_URL: database.readerUrl, DATABASE_URL: database.adminUrl },
    catalog,
    options: people.options,
  });
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const wordsOf = async (slug: string, who = 'vera'): Promise<QueryWords> => {
  const answer = await server.ask(`/api/queries/${slug}/words`, people.as(who));
  expect(answer.status).toBe(200);
  return answer.json();
};
const namedBy = ({ tables }: QueryWords) =>
  Object.fromEntries(tables.map(({ name, columns }) => [name, columns.map((each) => each.name)]));

const ORDERS = '/api/sources/shop/words/shop/orders';
const written = async (who = 'anna'): Promise<TableWordsView> =>
  (await server.ask(ORDERS, people.as(who))).json();
const write = (version: number, words: unknown, who = 'anna'): Promise<Answer> => {
  const asked = sending('PUT', words, people.as(who));
  return server.ask(ORDERS, {
    ...asked,
    headers: { ...asked.headers, 'if-match': `"${version}"` },
  });
};

test('of a query are told the tables and columns that its text names or shows, and no others', async () => {
  expect(namedBy(await wordsOf('plain'))).toEqual({ orders: ['id', 'state', 'paid_on'] });
  expect(namedBy(await wordsOf('whole'))).toEqual({
    orders: ['id', 'buyer', 'state', 'margin', 'paid_on'],
  });
  expect(namedBy(await wordsOf('two'))).toEqual({ orders: ['id', 'buyer'], buyers: ['id'] });
  // A name that the query gives itself is no column of its table.
  expect(namedBy(await wordsOf('sorted'))).toEqual({ orders: ['id'] });
  expect(namedBy(await wordsOf('passed'))).toEqual({ orders: ['id'] });
});

test('a column of the result has words where it stands in a table like that, and none where it is made', async () => {
  const { result } = await wordsOf('plain');
  expect(result).toEqual([{ name: 'id', table: 'orders', column: 'id', means: null, values: [] }]);
  const shown = (await wordsOf('whole')).result.find(({ name }) => name === 'state');
  expect(shown?.means).toEqual({ text: 'Where it stands.', by: 'database' });
  const [called] = (await wordsOf('sorted')).result;
  expect(called).toMatchObject({ name: 'margin', column: 'id' });
});

test('what an author writes comes before the comments of the database, for everybody, with how it stood before', async () => {
  const first = await written();
  expect(first).toMatchObject({ version: 0, history: [], table: { comment: 'What was ordered.' } });
  const values = [{ value: 'open', means: 'Nobody paid.' }];
  const words = { means: 'Every order.', owner: 'Billing', fresh: 'at once', columns: [] };
  expect((await write(0, words)).status).toBe(200);
  const columns = [
    { name: 'state', means: '', values },
    { name: 'id', means: '', values: [] },
  ];
  await write(1, { ...words, means: 'Orders.', columns }, 'ada');

  const view = await written();
  expect(view.version).toBe(2);
  expect(view.words.columns).toEqual([{ name: 'state', means: '', values }]);
  const who = view.history.map(({ version, savedBy }) => [version, savedBy.email.split('@')[0]]);
  expect(who).toEqual([
    [2, 'ada'],
    [1, 'anna'],
  ]);
  const [now, before] = view.history;
  expect(before && now && changedWords(before.words, now.words)).toEqual([
    { what: 'The table', before: 'Every order.', after: 'Orders.' },
    { what: 'state = open', before: '', after: 'Nobody paid.' },
  ]);
  const { tables, mayChange } = await wordsOf('plain');
  expect(mayChange).toBe(false);
  expect(tables[0]).toMatchObject({
    means: { text: 'Orders.', by: 'people' },
    ...{ owner: 'Billing', fresh: 'at once' },
  });
  expect(tables[0]?.columns[1]).toMatchObject({
    means: { text: 'Where it stands.', by: 'database' },
    values,
  });
  const schema = (await server.ask('/api/sources/shop/schema', people.as('anna'))).json();
  const listed = schema.tables.find(({ name }: { name: string }) => name === 'orders');
  expect(listed).toMatchObject({ comment: 'Orders.', commentBy: 'people', owner: 'Billing' });
  expect(listed.columns[2]).toMatchObject({ commentBy: 'database', valueWords: values });
});

test('of two who write at once the second is told, a viewer writes nothing, and there are no words of what is not there', async () => {
  const { version } = await written();
  const at = [await write(version, { means: 'Mine.' }), await write(version, { means: 'Late.' })];
  expect(at.map(({ status }) => status)).toEqual([200, 409]);
  expect((await written()).words.means).toBe('Mine.');
  expect((await write(version + 1, { means: 'No.' }, 'vera')).status).toBe(403);
  const unknown = await write(version + 1, { columns: [{ name: 'nowhere', means: 'x' }] });
  expect([unknown.status, unknown.json().code]).toEqual([400, 'invalid_request']);
  const none = await server.ask('/api/sources/shop/words/shop/nothing', people.as('anna'));
  expect(none.status).toBe(404);
});

test('words of a column that was renamed stay where they are until somebody takes them over, and those of a table that is gone are listed', async () => {
  const { version } = await written();
  await write(version, { columns: [{ name: 'buyer', means: 'Who ordered.' }] });
  await ask(
    database.adminUrl,
    `insert into data_words (source, schema, "table", version, words, saved_by)
     values ('shop', 'shop', 'parcels', 1, '{"means": "Sent.", "owner": "", "fresh": "", "columns": [{"name": "box", "means": "Its box.", "values": []}]}',
       '{"id": "x", "name": "Max", "email": "max@example.com"}')`,
  );
  const path = '/api/sources/shop/words/shop/parcels';
  const asked = sending('PUT', { columns: [{ name: 'box', means: 'A box.' }] }, people.as('anna'));
  const kept = await server.ask(path, {
    ...asked,
    headers: { ...asked.headers, 'if-match': '"1"' },
  });
  expect(kept.json()).toMatchObject({ table: null, version: 2 });
  const schema = (await server.ask('/api/sources/shop/schema', people.as('anna'))).json();
  expect(schema.gone).toEqual([{ schema: 'shop', name: 'parcels' }]);
});
