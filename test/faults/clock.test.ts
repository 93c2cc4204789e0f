// A clock that is put back, as after a computer slept or its time was set, keeps nothing away and lets nobody in.
import { eventually } from '../support/eventually.ts';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { ask as askDatabase } from '../support/clusters.ts';
import { putClockBack } from '../support/clock.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { peopleOf, sending, type People } from '../server/identity/people.ts';
import { Network } from './network.ts';

const HOUR = 60 * 60_000;

let database: TestDatabase;
let network: Network;
let people: People;
let server: TestServer;
let other: TestServer;
let setRight = () => {};

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  const through = await Network.before(database.readerUrl);
  network = through.network;
  people = await peopleOf({ ada: 'admin', vera: 'viewer' });
  await askDatabase(database.adminUrl, 'create table counted as select 1 as x');
  const start = () =>
    startTestServer({
      env: { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: through.url },
      catalog: {
        'counted.sql': '/*---\ntitle: Counted\n---*/\nselect x from counted\n',
        'again.sql': '/*---\ntitle: Again\n---*/\nselect x as again from counted\n',
      },
      options: people.options,
    });
  server = await start();
  other = await start();
});
afterEach(() => setRight());
afterAll(async () => {
  await server.stop();
  await other.stop();
  network.close();
  await database.drop();
});

const csv = (query = '') => server.ask(`/q/counted.csv${query}`, people.as('vera'));

test('a data source that was away serves again as soon as it is there', async () => {
  await csv();
  network.refuse();
  await eventually(csv, ({ status }) => status === 503);
  setRight = await putClockBack(HOUR);
  network.heal();

  const answer = await eventually(csv, ({ status }) => status === 200);

  expect(answer.text).toBe('x\r\n1\r\n');
});

test('a result from before is not taken for a new one', async () => {
  await csv('?_maxAgeSeconds=60');
  setRight = await putClockBack(HOUR);
  await askDatabase(database.adminUrl, 'update counted set x = 2');

  expect((await csv('?_maxAgeSeconds=60')).text).toBe('x\r\n2\r\n');
});

test('a result that another server kept before is replaced by a new one', async () => {
  // What other tests asked for may be kept only now.
  const ofThis = `outcome::text like '%"again"%'`;
  const kept = (when: string) =>
    eventually(
      () =>
        askDatabase(
          database.adminUrl,
          `select from cached_results where ${ofThis} and ran_at ${when}`,
        ),
      (rows) => rows.length === 1,
    );
  const path = '/q/again.csv?_maxAgeSeconds=60';
  await other.ask(path, people.as('vera'));
  await kept('<= now()');
  await askDatabase(
    database.adminUrl,
    `update cached_results set ran_at = ran_at + interval '1 hour' where ${ofThis}`,
  );
  await askDatabase(database.adminUrl, 'update counted set x = 3');

  expect((await server.ask(path, people.as('vera'))).text).toBe('again\r\n3\r\n');
  expect((await kept('<= now()')).length).toBe(1);
});

test('a member who is deactivated after it is let in no longer', async () => {
  await csv();
  setRight = await putClockBack(HOUR);
  await other.ask('/api/members/vera', sending('PUT', { active: false }, people.as('ada')));

  expect((await eventually(csv, ({ status }) => status !== 200)).status).toBe(403);
});
