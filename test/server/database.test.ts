// The migrations of Sheetfeed's own database: each once, whoever starts, and never backwards.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate, openDatabase } from '../../server/database.ts';
import { createLog } from '../../server/log.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { writeFiles } from '../support/server.ts';

let database: TestDatabase;
let pool: pg.Pool;
let folder: string;

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  pool = new pg.Pool({ connectionString: database.adminUrl });
  // Dropping the database ends sessions that are closing already.
  pool.on('error', () => {});
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-migrations-'));
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

const applied = async () =>
  (await pool.query<{ name: string }>('select name from migrations order by name')).rows.map(
    ({ name }) => name,
  );

test('servers that start together apply each migration once', async () => {
  await writeFiles(folder, {
    '000001_first.sql':
      'select pg_sleep(0.2); create table first (n int); insert into first values (1)',
  });

  await Promise.all([1, 2, 3].map(() => migrate(pool, folder)));

  expect(await applied()).toEqual(['000001_first.sql']);
  expect((await pool.query('select n from first')).rows).toEqual([{ n: 1 }]);
});

test('a migration that fails leaves nothing behind, is named, and lets the next try go on', async () => {
  await writeFiles(folder, { '000002_second.sql': 'create table second (n int); select nonsense' });

  await expect(migrate(pool, folder)).rejects.toThrow(/000002_second\.sql.*nonsense/s);
  expect((await pool.query("select to_regclass('second') as second")).rows).toEqual([
    { second: null },
  ]);

  await writeFiles(folder, { '000002_second.sql': 'create table second (n int)' });
  await migrate(pool, folder);
  expect(await applied()).toEqual(['000001_first.sql', '000002_second.sql']);
});

test('a database that a newer version has used is refused', async () => {
  await pool.query("insert into migrations values ('999999_future.sql')");

  await expect(migrate(pool, folder)).rejects.toThrow(/newer version.*999999_future\.sql/);
  await pool.query("delete from migrations where name = '999999_future.sql'");
});

test('a database that does not answer is told in a sentence, without its password', async () => {
  const opening = openDatabase('postgres://me:hunter2@127.0.0.1:1/none', createLog('silent'));

  await expect(opening).rejects.toThrow(
    /^Sheetfeed's own database does not answer .*Check DATABASE_URL/,
  );
  await expect(opening).rejects.not.toThrow(/hunter2/);
});
