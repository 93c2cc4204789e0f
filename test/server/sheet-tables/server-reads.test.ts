// The server reads a sheet at each run: what was typed a moment ago is in the next result, or the result says what is wrong.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { areaAt } from '../../../playground/simulator/workbook/area.ts';
import { FileStore } from '../../../playground/simulator/api/files.ts';
import { GoogleApi } from '../../../playground/simulator/api/google-api.ts';
import { Workbook } from '../../../playground/simulator/workbook/workbook.ts';
import { ask as onDatabase } from '../../support/clusters.ts';
import { eventually } from '../../support/eventually.ts';
import { fetchOf } from '../../support/google-api.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { GOOGLE_SETTINGS, NO_LIMITS, SERVER } from '../../support/scheduled-sheet.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

let server: TestServer;
let database: TestDatabase;
let people: People;
let workbook: Workbook;
let file: ReturnType<FileStore['add']>;
let table: string;
/** The paths that Google was asked. */
const calls: string[] = [];
let around: (give: () => unknown) => unknown = (give) => give();

const files = new FileStore();
const api = new GoogleApi(files, {
  around: (call, give) => {
    calls.push(call.path);
    return around(give) as ReturnType<typeof give>;
  },
});

beforeAll(async () => {
  people = await peopleOf({ ada: 'admin', sam: 'viewer', anna: 'author', otto: 'author' });
  database = await newDatabase({ template: 'empty' });
  await onDatabase(
    database.adminUrl,
    `create table accounts (name text, uses int); insert into accounts values ('Kiln', 3), ('Vesta', 90);
     grant select on accounts to public`,
  );
  server = await startTestServer({
    env: {
      ...GOOGLE_SETTINGS,
      ...{ DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
    },
    options: {
      ...people.options,
      google: { fetch: fetchOf(api, SERVER), wait: async () => {}, limits: NO_LIMITS },
    },
  });
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

beforeEach(async () => {
  around = (give) => give();
  workbook = new Workbook({ name: 'Sales', timeZone: 'Europe/Paris' });
  workbook.owner = 'sam@example.com';
  file = files.add(workbook, [{ id: 's', type: 'user', role: 'reader', emailAddress: SERVER }]);
  type(1, 1, [
    ['Account', 'Seats', 'Go-live'],
    ['Kiln', '12', '2026-01-31'],
    ['Vesta', '30', '2026-02-14'],
  ]);
  table = `onboarding_${randomUUID().slice(0, 8)}`;
  await must('sam', 'POST', '/api/sheet-tables', wish());
  calls.length = 0;
});

const tab = () => workbook.sheets[0]?.id ?? 0;

function type(row: number, column: number, rows: string[][]): void {
  rows.forEach((texts, down) =>
    texts.forEach((text, right) => workbook.typeInto(tab(), row + down, column + right, text)),
  );
}

/** A mark as the add-on writes it, for who may edit. */
function mark(): string {
  const value = randomUUID();
  const place = { on: 'spreadsheet' } as const;
  workbook.metadata.add({ key: 'sheetfeed-table', value, place, visibility: 'DOCUMENT' });
  return value;
}

const wish = (more: object = {}) => ({
  ...{ name: table, title: 'Onboarding', usedBy: null, readBy: 'server', mark: mark() },
  columns: [
    { name: 'account', header: 'Account', type: 'text' },
    { name: 'seats', header: 'Seats', type: 'number' },
    { name: 'go_live', header: 'Go-live', type: 'date' },
  ],
  place: {
    spreadsheet: { id: workbook.id, name: 'Sales' },
    ...{ tab: 'Sheet1', tabId: tab(), range: 'A1:ZZZ' },
  },
  ...more,
});

const ask = (who: string, method: string, path: string, body?: unknown) =>
  server.ask(path, sending(method, body, people.as(who)));

async function must(who: string, method: string, path: string, body?: unknown) {
  const answer = await ask(who, method, path, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer.json();
}

const run = (who = 'anna', sql = `select account, seats from sheet.${table} order by account`) =>
  ask(who, 'POST', '/api/run', { source: 'main', sql, values: {} });
const rowsNow = async () => (await run()).json().rows;

test('a number that is typed is in the next result, joined with the database, and the result says so', async () => {
  const joined = `select a.name, s.seats, a.uses from accounts a join sheet.${table} s on s.account = a.name order by 1`;
  expect((await run('anna', joined)).json().rows).toEqual([
    ['Kiln', 12, 3],
    ['Vesta', 30, 90],
  ]);
  const before = new Date().toISOString();
  type(2, 2, [['13']]);

  const { rows, sheetTables } = (await run('anna', joined)).json();
  expect(rows[0]).toEqual(['Kiln', 13, 3]);
  expect(sheetTables[0].at >= before).toBe(true);
});

test('tabs of one kind are read as one table, by two requests, and a bad cell is named with its tab', async () => {
  const stacked = `stacked_${randomUUID().slice(0, 8)}`;
  const { columns, place } = wish();
  const tabColumn = { name: 'tab', header: 'Tab', type: 'text', of: 'tab' };
  const more = workbook.addSheet('Sheet2');
  const second = (row: number, column: number, text: string) =>
    workbook.typeInto(more.id, row, column, text);
  ['Seats', 'Account', 'Go-live'].forEach((text, at) => second(1, at + 1, text));
  ['7', 'Orlo', '2026-03-01'].forEach((text, at) => second(2, at + 1, text));
  workbook.addSheet('Notes');
  await must('sam', 'POST', '/api/sheet-tables', {
    ...wish({ name: stacked, columns: [...columns, tabColumn] }),
    place: { ...place, tabs: 'Sheet*' },
  });
  calls.length = 0;
  const sql = `select account, seats, tab from sheet.${stacked} order by account`;

  expect((await run('anna', sql)).json().rows).toEqual([
    ['Kiln', 12, 'Sheet1'],
    ['Orlo', 7, 'Sheet2'],
    ['Vesta', 30, 'Sheet1'],
  ]);
  expect(calls).toHaveLength(2);

  second(2, 1, 'seven');
  expect((await run('anna', sql)).json().code).toBe('bad_cells');
  expect((await ask('sam', 'GET', `/api/sheet-tables/${stacked}`)).json().failed.badCells).toEqual([
    expect.objectContaining({
      ...{ cell: 'Sheet2!A2', shown: 'seven', reason: 'is not a number' },
      url: expect.stringContaining(`#gid=${more.id}&range=A2`),
    }),
  ]);
});

test('a sheet that did not change takes one read, and its rows are as of that read', async () => {
  await rowsNow();
  calls.length = 0;
  const { fingerprint } = (await run()).json().sheetTables[0];
  const before = new Date().toISOString();

  const [again] = (await run()).json().sheetTables;
  expect(again.fingerprint).toBe(fingerprint);
  expect(again.at >= before).toBe(true);
  expect(calls).toHaveLength(2);
});

test('dates are dates, whatever their format, and a number is none', async () => {
  workbook.style(tab(), areaAt(2, 3), { format: 'd mmm' });
  const dates = async () =>
    (await run('anna', `select go_live from sheet.${table} order by 1`)).json();
  expect((await dates()).rows).toEqual([['2026-01-31'], ['2026-02-14']]);

  type(3, 3, [['=40000+1']]);
  workbook.style(tab(), areaAt(3, 3), { format: '0' });
  expect((await dates()).code).toBe('bad_cells');
});

test('columns and rows move, the tab is renamed, and the table is read all the same', async () => {
  workbook.insertRows(tab(), 1, 2);
  workbook.insertColumns(tab(), 1, 2);
  workbook.renameSheet(tab(), 'New accounts');
  type(1, 1, [['What sales know']]);

  expect(await rowsNow()).toEqual([
    ['Kiln', 12],
    ['Vesta', 30],
  ]);
  expect((await must('sam', 'GET', `/api/sheet-tables/${table}`)).place.tab).toBe('New accounts');
});

test('a table of some columns is found by the name of its header row', async () => {
  await must('sam', 'PUT', `/api/sheet-tables/${table}`, {
    place: { ...wish().place, range: 'A1:C' },
  });
  const area = areaAt(1, 1, 1, 3);
  workbook.names.list.push({ name: `sheetfeed_table_${table}`, sheetId: tab(), area });
  workbook.insertColumns(tab(), 1, 1);
  // Beside it stands something else with the same header.
  type(1, 6, [['Seats']]);

  expect(await rowsNow()).toEqual([
    ['Kiln', 12],
    ['Vesta', 30],
  ]);
  expect((await must('sam', 'GET', `/api/sheet-tables/${table}`)).place.range).toBe('B1:D');
});

test('a run fails on a cell that does not fit, and says its content to who looks after the sheet alone', async () => {
  type(2, 2, [['12O']]);

  const told = (await run('anna')).json();
  expect(told).toMatchObject({ code: 'bad_cells', sheetTable: table });
  expect(told.detail).toContain('(B2)');
  expect(JSON.stringify(told)).not.toContain('12O');
  const { failed } = await must('sam', 'GET', `/api/sheet-tables/${table}`);
  expect(failed.badCells).toMatchObject([{ cell: 'B2', shown: '12O', reason: 'is not a number' }]);
  const others = await must('anna', 'GET', `/api/sheet-tables/${table}`);
  expect(others.failed).toMatchObject({ badCount: 1, badCells: [] });
  expect(JSON.stringify(others)).not.toContain('12O');
  expect((await run('ada')).json().badCells).toMatchObject([{ cell: 'B2' }]);

  type(2, 2, [['120']]);
  expect((await rowsNow())[0]).toEqual(['Kiln', 120]);
  expect((await must('sam', 'GET', `/api/sheet-tables/${table}`)).failed).toBeNull();
});

test('bad rows are left out and counted where the table says so', async () => {
  await must('sam', 'PUT', `/api/sheet-tables/${table}`, { badRows: 'leave_out' });
  type(2, 2, [['n/a']]);

  const { rows, sheetTables } = (await run()).json();
  expect(rows).toEqual([['Vesta', 30]]);
  expect(sheetTables).toMatchObject([{ rowCount: 1, leftOut: 1 }]);
});

test('while Google does not answer, the rows from before are read, and the result says how old they are', async () => {
  const [{ at }] = (await run()).json().sheetTables;
  around = () => {
    throw new TypeError('fetch failed');
  };
  type(2, 2, [['99']]);

  const { rows, sheetTables } = (await run()).json();
  expect(rows[0]).toEqual(['Kiln', 12]);
  expect(sheetTables[0].at).toBe(at);
});

test('many runs at once share a reading that began after they asked', async () => {
  await rowsNow();
  calls.length = 0;
  type(2, 2, [['14']]);

  const answers = await Promise.all(Array.from({ length: 12 }, () => run()));

  expect(answers.map((answer) => answer.json().rows[0])).toEqual(answers.map(() => ['Kiln', 14]));
  expect(calls.length).toBeLessThanOrEqual(3);
});

test('a sheet that is no longer shared is told with whom to share it', async () => {
  file.permissions.splice(0);

  const told = (await run()).json();
  expect(told).toMatchObject({ code: 'spreadsheet_not_shared' });
  expect(told.detail).toContain(SERVER);
});

test('nobody has the server read a spreadsheet who has not shown that they may edit it, but admins', async () => {
  const other = { name: `${table}_2` };
  const without = { ...wish(other), mark: undefined };
  expect((await ask('otto', 'POST', '/api/sheet-tables', without)).json().code).toBe('forbidden');
  const guessed = wish({ ...other, mark: randomUUID() });
  expect((await ask('otto', 'POST', '/api/sheet-tables', guessed)).json().code).toBe('forbidden');
  await must('otto', 'POST', '/api/sheet-tables', { ...without, readBy: 'addon' });
  const change = await ask('otto', 'PUT', `/api/sheet-tables/${table}_2`, { readBy: 'server' });
  expect(change.json().code).toBe('forbidden');

  await must('ada', 'PUT', `/api/sheet-tables/${table}_2`, { readBy: 'server' });
  expect(await must('otto', 'GET', `/api/sheet-tables/${table}_2`)).toMatchObject({
    rows: { rowCount: 2 },
  });
});

test('who may not use a table causes no reading of its sheet', async () => {
  await must('sam', 'PUT', `/api/sheet-tables/${table}`, {
    usedBy: { members: ['anna'], groups: [] },
  });
  calls.length = 0;

  expect((await run('otto')).json().code).toBe('forbidden');
  expect(calls).toEqual([]);
});

/** Shared so that the server may write too. */
const shareToWrite = () =>
  void file.permissions.push({ id: 'w', type: 'user', role: 'writer', emailAddress: SERVER });
const noteAt = (row: number, column: number) => workbook.sheet(tab()).at(row, column)?.note ?? '';
const marksLeft = () => workbook.metadata.list.filter(({ key }) => key === 'sheetfeed-edge');

test('where the server may write, a cell that does not fit says so itself, with who waits for it, until it is mended', async () => {
  shareToWrite();
  await must('anna', 'POST', '/api/queries', {
    ...{ slug: `seats-${randomUUID().slice(0, 8)}`, title: 'Seats by account', source: 'main' },
    sql: `select account, seats from sheet.${table}`,
  });
  workbook.setNote(tab(), 2, 2, 'Told by phone.');
  type(2, 2, [['12O']]);
  await run();
  const told = await eventually(
    () => noteAt(2, 2),
    (note) => note.includes('mend'),
  );
  await eventually(marksLeft, ({ length }) => length === 0);

  expect(told).toContain('Told by phone.');
  expect(told).toContain('"12O" is not a number.');
  expect(told).toContain('Waiting for it: Seats by account.');
  expect(told).toContain('Ask sam');

  type(2, 2, [['120']]);
  await run();
  expect(
    await eventually(
      () => noteAt(2, 2),
      (note) => !note.includes('mend'),
    ),
  ).toBe('Told by phone.');
});

test('a row that comes in between the look at a bad cell and the note at it leaves every other cell without one', async () => {
  shareToWrite();
  type(2, 2, [['12O']]);
  let inserted = false;
  around = (give) => {
    // Just before the note is written.
    if (!inserted && calls.filter((path) => path.includes(':batchUpdate')).length === 2) {
      inserted = true;
      workbook.insertRows(tab(), 2, 1);
    }
    return give();
  };
  await run();
  await eventually(marksLeft, ({ length }) => inserted && length === 0);
  expect([2, 3].map((row) => noteAt(row, 2))).toEqual(['', '']);

  await run();
  await eventually(
    () => noteAt(3, 2),
    (note) => note.includes('12O'),
  );
  expect(noteAt(2, 2)).toBe('');
});

test('where the server may only read, nothing is written and the run says the same', async () => {
  type(2, 2, [['12O']]);
  expect((await run()).json()).toMatchObject({ code: 'bad_cells' });
  await eventually(
    () => calls.filter((path) => path.includes(':batchUpdate')).length,
    (count) => count === 1,
  );
  expect((await run()).json()).toMatchObject({ code: 'bad_cells' });
  expect(calls.filter((path) => path.includes(':batchUpdate'))).toHaveLength(1);
  expect(noteAt(2, 2)).toBe('');
});
