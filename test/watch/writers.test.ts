// In whose name the server writes into a spreadsheet: the simplest way that works is found as the schedule is set, and where none
// does, a sentence says what is missing. A real database, a real server, the simulated Google with its tokens.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { googleFindings } from '../../server/doctor/google-findings.ts';
import { readSettings } from '../../server/settings/read.ts';
import { peopleOf, type People } from '../server/identity/people.ts';
import { eventually } from '../support/eventually.ts';
import { ACCOUNT, serviceAccountAt } from '../support/google/accounts.ts';
import { NO_LIMITS, scheduledSheet } from '../support/scheduled-sheet.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { must, startWatched, type Watched } from './watched.ts';

let watched: Watched;
let people: People;
let server: TestServer;
let sheet: ReturnType<typeof scheduledSheet>;
/** Whom the domain lets the server act as. */
let delegated: string[] = [];
const account = serviceAccountAt(
  () => sheet.api,
  (email) => delegated.includes(email),
);
const google = { fetch: account.fetch, wait: async () => {}, limits: NO_LIMITS };

beforeAll(async () => {
  watched = await startWatched();
  people = await peopleOf({ vera: 'viewer', otto: 'viewer', anna: 'author' });
  server = await startTestServer({
    env: { ...watched.env, ...account.settings },
    options: { ...people.options, google },
  });
  const sql = 'select number as name, amount::int as amount from invoices order by number';
  const query = { slug: 'list', title: 'Invoices', sql };
  await must(as('anna'), 'POST', '/api/queries', query);
});
afterAll(async () => {
  await server.stop();
  await watched.stop();
});
beforeEach(async () => {
  await watched.own('truncate timed_queries cascade');
  await watched.sql('truncate invoices');
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  delegated = [];
  sheet = scheduledSheet();
});

const as = (who: string): Pick<TestServer, 'ask'> => ({
  ask: (path, asked = {}) =>
    server.ask(path, { ...asked, headers: { ...people.as(who).headers, ...asked.headers } }),
});

const share = () =>
  sheet.file.permissions.push({ id: 'a', type: 'user', role: 'writer', emailAddress: ACCOUNT });

function schedule(who = 'vera', more: object = {}) {
  const id = sheet.noteSchedule();
  const body = sheet.content(more);
  return as(who).ask(`/api/range-schedules/${id}`, { method: 'PUT', body });
}

const listed = async (who = 'vera') =>
  (await must(as(who), 'GET', '/api/range-schedules')).json().schedules;

async function comes() {
  const slots = () => watched.own('select outcome, detail from timed_slots');
  await watched.own('update timed_queries set due_at = now(), rest_until = now()');
  return (await eventually(slots, ({ rowCount }) => rowCount === 1)).rows[0];
}

test('a spreadsheet that is shared with the server’s account is written by that, whatever the domain allows', async () => {
  share();
  delegated = ['vera@example.com'];
  const answer = await schedule();

  expect(answer.status).toBe(204);
  expect(await listed()).toMatchObject([{ writer: 'server' }]);
  expect(await comes()).toMatchObject({ outcome: 'written' });
});

test('one that is not is written as the person, where their domain lets the server act as them', async () => {
  delegated = ['vera@example.com'];
  const answer = await schedule();

  expect(answer.status).toBe(204);
  expect(await listed()).toMatchObject([{ writer: 'owner' }]);
  expect(await comes()).toMatchObject({ outcome: 'written' });
  expect(sheet.shown()).toEqual([
    ['name', 'amount'],
    ['A-17', '-5'],
  ]);
});

test('what is missing is one sentence: with whom to share, or whom to ask', async () => {
  const neither = await schedule('anna');
  delegated = ['otto@example.com'];
  const notTheirs = await schedule('otto');

  expect(neither.json()).toMatchObject({ code: 'spreadsheet_not_shared', shareWith: ACCOUNT });
  expect(neither.json().detail).toBe(
    `Share this spreadsheet with ${ACCOUNT} as an editor, or have an admin of your domain let Sheetfeed act as you; then try again.`,
  );
  expect(notTheirs.json().detail).toBe(
    `Neither Sheetfeed nor you may write to this spreadsheet. Have its owner share it with you, or with ${ACCOUNT}, as an editor.`,
  );
  expect(await listed()).toEqual([]);
});

test('a program that names a way gets that one or none', async () => {
  share();
  const owner = await schedule('anna', { writer: 'owner' });
  delegated = ['vera@example.com'];
  const asVera = await schedule('vera', { writer: 'owner' });

  expect(owner.json()).toMatchObject({ code: 'google_not_set_up' });
  expect(owner.json().detail).toContain('Google does not let Sheetfeed act as anna@example.com');
  expect(asVera.status).toBe(204);
  expect(await listed()).toMatchObject([{ writer: 'owner' }]);
});

test('a leave that the domain takes back is told at the schedule, and the values stay', async () => {
  delegated = ['vera@example.com'];
  await schedule();
  delegated = [];
  // Google's tokens last an hour; a server that has just started has none.
  await server.stop();
  server = await startTestServer({
    env: { ...watched.env, ...account.settings },
    options: { ...people.options, google },
  });
  const came = await comes();

  expect(came).toMatchObject({ outcome: 'failing' });
  expect(came.detail).toContain('Google does not let Sheetfeed act as vera@example.com');
  expect(sheet.shown()[1]).toEqual(['n1', '1']);
});

test('the doctor tries both, and says what is to be done for the second', async () => {
  const settings = readSettings({ ...account.settings, ADMIN_EMAILS: 'ada@example.com' });
  const alone = await googleFindings(settings, google);
  delegated = ['ada@example.com'];
  const both = await googleFindings(settings, google);

  expect(alone[0]?.sentence).toContain(`Google knows Sheetfeed's account ${ACCOUNT}`);
  expect(alone[1]).toMatchObject({ level: 'good' });
  expect(alone[1]?.sentence).toContain('the client id 1023, under Security, API controls');
  expect(both[1]?.sentence).toContain('tried as ada@example.com');
});
