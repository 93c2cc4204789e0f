// Rows of a sheet table are published whole or not at all, typed as its columns say, and whoever cannot publish is told why.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ask as onDatabase } from '../../support/clusters.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';
import { goodRows, headers, onboarding, onboardingColumns } from './onboarding.ts';

let server: TestServer;
let people: People;
let database: TestDatabase;
let made = 0;

beforeAll(async () => {
  people = await peopleOf({ ada: 'admin', sam: 'viewer', vera: 'viewer', anna: 'author' });
  database = await newDatabase({ template: 'empty' });
  server = await startTestServer({
    env: { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
    options: people.options,
  });
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const ask = (who: string, method: string, path: string, body?: unknown) =>
  server.ask(path, sending(method, body, people.as(who)));

/** A table of sam's, by a new name. */
async function newTable(more: object = {}): Promise<string> {
  const name = `onboarding_${++made}`;
  const answer = await ask('sam', 'POST', '/api/sheet-tables', { ...onboarding, name, ...more });
  expect(answer.status).toBe(201);
  return name;
}

const put = (name: string, body: object, who = 'sam'): Promise<Answer> =>
  ask(who, 'PUT', `/api/sheet-tables/${name}/rows`, { headers, ...body });
const tableOf = async (name: string, who = 'sam') =>
  (await ask(who, 'GET', `/api/sheet-tables/${name}`)).json();

test('a page alone publishes its rows, and the table tells how many there are, from when, and by whom', async () => {
  const name = await newTable();
  expect((await tableOf(name)).rows).toBeNull();

  const answer = await put(name, { rows: goodRows });

  expect(answer.json()).toMatchObject({ state: 'published', badCells: [], newHeaders: [] });
  const { rows } = await tableOf(name);
  // The blank row is none.
  expect(rows).toMatchObject({ rowCount: 3, leftOut: 0, by: { name: 'sam' } });
  expect(Math.abs(Date.now() - Date.parse(rows.at))).toBeLessThan(60_000);
});

test('the same rows have the same fingerprint, however they are cut into pages, and other rows another one', async () => {
  const name = await newTable();
  const { fingerprint } = (await put(name, { rows: goodRows })).json().rows;
  const publication = randomUUID();
  const first = await put(name, {
    ...{ publication, page: 0, last: false, rows: goodRows.slice(0, 1) },
  });
  expect(first.json()).toMatchObject({ state: 'taken', rows: null });
  expect((await tableOf(name)).rows.fingerprint).toBe(fingerprint);

  const second = await put(name, { publication, page: 1, last: true, rows: goodRows.slice(1) });
  expect(second.json().rows).toMatchObject({ fingerprint, rowCount: 3 });
  const other = await put(name, { rows: goodRows.slice(1) });

  expect(other.json().rows.fingerprint).not.toBe(fingerprint);
});

test('a page that is sent twice counts once, and a last page whose others are missing publishes nothing', async () => {
  const name = await newTable();
  const publication = randomUUID();
  const page = { publication, page: 0, last: false, rows: goodRows };
  await put(name, page);
  await put(name, page);

  const early = await put(name, { publication, page: 2, last: true, rows: [] });
  expect(early).toMatchObject({ status: 400 });
  expect((await tableOf(name)).rows).toBeNull();
  await put(name, { publication, page: 1, last: false, rows: [] });
  const whole = await put(name, { publication, page: 2, last: true, rows: [] });

  expect(whole.json().rows.rowCount).toBe(3);
});

test('cells that do not fit are named with an address that opens each, nothing is published, and the rows from before stay', async () => {
  const name = await newTable();
  const { fingerprint } = (await put(name, { rows: goodRows })).json().rows;

  const answer = await put(name, {
    firstRow: 17,
    firstColumn: 2,
    rows: [
      ['Kiln', 'twelve', 'n/a', 'maybe', 5],
      ['Vesta', '#DIV/0!', 46000, true, 'yesterday'],
    ],
  });

  expect(answer.status).toBe(422);
  const { code, badCells, badCount, detail } = answer.json();
  expect({ code, badCount }).toEqual({ code: 'bad_cells', badCount: 7 });
  const told = badCells.map(
    ({ cell, shown, reason }: Record<string, string>) => `${cell} "${shown}" ${reason}`,
  );
  expect(told).toEqual([
    'C17 "twelve" is not a number',
    'D17 "n/a" is not a date',
    'E17 "maybe" is not TRUE or FALSE',
    'F17 "5" is not a date and time',
    'C18 "#DIV/0!" is the error of a formula',
    'D18 "46000" is not a date',
    'F18 "yesterday" is not a date and time',
  ]);
  expect(detail).toContain('D17 "n/a" is not a date');
  expect(badCells[1].url).toBe('https://docs.google.com/spreadsheets/d/abc/edit#gid=7&range=D17');
  const table = await tableOf(name);
  expect(table.rows.fingerprint).toBe(fingerprint);
  expect(table.failed).toMatchObject({ badCount: 7, detail });
  await put(name, { rows: goodRows });
  expect((await tableOf(name)).failed).toBeNull();
});

test('of many cells that do not fit, over all pages, twenty are named and all are counted', async () => {
  const name = await newTable();
  const publication = randomUUID();
  const rows = Array.from({ length: 15 }, () => ['x', 'many', '', '', '']);
  await put(name, { publication, page: 0, last: false, rows });

  const answer = await put(name, { publication, page: 1, last: true, firstRow: 17, rows });

  expect(answer.json()).toMatchObject({ code: 'bad_cells', badCount: 30 });
  expect(answer.json().badCells).toHaveLength(20);
  expect(answer.json().detail).toContain('and 10 more');
});

test('a table that leaves bad rows out publishes the others, counts them, and names their cells', async () => {
  const name = await newTable({ badRows: 'leave_out' });

  const answer = await put(name, { rows: [...goodRows, ['Kiln', 'twelve', 'n/a', '', '']] });

  expect(answer.json()).toMatchObject({ state: 'published', rows: { rowCount: 3, leftOut: 1 } });
  expect(answer.json().badCells.map(({ cell }: { cell: string }) => cell)).toEqual(['B6', 'C6']);
});

test('columns are found by their headers wherever they stand, new ones are offered, and one that is gone or there twice is told', async () => {
  const name = await newTable({ columns: onboardingColumns.slice(0, 2) });
  const moved = { headers: ['Notes', ' seats ', '', 'ACCOUNT'], rows: [['n', 3, 'x', 'Kiln']] };
  expect((await put(name, moved)).json()).toMatchObject({
    state: 'published',
    newHeaders: ['Notes'],
    rows: { rowCount: 1 },
  });

  const gone = await put(name, { headers: ['Account'], rows: [['Kiln']] });
  const twice = await put(name, { headers: ['Account', 'Seats', 'Account'], rows: [] });

  expect(gone.json().detail).toBe('No column is headed "Seats" any more.');
  expect(twice.json().detail).toContain('The columns A and C are both headed "Account".');
  expect((await tableOf(name)).rows.rowCount).toBe(1);
  expect((await tableOf(name)).failed.detail).toContain('both headed "Account"');
});

test('numbers and dates that are written as text are read by the spreadsheet’s locale where they are one thing, else told', async () => {
  const name = await newTable({ columns: onboardingColumns.slice(0, 3) });
  const rows = [['Kiln', '1.000,5', '31.12.2026']];
  expect((await put(name, { headers: headers.slice(0, 3), locale: 'de_DE', rows })).status).toBe(
    200,
  );

  const either = await put(name, {
    ...{ headers: headers.slice(0, 3), locale: 'de_DE', rows: [['Kiln', '12', '5/12/2026']] },
  });

  expect(either.json().badCells).toMatchObject([
    { cell: 'C2', reason: 'could be 2026-12-05 or 2026-05-12' },
  ]);
});

test('more than 50,000 rows, or 10 MB, are refused in a sentence that says so, and nothing of them stays', async () => {
  const name = await newTable({ columns: onboardingColumns.slice(0, 1) });
  const send = (page: number, rows: unknown[], last: boolean, publication: string) =>
    put(name, { headers: ['Account'], publication, page, last, rows });
  const many = randomUUID();
  await send(
    0,
    Array.from({ length: 26_000 }, () => ['a']),
    false,
    many,
  );
  const tooMany = await send(
    1,
    Array.from({ length: 26_000 }, () => ['a']),
    true,
    many,
  );
  const large = randomUUID();
  const megabyte = Array.from({ length: 30 }, () => ['x'.repeat(45_000)]);
  let tooLarge: Answer | null = null;
  for (let page = 0; page < 8; page++) tooLarge = await send(page, megabyte, false, large);

  for (const answer of [tooMany, tooLarge]) {
    expect(answer?.status).toBe(413);
    expect(answer?.json().detail).toContain('at most 50,000 rows and 10 MB');
  }
  expect((await tableOf(name)).rows).toBeNull();
  const rows = await onDatabase<{ n: number }>(
    database.adminUrl,
    'select count(*)::integer as n from sheet_pages where publication = any($1)',
    [[many, large]],
  );
  expect(rows[0]?.n).toBe(0);
});

test('of two publications at once the one that began later counts, whichever ends first', async () => {
  const name = await newTable();
  const [older, newer] = [randomUUID(), randomUUID()];
  await put(name, { publication: older, page: 0, last: false, rows: goodRows.slice(0, 1) });
  await put(name, { publication: newer, page: 0, last: true, rows: goodRows.slice(0, 2) });

  const late = await put(name, { publication: older, page: 1, last: true, rows: [] });

  expect(late).toMatchObject({ status: 409 });
  expect((await tableOf(name)).rows.rowCount).toBe(2);
});

test('columns that change while pages come keep them from being published', async () => {
  const name = await newTable();
  const publication = randomUUID();
  await put(name, { publication, page: 0, last: false, rows: goodRows });
  const columns = onboardingColumns.map((column) => ({ ...column, type: 'text' }));
  await ask('sam', 'PUT', `/api/sheet-tables/${name}`, { columns });

  expect(await put(name, { publication, page: 1, last: true, rows: [] })).toMatchObject({
    status: 409,
  });
});

test('who may not use a table is told that there is none, who may use it cannot change it, and its publisher and admins can', async () => {
  const name = await newTable();
  const change = (who: string) =>
    ask(who, 'PUT', `/api/sheet-tables/${name}`, { title: `By ${who}` });
  const listed = async (who: string) =>
    (await ask(who, 'GET', '/api/sheet-tables'))
      .json()
      .tables.map((table: { name: string }) => table.name)
      .includes(name);
  expect(await ask('vera', 'GET', `/api/sheet-tables/${name}`)).toMatchObject({ status: 404 });
  expect((await put(name, { rows: [] }, 'vera')).status).toBe(404);
  expect(await listed('vera')).toBe(false);

  await ask('sam', 'PUT', `/api/sheet-tables/${name}`, {
    usedBy: { members: ['vera'], groups: [] },
  });

  expect(await tableOf(name, 'vera')).toMatchObject({ may: { change: false }, failed: null });
  expect(await listed('vera')).toBe(true);
  expect((await change('vera')).status).toBe(403);
  expect((await put(name, { rows: [] }, 'vera')).status).toBe(403);
  expect((await ask('vera', 'DELETE', `/api/sheet-tables/${name}`)).status).toBe(403);
  expect((await change('ada')).json().title).toBe('By ada');
  expect((await change('sam')).json().title).toBe('By sam');
  expect((await ask('sam', 'DELETE', `/api/sheet-tables/${name}`)).status).toBe(204);
  expect((await ask('sam', 'GET', `/api/sheet-tables/${name}`)).status).toBe(404);
});

test('a name is given once, and a body that is no page is refused by what is wrong with it', async () => {
  const name = await newTable();

  expect((await ask('sam', 'POST', '/api/sheet-tables', { ...onboarding, name })).status).toBe(409);
  const wrong = [
    { rows: [['x'], 'y'] },
    { rows: [[{ a: 1 }]] },
    { rows: 'x' },
    { page: 1, rows: [] },
    { rows: [], more: 1 },
  ];
  for (const body of wrong) expect((await put(name, body)).status).toBe(400);
  const nul = await put(name, { rows: [['a\0b', 1, '', '', '']] });
  expect(nul.json().badCells).toMatchObject([{ cell: 'A2', shown: 'a\ufffdb' }]);
});
