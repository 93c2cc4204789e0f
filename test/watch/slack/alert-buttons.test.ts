// The buttons below an alert's message in Slack: who may press which, what everybody sees of it, and what stays of it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { startFakeSlack, type FakeSlack } from '../../support/slack/fake-slack.ts';
import type { Seen } from '../../support/slack/workspace.ts';
import { ask as askDatabase } from '../../support/clusters.ts';
import { peopleOf, sending, type People } from '../../server/identity/people.ts';

let database: TestDatabase;
let people: People;
let slack: FakeSlack;
let server: TestServer;
let alert: string;

const sql = (text: string) => askDatabase(database.adminUrl, text);

beforeAll(async () => {
  [database, slack, people] = await Promise.all([
    newDatabase({ template: 'empty' }),
    startFakeSlack(),
    peopleOf({ ada: 'admin', vic: 'viewer', eve: 'viewer' }),
  ]);
  server = await startTestServer({
    env: {
      ...{ DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl, ...slack.env },
      ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    },
    options: people.options,
  });
  slack.server = server;
  for (const who of ['ada', 'vic', 'eve']) {
    slack.person(who.toUpperCase(), `${who}@example.com`);
    await sql(`insert into slack_people values ('T0SHEET', '${who.toUpperCase()}', '${who}')`);
  }
  await sql('create table bad (number text); insert into bad values ($$A-17$$)');
  await sql('grant select on bad to public');
  const query = { slug: 'bad', title: 'Bad invoices', sql: 'select number from bad' };
  await must('POST', '/api/queries', query);
  const audience = { members: ['vic'], groups: [] };
  await must('PUT', '/api/queries/bad/audience', { audience });
  const to = { kind: 'slack', name: '#billing', channel: 'C0123456789' };
  await must('POST', '/api/destinations', to);
  const watched = { query: 'bad', name: 'Bad ones', when: 'rows', every: '1 day' };
  alert = (await must('POST', '/api/alerts', { ...watched, to: ['slack:#billing'] })).json().id;
});
afterAll(async () => {
  await server.stop();
  await Promise.all([database.drop(), slack.stop()]);
});

async function must(method: string, at: string, body?: unknown) {
  const answer = await server.ask(at, sending(method, body, people.as('ada')));
  if (answer.status >= 400) throw new Error(`${method} ${at}: ${answer.text}`);
  return answer;
}

const textOf = (seen: Seen | undefined) => JSON.stringify(seen?.blocks ?? []);
const said = (who: string, words: string): Promise<Seen | undefined> =>
  eventually(
    () => slack.seenBy(who).at(-1),
    (seen) => textOf(seen).includes(words),
  );
const evaluate = () => must('POST', `/api/alerts/${alert}/evaluate`, { deliver: true });
const known = async () => (await must('GET', `/api/alerts/${alert}`)).json();

test('somebody is on what fires, which all see, and which is over with it', async () => {
  await evaluate();
  const fired = await said('VIC', 'Bad ones fires');
  if (fired === undefined) throw new Error('no message');
  await slack.press('VIC', fired, 'I am on it');
  expect((await said('EVE', 'vic is on'))?.only).toBeNull();
  expect((await known()).takenBy).toMatchObject({ name: 'vic', email: 'vic@example.com' });

  await sql('truncate bad');
  await evaluate();
  await said('VIC', 'recovered');
  expect((await known()).takenBy).toBeNull();
  await sql('insert into bad values ($$A-18$$)');
  await evaluate();
  await said('VIC', 'Bad ones fires');
  expect((await known()).takenBy).toBeNull();
});

test('who may not mute it is told so, and who may not see it learns nothing', async () => {
  const fired = slack.messages.at(-1);
  if (fired === undefined) throw new Error('no message');
  await slack.press('VIC', fired, 'Mute');
  expect((await said('VIC', 'may mute it'))?.only).toBe('VIC');
  for (const words of ['Mute', 'I am on it', 'Show rows']) {
    slack.messages.splice(slack.messages.indexOf(fired) + 1);
    await slack.press('EVE', fired, words);
    expect(textOf(await said('EVE', 'no such alert'))).not.toMatch(/Bad|A-1/);
  }
  expect(await known()).toMatchObject({ mutedUntil: null, takenBy: null });

  await slack.press('VIC', fired, 'Show rows');
  expect((await said('VIC', 'as of'))?.only).toBe('VIC');
  await slack.press('ADA', fired, 'Mute');
  await said('EVE', 'ada muted');
  expect((await known()).mutedUntil).toEqual(expect.any(String));
  expect(slack.refused).toEqual([]);
});
