// Three server processes on one database, one of which is killed at work: what was answered is there, and once only.
import { eventually } from '../../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { ask, startProgram, type Answer, type TestProgram } from '../../support/server.ts';

let database: TestDatabase;
let servers: { program: TestProgram; port: number }[];

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  // All at once on an empty database: one of them makes the tables, the others wait for it.
  const programs = [1, 2, 3].map(() =>
    startProgram({
      PORT: '0',
      LOG_LEVEL: 'error',
      DATABASE_URL: database.adminUrl,
      SOURCE_SAMPLE_URL: sampleUrls().reader,
    }),
  );
  servers = await Promise.all(
    programs.map(async (program) => {
      const [, port] = await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
      return { program, port: Number(port) };
    }),
  );
});
afterAll(async () => {
  for (const { program } of servers) program.kill('SIGKILL');
  await Promise.all(servers.map(({ program }) => program.ended()));
  await database.drop();
});

/** Null when the connection broke before the answer. */
async function tryTo(port: number, path: string, body?: unknown): Promise<Answer | null> {
  const asked = body === undefined ? {} : { body };
  return ask(port, path, asked).catch(() => null);
}

async function slugsAt(port: number): Promise<string[]> {
  const { queries } = (await ask(port, '/api/queries?limit=100')).json();
  return queries.map(({ slug }: { slug: string }) => slug);
}

async function rowsOf<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('what one server has saved every other one serves at once', async () => {
  const [first, ...others] = servers;
  for (let turn = 0; turn < 10; turn++) {
    const slug = `at-once-${turn}`;
    const query = { slug, title: slug, description: slug, sql: 'select 1 as one' };
    await ask(first?.port ?? 0, '/api/queries', { body: query });
    const port = others[turn % others.length]?.port ?? 0;

    expect((await ask(port, `/api/queries/${slug}`)).status).toBe(200);
    await ask(port, `/api/queries/${slug}`, { method: 'DELETE' });
  }
});

test('of what was saved and answered nothing is lost or there twice when a server is killed meanwhile', async () => {
  const [victim, ...others] = servers;
  const portOf = (turn: number) => servers[turn % servers.length]?.port ?? 0;
  const save = (turn: number) =>
    // Every third has the same title, so that all servers are after the same slug.
    tryTo(portOf(turn), '/api/queries', {
      title: turn % 3 === 0 ? 'The same' : `Query ${turn}`,
      description: `number ${turn}`,
      sql: `select ${turn} as turn`,
    });

  const before = await Promise.all(Array.from({ length: 15 }, (_, turn) => save(turn)));
  const during = Array.from({ length: 30 }, (_, turn) => save(15 + turn));
  const runs = Array.from({ length: 30 }, (_, turn) => runOnce(turn, portOf));
  victim?.program.kill('SIGKILL');
  const answers = [...before, ...(await Promise.all(during))];
  const saved = answers.flatMap((answer) => (answer?.status === 201 ? [answer.json()] : []));

  expect(answers.filter((answer) => answer !== null && answer.status !== 201)).toEqual([]);
  expect(saved.length).toBeGreaterThanOrEqual(15 + 20);
  const slugs = saved.map(({ slug }) => slug as string);
  expect(new Set(slugs).size).toBe(slugs.length);
  for (const { port } of others) {
    // Another server hears of it within a moment.
    const found = await eventually(
      () => slugsAt(port),
      (all) => slugs.every((slug) => all.includes(slug)),
    );
    expect(found.sort()).toEqual([...new Set(found)].sort());
    expect(found).toEqual(expect.arrayContaining(slugs));
  }
  const there = await rowsOf<{ description: string; count: string }>(
    `select content->>'description' as description, count(*) from queries group by 1 having count(*) > 1`,
  );
  expect(there).toEqual([]);
  await expectRecordedOnce(await Promise.all(runs));
});

interface Ran {
  run: string;
  turn: number;
  status: number | undefined;
  rows: unknown;
}

/** Runs under an id of its own; whose server is gone asks another one for the same run. */
async function runOnce(turn: number, portOf: (turn: number) => number): Promise<Ran> {
  const run = randomUUID();
  const body = { run, source: 'sample', sql: `select ${turn} as turn` };
  const first = await tryTo(portOf(turn), '/api/run', body);
  const last = first ?? (await tryTo(portOf(turn + 1), '/api/run', body));
  return { run, turn, status: last?.status, rows: last?.json().rows };
}

async function expectRecordedOnce(ran: Ran[]): Promise<void> {
  expect(
    ran.filter(({ status, rows, turn }) => !(status === 200 && isDeep(rows, [[turn]]))),
  ).toEqual([]);
  // What the killed server answered in its last second is not in the record yet.
  const bySurvivors = ran.filter(({ turn }) => turn % servers.length !== 0).map(({ run }) => run);
  const recorded = await eventually(
    async () => (await rowsOf<{ id: string }>('select id from runs')).map(({ id }) => id),
    (ids) => bySurvivors.every((id) => ids.includes(id)),
  );
  expect(recorded).toEqual(expect.arrayContaining(bySurvivors));
  expect(new Set(recorded).size).toBe(recorded.length);
}

const isDeep = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

test('results that are answered as whole are whole while a server is killed', async () => {
  const [, second, third] = servers;
  const ports = [second?.port ?? 0, third?.port ?? 0];
  await ask(ports[0] ?? 0, '/api/queries', {
    body: {
      title: 'Many',
      sql: "select n, repeat('x', 40) as filler from generate_series(1, 60000) n",
    },
  });

  for (const port of ports) {
    await eventually(
      () => slugsAt(port),
      (all) => all.includes('many'),
    );
  }

  const downloads = Array.from({ length: 8 }, (_, turn) =>
    tryTo(ports[turn % 2] ?? 0, '/q/many.csv'),
  );
  await downloads[1];
  second?.program.kill('SIGKILL');
  const answers = await Promise.all(downloads);

  const whole = answers.filter((answer) => answer !== null);
  expect(whole.length).toBeGreaterThanOrEqual(4);
  for (const { status, text } of whole) {
    expect([status, text.split('\r\n').length]).toEqual([200, 60_002]);
  }
});
