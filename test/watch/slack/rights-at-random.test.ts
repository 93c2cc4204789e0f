// Members and queries at random, asked for from Slack in every way there is: nobody gets a row or a title that they may not.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { fc, often } from '../../support/random.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { startFakeSlack, type FakeSlack } from '../../support/slack/fake-slack.ts';
import type { Seen } from '../../support/slack/workspace.ts';
import { peopleOf, sending, type People } from '../../server/identity/people.ts';

const MEMBERS = ['m0', 'm1', 'm2'];
const QUERIES = ['q0', 'q1', 'q2'];
/** What stands in each query’s title, description, parameters and rows, and nowhere else. */
const markOf = (query: string) => `mark-${query}-x`;
const person = (who: string) => `U${who.toUpperCase()}`;

let database: TestDatabase;
let people: People;
let slack: FakeSlack;
let server: TestServer;
let inOwn: pg.Client;
const runs: Record<string, string> = {};

beforeAll(async () => {
  [database, slack, people] = await Promise.all([
    newDatabase({ template: 'empty' }),
    startFakeSlack(),
    peopleOf({ ada: 'admin', m0: 'viewer', m1: 'author', m2: 'viewer' }),
  ]);
  server = await startTestServer({
    env: {
      ...{ DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl, ...slack.env },
      LIMIT_MEMBER_PER_MINUTE: '1000000',
    },
    options: people.options,
  });
  slack.server = server;
  inOwn = new pg.Client({ connectionString: database.adminUrl });
  await inOwn.connect();
  for (const slug of QUERIES) {
    const choices = [{ value: 'x', label: markOf(slug) }];
    await must('POST', '/api/queries', {
      ...{ slug, title: `Title ${markOf(slug)}`, description: `About ${markOf(slug)}` },
      sql: `select '${markOf(slug)}' as words, :of as given`,
      parameters: [{ name: 'of', type: 'choice', choices, default: 'x' }],
    });
    const run = (runs[slug] = randomUUID());
    await must('POST', `/api/queries/${slug}/result`, { run });
  }
  for (const who of [...MEMBERS, 'nobody']) slack.person(person(who), `${who}@example.com`);
  for (const who of [...MEMBERS, 'nobody']) {
    const asked = await answered(() => slack.command(person(who), 'help'));
    await answered(() => slack.press(person(who), asked, 'Yes'));
  }
});
afterAll(async () => {
  await inOwn.end();
  await server.stop();
  await Promise.all([database.drop(), slack.stop()]);
});

async function left(): Promise<number> {
  const waiting = 'select count(*)::integer as count from slack_inbox where done_at is null';
  return (await inOwn.query<{ count: number }>(waiting)).rows[0]?.count ?? 0;
}

async function must(method: string, at: string, body?: unknown): Promise<void> {
  const answer = await server.ask(at, sending(method, body, people.as('ada')));
  if (answer.status >= 400) throw new Error(`${method} ${at}: ${answer.text}`);
}

const everything = () => JSON.stringify([slack.messages, slack.dialogs]);

/** Does it, and gives the message that was said last once something was. */
async function answered(act: () => Promise<unknown>): Promise<Seen> {
  const before = everything();
  await act();
  await eventually(everything, (now) => now !== before);
  return slack.messages.at(-1) ?? nothing;
}

const nothing: Seen = { id: '', channel: '', only: null, text: '', blocks: [] };

/** Presses a button that somebody else was shown, with this put into it. */
function pressForged(who: string, action: string, value: object): Promise<Seen> {
  const text = { type: 'text', text: action };
  const button = { type: 'button', action_id: `${action}:0`, text, value: JSON.stringify(value) };
  const blocks = [{ type: 'actions', elements: [button] }];
  const message = { ...nothing, id: 'forged', only: person(who), blocks };
  slack.messages.push(message);
  return answered(() => slack.press(person(who), message, action));
}

/** Everything that somebody can get out of Slack, as one text. */
async function allGotBy(who: string): Promise<string> {
  slack.messages.length = slack.dialogs.length = 0;
  await answered(() => slack.command(person(who), 'mark'));
  for (const slug of QUERIES) {
    await answered(() => slack.command(person(who), slug));
    await answered(() => slack.command(person(who), `${slug} of=nothing`));
    const values = { of: 'x' };
    for (const action of ['choose', 'fill', 'refresh'])
      await pressForged(who, action, { query: slug, values });
    await pressForged(who, 'share', { query: slug, values, run: runs[slug] });
  }
  return everything();
}

test('nobody gets a row, a title or a hint of what they may not see', async () => {
  const audiences = fc.tuple(...QUERIES.map(() => fc.subarray(MEMBERS)));
  await fc.assert(
    fc.asyncProperty(audiences, async (world) => {
      for (const [at, slug] of QUERIES.entries()) {
        const audience = { members: world[at] ?? [], groups: [] };
        await must('PUT', `/api/queries/${slug}/audience`, { audience });
      }
      for (const who of [...MEMBERS, 'nobody']) {
        const got = await allGotBy(who);
        for (const [at, slug] of QUERIES.entries()) {
          const may = world[at]?.includes(who) ?? false;
          expect([who, slug, got.includes(markOf(slug))]).toEqual([who, slug, may]);
        }
      }
    }),
    { numRuns: often(2, 60) },
  );
});

const CHANNELS = ['C0FIRST', 'C0SECOND'];

/** What stands below links to all queries that somebody posts in a channel. */
async function shownIn(channel: string, who: string): Promise<string> {
  const urls = QUERIES.map((slug) => `${server.url}/q/${slug}`);
  const { posting } = await slack.post(person(who), urls, { channel });
  await eventually(
    () => left(),
    (count) => count === 0,
  );
  return JSON.stringify(posting.unfurls);
}

const titleOf = (slug: string) => `Title ${markOf(slug)}`;
const rowOf = (slug: string) => `${markOf(slug)} `;

test('no link shows a title or a row in a channel where somebody could read it who may not', async () => {
  const audiences = fc.tuple(
    ...QUERIES.map(() => fc.option(fc.subarray(MEMBERS), { nil: null, freq: 2 })),
  );
  const grants = fc.tuple(...QUERIES.map(() => fc.subarray(CHANNELS)));
  await fc.assert(
    fc.asyncProperty(audiences, grants, async (world, granted) => {
      for (const [at, slug] of QUERIES.entries()) {
        const members = world[at];
        const audience = members ? { members, groups: [] } : null;
        await must('PUT', `/api/queries/${slug}/audience`, { audience });
        for (const channel of CHANNELS) {
          const where = `/api/queries/${slug}/slack-channels`;
          if (granted[at]?.includes(channel)) await must('POST', where, { channel });
          else
            await server.ask(`${where}/${channel}`, sending('DELETE', undefined, people.as('ada')));
        }
      }
      for (const channel of CHANNELS)
        for (const who of [...MEMBERS, 'nobody']) {
          const shown = await shownIn(channel, who);
          for (const [at, slug] of QUERIES.entries()) {
            const members = world[at] ?? null;
            const sees = who !== 'nobody' && (members === null || members.includes(who));
            const isGranted = granted[at]?.includes(channel) ?? false;
            const told = [shown.includes(titleOf(slug)), shown.includes(rowOf(slug))];
            const may = [sees && (isGranted || members === null), sees && isGranted];
            expect([channel, who, slug, ...told]).toEqual([channel, who, slug, ...may]);
          }
        }
    }),
    { numRuns: often(2, 60) },
  );
});
