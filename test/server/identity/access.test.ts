// What admins decide about members, queries and data sources holds, and nobody is locked out or forgotten by it.
import { eventually } from '../../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask } from '../../support/clusters.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from './people.ts';

let server: TestServer;
let people: People;
let database: TestDatabase;

const start = () =>
  startTestServer({
    env: {
      DATABASE_URL: database.adminUrl,
      SOURCE_MAIN_URL: database.readerUrl,
      AUDIT_DAYS: '40',
      VALUES_DAYS: '20',
    },
    catalog: {
      'numbers.sql': '/*---\ntitle: Numbers\n---*/\nselect generate_series(1, 3) as n\n',
    },
    options: people.options,
  });

beforeAll(async () => {
  people = await peopleOf({ ada: 'admin', bob: 'admin', anna: 'author', vera: 'viewer' });
  database = await newDatabase({ template: 'empty' });
  server = await start();
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const change = (member: string, body: object, by = 'ada') =>
  server.ask(`/api/members/${member}`, sending('PUT', body, people.as(by)));
const csvAs = (who: string) => server.ask('/q/numbers.csv', people.as(who));
const setPolicy = (policy: object) =>
  server.ask(
    '/api/policies/main',
    sending(
      'PUT',
      { runBy: null, writeBy: null, links: true, sheets: true, ...policy },
      people.as('ada'),
    ),
  );
const openTo = (audience: object | null) =>
  server.ask('/api/queries/numbers/audience', sending('PUT', { audience }, people.as('ada')));

async function linkOf(maker: string): Promise<string> {
  const made = await server.ask(
    '/api/queries/numbers/links',
    sending('POST', { name: `of ${maker}` }, people.as(maker)),
  );
  return new URL(made.json().url).pathname;
}

test('of two admins who demote each other in the same moment one stays, and the last one can neither go nor be sent away', async () => {
  const answers = await Promise.all([
    change('bob', { role: 'author' }, 'ada'),
    change('ada', { role: 'author' }, 'bob'),
  ]);

  const admins = await admin('select id from members where role = $$admin$$');
  expect(admins).toHaveLength(1);
  expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);

  const last = admins[0]?.id ?? '';
  const demoted = await eventually(
    () => change(last, { role: 'viewer' }, last),
    ({ status }) => status === 409,
  );
  expect(demoted.status).toBe(409);
  expect((await change(last, { active: false }, last)).status).toBe(409);
  await admin(`update members set role = 'admin' where id in ('ada', 'bob')`);
  await eventually(
    () => server.ask('/api/members', people.as('ada')),
    ({ status }) => status === 200,
  );
});

test('results of a source that is closed to spreadsheets are refused to the add-on, for as long as it is closed', async () => {
  expect((await setPolicy({ sheets: false })).status).toBeLessThan(300);

  const asked = sending('POST', {}, people.as('vera'));
  const refused = await server.ask('/api/queries/numbers/result', asked);
  expect(refused.status).toBe(403);
  expect(refused.json().detail).toMatch(/may not go into spreadsheets/);

  await setPolicy({});
  expect((await server.ask('/api/queries/numbers/result', asked)).status).toBe(200);
});

interface Told {
  things: {
    name: string;
    seenBy: number;
    sight: { sees: boolean; why: string; what: string | null };
  }[];
}

test('who sees what is told with why, and is what each of them finds', async () => {
  const made = sending('POST', { name: 'Finance', members: ['vera'] }, people.as('ada'));
  const { id: group } = (await server.ask('/api/groups', made)).json();
  const secret = { title: 'Secret', slug: 'secret', sql: 'select 1 as one' };
  await server.ask('/api/queries', sending('POST', secret, people.as('anna')));
  await server.ask(
    '/api/queries',
    sending(
      'POST',
      { ...secret, title: 'Sketch', slug: 'sketch', status: 'draft' },
      people.as('anna'),
    ),
  );
  const audience = { audience: { members: [], groups: [group] } };
  await server.ask('/api/queries/secret/audience', sending('PUT', audience, people.as('anna')));
  const tiles = [{ id: 'one', at: [0, 0, 6, 4], kind: 'table', query: 'secret' }];
  await server.ask(
    '/api/boards',
    sending('POST', { slug: 'board', content: { title: 'Board', tiles } }, people.as('ada')),
  );

  const sees = async (filter: string) => {
    const told = (
      await server.ask(`/api/who-sees?unseen=true&${filter}`, people.as('ada'))
    ).json() as Told;
    return told.things.map(({ name, sight: { sees, why, what } }) =>
      [name, sees, why, what ?? ''].join(' '),
    );
  };
  expect(await sees('member=vera')).toEqual([
    'numbers true everybody ',
    'secret true group Finance',
    'sketch false draft ',
    'board true query Secret',
  ]);
  expect(await sees('member=anna&kind=query&search=se')).toEqual(['secret true owner ']);
  expect(await sees('member=bob&search=secret')).toEqual(['secret true admin ']);
  expect(await sees(`group=${group}`)).toEqual(await sees('member=vera'));
  const locked = (await server.ask('/api/queries?search=secret', people.as('vera'))).json();
  expect(locked.queries[0].closed).toEqual({
    to: { members: [], groups: [{ id: group, name: 'Finance' }] },
    bySource: false,
  });

  await setPolicy({ runBy: { members: ['anna'], groups: [] } });
  expect(await sees('member=vera&search=numbers')).toEqual(['numbers false source main']);
  for (const who of ['ada', 'bob', 'anna', 'vera']) {
    const found = (await server.ask('/api/queries', people.as(who))).json();
    const slugs = (found.queries as { slug: string }[]).map(({ slug }) => slug).sort();
    const told = await sees(`member=${who}&kind=query`);
    const seen = told
      .filter((line) => line.split(' ')[1] === 'true')
      .map((line) => line.split(' ')[0]);
    expect([who, seen.sort()]).toEqual([who, slugs]);
  }
  const { members } = (await server.ask('/api/who-sees/query/secret', people.as('ada'))).json();
  expect(
    (members as { id: string; sight: { why: string } }[]).map(
      ({ id, sight }) => `${id} ${sight.why}`,
    ),
  ).toEqual([...['ada admin', 'anna owner', 'bob admin', 'vera source']]);
  const csv = (await server.ask('/api/who-sees.csv?search=secret', people.as('ada'))).text;
  expect(csv).toContain('query,secret,Secret,main,anna,anna@example.com,author,yes,owner,');
  expect(csv).not.toContain('vera');
  await setPolicy({});
  for (const slug of ['secret', 'sketch'])
    await server.ask(`/api/queries/${slug}`, sending('DELETE', undefined, people.as('ada')));
});

test('a share link ends when its maker may no longer see the query, and with the policy of its source', async () => {
  const link = await linkOf('anna');
  expect((await server.ask(`${link}.csv`)).status).toBe(200);

  await openTo({ members: ['vera'], groups: [] });
  expect((await server.ask(`${link}.csv`)).status).toBe(404);
  expect((await csvAs('vera')).status).toBe(200);
  await openTo(null);
  expect((await server.ask(`${link}.csv`)).status).toBe(200);

  await setPolicy({ links: false });
  expect((await server.ask(`${link}.csv`)).status).toBe(404);
  await setPolicy({});
});

test('before a member goes, the links and schedules that hang on them are listed; then their sign-in ends', async () => {
  const link = await linkOf('anna');
  await server.ask(
    '/api/ranges/one',
    sending(
      'PUT',
      {
        query: 'numbers',
        spreadsheet: { id: 'sheet', name: 'Forecast' },
        tab: 'Plan',
        schedule: 'Mondays at 7:00',
      },
      people.as('anna'),
    ),
  );

  const holdings = (await server.ask('/api/members/anna/holdings', people.as('ada'))).json();
  expect(holdings.links.map(({ query }: { query: string }) => query)).toContain('numbers');
  expect(holdings.schedules).toEqual([
    expect.objectContaining({ tab: 'Plan', query: 'numbers', schedule: 'Mondays at 7:00' }),
  ]);

  expect((await change('anna', { active: false })).status).toBeLessThan(300);
  expect(
    (
      await eventually(
        () => csvAs('anna'),
        ({ status }) => status === 403,
      )
    ).status,
  ).toBe(403);
  expect((await server.ask(`${link}.csv`)).status).toBe(404);
});

test('the audit forgets what is older than it is to be kept, and nothing younger', async () => {
  await csvAs('vera');
  const [old, young, ...others] = await eventually(
    () => admin('select id from audit_events order by at'),
    (events) => events.length > 2,
  );
  await age(old, 41);
  await age(young, 39);
  const runs = await eventually(
    () => admin('select id from runs'),
    (found) => found.length > 0,
  );

  const next = await start();
  const kept = await eventually(
    () => admin('select id from audit_events order by at'),
    (events) => !events.some(({ id }) => id === old?.id),
  );
  await next.stop();

  // What was done just now may be recorded only after the events were read.
  expect(kept).toEqual(expect.arrayContaining([young, ...others]));
  expect(kept).not.toContainEqual(old);
  expect(await admin('select id from runs')).toEqual(expect.arrayContaining(runs));
});

test('with which values and texts somebody ran something is forgotten before the run is, of older runs alone', async () => {
  const run = sending('POST', { source: 'main', sql: 'select 42 as told' }, people.as('bob'));
  const younger = await server.ask('/api/run', run);
  const older = await server.ask('/api/run', run);
  const ids = [younger, older].map((answer) => answer.json().run);
  const told = 'select id, sql, "values", number, started_at from runs where id = any($1)';
  await eventually(
    () => admin(told, [ids]),
    (runs) => runs.length === 2,
  );
  await admin(`update runs set started_at = now() - interval '21 days' where id = $1`, [ids[1]]);

  const next = await start();
  const runs = await eventually(
    () => admin(told, [ids]),
    (found) => found.some(({ sql }) => sql === null),
  );
  await next.stop();

  const { entries } = (await server.ask('/api/audit?kind=run', people.as('ada'))).json();
  const bare = { sql: null, values: null };
  expect(entries).toEqual(
    expect.arrayContaining([expect.objectContaining({ id: ids[1], ...bare })]),
  );
  expect(runs).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: ids[0], sql: 'select 42 as told', values: {} }),
      expect.objectContaining({ id: ids[1], ...bare, number: null }),
    ]),
  );
});

interface Kept {
  sql?: string | null;
  id: string;
}

const admin = (sql: string, values: unknown[] = []) => ask<Kept>(database.adminUrl, sql, values);

const age = (event: Kept | undefined, days: number) =>
  admin('update audit_events set at = now() - make_interval(days => $2) where id = $1', [
    event?.id,
    days,
  ]);
