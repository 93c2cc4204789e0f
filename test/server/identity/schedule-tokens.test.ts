// Schedule tokens: they refresh one linked range with their member's rights, open nothing else, and end with the schedule.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from './people.ts';

let database: TestDatabase;
let server: TestServer;
let people: People;

const file = (title: string, sql: string, header = '') =>
  `/*---\ntitle: ${title}\n${header}---*/\n${sql}\n`;

beforeAll(async () => {
  people = await peopleOf({ vera: 'viewer', victor: 'viewer', anna: 'author' });
  database = await newDatabase({ template: 'empty' });
  server = await startTestServer({
    env: { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
    catalog: {
      'numbers.sql': file('Numbers', 'select generate_series(1, 3) as n', 'formerly: [digits]\n'),
      'others.sql': file('Others', 'select 2 as two'),
      'customer.sql': file(
        'Customer',
        'select :name::text as name, :day::text as day, :secret::text as secret',
        `parameters:
  name: { type: text }
  day: { type: text, default: today }
  secret: { type: text, label: Secret, default: x, cell: false }
`,
      ),
      'agents.sql': file('Agents', "select '007' as number, 'Bond' as name"),
      'agent.sql': file(
        'Agent',
        'select :who::text as who',
        'parameters:\n  who: { type: choice, choices: { query: agents } }\n',
      ),
      'draft.sql': file('Draft', 'select 3 as three', 'status: draft\n'),
    },
    options: people.options,
  });
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const spreadsheet = 'sheet';
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const make = (range: string, who = 'vera', query = 'numbers', more: object = {}) =>
  server.ask(
    `/api/ranges/${range}/token`,
    sending('POST', { query, spreadsheet, ...more }, people.as(who)),
  );
const tokenOf = async (range: string, who?: string): Promise<string> =>
  (await make(range, who)).json().token;
const result = (token: string, slug = 'numbers', body: object = {}) =>
  server.ask(`/api/queries/${slug}/result`, sending('POST', body, bearer(token)));
const tell = (token: string, range: string, more: object = {}) => {
  const told = { query: 'numbers', spreadsheet: { id: spreadsheet, name: 'S' }, tab: 'T' };
  return server.ask(`/api/ranges/${range}`, sending('PUT', { ...told, ...more }, bearer(token)));
};

async function sql<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query<Row>(text);
  await client.end();
  return rows;
}

test('a token can be found by secret scanners, is told once, and is not in the database', async () => {
  const made = await make('a');
  const rows = await sql<{ row: string }>('select t::text as row from bound_schedule_tokens t');

  expect(made.status).toBe(201);
  expect(made.headers['cache-control']).toBe('no-store');
  expect(made.json()).toEqual({ token: expect.stringMatching(/^sheetfeed_sched_[\w-]{43}$/) });
  expect(rows.map(({ row }) => row).join()).not.toContain(made.json().token.slice(-43));
});

test('it runs its query, also by a former name, gets all pages, and tells of its range', async () => {
  const token = await tokenOf('b');
  const run = randomUUID();

  const first = await result(token, 'numbers', { run, pageRows: 2 });
  const second = await server.ask(`/api/runs/${run}/rows?after=2`, bearer(token));
  const former = await result(token, 'digits');
  const description = await server.ask('/api/queries/numbers', bearer(token));
  const told = await tell(token, 'b', { schedule: 'every hour' });

  expect([first.json().rows, second.json().rows]).toEqual([[[1], [2]], [[3]]]);
  expect([former.status, description.status, told.status]).toEqual([200, 200, 204]);
  const { ranges } = (
    await server.ask('/api/queries/numbers/dependents', people.as('vera'))
  ).json();
  expect(ranges).toMatchObject([{ id: 'b', linkedBy: { name: 'vera' }, schedule: 'every hour' }]);
});

test('of every other query it is told what it would be told of one that is nowhere', async () => {
  const token = await tokenOf('c');
  const nowhere = (await result(token, 'nowhere')).json();

  const others = (await result(token, 'others')).json();

  const anonymous = (body: object) =>
    JSON.stringify({ ...body, requestId: '', instance: '' }).replace(/nowhere|others/g, 'it');
  expect(others.code).toBe('not_found');
  expect(anonymous(others)).toBe(anonymous(nowhere));
  expect((await server.ask('/api/queries/others', bearer(token))).status).toBe(404);
});

test('it opens no other route, not even for its own query', async () => {
  const token = await tokenOf('d');
  const asked: [method: string, at: string, body?: object][] = [
    ['GET', '/api/me'],
    ['GET', '/api/queries'],
    ['GET', '/q/numbers.csv'],
    ['GET', '/q/numbers.json'],
    ['GET', '/api/tokens'],
    ['POST', '/api/tokens', { name: 'x', scopes: ['run'], days: 1 }],
    ['POST', '/api/ranges/d/token', { query: 'numbers', spreadsheet }],
    ['DELETE', `/api/ranges/d?spreadsheet=${spreadsheet}`],
    ['GET', '/api/queries/numbers/dependents'],
    ['DELETE', `/api/runs/${randomUUID()}`],
    ['PUT', '/api/favourites/numbers'],
  ];
  for (const [method, at, body] of asked) {
    const answer = await server.ask(at, sending(method, body, bearer(token)));
    expect([method, at, answer.status, answer.json().code]).toEqual([
      ...[method, at, 403, 'forbidden'],
    ]);
  }
});

test('it neither tells of another range nor reads the pages of a run that its schedule did not begin', async () => {
  const token = await tokenOf('e');
  const run = randomUUID();
  await server.ask(
    '/api/queries/numbers/result',
    sending('POST', { run, pageRows: 1 }, people.as('vera')),
  );

  expect((await tell(token, 'f')).json().code).toBe('forbidden');
  expect((await tell(token, 'e', { spreadsheet: { id: 'x', name: 'X' } })).json().code).toBe(
    'forbidden',
  );
  expect((await tell(token, 'e', { query: 'others' })).json().code).toBe('not_found');
  expect((await server.ask(`/api/runs/${run}/rows?after=1`, bearer(token))).json().code).toBe(
    'not_found',
  );
});

const end = (at: string, who: string) =>
  server.ask(`${at}?spreadsheet=${spreadsheet}`, { method: 'DELETE', ...people.as(who) });

test('it ends when its member ends the schedule, unlinks the range, or makes it anew', async () => {
  const stopped = await tokenOf('g');
  await end('/api/ranges/g/token', 'vera');
  const unlinked = await tokenOf('h');
  await end('/api/ranges/h', 'vera');
  const before = await tokenOf('i');
  const after = await tokenOf('i');

  for (const ended of [stopped, unlinked, before]) {
    const refused = await result(ended);
    expect([refused.status, refused.json().detail]).toEqual([
      401,
      'The schedule may not sign in any more. Open the sidebar and save the schedule again, or take it over.',
    ]);
  }
  expect((await result(after)).status).toBe(200);
});

test('it ends with its member, and when nothing used it for 90 days', async () => {
  const ofVictor = await tokenOf('j', 'victor');
  const silent = await tokenOf('k');
  await sql("delete from members where id = 'victor'");
  await sql(
    "update bound_schedule_tokens set created_at = now() - interval '91 days' where range_id = 'k'",
  );

  expect((await result(ofVictor)).status).toBe(401);
  expect((await result(silent)).status).toBe(401);
});

test('nobody gets one for a query that they may not see, and an invented one opens nothing', async () => {
  expect((await make('l', 'vera', 'draft')).json().code).toBe('not_found');
  expect((await make('l', 'anna', 'draft')).status).toBe(201);
  expect((await result(`sheetfeed_sched_${'x'.repeat(43)}`)).status).toBe(401);
});

test('a colleague who knows the range neither ends nor replaces it', async () => {
  const token = await tokenOf('m');
  const ended = await end('/api/ranges/m/token', 'anna');
  const unlinked = await end('/api/ranges/m', 'anna');
  const his = await tokenOf('m', 'anna');

  expect([ended.status, unlinked.status]).toEqual([204, 204]);
  expect((await result(token)).status).toBe(200);
  expect((await result(his)).status).toBe(200);
});

const bound = { values: { name: 'Ada' }, cells: ['day'] };
const inSheet = (id: string) => ({ place: { spreadsheet: { id, name: 'S' }, tab: 'T' } });

test('it asks with the values that its member agreed to, and with what the cells hold where a value follows one', async () => {
  const { token } = (await make('n', 'vera', 'customer', bound)).json();
  const rows = async (values: object, more: object = inSheet(spreadsheet)) => {
    const answer = await result(token, 'customer', { values, ...more });
    return answer.status === 200 ? answer.json().rows : answer.json().code;
  };

  expect(await rows({ name: 'Ada', day: 'Monday' })).toEqual([['Ada', 'Monday', 'x']]);
  expect(await rows({ name: 'Ada' }, {})).toEqual([['Ada', 'today', 'x']]);
  expect(await rows({ name: 'Eve', day: 'Monday' })).toBe('forbidden');
  expect(await rows({ name: ['Ada'] })).toBe('forbidden');
  expect(await rows({ day: 'Monday' })).toBe('forbidden');
  expect(await rows({ name: 'Ada', secret: 'y' })).toBe('forbidden');
  expect(await rows({ name: 'Ada' }, inSheet('another'))).toBe('forbidden');
});

test('the audit names its spreadsheet, also where it does not say so', async () => {
  const token = await tokenOf('o');
  await result(token);
  const recorded = () =>
    sql<{ place: { spreadsheet: { id: string } } | null }>(
      `select place from runs where origin = 'schedule' and outcome = 'done' and query = 'numbers'
       order by started_at desc limit 1`,
    );
  const places = await eventually(recorded, ([run]) => run?.place?.spreadsheet.id === spreadsheet);
  expect(places).toHaveLength(1);
});

test('what a cell says for a choice is matched for it too, though it may not ask for the choices themselves', async () => {
  const { token } = (await make('r', 'vera', 'agent', { values: {}, cells: ['who'] })).json();
  const asked = (who: string) =>
    result(token, 'agent', { values: { who }, matchChoices: ['who'], ...inSheet(spreadsheet) });

  expect((await asked('bond')).json()).toMatchObject({
    rows: [['007']],
    matches: [{ parameter: 'who', given: 'bond', value: '007', label: 'Bond' }],
  });
  expect((await asked('blofeld')).json()).toMatchObject({
    code: 'invalid_value',
    parameter: 'who',
  });
  expect((await result(token, 'agents')).status).toBe(404);
});

test('a value that its author keeps out of the cells is not left to them', async () => {
  const refused = await make('p', 'vera', 'customer', { ...bound, cells: ['secret'] });

  expect([refused.status, refused.json().code, refused.json().parameter]).toEqual([
    ...[422, 'invalid_value', 'secret'],
  ]);
  expect(refused.json().detail).toContain('does not let Secret follow a cell');
});

test('a result says by name which query it is of', async () => {
  const token = await tokenOf('q');
  const run = randomUUID();
  const kept = (await result(token, 'digits', { run, pageRows: 2 })).json();
  const same = (await result(token, 'digits', { unless: kept.etag })).json();

  expect([(await result(token, 'digits')).json(), kept, same]).toMatchObject(
    Array(3).fill({ query: 'numbers', title: 'Numbers' }),
  );
});
