// A server that no longer hears the others hands out no result that may be older than theirs, and hears them again soon.
import { eventually } from '../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Network } from './network.ts';

let own: TestDatabase;
let data: TestDatabase;
let admin: pg.Client;
let network: Network;
let here: TestServer;
/** Reaches Sheetfeed's database by a network that can be broken. */
let there: TestServer;

const LISTENER = 'sheetfeed notices';

beforeAll(async () => {
  own = await newDatabase({ template: 'own' });
  data = await newDatabase({ template: 'empty' });
  admin = new pg.Client({ connectionString: own.adminUrl });
  await admin.connect();
  const through = await Network.before(own.adminUrl);
  network = through.network;
  const start = (databaseUrl: string) =>
    startTestServer({
      catalog: {
        'moment.sql':
          '/*---\ntitle: Any\nsource: main\n---*/\nselect clock_timestamp()::text as x\n',
      },
      env: { DATABASE_URL: databaseUrl, SOURCE_MAIN_URL: data.readerUrl },
    });
  here = await start(own.adminUrl);
  there = await start(through.url);
});
afterAll(async () => {
  await here.stop();
  await there.stop();
  network.close();
  await admin.end();
  await own.drop();
  await data.drop();
});

const csv = async (server: TestServer, query = '?_maxAgeSeconds=600') =>
  (await server.ask(`/q/moment.csv${query}`)).text;

/** A result that only the copy in the memory of `there` has; a copy is held from when the server hears the others. */
async function copyThere(): Promise<string> {
  return eventually(
    async () => {
      await csv(there);
      await admin.query('delete from cached_results');
      const [once, twice] = [await csv(there), await csv(there)];
      await admin.query('delete from cached_results');
      return once === twice && twice === (await csv(there)) ? twice : '';
    },
    (text) => text !== '',
  );
}

/** What is handed out while the database has nothing that is kept, as soon as it is not the copy. */
async function afterwards(copy: string): Promise<string> {
  return eventually(
    async () => {
      await admin.query('delete from cached_results');
      return csv(there);
    },
    (text) => text !== copy,
  );
}

test.each<[string, () => unknown]>([
  [
    'ended',
    () =>
      admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = $1`,
        [LISTENER],
      ),
  ],
  ['reset by the network', () => network.reset('near', LISTENER)],
  // Nobody is told of that: it shows when the server hears itself no longer.
  ['silent', () => network.fallSilent(LISTENER)],
])(
  'copies are dropped when the connection that hears the others is %s, and held again when it is back',
  async (_, breakIt) => {
    const copy = await copyThere();
    expect(copy).not.toBe('');
    await breakIt();

    expect(await afterwards(copy)).not.toBe(copy);
    network.heal();
    expect(await copyThere()).not.toBe('');
  },
);

test('a newer result shows at once on a server that cannot hear of it', async () => {
  const copy = await copyThere();
  network.refuse(LISTENER);
  expect(await afterwards(copy)).not.toBe(copy);
  for (let times = 0; times < 5; times++) {
    await csv(here, '?_maxAgeSeconds=0');
    const newest = await storedText();
    expect(await csv(there)).toBe(newest);
  }
  network.heal();
  expect(await copyThere()).not.toBe('');
});

/** What `here` hands out, once that is stored. */
async function storedText(): Promise<string> {
  const newest = await csv(here);
  await eventually(
    () =>
      admin.query('select from cached_results where position($1 in encode(rows, $2)) > 0', [
        newest.split('\r\n')[1],
        'escape',
      ]),
    ({ rowCount }) => rowCount === 1,
  );
  return newest;
}
