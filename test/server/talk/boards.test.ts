// Boards: what of them each member sees, who changes them, their numbers, and their files.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

const fileBoard = `title: From a file
parameters:
  n: { type: number, default: 3 }
tiles:
  one: { kind: number, query: open, at: [0, 0, 4, 2] }
`;

let database: TestDatabase;
let people: People;
let server: TestServer;

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  people = await peopleOf({ ada: 'admin', ben: 'author', cleo: 'author', vera: 'viewer' });
  server = await startTestServer({
    env: { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
    catalog: { 'boards/from-file.yaml': fileBoard },
    options: people.options,
  });
  const parameters = [{ name: 'n', type: 'number', default: 1 }];
  await must('ben', 'POST', '/api/queries', {
    ...{ slug: 'open', title: 'The open one', sql: 'select :n::int * 2 as twice', parameters },
    columns: [{ name: 'twice', leads: { query: 'hidden', parameter: 'n' } }],
  });
  await must('ben', 'POST', '/api/queries', {
    ...{ slug: 'hidden', title: 'The hidden one', sql: 'select random() as number' },
  });
  const audience = { members: ['ben'], groups: [] };
  await must('ben', 'PUT', '/api/queries/hidden/audience', { audience });
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

const tileOf = (query: string, top = 0) => ({
  ...{ id: `of-${query}`, kind: 'number', title: `Shows ${query}`, query },
  at: [0, top, 4, 2],
});
const boardOf = (title: string, ...queries: string[]) => ({
  content: { title, tiles: queries.map((query, at) => tileOf(query, at * 2)) },
});
const make = async (title: string, ...queries: string[]) =>
  (await must('ben', 'POST', '/api/boards', boardOf(title, ...queries))).json();

test('of a tile whose query a member may not see nothing is told but its place, and of a board without any other not even its title', async () => {
  const both = await make('Both sides', 'open', 'hidden');
  const secret = await make('All secret', 'hidden');
  const seen = (await must('vera', 'GET', `/api/boards/${both.slug}`)).json();
  const [none, never] = [
    await ask('vera', 'GET', `/api/boards/${secret.slug}`),
    await ask('vera', 'GET', '/api/boards/never-was'),
  ];
  const list = (await must('vera', 'GET', '/api/boards')).text;

  expect(seen.tiles[0].tile.title).toBe('Shows open');
  expect(seen.tiles[1]).toEqual({ hidden: true, at: [0, 2, 4, 2] });
  expect(JSON.stringify(seen)).not.toMatch(/hidden one|of-hidden|Shows hidden|"query":"hidden"/);
  expect([none.status, never.status]).toEqual([404, 404]);
  expect(list).toContain('Both sides');
  expect(list).not.toMatch(/All secret|all-secret/);
  expect((await must('ben', 'GET', '/api/boards')).text).toContain('All secret');
});

test('a column leads only whom may see where, and neither lists nor boards tell of it', async () => {
  const board = await make('Leads', 'open');
  const paths = ['/api/queries/open', `/api/boards/${board.slug}`, '/api/queries'];
  const texts = await Promise.all(paths.map(async (at) => (await must('vera', 'GET', at)).text));
  const own = (await must('ben', 'GET', '/api/queries/open')).json();

  expect(texts.map((text) => text.includes('"leads":'))).toEqual([false, false, false]);
  expect(own.columns[0].leads).toEqual({ query: 'hidden', parameter: 'n' });
});

test('a number takes the board’s values, is shared while it is young, and tells what it was at the run before', async () => {
  const { slug } = await make('Numbers', 'open', 'hidden');
  const number = async (who: string, tile: string, body: object) =>
    (await must(who, 'POST', `/api/boards/${slug}/tiles/${tile}/number`, body)).json();
  const four = await number('vera', 'of-open', { values: { n: 2, unknown: 1 } });
  const first = await number('ben', 'of-hidden', {});
  const kept = await number('ben', 'of-hidden', { maxAgeSeconds: 600 });
  const second = await number('ben', 'of-hidden', {});
  const refused = await ask('vera', 'POST', `/api/boards/${slug}/tiles/of-hidden/number`, {});

  expect(four).toMatchObject({ value: '4', column: 'twice' });
  expect(second.before.value).not.toBe(second.value);
  expect([first.value, kept.value]).toContain(second.before.value);
  expect(refused.status).toBe(404);
});

test('only its owner and admins change a board, and what somebody else saved meanwhile is not lost', async () => {
  const { slug } = await make('Mine', 'open');
  const named = (title: string) => ({ version: 1, ...boardOf(title, 'open') });
  const other = await ask('cleo', 'PUT', `/api/boards/${slug}`, named('Taken'));
  await must('ada', 'PUT', `/api/boards/${slug}`, named('By Ada'));
  const late = await ask('ben', 'PUT', `/api/boards/${slug}`, named('By Ben'));
  const file = await must('ben', 'GET', `/api/boards/${slug}/file`);

  expect([other.status, late.json().code]).toEqual([403, 'conflict']);
  expect((await must('vera', 'GET', `/api/boards/${slug}`)).json().title).toBe('By Ada');
  expect(file.text).toContain('title: By Ada');
  expect((await ask('cleo', 'POST', '/api/boards', boardOf('X', 'hidden'))).status).toBe(404);
});

test('a board goes to a file and back as it was, and a broken file is told with its line while the last good one is shown', async () => {
  const made = await make('Back and forth', 'open');
  const text = (await must('ben', 'GET', `/api/boards/${made.slug}/file`)).text;
  const folder = path.join(server.catalogFolder, 'boards');
  await writeFile(path.join(folder, 'again.yaml'), text);
  const again = await eventually(
    () => ask('ada', 'GET', '/api/boards/again'),
    ({ status }) => status === 200,
  );
  await writeFile(
    path.join(folder, 'from-file.yaml'),
    fileBoard.replace('kind: number', 'kind: circle'),
  );
  const list = await eventually(
    async () => (await must('ben', 'GET', '/api/boards')).json(),
    ({ errors }) => errors.length > 0,
  );
  await rm(path.join(folder, 'again.yaml'));
  const shown = (await must('vera', 'GET', '/api/boards/from-file')).json();

  expect(again.json().tiles).toEqual(made.tiles);
  expect(list.errors[0]).toMatchObject({ file: 'boards/from-file.yaml', line: 5 });
  expect(shown.tiles[0].tile.kind).toBe('number');
  expect((await must('vera', 'GET', '/api/boards')).json().errors).toBeUndefined();
  const change = { version: shown.version, ...boardOf('No', 'open') };
  expect((await ask('ada', 'PUT', '/api/boards/from-file', change)).status).toBe(403);
});

test('boards go to whoever takes over from a member who leaves', async () => {
  await must('cleo', 'POST', '/api/boards', { slug: 'of-cleo', ...boardOf('Of Cleo', 'open') });
  const held = (await must('ada', 'GET', '/api/members/cleo/holdings')).json();
  await must('ada', 'PUT', '/api/members/cleo', { active: false, handOverTo: 'ben' });

  expect(held.boards).toEqual([{ slug: 'of-cleo', title: 'Of Cleo' }]);
  expect((await must('ben', 'GET', '/api/boards/of-cleo')).json().may.edit).toBe(true);
});
