// How a server notices what other servers of its database have changed, and what that costs the database.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { Changes } from '../../../server/cluster/changes.ts';
import { EverySecond } from '../../../server/cluster/every-second.ts';
import { createLog } from '../../../server/log.ts';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer } from '../../support/server.ts';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  pool = new pg.Pool({ connectionString: database.adminUrl, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

test('a server that nobody asks anything puts about one statement a second to its database: what changed, and what is due, in one', async () => {
  const server = await startTestServer({ env: { DATABASE_URL: database.adminUrl } });
  const { pg: its } = await builtServer();
  const statements = jest.spyOn(its.Client.prototype, 'query');
  // Its first look reads once more what it has just read, and what is done once a start is done beside it.
  await setTimeout(4_000);
  statements.mockClear();

  await setTimeout(5_000);
  const count = statements.mock.calls.length;
  statements.mockRestore();
  await server.stop();

  // Every twenty seconds it also hears whether it is heard.
  expect(count).toBeGreaterThanOrEqual(3);
  expect(count).toBeLessThanOrEqual(7);
});

test('what changed is read once, and again every second where that fails, of which the log tells once', async () => {
  await pool.query('create table numbers (cats int, dogs int)');
  await pool.query('insert into numbers values (1, 1)');
  const log = createLog('silent');
  const warned = jest.spyOn(log, 'warn');
  const read = { cats: 0, dogs: 0 };
  let areDogsAway = true;
  const everySecond = new EverySecond(pool, log);
  const changes = new Changes(everySecond, log, [
    { what: 'the cats', number: 'select cats from numbers', read: async () => void read.cats++ },
    {
      what: 'the dogs',
      number: 'select dogs from numbers',
      async read() {
        read.dogs++;
        if (areDogsAway) throw new Error('they are away');
      },
    },
  ]);
  const dogsReadTimes = (times: number) =>
    eventually(
      async () => read.dogs,
      (count) => count >= times,
    );

  await dogsReadTimes(3);
  expect(read.cats).toBe(1);
  expect(warned.mock.calls.map(([, words]) => words)).toEqual([
    'the dogs could not be read; trying again every second',
  ]);

  areDogsAway = false;
  await dogsReadTimes(4);
  await pool.query('update numbers set cats = 2');
  await eventually(
    async () => read.cats,
    (count) => count >= 2,
  );
  await changes.close();
  await everySecond.close();
  expect(read).toEqual({ cats: 2, dogs: 4 });
});
