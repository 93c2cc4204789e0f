// Comments: said by whoever sees the thing, told to who is spoken to and may see it, and to nobody else.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { until } from '../../support/eventually.ts';
import { startMailServer, type MailServer } from '../../support/mail-server.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

let database: TestDatabase;
let mail: MailServer;
let people: People;
let server: TestServer;

beforeAll(async () => {
  [database, mail] = await Promise.all([newDatabase({ template: 'empty' }), startMailServer()]);
  people = await peopleOf({ ada: 'admin', ben: 'author', vera: 'viewer', olaf: 'viewer' });
  server = await startTestServer({
    env: {
      DATABASE_URL: database.adminUrl,
      SOURCE_MAIN_URL: database.readerUrl,
      ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
      SMTP_URL: mail.url,
      MAIL_FROM: 'sheetfeed@example.com',
      DELIVERY_ALLOWED_HOSTS: '127.0.0.1',
    },
    options: people.options,
  });
  for (const slug of ['open', 'hidden']) {
    await must('ben', 'POST', '/api/queries', {
      ...{ slug, title: `The ${slug} one`, sql: 'select 1 as number, 2 as amount' },
      key: ['number'],
    });
  }
  const audience = { members: ['ben', 'vera'], groups: [] };
  await must('ben', 'PUT', '/api/queries/hidden/audience', { audience });
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
  await database.drop();
});
beforeEach(() => {
  mail.received.length = 0;
});

const ask = (who: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  server.ask(path, sending(method, body, people.as(who)));

async function must(who: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await ask(who, method, path, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer;
}

const say = async (who: string, body: object) =>
  (await must(who, 'POST', '/api/comments', { about: 'query:open', ...body })).json();

const threadsOf = async (who: string, about = 'query:open') =>
  (await must(who, 'GET', `/api/comments?about=${about}`)).json().threads;

const concernsOf = async (who: string) => (await must(who, 'GET', '/api/concerns')).json();

async function frozenRun(who: string, slug: string): Promise<string> {
  const run = randomUUID();
  await must(who, 'POST', `/api/queries/${slug}/result`, { run });
  return (await must(who, 'POST', `/api/runs/${run}/freeze`)).json().id;
}

test('a comment about a cell is answered in its thread, which opens again when somebody answers a resolved one', async () => {
  const row = [{ column: 'number', value: '1' }];
  const said = await say('vera', { text: 'Why 2?', row, column: 'amount' });
  await must('ben', 'PUT', `/api/comments/${said.id}/resolved`, { resolved: true });
  const resolved = (await threadsOf('olaf')).find(({ id }: { id: string }) => id === said.id);
  await say('olaf', { text: 'Still?', replyTo: said.id });
  const thread = (await threadsOf('ben')).find(({ id }: { id: string }) => id === said.id);

  expect(resolved.resolved.by.name).toBe('ben');
  expect(thread).toMatchObject({ row, column: 'amount', resolved: null });
  expect(thread.comments.map(({ text }: { text: string }) => text)).toEqual(['Why 2?', 'Still?']);
});

test('what was sent again after a lost answer is said once, and nobody takes its id for something else', async () => {
  const id = randomUUID();
  await say('vera', { id, text: 'Once' });
  await say('vera', { id, text: 'Once' });
  const other = await ask('olaf', 'POST', '/api/comments', { about: 'query:open', id, text: 'No' });

  expect(other.json().code).toBe('conflict');
  expect(JSON.stringify(await threadsOf('ben')).split('"Once"')).toHaveLength(2);
});

test('who is spoken to is told once by mail, and who may not see it is told nothing', async () => {
  const text = 'Look, @vera@example.com and @olaf@example.com and @nobody@example.com.';
  const said = await say('ben', { about: 'query:hidden', text });
  await until(() => mail.received.length === 1);
  await must('ben', 'PUT', `/api/comments/${said.id}`, { text: `${text} Please.` });
  await must('ben', 'POST', '/api/comments', { about: 'query:open', text: '@olaf@example.com !' });
  await until(() => mail.received.length === 2);
  const [told, second] = mail.received;

  expect(said.unreached).toEqual(['olaf@example.com', 'nobody@example.com']);
  expect([told?.to, second?.to]).toEqual([['vera@example.com'], ['olaf@example.com']]);
  expect(told?.raw.replaceAll('=\r\n', '')).toContain(`/q/hidden#comment-${said.id}`);
  expect((await concernsOf('olaf')).concerns.map(({ about }: { about: string }) => about)).toEqual(
    expect.not.arrayContaining(['query:hidden']),
  );
});

test('what concerns a member is what is said to them, in their threads and about what they own, until they may not see it', async () => {
  await must('vera', 'PUT', '/api/concerns', { readAt: new Date().toISOString() });
  const { id } = await say('ben', { about: 'query:hidden', text: 'For @vera@example.com.' });
  const mine = await say('vera', { about: 'query:hidden', text: 'I ask.' });
  await say('ada', { about: 'query:hidden', text: 'I answer.', replyTo: mine.id });
  const { concerns, unread } = await concernsOf('vera');
  const owner = await concernsOf('ben');
  const audience = { members: ['ben'], groups: [] };
  await must('ben', 'PUT', '/api/queries/hidden/audience', { audience });
  const after = await concernsOf('vera');
  await must('ben', 'PUT', '/api/queries/hidden/audience', {
    audience: { members: ['ben', 'vera'], groups: [] },
  });

  expect(unread).toBe(2);
  expect(concerns[0]).toMatchObject({ why: 'answered', text: 'I answer.', isNew: true });
  expect(concerns[1]).toMatchObject({ id, why: 'mentioned', title: 'The hidden one' });
  expect(owner.concerns[0]).toMatchObject({ why: 'owner', text: 'I answer.' });
  expect(JSON.stringify(after)).not.toContain('hidden');
});

test('only who wrote a comment changes it; its author, the query’s owner and admins delete it, which leaves a trace and no text', async () => {
  const { id } = await say('vera', { text: 'My secret words' });
  const [changed, deleted] = [
    await ask('ada', 'PUT', `/api/comments/${id}`, { text: 'Not mine' }),
    await ask('olaf', 'DELETE', `/api/comments/${id}`),
  ];
  await must('ben', 'DELETE', `/api/comments/${id}`);
  const again = await ask('vera', 'PUT', `/api/comments/${id}`, { text: 'Back' });
  const thread = (await threadsOf('olaf')).find((each: { id: string }) => each.id === id);
  const own = new pg.Client({ connectionString: database.adminUrl });
  await own.connect();
  const kept = await own.query('select text from comments where id = $1', [id]);
  await own.end();

  expect([changed.status, deleted.status, again.status]).toEqual([403, 403, 403]);
  expect(thread.comments[0]).toMatchObject({ text: null, deleted: { by: { name: 'ben' } } });
  expect(kept.rows).toEqual([{ text: '' }]);
});

test('a review says who stands for which version', async () => {
  await say('ada', { kind: 'review' });
  const [thread] = await threadsOf('vera');

  expect(thread.comments[0]).toMatchObject({ kind: 'review', version: 1, author: { name: 'ada' } });
  const empty = { about: 'query:open', text: ' ' };
  expect((await ask('ada', 'POST', '/api/comments', empty)).json().code).toBe('invalid_request');
});

test('a frozen run that is spoken of is kept for good, and one that is erased leaves no row in what was said', async () => {
  const frozen = await frozenRun('ben', 'open');
  const row = [{ column: 'number', value: '1' }];
  await say('vera', { about: `frozen:${frozen}`, text: 'This one', row });
  const kept = (await must('ben', 'GET', `/api/frozen/${frozen}`)).json();
  await must('ben', 'DELETE', `/api/frozen/${frozen}`);
  const [thread] = await threadsOf('vera', `frozen:${frozen}`);

  expect(kept.citedAt).not.toBeNull();
  expect(thread.row).toBeNull();
});

test('comments follow a query to its new name', async () => {
  const content = { title: 'Named', sql: 'select 1 as one' };
  await must('ben', 'POST', '/api/queries', { ...content, slug: 'first-name' });
  await say('vera', { about: 'query:first-name', text: 'Said before' });
  await must('ben', 'DELETE', '/api/queries/first-name');
  const formerly = ['first-name'];
  await must('ben', 'POST', '/api/queries', { ...content, slug: 'second-name', formerly });

  expect((await threadsOf('olaf', 'query:second-name'))[0].comments[0].text).toBe('Said before');
});

test('a comment cannot be answered from another thing, and only those are offered who may see it', async () => {
  const { id } = await say('ben', { about: 'query:hidden', text: 'Here' });
  const elsewhere = { about: 'query:open', text: 'There', replyTo: id };
  const offered = await must('ben', 'GET', '/api/comments/people?about=query:hidden&search=');
  const names = offered.json().people.map(({ name }: { name: string }) => name);

  expect((await ask('olaf', 'POST', '/api/comments', elsewhere)).status).toBe(404);
  expect(names).toEqual(['ada', 'ben', 'vera']);
});
