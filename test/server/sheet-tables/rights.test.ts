// Only whom its publisher allows can run what reads a sheet table, on whatever way they ask.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';
import { goodRows, headers, onboarding } from './onboarding.ts';

let server: TestServer;
let people: People;
let database: TestDatabase;
let link: string;
let frozen: string;

const CATALOG = {
  'reads.sql':
    '/*---\ntitle: Reads a sheet\nparameters:\n  who: { type: choice, choices: { query: accounts }, optional: true }\n---*/\nselect account, seats from sheet.sales_onboarding where :who is null or account = :who\n',
  'accounts.sql':
    '/*---\ntitle: Accounts\n---*/\nselect account from sheet.sales_onboarding order by 1\n',
  'seats.sql':
    '/*---\ntitle: Seats\n---*/\nselect sum(seats) as seats from sheet.sales_onboarding where seats < 100\n',
  'chooses.sql':
    '/*---\ntitle: Chooses\nparameters:\n  who: { type: choice, choices: { query: accounts }, default: Kiln }\n---*/\nselect :who as who\n',
};

const allowed = { usedBy: { members: ['vera', 'anna'], groups: [] } };

beforeAll(async () => {
  people = await peopleOf({
    ...{ ada: 'admin', sam: 'viewer', anna: 'author', vera: 'viewer', otto: 'author' },
  });
  database = await newDatabase({ template: 'empty' });
  server = await startTestServer({
    env: { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
    options: people.options,
    catalog: CATALOG,
  });
  await must('sam', 'POST', '/api/sheet-tables', { ...onboarding, ...allowed });
  await must('sam', 'PUT', '/api/sheet-tables/sales_onboarding/rows', { headers, rows: goodRows });
  const body = { name: 'A link', sheetTables: ['sales_onboarding'] };
  link = new URL((await must('anna', 'POST', '/api/queries/reads/links', body)).json().url)
    .pathname;
  const run = randomUUID();
  await must('vera', 'POST', '/api/queries/reads/result', { run });
  frozen = (await must('vera', 'POST', `/api/runs/${run}/freeze`)).json().id;
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const ask = (who: string, method: string, path: string, body?: unknown) =>
  server.ask(path, sending(method, body, people.as(who)));

async function must(who: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await ask(who, method, path, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer;
}

const allow = (members: string[]) =>
  must('sam', 'PUT', '/api/sheet-tables/sales_onboarding', { usedBy: { members, groups: [] } });

const text = { source: 'main', sql: 'select * from sheet.sales_onboarding' };
const ways: [string, (who: string) => Promise<Answer>][] = [
  ['the page and the sidebar', (who) => ask(who, 'POST', '/api/queries/reads/result', {})],
  ['a kept result', (who) => ask(who, 'POST', '/api/queries/reads/result', { maxAgeSeconds: 600 })],
  ['CSV', (who) => ask(who, 'GET', '/q/reads.csv')],
  ['CSV that is kept', (who) => ask(who, 'GET', '/q/reads.csv?_maxAgeSeconds=600')],
  ['JSON', (who) => ask(who, 'GET', '/q/reads.json')],
  ['Excel', (who) => ask(who, 'GET', '/q/reads.xlsx')],
  ['the choices of another query', (who) => ask(who, 'GET', '/api/queries/chooses/choices/who')],
];
const authorsWays: typeof ways = [
  ['SQL that is not saved', (who) => ask(who, 'POST', '/api/run', text)],
  ['a description', (who) => ask(who, 'POST', '/api/describe', text)],
  ['a plan', (who) => ask(who, 'POST', '/api/explain', text)],
  ['a share link', (who) => ask(who, 'POST', '/api/queries/reads/links', { name: 'x' })],
];

test.each(ways)(
  'by %s whoever may use it gets rows, also a viewer and an admin, and nobody else',
  async (_way, by) => {
    expect((await by('vera')).status).toBe(200);
    expect((await by('sam')).status).toBe(200);
    expect((await by('ada')).status).toBe(200);

    const refused = await by('otto');

    expect(refused.status).toBe(403);
    expect(refused.text).not.toContain('Kiln');
    expect(refused.json().detail).toContain('Ask sam, who publishes it');
  },
);

test('the numbers that a query gave over time are told to whoever may use what it read, and to nobody else', async () => {
  const numbers = async (who: string) =>
    (await must(who, 'POST', '/api/queries/seats/numbers', { values: {} })).json().numbers;
  await must('vera', 'POST', '/api/queries/seats/result', {});
  await eventually(
    () => numbers('vera'),
    (all: unknown[]) => all.length > 0,
  );

  expect(await numbers('ada')).toMatchObject([{ value: '13.5' }]);
  expect(await numbers('otto')).toEqual([]);
});

test.each(authorsWays)('by %s an author who may not use it gets nothing', async (_way, by) => {
  const refused = await by('otto');

  expect(refused.status).toBe(403);
  expect(refused.text).not.toContain('Kiln');
});

test('a share link is made only after a yes that names the sheet tables, and shows what its maker may use, for as long as that is so', async () => {
  const asked = await ask('anna', 'POST', '/api/queries/reads/links', { name: 'x' });
  expect(asked.json()).toMatchObject({ code: 'unconfirmed', sheetTables: ['sales_onboarding'] });
  for (const path of [`${link}.csv`, `${link}.json`, `${link}/result`]) {
    expect((await server.ask(path)).text).toContain('Kiln');
  }

  await allow(['vera']);

  for (const path of [`${link}.csv`, `${link}.json`, `${link}/result`]) {
    const refused = await server.ask(path);
    expect(refused.status).toBe(403);
    expect(refused.text).not.toContain('Kiln');
  }
  await allow(['vera', 'anna']);
  expect((await server.ask(`${link}.csv`)).text).toContain('Kiln');
});

test('who may not use it any more gets no more of a run that is kept, nor of a frozen one', async () => {
  const run = randomUUID();
  await must('vera', 'POST', '/api/queries/reads/result', { run, pageRows: 1 });
  expect((await ask('vera', 'GET', `/api/runs/${run}/rows?after=1`)).status).toBe(200);
  expect((await ask('vera', 'GET', `/f/${frozen}.csv`)).text).toContain('Kiln');
  expect((await ask('otto', 'GET', `/f/${frozen}.csv`)).status).toBe(404);

  await allow(['anna']);

  expect((await ask('vera', 'GET', `/api/runs/${run}/rows?after=1`)).status).toBe(403);
  expect((await ask('vera', 'POST', '/api/queries/reads/result', { run })).status).toBe(403);
  expect((await ask('vera', 'GET', `/f/${frozen}.csv`)).status).toBe(404);
  await allow(['vera', 'anna']);
});

test('an alert is evaluated with the right of its owner, and fails in words once that is gone', async () => {
  const made = await must('anna', 'POST', '/api/alerts', {
    query: 'reads',
    name: 'Rows',
    when: 'rows',
  });
  const evaluate = async () =>
    (await must('anna', 'POST', `/api/alerts/${made.json().id}/evaluate`, {})).text;
  expect(await evaluate()).not.toContain('may not use');

  await allow(['vera']);

  expect(await evaluate()).toContain('which you may not use');
  await allow(['vera', 'anna']);
});

test('before its publisher goes a sheet table is listed, and whoever takes over may change and publish it', async () => {
  const { tables } = (await must('ada', 'GET', '/api/members/sam/holdings')).json();
  await must('ada', 'PUT', '/api/members/sam', { active: false, handOverTo: 'vera' });
  const path = '/api/sheet-tables/sales_onboarding';
  await must('vera', 'PUT', path, { title: 'Onboarding of Vera' });
  await must('vera', 'PUT', `${path}/rows`, { headers, rows: goodRows });

  expect(tables).toMatchObject([{ name: 'sales_onboarding', published: true }]);
  expect((await ask('otto', 'PUT', path, { title: 'x' })).status).toBeGreaterThanOrEqual(403);
});
