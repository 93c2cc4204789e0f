// The leave that a person gives the server for spreadsheets that they pick at Google: asked for, used, taken back. A real database, a
// real server, the simulated Google with its consent, its Picker and its tokens.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { googleFindings } from '../../server/doctor/google-findings.ts';
import { readSettings } from '../../server/settings/read.ts';
import { peopleOf, type People } from '../server/identity/people.ts';
import { eventually } from '../support/eventually.ts';
import { CLIENT, GoogleConsent } from '../support/google/consent.ts';
import { ACCOUNT, serviceAccountAt } from '../support/google/accounts.ts';
import { NO_LIMITS, scheduledSheet } from '../support/scheduled-sheet.ts';
import { startTestServer, type Answer, type TestServer } from '../support/server.ts';
import { must, startWatched, type Watched } from './watched.ts';

const PUBLIC_URL = 'http://localhost:3000';
let watched: Watched;
let people: People;
let server: TestServer;
let sheet: ReturnType<typeof scheduledSheet>;
let consent: GoogleConsent;
/** What happens while Google makes a token. */
let meanwhile: () => Promise<unknown> = async () => {};
const account = serviceAccountAt(() => sheet.api);

beforeAll(async () => {
  watched = await startWatched();
  people = await peopleOf({
    vera: 'viewer',
    otto: 'viewer',
    uma: 'viewer',
    anna: 'author',
    ada: 'admin',
  });
  // Both are others for each test.
  const fetch: typeof globalThis.fetch = async (...asked) => {
    await meanwhile();
    return consent.over(account.fetch)(...asked);
  };
  server = await startTestServer({
    env: {
      ...{ ...watched.env, ...account.settings, PUBLIC_URL },
      GOOGLE_GRANT_CLIENT_ID: CLIENT.id,
      GOOGLE_GRANT_CLIENT_SECRET: CLIENT.secret,
    },
    options: { ...people.options, google: { fetch, wait: async () => {}, limits: NO_LIMITS } },
  });
  const sql = 'select number as name, amount::int as amount from invoices order by number';
  await must(as('anna'), 'POST', '/api/queries', { slug: 'list', title: 'Invoices', sql });
});
afterAll(async () => {
  await server.stop();
  await watched.stop();
});
beforeEach(async () => {
  await watched.own(
    'truncate timed_queries, sheet_sends, google_grants, google_grant_starts, ended_google_grants cascade',
  );
  await watched.sql('truncate invoices');
  await watched.sql(`insert into invoices values ('A-17', -5), ('B-2', -7)`);
  meanwhile = async () => {};
  sheet = scheduledSheet();
  consent = new GoogleConsent(
    () => sheet.api,
    () => `${PUBLIC_URL}/google-grant`,
  );
});

const as = (who: string): Pick<TestServer, 'ask'> => ({
  ask: (path, asked = {}) =>
    server.ask(path, { ...asked, headers: { ...people.as(who).headers, ...asked.headers } }),
});

const begin = async (who = 'vera', more: object = {}): Promise<string> => {
  const body = { returnTo: '/q/list', ...more };
  return (await must(as(who), 'POST', '/api/google-grant/begin', body)).json().address;
};

const finish = (who: string, back: URL): Promise<Answer> => {
  const { state = '', code = '' } = Object.fromEntries(back.searchParams);
  return as(who).ask('/api/google-grant', { method: 'POST', body: { state, code } });
};

/** Gives the leave, and picks the spreadsheet. */
async function gives(who = 'vera', picks = [sheet.workbook.id]): Promise<void> {
  const answer = await finish(
    who,
    consent.approve(await begin(who), { email: `${who}@example.com`, picks }),
  );
  if (answer.status !== 200) throw new Error(answer.text);
}

const send = (who = 'vera', more: object = {}): Promise<Answer> => {
  const body = { spreadsheet: sheet.workbook.id, tab: 'Debts', ...more };
  return as(who).ask('/api/queries/list/sheet', { method: 'POST', body });
};
const grantOf = async (who = 'vera') => (await must(as(who), 'GET', '/api/google-grant')).json();
const tabs = () => sheet.workbook.sheets.map(({ name }) => name);

test('a spreadsheet that a person picks is written as them, with nothing shared and nothing proven', async () => {
  const before = await send();
  await gives();
  const sent = await send();

  expect(before.status).toBe(422);
  expect(sent.json()).toMatchObject({ writer: 'picked', rows: 2 });
  expect(sheet.desk.shown('Debts')[1]).toEqual(['A-17', '-5']);
  expect(await grantOf()).toMatchObject({ isOffered: true, grant: { email: 'vera@example.com' } });
});

test('one that they did not pick is not there, and what to do is said', async () => {
  await gives('vera', []);
  const answer = await send();

  expect(answer.json()).toMatchObject({ code: 'spreadsheet_not_shared', mayPick: true });
  expect(answer.json().detail).toContain(`Share this spreadsheet with ${ACCOUNT} as an editor`);
  expect(tabs()).toEqual(['Sheet1']);
});

test('Google proposes the person and the spreadsheet, and nothing but picked files is asked for', async () => {
  const address = await begin('vera', { spreadsheet: sheet.workbook.id });
  const query = new URL(address).searchParams;

  expect(query.get('scope')).toBe('https://www.googleapis.com/auth/drive.file');
  expect(query.get('file_ids')).toBe(sheet.workbook.id);
  expect(query.get('login_hint')).toBe('vera@example.com');
  expect(address).not.toContain(CLIENT.secret);
});

test('what Google sends back works once, and for nobody but who began', async () => {
  const back = consent.approve(await begin(), { email: 'vera@example.com', picks: [] });
  const ottos = await finish('otto', back);
  const veras = await finish('vera', back);
  const again = await finish('vera', back);
  const invented = await finish('vera', new URL(`${back.origin}/?state=x&code=y`));

  expect([ottos, veras, again, invented].map(({ status }) => status)).toEqual([403, 200, 403, 403]);
  expect(await grantOf('otto')).toMatchObject({ grant: null });
  expect(consent.refused).toEqual([]);
});

test('what is kept of it is encrypted, and no answer and no line of the audit has it', async () => {
  await gives();
  const { rows } = await watched.own('select * from google_grants');
  const { rows: lines } = await watched.own(
    `select what, details from audit_events where what like '%spreadsheets that they pick' order by at desc limit 1`,
  );

  expect(JSON.stringify(rows)).not.toContain('1//');
  expect(lines).toMatchObject([
    {
      what: 'let the server write to spreadsheets that they pick',
      details: { email: 'vera@example.com' },
    },
  ]);
  expect(JSON.stringify(await grantOf())).not.toContain('1//');
});

test('Forget this grant ends it here and at Google, and a schedule that went by it says so', async () => {
  await gives();
  await send('vera', { rule: { every: 'hour' } });
  await must(as('vera'), 'DELETE', '/api/google-grant');
  const came = await comes();

  await eventually(
    () => consent.revoked,
    (count) => count === 1,
  );
  expect(await grantOf()).toMatchObject({ grant: null });
  expect(came).toMatchObject({ outcome: 'failing' });
  expect(came.detail).toContain('Give it on your account page');
  expect((await as('vera').ask('/api/google-grant', { method: 'DELETE' })).status).toBe(404);
  await gives();
  expect(await comes()).toMatchObject({ outcome: 'unchanged' });
});

test('a leave that the person takes back at Google is told at the schedule', async () => {
  await gives();
  await send('vera', { rule: { every: 'hour' } });
  consent.takeBack('vera@example.com');
  const came = await comes();

  expect(came).toMatchObject({ outcome: 'failing' });
  expect(came.detail).toContain('Google does not take the leave any more');
});

const untold = () => watched.own('select from ended_google_grants');

test('whoever is deactivated has given no leave any more, neither here nor at Google', async () => {
  await gives('otto');
  await must(as('ada'), 'PUT', '/api/members/otto', { active: false });
  await must(as('ada'), 'PUT', '/api/members/otto', { active: true });

  expect((await watched.own('select from google_grants')).rowCount).toBe(0);
  await eventually(untold, ({ rowCount }) => rowCount === 0);
  expect(consent.revoked).toBe(1);
});

test('a Google that does not answer keeps nobody from being deactivated, and is told later', async () => {
  await gives('otto');
  let asked = 0;
  meanwhile = async () => {
    asked += 1;
    throw new Error('no way to Google');
  };
  await must(as('ada'), 'PUT', '/api/members/otto', { active: false });
  await eventually(
    () => asked,
    (count) => count > 0,
  );
  expect([consent.revoked, (await untold()).rowCount]).toEqual([0, 1]);

  meanwhile = async () => {};
  await must(as('ada'), 'PUT', '/api/members/otto', { active: true });
  await eventually(untold, ({ rowCount }) => rowCount === 0);
  expect(consent.revoked).toBe(1);
});

test('what a person gives as somebody else at Google ends what they gave before there', async () => {
  await gives('vera');
  const back = consent.approve(await begin('vera'), { email: 'vera@home.example', picks: [] });
  await finish('vera', back);
  await eventually(untold, ({ rowCount }) => rowCount === 0);

  expect(consent.revoked).toBe(1);
  expect(await grantOf()).toMatchObject({ grant: { email: 'vera@home.example' } });
});

test('whoever is deactivated while they are at Google has given no leave', async () => {
  const back = consent.approve(await begin('otto'), { email: 'otto@example.com', picks: [] });
  meanwhile = () => as('ada').ask('/api/members/otto', { method: 'PUT', body: { active: false } });
  const answer = await finish('otto', back);
  meanwhile = async () => {};
  await must(as('ada'), 'PUT', '/api/members/otto', { active: true });

  expect(answer.status).toBe(401);
  expect((await watched.own('select from google_grants')).rowCount).toBe(0);
  // Google had given it by then.
  await eventually(untold, ({ rowCount }) => rowCount === 0);
  expect(consent.revoked).toBe(1);
});

test('whoever is erased is not known by their address at Google either', async () => {
  const back = consent.approve(await begin('uma'), {
    ...{ email: 'uma.at.home@gmail.test', picks: [sheet.workbook.id] },
  });
  await must(as('uma'), 'POST', '/api/google-grant', {
    ...{ state: back.searchParams.get('state'), code: back.searchParams.get('code') },
  });
  expect(await told('uma.at.home')).not.toEqual([]);
  await must(as('ada'), 'PUT', '/api/members/uma', { active: false });
  await must(as('ada'), 'DELETE', '/api/members/uma');

  expect(await told('uma.at.home')).toEqual([]);
});

/** The lines of the audit that hold it. */
const told = async (text: string) =>
  (
    await watched.own(
      `select what from audit_events where strpos(audit_events::text, '${text}') > 0`,
    )
  ).rows;

test('the doctor finds whether Google takes the client, and settings of which one is missing are refused', async () => {
  const env = {
    ...{ ENCRYPTION_KEYS: watched.env['ENCRYPTION_KEYS'] ?? '', PUBLIC_URL },
    ...{ GOOGLE_GRANT_CLIENT_ID: CLIENT.id, GOOGLE_GRANT_CLIENT_SECRET: CLIENT.secret },
  };
  const google = { fetch: consent.over(account.fetch), wait: async () => {} };
  const [good] = await googleFindings(readSettings(env), google);
  const wrong = readSettings({ ...env, GOOGLE_GRANT_CLIENT_SECRET: 'other' });
  const [bad] = await googleFindings(wrong, google);

  expect(good).toMatchObject({ level: 'good' });
  expect(good?.sentence).toContain('spreadsheets that they pick');
  expect(bad).toMatchObject({ level: 'wrong' });
  expect(bad?.sentence).toContain('invalid_client');
  expect(() => readSettings({ ...env, ENCRYPTION_KEYS: '' })).toThrow(
    /ENCRYPTION_KEYS must be set too/,
  );
});

async function comes() {
  const slots = () => watched.own('select outcome, detail from timed_slots order by at, slot');
  const { rowCount } = await slots();
  await watched.own('update timed_queries set due_at = now(), rest_until = now()');
  return (await eventually(slots, (after) => after.rowCount === (rowCount ?? 0) + 1)).rows.at(-1);
}
