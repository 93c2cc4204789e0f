// Links that are posted in Slack: what they show, in which channel, to whom, once, and after what is taken back.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { startFakeSlack, type FakeSlack, type Posted } from '../../support/slack/fake-slack.ts';
import type { Posting } from '../../support/slack/workspace.ts';
import { peopleOf, sending, type People } from '../../server/identity/people.ts';

const GRANTED = 'C0GRANTED';

let database: TestDatabase;
let people: People;
let slack: FakeSlack;
let server: TestServer;
let inOwn: pg.Client;
const links: Record<'query' | 'hidden' | 'frozen' | 'board' | 'share' | 'boardShare', string> = {
  ...{ query: '', hidden: '', frozen: '', board: '', share: '', boardShare: '' },
};

beforeAll(async () => {
  [database, slack, people] = await Promise.all([
    newDatabase({ template: 'empty' }),
    startFakeSlack(),
    peopleOf({ ada: 'admin', ben: 'author', vic: 'viewer' }),
  ]);
  server = await startTestServer({
    env: {
      ...{ DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
      ...slack.env,
    },
    options: people.options,
  });
  slack.server = server;
  inOwn = new pg.Client({ connectionString: database.adminUrl });
  await inOwn.connect();
  for (const who of ['ada', 'ben', 'vic'])
    await inOwn.query('insert into slack_people values ($1, $2, $3)', [
      ...['T0SHEET', `U${who.toUpperCase()}`, who],
    ]);
  await makeThings();
});
afterAll(async () => {
  await inOwn.end();
  await server.stop();
  await Promise.all([database.drop(), slack.stop()]);
});

async function makeThings(): Promise<void> {
  await must('ben', 'POST', '/api/queries', {
    ...{ slug: 'overdue', title: 'Overdue <invoices>', status: 'trusted' },
    sql: `select 'Customer ' || n as customer, :country as country, n > 1 as late from generate_series(1, 3) n`,
    parameters: [{ name: 'country', type: 'text', default: 'DE' }],
  });
  await must('ben', 'POST', '/api/queries', {
    ...{ slug: 'salaries', title: 'Salaries', sql: `select 'secret pay' as pay` },
  });
  const audience = { members: ['ben'], groups: [] };
  await must('ben', 'PUT', '/api/queries/salaries/audience', { audience });
  const run = randomUUID();
  await must('ben', 'POST', '/api/queries/overdue/result', { run, values: { country: 'FR' } });
  const frozen = (await must('ben', 'POST', `/api/runs/${run}/freeze`)).json().id;
  const content = {
    title: 'Monday',
    tiles: [{ id: 'one', kind: 'table', at: [0, 0, 4, 2], query: 'overdue' }],
  };
  await must('ben', 'POST', '/api/boards', { slug: 'monday', content });
  const share = await must('ben', 'POST', '/api/queries/overdue/links', { name: 'For all' });
  const ofBoard = await must('ben', 'POST', '/api/boards/monday/links', { name: 'For the wall' });
  Object.assign(links, {
    query: `${server.url}/q/overdue?country=AT&utm=mail`,
    hidden: `${server.url}/q/salaries`,
    frozen: `${server.url}/f/${frozen}`,
    board: `${server.url}/b/monday`,
    share: `${server.url}/s/${share.json().token}`,
    boardShare: `${server.url}/s/${ofBoard.json().token}/board`,
  });
}

async function must(who: string, method: string, at: string, body?: unknown): Promise<Answer> {
  const answer = await server.ask(at, sending(method, body, people.as(who)));
  if (answer.status >= 400) throw new Error(`${method} ${at}: ${answer.text}`);
  return answer;
}

const grant = (slug: string, channel: string) =>
  must('ben', 'POST', `/api/queries/${slug}/slack-channels`, { channel, name: 'billing' });
const takeBack = (slug: string, channel: string) =>
  must('ben', 'DELETE', `/api/queries/${slug}/slack-channels/${channel}`);

async function allDone(): Promise<void> {
  const waiting = 'select count(*)::integer as count from slack_inbox where done_at is null';
  await eventually(
    async () => (await inOwn.query<{ count: number }>(waiting)).rows[0]?.count,
    (count) => count === 0,
  );
}

/** What stands below each link of a message, once all is done. */
async function shownFor(person: string, urls: string[], how?: Posted): Promise<Posting> {
  const { posting, told } = await slack.post(person, urls, how);
  expect(told.status).toBe(200);
  await allDone();
  return posting;
}
const textOf = ({ unfurls }: Posting, url: string) => JSON.stringify(unfurls[url] ?? null);

test('links show title, owner, status and freshness, and no row where none was granted', async () => {
  const { query, frozen, board, share, boardShare } = links;
  // Runs are written down a moment later.
  await eventually(
    async () => textOf(await shownFor('UVIC', [query]), query),
    (text) => text.includes('last run'),
  );
  const shown = await shownFor('UVIC', [query, frozen, board, share, boardShare]);
  expect(Object.keys(shown.unfurls).sort()).toEqual(
    [query, frozen, board, share, boardShare].sort(),
  );
  expect(textOf(shown, query)).toContain('Overdue &lt;invoices&gt;');
  expect(textOf(shown, query)).toMatch(/of ben.*Trusted.*last run <!date/);
  expect(textOf(shown, frozen)).toMatch(/frozen by ben.*rows of <!date/);
  expect(textOf(shown, board)).toMatch(/Monday.*Board.*of ben/);
  expect(textOf(shown, share)).toContain('Share link');
  expect(textOf(shown, boardShare)).toMatch(/Monday.*Share link of a board.*of ben/);
  expect(JSON.stringify(shown.unfurls)).not.toContain('Customer');
  expect(slack.refused).toEqual([]);
});

test('rows stand below links in the channel that the owner granted, with the values of the address, until it is taken back', async () => {
  const { query, frozen, share, board } = links;
  await grant('overdue', GRANTED);
  const all = [query, frozen, share, board];
  const shown = await shownFor('UVIC', all, { channel: GRANTED });
  expect(textOf(shown, query)).toMatch(/Customer 3 +AT.*3 rows/);
  expect(textOf(shown, frozen)).toMatch(/Customer 3 +FR/);
  expect(textOf(shown, frozen)).toMatch(/Customer 3 +FR +true/);
  expect(textOf(shown, share)).toMatch(/Customer 3 +DE/);
  expect(textOf(shown, board)).not.toContain('Customer');
  expect(textOf(await shownFor('UVIC', [query]), query)).not.toContain('Customer');

  await takeBack('overdue', GRANTED);
  const after = await shownFor('UVIC', all, { channel: GRANTED });
  expect(JSON.stringify(after.unfurls)).not.toContain('Customer');
  expect(slack.refused).toEqual([]);
});

test('what the poster may not see, or some members, shows nothing; in a granted channel it does for who may see it', async () => {
  const { hidden } = links;
  for (const person of ['UVIC', 'UBEN', 'USTRANGER'])
    expect((await shownFor(person, [hidden])).unfurls).toEqual({});
  expect((await shownFor('USTRANGER', [links.query, links.share])).unfurls).toEqual({});

  await grant('salaries', GRANTED);
  expect((await shownFor('UVIC', [hidden], { channel: GRANTED })).unfurls).toEqual({});
  const shown = await shownFor('UBEN', [hidden], { channel: GRANTED });
  expect(textOf(shown, hidden)).toContain('secret pay');
  await takeBack('salaries', GRANTED);
});

test('whoever takes a name that another query left has none of the channels that were granted to that', async () => {
  await inOwn.query(
    `insert into slack_channels (query, channel, name, granted_by)
     values ('left-behind', $1, 'billing', '{"id": "gone", "name": "Gone", "email": ""}')`,
    [GRANTED],
  );
  await must('ben', 'POST', '/api/queries', {
    ...{ slug: 'left-behind', title: 'Taken over', sql: `select 'own row' as mine` },
  });
  const url = `${server.url}/q/left-behind`;
  const shown = await shownFor('UBEN', [url], { channel: GRANTED });
  expect(textOf(shown, url)).toContain('Taken over');
  expect(textOf(shown, url)).not.toContain('own row');
});

test('a channel that another company shares is told titles of share links alone', async () => {
  const { query, frozen, board, share, boardShare } = links;
  const all = [query, frozen, board, share, boardShare];
  const { unfurls } = await shownFor('UADA', all, { isShared: true });
  expect(Object.keys(unfurls).sort()).toEqual([share, boardShare].sort());
});

test('links that are being written, and to what is no page, show nothing', async () => {
  const draft = await shownFor('UADA', [links.query], { isDraft: true });
  expect(draft.unfurls).toEqual({});
  const token = new URL(links.share).pathname;
  const others = [`${token}/board`, new URL(links.boardShare).pathname.replace('/board', '')];
  others.push(
    ...[
      '/q/overdue/board',
      '/q/overdue.csv',
      '/q/overdue/edit',
      '/',
      '/q/nothing',
      '/s/sfl_nothing',
    ],
  );
  const foreign = `https://example.com/q/overdue?of=${server.url}`;
  const shown = await shownFor('UADA', [...others.map((at) => server.url + at), foreign]);
  expect(shown.unfurls).toEqual({});
  expect(slack.refused).toEqual([]);
});

test('a link has its title also where its address is long, and no address says what the title is', async () => {
  const long = `${server.url}/q/overdue?country=${'A'.repeat(3_200)}`;
  const spoken = `${server.url}/q/overdue?of=|Sign in again`;
  const { unfurls } = await shownFor('UVIC', [long, spoken]);
  const heads = [long, spoken].map(
    (url) => (unfurls[url] as { blocks: { text: { text: string } }[] }).blocks[0]?.text.text,
  );
  expect(heads).toEqual([
    `*<${server.url}/q/overdue|Overdue &lt;invoices&gt;>*`,
    `*<${server.url}/q/overdue?of=%7CSign in again|Overdue &lt;invoices&gt;>*`,
  ]);
});

test('an event that Slack sends again is answered once; where Slack is busy it is answered later', async () => {
  const calls = () => slack.calls.filter((name) => name === 'chat.unfurl').length;
  const before = calls();
  await slack.post('UADA', [links.query], { event: 'Ev-again' });
  await slack.post('UADA', [links.query], { event: 'Ev-again' });
  await allDone();
  expect(calls()).toBe(before + 1);

  let refusals = 1;
  slack.behave = (what, usual) =>
    what === 'chat.unfurl' && refusals-- > 0
      ? { status: 429, text: JSON.stringify({ ok: false, error: 'ratelimited' }) }
      : usual();
  const shown = await shownFor('UADA', [links.query]);
  expect(textOf(shown, links.query)).toContain('Overdue');
});

test('only the owner and admins grant a channel, never of a source whose results may not leave', async () => {
  const at = '/api/queries/overdue/slack-channels';
  const body = { channel: GRANTED };
  const asVic = await server.ask(at, sending('POST', body, people.as('vic')));
  expect(asVic.status).toBe(403);
  const wrong = await server.ask(at, sending('POST', { channel: '#billing' }, people.as('ben')));
  expect(wrong.status).toBe(400);

  await grant('overdue', GRANTED);
  const listed = (await must('vic', 'GET', at)).json();
  expect(listed).toMatchObject({
    ...{ isOn: true, mayChange: false },
    channels: [{ channel: GRANTED, name: 'billing', by: { email: 'ben@example.com' } }],
  });
  const closed = { runBy: null, writeBy: null, links: false, sheets: true };
  await must('ada', 'PUT', '/api/policies/main', closed);
  const shown = await shownFor('UBEN', [links.query, links.share], { channel: GRANTED });
  expect(Object.keys(shown.unfurls)).toEqual([links.query]);
  expect(JSON.stringify(shown.unfurls)).not.toContain('Customer');
  expect((await server.ask(at, sending('POST', body, people.as('ben')))).status).toBe(403);
  await must('ada', 'PUT', '/api/policies/main', { ...closed, links: true });
});
