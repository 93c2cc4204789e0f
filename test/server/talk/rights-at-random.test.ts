// Members, queries, frozen runs, what was sent, boards, their links and comments at random: nobody gets a row, a title or a hint that they may not.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { fc, often } from '../../support/random.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

const MEMBERS = ['m0', 'm1', 'm2', 'm3', 'm4', 'm5'];
const AUTHORS = ['m0', 'm1'];
const QUERIES = ['q0', 'q1', 'q2', 'q3', 'q4'];
/** What stands in each query’s title, rows and comments, and nowhere else. */
const markOf = (query: string) => `mark-${query}-x`;

let database: TestDatabase;
let people: People;
let server: TestServer;
const frozen: Record<string, string> = {};

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  people = await peopleOf({
    ada: 'admin',
    ...Object.fromEntries(
      MEMBERS.map((name) => [
        name,
        AUTHORS.includes(name) ? ('author' as const) : ('viewer' as const),
      ]),
    ),
  });
  server = await startTestServer({
    env: {
      ...{ DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
      LIMIT_MEMBER_PER_MINUTE: '1000000',
    },
    options: people.options,
  });
  for (const slug of QUERIES) {
    const sql = `select '${markOf(slug)}' as words, 1 as one`;
    const title = `Title ${markOf(slug)}`;
    await must('ada', 'POST', '/api/queries', { slug, title, sql, key: ['words'] });
    const run = randomUUID();
    await must('ada', 'POST', `/api/queries/${slug}/result`, { run });
    frozen[slug] = (await must('ada', 'POST', `/api/runs/${run}/freeze`)).json().id;
    const sent = { frozen: frozen[slug], purpose: `Sent ${markOf(slug)}`, sentOn: '2026-11-30' };
    await must('ada', 'POST', '/api/sent-lists', sent);
    for (const about of [`query:${slug}`, `frozen:${frozen[slug]}`]) {
      const row = [{ column: 'words', value: markOf(slug) }];
      const text = `About ${markOf(slug)} @m0@example.com @m1@example.com`;
      await must('ada', 'POST', '/api/comments', { about, text, row });
    }
  }
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const ask = (who: string, method: string, at: string, body?: unknown): Promise<Answer> =>
  server.ask(at, sending(method, body, people.as(who)));

async function must(who: string, method: string, at: string, body?: unknown): Promise<Answer> {
  const answer = await ask(who, method, at, body);
  if (answer.status >= 400) throw new Error(`${method} ${at}: ${answer.text}`);
  return answer;
}

/** Who sees which query, and what stands on which board. */
const worlds = fc.record({
  audiences: fc.tuple(...QUERIES.map(() => fc.subarray(MEMBERS))),
  boards: fc.array(fc.subarray(QUERIES, { minLength: 1 }), { minLength: 1, maxLength: 4 }),
});

async function build({ audiences, boards }: { audiences: string[][]; boards: string[][] }) {
  for (const [at, slug] of QUERIES.entries()) {
    const audience = { members: audiences[at] ?? [], groups: [] };
    await must('ada', 'PUT', `/api/queries/${slug}/audience`, { audience });
  }
  const made: string[] = [];
  for (const queries of boards) {
    const tiles = queries.map((query, at) => ({
      ...{ id: `t${at}`, kind: 'number', query, column: 'one', title: `Tile ${markOf(query)}` },
      at: [0, at * 2, 4, 2],
    }));
    const title = `Board ${queries.map(markOf).join(' ')}`;
    const content = { title: queries.length === 1 ? title : 'Several', tiles };
    // Whoever is told that there is none of a name is told the name that they asked for.
    const slug = `b-${randomUUID()}`;
    made.push((await must('ada', 'POST', '/api/boards', { slug, content })).json().slug);
  }
  return made;
}

/** Everything that a member can ask about the world, as one text; and the answers about each thing that they may not see. */
async function allSeenBy(who: string, boards: readonly string[]): Promise<string> {
  const things = [
    ...QUERIES.map((slug) => `query:${slug}`),
    ...QUERIES.map((slug) => `frozen:${frozen[slug]}`),
    ...boards.map((slug) => `board:${slug}`),
  ];
  const paths = [
    ...['/api/queries', '/api/boards', '/api/concerns', '/api/frozen', '/api/alerts'],
    ...things.map((about) => `/api/comments?about=${about}`),
    ...things.map((about) => `/api/comments/people?about=${about}`),
    ...boards.flatMap((slug) => [`/api/boards/${slug}`, `/api/boards/${slug}/file`, `/b/${slug}`]),
    ...QUERIES.flatMap((slug) => [`/api/queries/${slug}`, `/q/${slug}.json`, `/q/${slug}`]),
    ...QUERIES.map((slug) => `/api/frozen/${frozen[slug]}`),
    ...QUERIES.flatMap((slug) => [
      `/api/sent-lists?about=query:${slug}`,
      `/api/sent-lists?about=frozen:${frozen[slug]}`,
    ]),
    ...boards.map((slug) => `/api/boards/${slug}/links`),
  ];
  const answers = await Promise.all(paths.map((at) => ask(who, 'GET', at)));
  const numbers = await Promise.all(
    boards.flatMap((slug) =>
      QUERIES.map((_, at) => ask(who, 'POST', `/api/boards/${slug}/tiles/t${at}/number`, {})),
    ),
  );
  const told = await Promise.all(
    QUERIES.map((slug) => ask(who, 'POST', `/api/queries/${slug}/result`, { told: true })),
  );
  return [...answers, ...numbers, ...told].map(({ text }) => text).join('\n');
}

/** What strangers see by each link that the member can make of a board, as one text; '' where there is none. */
async function sharedBy(who: string, boards: readonly string[]): Promise<string> {
  const texts = boards.map(async (slug) => {
    const made = await ask(who, 'POST', `/api/boards/${slug}/links`, { name: 'A link' });
    if (made.status !== 201) return '';
    const { token } = made.json();
    const tiles = QUERIES.map((_, at) => `board-tiles/t${at}`);
    const answers = ['board', 'board-tiles', 'result', ...tiles].map((path) =>
      server.ask(`/s/${token}/${path}`),
    );
    return (await Promise.all(answers)).map(({ text }) => text).join('\n');
  });
  return (await Promise.all(texts)).join('\n');
}

test('nobody gets a row, a title or a hint of what they may not see', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const boards = await build(world);
      for (const who of MEMBERS) {
        const seen = await allSeenBy(who, boards);
        const shared = AUTHORS.includes(who) ? await sharedBy(who, boards) : '';
        for (const [at, slug] of QUERIES.entries()) {
          const may = world.audiences[at]?.includes(who) ?? false;
          expect([who, slug, seen.includes(markOf(slug))]).toEqual([who, slug, may]);
          if (!AUTHORS.includes(who)) continue;
          // Whoever they give a link to gets as much, of what stands on a board.
          const isShown = may && world.boards.some((queries) => queries.includes(slug));
          expect([who, slug, shared.includes(markOf(slug))]).toEqual([who, slug, isShown]);
        }
      }
      for (const slug of boards) await must('ada', 'DELETE', `/api/boards/${slug}`);
    }),
    // Six members in each: a thousand with --deep.
    { numRuns: often(3, 170) },
  );
});
