// What breaks between a server and Sheetfeed's own database ends a request at most, and never the server.
import { eventually } from '../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { startProgram, writeFiles, type TestProgram } from '../support/server.ts';
import { ask, type Ending } from './client.ts';
import { Network } from './network.ts';

let folder: string;
let own: TestDatabase;
let data: TestDatabase;
let admin: pg.Client;
let network: Network;
let program: TestProgram;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-own-'));
  const header = '/*---\ntitle: Any\nsource: main\n---*/\n';
  await writeFiles(folder, { 'moment.sql': `${header}select clock_timestamp()::text as x\n` });
  own = await newDatabase({ template: 'own' });
  data = await newDatabase({ template: 'empty' });
  admin = new pg.Client({ connectionString: own.adminUrl });
  await admin.connect();
  const through = await Network.before(own.adminUrl);
  network = through.network;
  program = startProgram({
    PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: through.url,
    CATALOG_DIR: folder,
    SOURCE_MAIN_URL: data.readerUrl,
  });
  [, url = ''] = await program.printed(/Sheetfeed is at (\S+)/);
});
afterAll(async () => {
  program.kill('SIGTERM');
  await program.ended();
  network.close();
  await admin.end();
  await own.drop();
  await data.drop();
  await rm(folder, { recursive: true });
});

const save = (title: string) =>
  ask(`${url}/api/queries`, { title, sql: 'select 1', source: 'main' });

test('what strangers tell on the channel of the servers ends none of them', async () => {
  const told = { from: 'a stranger', to: null };
  for (const payload of [
    ...['', 'nonsense', 'null', '7', '{}', '{"kind":"result.newer"}'],
    ...['result.newer', 'asked', 'answered'].map((kind) => JSON.stringify({ ...told, kind })),
    JSON.stringify({ ...told, kind: 'result.newer', notice: { key: 7, ranAt: 'never' } }),
    JSON.stringify({ ...told, kind: 'asked', notice: { question: 'none', name: 'run.same' } }),
  ]) {
    await admin.query('select pg_notify($1, $2)', ['sheetfeed', payload]);
  }

  const query = `${url}/q/moment.csv?_maxAgeSeconds=600`;
  const kept = await ask(query);
  expect(kept).toMatchObject({ state: 'whole', status: 200 });
  // It has heard all of that by the time it hears itself again, as a copy shows.
  await eventually(
    async () => {
      await admin.query('delete from cached_results');
      return [await ask(query), await ask(query)].map((each) => JSON.stringify(each));
    },
    ([one, other]) => one === other,
  );
  expect(program.process.exitCode).toBeNull();
});

const endWaiting = () =>
  admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = 'Lock'`,
  );

/** Somebody saves and is held up in the middle of the transaction; it is broken until that is answered. */
async function whileSaving(title: string, breakIt: () => unknown): Promise<Ending> {
  await admin.query('begin; lock table queries in access exclusive mode');
  let answer: Ending | null = null;
  const saving = save(title).then((ending) => (answer = ending));
  await eventually(
    async () => {
      await breakIt();
      return answer;
    },
    (ending) => ending !== null,
  );
  await admin.query('rollback');
  return saving;
}

test.each([
  ['ended', endWaiting],
  ['reset by the network', () => network.reset('near')],
  ['closed by the network', () => network.reset('far')],
])(
  'a session that is %s in the middle of a transaction ends the request, and the next one works',
  async (how, breakIt) => {
    expect(await whileSaving(`While ${how}`, breakIt)).toMatchObject({
      ...{ state: 'problem', status: 503, code: 'service_unavailable' },
    });
    const again = await eventually(
      () => save(`After ${how}`),
      ({ state }) => state === 'whole',
    );

    expect(again).toMatchObject({ state: 'whole', status: 201 });
    expect(program.process.exitCode).toBeNull();
  },
);
