// Asking from Slack: a command, a choice, a dialog, the answer and what is done with it, as one person after another sees it.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { eventually, until } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { startFakeSlack, type FakeSlack } from '../../support/slack/fake-slack.ts';
import type { Seen } from '../../support/slack/workspace.ts';
import { peopleOf, sending, type People } from '../../server/identity/people.ts';

let database: TestDatabase;
let people: People;
let slack: FakeSlack;
let server: TestServer;

const overdue = {
  slug: 'overdue-invoices',
  title: 'Overdue invoices',
  description: 'What nobody has paid.',
  sql: `select n as number, 'Customer <' || n || '>' as customer, n * 10.5 as amount, :country as country
    from generate_series(1, :rows::integer) n`,
  parameters: [
    {
      name: 'country',
      type: 'choice',
      choices: [{ value: 'DE', label: 'Germany' }, { value: 'FR' }],
    },
    { name: 'rows', type: 'number', default: 3 },
  ],
};

beforeAll(async () => {
  [database, slack, people] = await Promise.all([
    newDatabase({ template: 'empty' }),
    startFakeSlack(),
    peopleOf({ ada: 'admin', vic: 'viewer' }),
  ]);
  server = await startTestServer({
    env: {
      ...{ DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
      ...slack.env,
    },
    options: people.options,
  });
  slack.server = server;
  slack.person('UADA', 'Ada@Example.com');
  slack.person('UVIC', 'vic@example.com');
  await must('POST', '/api/queries', overdue);
  await must('POST', '/api/queries', {
    slug: 'overdue-apps',
    title: 'Overdue apps',
    sql: 'select 1 as one',
  });
});
afterAll(async () => {
  await server.stop();
  await Promise.all([database.drop(), slack.stop()]);
});
beforeEach(() => {
  slack.messages.length = 0;
  slack.dialogs.length = 0;
});

async function must(method: string, at: string, body?: unknown) {
  const answer = await server.ask(at, sending(method, body, people.as('ada')));
  if (answer.status >= 400) throw new Error(`${method} ${at}: ${answer.text}`);
  return answer;
}

const textOf = (seen: Seen | undefined) => JSON.stringify(seen?.blocks ?? []);
/** The last message that somebody sees, once it has these words. */
const said = (person: string, words: string): Promise<Seen> =>
  eventually(
    () => slack.seenBy(person).at(-1) ?? missing,
    (seen) => textOf(seen).includes(words),
  );
const missing: Seen = { id: '', channel: '', only: null, text: '', blocks: [] };

async function agree(person: string): Promise<void> {
  await slack.command(person, 'help');
  const asked = await eventually(
    () => slack.seenBy(person).at(-1) ?? missing,
    (seen) => /remember you|name=value/.test(textOf(seen)),
  );
  if (textOf(asked).includes('remember you')) {
    await slack.press(person, asked, 'Yes');
    await said(person, 'name=value');
  }
  slack.messages.length = 0;
}

test('only what Slack has signed in these minutes is taken', async () => {
  const now = Math.floor(Date.now() / 1_000);
  const statusOf = async (sent: object) => (await slack.command('UADA', 'help', sent)).status;
  expect(await statusOf({ secret: 'another secret, as long as that' })).toBe(401);
  expect(await statusOf({ at: now - 360 })).toBe(401);
  expect(await statusOf({ at: now + 360 })).toBe(401);
  expect(await statusOf({ headers: { 'x-slack-signature': '' } })).toBe(401);
  expect(await statusOf({ headers: { 'x-slack-signature': 'v0=00' } })).toBe(401);
  expect((await server.ask('/slack/commands', { method: 'POST', body: 'text=help' })).status).toBe(
    401,
  );
  // Of another time than the signature says.
  expect(
    await statusOf({ at: now - 10, headers: { 'x-slack-request-timestamp': String(now) } }),
  ).toBe(401);
  const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
  const echoed = await slack.send('/slack/events', { type: 'application/json', body: challenge });
  expect([echoed.status, echoed.text]).toEqual([200, 'abc']);
  expect(slack.messages).toEqual([]);
});

test('who asks for the first time agrees to be known, and then sees what they asked for', async () => {
  expect((await slack.command('UADA', 'overdue invoices country=DE')).text).toBe('');
  const asked = await said('UADA', 'remember you');
  expect(slack.calls).not.toContain('users.info');
  await slack.press('UADA', asked, 'Yes');
  const answer = await said('UADA', 'Overdue invoices');
  expect(slack.messages).toHaveLength(1);
  expect(textOf(answer)).toContain('Customer &lt;3&gt;');
  expect(textOf(answer)).toContain('3 rows');
  expect(answer.only).toBe('UADA');

  await slack.command('UADA', 'overdue apps');
  await said('UADA', 'Overdue apps');
  expect(slack.calls.filter((method) => method === 'users.info')).toHaveLength(1);
  // Runs are written down when they are over.
  const told = await eventually(
    async () => (await must('GET', '/api/audit?via=slack')).json().entries as { what: string }[],
    ({ length }) => length >= 3,
  );
  const [first, ...others] = told.map(({ what }) => what).sort();
  expect(first).toBe('agreed to be known in Slack');
  expect(new Set(others)).toEqual(new Set(['ran']));
});

const STRANGERS: [string, Record<string, unknown>, string][] = [
  ['an address that nobody has here', { email: 'nobody@example.com' }, 'Nobody has signed in'],
  ['an address that Slack has not confirmed', { is_email_confirmed: false }, 'not confirmed'],
  ['another company’s people', { team_id: 'T0OTHER', is_stranger: true }, 'Only people of this'],
  ['no address', { email: null }, 'users:read.email'],
];

test.each(STRANGERS)(
  '%s is a member nowhere, and is told so',
  async (_, { email, ...more }, words) => {
    slack.person('UNEW', email === null ? null : String(email ?? 'ada@example.com'), more);
    await slack.command('UNEW', 'overdue invoices country=DE');
    await slack.press('UNEW', await said('UNEW', 'remember you'), 'Yes');
    const told = await said('UNEW', words);
    expect(textOf(told)).not.toMatch(/Overdue|Customer/);
  },
);

test('several queries are chosen from, and missing values filled in by a dialog', async () => {
  await agree('UADA');
  await slack.command('UADA', 'overdue');
  const choice = await said('UADA', 'Which query');
  expect(textOf(choice)).toContain('What nobody has paid.');

  await slack.command('UADA', 'overdue invoices rows=2');
  const [dialog] = await eventually(
    () => slack.dialogs,
    ({ length }) => length === 1,
  );
  if (dialog === undefined) throw new Error('no dialog');
  const sent = await slack.submit(dialog, { country: 'FR', rows: '2' });
  expect(sent.json()).toEqual({ response_action: 'clear' });
  const answer = await said('UADA', '2 rows');
  expect(textOf(answer)).toContain('country: FR');

  await slack.press('UADA', answer, 'Values…');
  const [, second] = await eventually(
    () => slack.dialogs,
    ({ length }) => length === 2,
  );
  if (second === undefined) throw new Error('no dialog');
  const count = slack.messages.length;
  await slack.submit(second, { country: 'DE', rows: '1' });
  await eventually(
    () => textOf(answer),
    (text) => text.includes('country: DE'),
  );
  expect(slack.messages).toHaveLength(count);
});

test('a dialog that came too late is offered by a button', async () => {
  await agree('UADA');
  slack.behave = (_, usual) => {
    slack.expireTriggers();
    return usual();
  };
  await slack.command('UADA', 'overdue invoices');
  const offered = await said('UADA', 'needs values');
  slack.behave = (_, usual) => usual();
  await slack.press('UADA', offered, 'Values…');
  await until(() => slack.dialogs.length === 1);
});

test('what is wrong is told in words: values, names, words that nothing has', async () => {
  await agree('UADA');
  await slack.command('UADA', 'overdue invoices country=Germany rows=many');
  await said('UADA', 'must be a number');
  await slack.command('UADA', 'overdue invoices country=Spain');
  await said('UADA', 'is none of the choices');
  await slack.command('UADA', 'overdue invoices land=DE country=DE');
  await said('UADA', 'no parameter named land');
  await slack.command('UADA', 'nothing of this <b>');
  expect(textOf(await said('UADA', 'No query'))).toContain('&lt;b&gt;');
});

test('a result is refreshed in its place, and shared frozen with everybody in the channel', async () => {
  await agree('UADA');
  await slack.command('UADA', 'overdue invoices country=DE rows=200');
  const answer = await said('UADA', 'of 200 rows');
  await slack.press('UADA', answer, 'Refresh');
  const { frozen: before } = (await must('GET', '/api/frozen')).json();
  await slack.press('UADA', answer, 'Freeze and share');
  const shared = await said('UVIC', 'ada shares');
  expect([shared.only, slack.messages.length]).toEqual([null, 2]);
  const { frozen: after } = (await must('GET', '/api/frozen')).json();
  expect(after).toHaveLength(before.length + 1);
  expect(textOf(shared)).toContain(`/f/${after[0].id}`);
  expect(after[0]).toMatchObject({ rowCount: 200, query: 'overdue-invoices', keptUntil: null });
});

test('a source whose results may not leave shows none, and a member sees what they may see alone', async () => {
  await agree('UADA');
  await agree('UVIC');
  await must('PUT', '/api/queries/overdue-apps/audience', {
    audience: { members: ['ada'], groups: [] },
  });
  await slack.command('UVIC', 'overdue country=DE');
  await said('UVIC', '3 rows');
  await slack.command('UVIC', 'overdue apps');
  await said('UVIC', 'No query that you may see');
  const policy = { runBy: null, writeBy: null, sheets: true };
  await must('PUT', '/api/policies/main', { ...policy, links: false });
  await slack.command('UVIC', 'overdue invoices country=DE');
  expect(textOf(await said('UVIC', 'may not leave'))).not.toContain('Customer');
  await must('PUT', '/api/policies/main', { ...policy, links: true });
});

test('what Slack sends again is answered once, and nothing that was sent is over Slack’s limits', async () => {
  await agree('UADA');
  const wide = Array.from({ length: 30 }, (_, at) => `repeat('<&\`', 200) as column_${at}`);
  const sql = `select ${wide.join(', ')} from generate_series(1, 100)`;
  await must('POST', '/api/queries', { slug: 'wide', title: `Wide ${'w'.repeat(180)}`, sql });
  const body = new URLSearchParams({
    ...{ team_id: 'T0SHEET', user_id: 'UADA', trigger_id: 'same', text: 'wide' },
    response_url: `${slack.env['SLACK_API_URL']?.replace('/api', '')}/reply/${slack.newReply('UADA', 'C0', null)}`,
  }).toString();
  const form = { type: 'application/x-www-form-urlencoded', body };
  const statuses = await Promise.all([1, 2, 3].map(() => slack.send('/slack/commands', form)));
  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200]);
  await said('UADA', 'of 100 rows');
  await slack.command('UADA', 'help');
  await said('UADA', 'name=value');
  expect(slack.messages).toHaveLength(2);
  expect(slack.refused).toEqual([]);
});

test('where the database is away whoever asks is told at once', async () => {
  await agree('UADA');
  await slack.command('UADA', 'overdue invoices country=DE');
  const answer = await said('UADA', '3 rows');
  await slack.command('UADA', 'overdue invoices');
  const [dialog] = await eventually(
    () => slack.dialogs,
    ({ length }) => length === 1,
  );
  if (dialog === undefined) throw new Error('no dialog');
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query('begin; lock table slack_inbox');

  expect((await slack.command('UADA', 'overdue apps')).json().text).toMatch(/does not answer/);
  expect((await slack.press('UADA', answer, 'Refresh')).text).toBe('');
  await eventually(
    () => slack.seenBy('UADA').at(-1)?.text ?? '',
    (text) => text.includes('does not answer'),
  );
  const told = (await slack.submit(dialog, { country: 'DE' })).json();
  expect([told.response_action, JSON.stringify(told.view)]).toEqual([
    'update',
    expect.stringContaining('does not answer'),
  ]);
  await client.query('rollback');
  await client.end();
});
