// Results that are sent to tabs of spreadsheets which nobody opens: from the wish to the cells, over HTTP. A real database, a
// real server, the simulated Google.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { RECORD_KEY } from '../../domain/linked-range.ts';
import { readRecord } from '../../domain/record/record-text.ts';
import { peopleOf, type People } from '../server/identity/people.ts';
import { eventually } from '../support/eventually.ts';
import { ACCOUNT, serviceAccountAt } from '../support/google/accounts.ts';
import { NO_LIMITS, scheduledSheet } from '../support/scheduled-sheet.ts';
import { startTestServer, type Answer, type TestServer } from '../support/server.ts';
import { must, startWatched, type Watched } from './watched.ts';

let watched: Watched;
let people: People;
let server: TestServer;
let sheet: ReturnType<typeof scheduledSheet>;
/** Whom the domain lets the server act as. */
let delegated: string[] = [];

const LIST = {
  ...{ slug: 'list', title: 'Invoices' },
  sql: 'select number as name, amount::int as amount from invoices where amount <= coalesce(:most, 1000) order by number',
  parameters: [{ name: 'most', type: 'number', optional: true }],
  columns: [{ name: 'amount', description: 'What is owed.' }],
};

beforeAll(async () => {
  watched = await startWatched();
  people = await peopleOf({ vera: 'viewer', otto: 'viewer', anna: 'author', ada: 'admin' });
  const { fetch, settings } = serviceAccountAt(
    () => sheet.api,
    (email) => delegated.includes(email),
  );
  server = await startTestServer({
    env: { ...watched.env, ...settings },
    options: { ...people.options, google: { fetch, wait: async () => {}, limits: NO_LIMITS } },
  });
  await must(as('anna'), 'POST', '/api/queries', LIST);
});
afterAll(async () => {
  await server.stop();
  await watched.stop();
});
beforeEach(async () => {
  await watched.own('truncate timed_queries, sheet_sends, range_registrations cascade');
  await watched.sql('truncate invoices');
  await watched.sql(`insert into invoices values ('A-17', -5), ('B-2', -7), ('C-3', 9)`);
  delegated = [];
  sheet = scheduledSheet();
  share();
});

const share = (role: 'writer' | 'reader' = 'writer', emailAddress = ACCOUNT) => {
  const { file } = sheet;
  file.permissions = file.permissions.filter((one) => one.emailAddress !== emailAddress);
  file.permissions.push({ id: emailAddress, type: 'user', role, emailAddress });
};

const as = (who: string): Pick<TestServer, 'ask'> => ({
  ask: (path, asked = {}) =>
    server.ask(path, { ...asked, headers: { ...people.as(who).headers, ...asked.headers } }),
});

const send = (who: string, more: object = {}): Promise<Answer> => {
  const body = { spreadsheet: sheet.workbook.id, tab: 'Debts', ...more };
  return as(who).ask('/api/queries/list/sheet', { method: 'POST', body });
};

/** Sent without a hitch. */
async function sent(who: string, more: object = {}) {
  const answer = await send(who, more);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json();
}

const tabs = () => sheet.workbook.sheets.map(({ name }) => name);
const records = () =>
  sheet.workbook.metadata.list
    .filter(({ key }) => key === RECORD_KEY)
    .flatMap(({ value }) => readRecord(value) ?? []);
/** As a person does who shows that they may edit. */
const addTab = (name: string) => sheet.workbook.addSheet(name, sheet.workbook.sheets.length);
const listed = async (who: string) =>
  (await must(as(who), 'GET', '/api/range-schedules')).json().schedules;

const RESULT = [
  ['name', 'amount'],
  ['A-17', '-5'],
  ['B-2', '-7'],
  ['C-3', '9'],
];

test('a result that is sent stands in a new tab as a linked range, with its card for whoever opens the sheet', async () => {
  const address = `https://docs.google.com/spreadsheets/d/${sheet.workbook.id}/edit?gid=0#gid=0`;
  const told = await sent('ada', { spreadsheet: address });
  const { ranges } = sheet.desk.ask('listRanges');

  expect(told).toMatchObject({ rows: 3, tab: { name: 'Debts' }, nextAt: null, writer: 'server' });
  expect(sheet.desk.shown('Debts')).toEqual(RESULT);
  expect(ranges.find(({ tab }) => tab === 'Debts')).toMatchObject({
    ...{ id: told.range, title: 'List', rowCount: 3, schedule: null },
  });
  expect(sheet.desk.cell('Debts', 1, 1).note).toContain('Refreshed');
  expect(sheet.desk.cell('Debts', 1, 2).note).toBe('What is owed.');
  expect(await listed('ada')).toEqual([]);
});

test('it is a run of whoever sent it, and a line in the audit says where it went', async () => {
  await sent('ada', { values: { most: 0 } });
  const runs = () => watched.own(`select member, origin, place from runs where origin = 'sheet'`);
  const { rows } = await eventually(runs, ({ rowCount }) => (rowCount ?? 0) >= 1);
  const { rows: lines } = await watched.own(
    `select subject, details from audit_events where what = 'sent a result to a spreadsheet' order by at desc limit 1`,
  );

  expect(JSON.stringify(rows.at(-1))).toContain('ada');
  expect(rows.at(-1).place).toMatchObject({ tab: 'Debts', spreadsheet: { id: sheet.workbook.id } });
  expect(lines[0]).toMatchObject({
    subject: 'list',
    details: { tab: 'Debts', values: { most: 0 }, writer: 'server', rule: null },
  });
  expect(sheet.desk.shown('Debts')).toHaveLength(3);
});

test('the same sent again goes to the same range, wherever it stands by then, and never to a second one', async () => {
  const first = await sent('ada');
  await watched.sql(`insert into invoices values ('D-4', 1)`);
  sheet.workbook.renameSheet(first.tab.id, 'July');
  const second = await sent('ada');

  expect(second).toMatchObject({ range: first.range, tab: { name: 'July' }, rows: 4 });
  expect(sheet.desk.shown('July')).toEqual([...RESULT, ['D-4', '1']]);
  expect(tabs()).toEqual(['Sheet1', 'July']);
  expect(records()).toHaveLength(2);
});

test('a tab that holds anything is refused with the ways that are left, and not a cell of it changes', async () => {
  addTab('Debts');
  sheet.desk.type('Debts', 7, 3, 'mine');
  const answer = await send('ada');
  const ofTheRange = await send('ada', { tab: 'sheet1' });

  expect(answer.status).toBe(409);
  expect(answer.json()).toMatchObject({ code: 'range_obstructed', freeTab: 'Debts 2' });
  expect(answer.json().detail).toBe(
    'The tab Debts holds something in C7, and nothing is written over it. Send to another tab (Debts 2 is free), empty that one first, or open the spreadsheet and insert the query there with the add-on.',
  );
  expect(ofTheRange.json()).toMatchObject({ code: 'range_obstructed' });
  expect(ofTheRange.json().detail).toContain('holds the linked range List');
  expect(sheet.desk.shown('Debts').flat().filter(Boolean)).toEqual(['mine']);
  expect(await sent('ada', { tab: answer.json().freeTab })).toMatchObject({ rows: 3 });
});

test('other values for the same tab are another result, and do not replace the one that stands there', async () => {
  await sent('ada');
  const other = await send('ada', { values: { most: 0 } });

  expect(other.json()).toMatchObject({ code: 'range_obstructed', freeTab: 'Debts 2' });
  expect(sheet.desk.shown('Debts')).toEqual(RESULT);
});

test('a blank tab is taken as it is', async () => {
  addTab('Debts');
  await sent('ada', { tab: 'debts' });

  expect(tabs()).toEqual(['Sheet1', 'Debts']);
  expect(sheet.desk.shown('Debts')).toEqual(RESULT);
});

test('what the server’s account may write is no leave for a member: they show by a tab of their own that they may edit', async () => {
  const unproven = await send('vera');
  const { proof } = unproven.json();
  const ottos = (await send('otto')).json().proof;
  addTab(ottos);
  const borrowed = await send('vera');
  addTab(proof);
  const told = await sent('vera');

  expect(unproven.status).toBe(403);
  expect(unproven.json().detail).toContain(`add an empty tab named “${proof}”`);
  expect(ottos).not.toBe(proof);
  expect(borrowed.status).toBe(403);
  expect(told).toMatchObject({ tab: { name: 'Debts' }, rows: 3 });
  expect(tabs()).toEqual(['Sheet1', ottos, 'Debts']);
  // The range is the proof from now on.
  expect(await sent('vera')).toMatchObject({ range: told.range });
  expect((await send('vera', { tab: 'Other' })).status).toBe(403);
});

test('a member whom the domain lets the server act as needs nothing shared, and writes only where they may', async () => {
  sheet.file.permissions = sheet.file.permissions.filter((one) => one.emailAddress !== ACCOUNT);
  delegated = ['vera@example.com', 'otto@example.com'];
  const told = await sent('vera');
  const otto = await send('otto');

  expect(told).toMatchObject({ writer: 'owner', rows: 3 });
  expect(otto.status).toBe(422);
  expect(otto.json()).toMatchObject({ code: 'spreadsheet_not_shared' });
  expect(otto.json().detail).toBe(
    `Neither Sheetfeed nor you may write to this spreadsheet. Have its owner share it with you, or with ${ACCOUNT}, as an editor.`,
  );
  expect(tabs()).toEqual(['Sheet1', 'Debts']);
});

test('where nothing works one sentence says what is missing, and nothing was run', async () => {
  share('reader');
  const [{ begun }] = (await watched.own('select clock_timestamp()::text as begun')).rows;
  const answer = await send('ada');
  const nowhere = await send('ada', { spreadsheet: 'nowhere' });
  const nonsense = await send('ada', { spreadsheet: 'https://example.com/d/1' });

  expect(answer.json()).toMatchObject({ code: 'spreadsheet_not_shared', shareWith: ACCOUNT });
  expect(answer.json().detail).toBe(
    `Share this spreadsheet with ${ACCOUNT} as an editor, or have an admin of your domain let Sheetfeed act as you; then try again.`,
  );
  expect(nowhere.json().detail).toContain('Google knows no such spreadsheet');
  expect(nonsense.json()).toMatchObject({ code: 'invalid_request' });
  // Runs are written down in their order, a moment later.
  share();
  await sent('ada');
  const runs = () => watched.own(`select from runs where started_at >= '${begun}'`);
  const { rowCount } = await eventually(runs, ({ rowCount: count }) => (count ?? 0) >= 1);
  expect(rowCount).toBe(1);
});

test('who may not see the query sends nothing, and a source that is closed to sheets gives none', async () => {
  const path = '/api/queries/list/audience';
  await must(as('anna'), 'PUT', path, { audience: { members: ['anna'], groups: [] } });
  const unseen = await send('vera');
  await must(as('anna'), 'PUT', path, { audience: null });
  const open = { runBy: null, writeBy: null, links: true, sheets: true };
  await must(as('ada'), 'PUT', '/api/policies/main', { ...open, sheets: false });
  const closed = await send('ada');
  await must(as('ada'), 'PUT', '/api/policies/main', open);

  expect(unseen.status).toBe(404);
  expect(closed.status).toBe(403);
  expect(tabs()).toEqual(['Sheet1']);
});

test('sent at times it is a schedule of the server like any other: listed, run, told where it fails, and ended', async () => {
  const told = await sent('ada', { rule: { every: 'day', hour: 7 } });
  const [schedule] = await listed('ada');
  const path = `/api/range-schedules/${schedule.id}`;
  await watched.sql(`insert into invoices values ('D-4', 1)`);
  const slots = () => watched.own('select outcome, detail from timed_slots order by at');
  await must(as('ada'), 'POST', `${path}/run`, {});
  const { rows } = await eventually(slots, ({ rowCount }) => rowCount === 1);

  expect(told.nextAt).toBe(schedule.dueAt);
  expect(schedule).toMatchObject({
    ...{ query: 'list', tab: 'Debts', range: told.range, mine: true, writer: 'server' },
    every: { every: 'day', hour: 7, minute: 0, timeZone: 'Europe/Paris' },
  });
  expect(rows[0]).toMatchObject({ outcome: 'written', detail: '1 row added.' });
  expect(sheet.desk.shown('Debts')).toEqual([...RESULT, ['D-4', '1']]);
  expect(records().find(({ id }) => id === told.range)?.schedule).toMatchObject({
    ...{ server: schedule.id, owner: 'ada@example.com', rule: { every: 'day', hour: 7 } },
  });

  sheet.workbook.deleteSheet(told.tab.id);
  await must(as('ada'), 'POST', `${path}/run`, {});
  const after = await eventually(slots, ({ rowCount }) => rowCount === 2);
  expect(after.rows[1]).toMatchObject({ outcome: 'failing' });
  expect(tabs()).toEqual(['Sheet1']);
  // Sent again it is there again, and the same schedule goes on.
  await sent('ada', { rule: { every: 'hour' } });
  expect(await listed('ada')).toMatchObject([{ range: told.range, failures: 0 }]);
  const [again] = await listed('ada');
  await must(as('ada'), 'DELETE', `/api/range-schedules/${again.id}`);
  expect(await listed('ada')).toEqual([]);
  expect(records().find(({ id }) => id === told.range)?.schedule).toBeNull();
});

test('what is sent once into a range that is sent at times leaves its times as they are', async () => {
  const { range } = await sent('ada', { rule: { every: 'hour' } });
  const [before] = await listed('ada');
  await sent('ada');

  expect(await listed('ada')).toMatchObject([{ id: before.id, range, dueAt: before.dueAt }]);
  expect(records().find(({ id }) => id === range)?.schedule).toMatchObject({ server: before.id });
});

test('the query’s authors see who depends on it where it was sent', async () => {
  await sent('ada', { rule: { every: 'hour' } });
  const { ranges } = (await must(as('anna'), 'GET', '/api/queries/list/dependents')).json();

  expect(ranges).toMatchObject([
    { tab: 'Debts', schedule: 'every hour', columns: ['name', 'amount'] },
  ]);
});

test('what somebody had sent before they left is told, and goes to the same range when whoever took over sends it again', async () => {
  const { range } = await sent('ada', { rule: { every: 'hour' } });
  await must(as('ada'), 'PUT', '/api/members/anna', { role: 'admin' });
  const { ranges, sent: results } = (
    await must(as('anna'), 'GET', '/api/members/ada/holdings')
  ).json();
  await must(as('anna'), 'PUT', '/api/members/ada', { active: false, handOverTo: 'anna' });
  await watched.sql(`insert into invoices values ('D-4', 1)`);
  const again = await sent('anna', { rule: { every: 'hour' } });
  await must(as('anna'), 'PUT', '/api/members/ada', { active: true });

  expect(ranges).toMatchObject([{ tab: 'Debts', query: 'list', asThem: false }]);
  expect(results).toBe(1);
  expect(again).toMatchObject({ range, tab: { name: 'Debts' } });
  expect(sheet.desk.shown('Debts')).toHaveLength(RESULT.length + 1);
  expect(await listed('anna')).toMatchObject([{ tab: 'Debts', mine: true }]);
});

/** Of what was begun longer ago than any sending takes. */
const growOld = () =>
  watched.own(
    `update sheet_sends set begun_at = now() - interval '1 hour' where begun is not null`,
  );
const begun = () => watched.own('select from sheet_sends where begun is not null');
const told = () =>
  watched.own(
    `select subject, details from audit_events where what = 'sent a result to a spreadsheet' and outcome = 'done' and details ->> 'tab' = 'Cut off'`,
  );

test('what broke off after it was written into the sheet is entered later, schedule and line in the audit, by whichever server finds it', async () => {
  // Whoever cannot write into our database after the sheet was written has died as far as that can tell.
  await watched.own('begin; lock table audit_events in exclusive mode');
  const wish = { tab: 'Cut off', rule: { every: 'day', hour: 7 } };
  const answer = await send('ada', wish);
  await watched.own('commit');
  expect(answer.status).toBe(503);
  expect(sheet.desk.shown('Cut off')).toEqual(RESULT);
  expect(await listed('ada')).toEqual([]);

  await growOld();
  const schedules = await eventually(
    () => listed('ada'),
    (found) => found.length === 1,
  );
  const [line, ...others] = (await told()).rows;

  expect(schedules).toMatchObject([
    { tab: 'Cut off', every: { every: 'day', hour: 7, timeZone: 'Europe/Paris' }, mine: true },
  ]);
  const named = records().find(({ id }) => id === schedules[0].range)?.schedule;
  expect(named?.server).toBe(schedules[0].id);
  expect([line?.subject, others]).toEqual(['list', []]);
  expect((await begun()).rowCount).toBe(0);
});

test('what broke off before anything was written leaves nothing behind', async () => {
  await sent('ada', { tab: 'Cut off' });
  await watched.own('begin; lock table audit_events in exclusive mode');
  await send('ada', { tab: 'Cut off' });
  await watched.own('commit');
  const tab = sheet.workbook.sheets.find(({ name }) => name === 'Cut off');
  sheet.workbook.deleteSheet(tab?.id ?? -1);
  const before = (await told()).rowCount;
  await growOld();
  await eventually(begun, ({ rowCount }) => rowCount === 0);

  expect((await told()).rowCount).toBe(before);
  expect(await listed('ada')).toEqual([]);
});

/** Enters what a server that died, or was refused, had begun. */
const beginAsIf = (range: string, more: object) => {
  const sending = {
    ...{ query: 'list', owner: { id: 'ada', name: 'Ada', email: 'ada@example.com' } },
    ...{ spreadsheet: sheet.workbook.id, run: randomUUID(), values: {}, late: 'run' },
    ...{ rule: null, writer: 'server', schedule: null, begunAt: new Date().toISOString() },
    ...more,
  };
  return watched.own(
    `update sheet_sends set begun = '${JSON.stringify(sending)}', begun_at = now() - interval '1 hour' where range_id = '${range}'`,
  );
};

test('what was refused before the sheet said so changes no schedule of before', async () => {
  const { range } = await sent('ada', { tab: 'Cut off', rule: { every: 'day', hour: 7 } });
  const [before] = await listed('ada');
  const lines = (await told()).rowCount;
  await beginAsIf(range, { rule: { every: 'hour' }, schedule: before.id });
  await eventually(begun, ({ rowCount }) => rowCount === 0);

  expect(await listed('ada')).toMatchObject([{ id: before.id, every: before.every }]);
  expect((await told()).rowCount).toBe(lines);
});

test('a spreadsheet that is not reached for a week is not looked for any more', async () => {
  const { range } = await sent('ada', { tab: 'Cut off' });
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000).toISOString();
  await beginAsIf(range, { spreadsheet: 'gone', begunAt: daysAgo(6) });
  const waits = `select from sheet_sends where begun is not null and begun_at > now() - interval '5 minutes'`;
  await eventually(
    () => watched.own(waits),
    ({ rowCount }) => rowCount === 1,
  );
  await beginAsIf(range, { spreadsheet: 'gone', begunAt: daysAgo(8) });

  await eventually(begun, ({ rowCount }) => rowCount === 0);
});
