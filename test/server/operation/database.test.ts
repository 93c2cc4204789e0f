// The migrations of Sheetfeed's own database: each once, whoever starts, and in the order of versions.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate, openDatabase } from '../../../server/database/database.ts';
import { createLog } from '../../../server/log.ts';
import { root } from '../../../server/root.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { writeFiles } from '../../support/server.ts';

let database: TestDatabase;
let pool: pg.Pool;
let folder: string;
const log = createLog('silent');

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

  await Promise.all([1, 2, 3].map(() => migrate(pool, { folder, log })));

  expect(await applied()).toEqual(['000001_first.sql']);
  expect((await pool.query('select n from first')).rows).toEqual([{ n: 1 }]);
});

test('a migration that fails leaves nothing behind, is named, and lets the next try go on', async () => {
  await writeFiles(folder, { '000002_second.sql': 'create table second (n int); select nonsense' });

  await expect(migrate(pool, { folder, log })).rejects.toThrow(/000002_second\.sql.*nonsense/s);
  expect((await pool.query("select to_regclass('second') as second")).rows).toEqual([
    { second: null },
  ]);

  await writeFiles(folder, { '000002_second.sql': 'create table second (n int)' });
  await migrate(pool, { folder, log });
  expect(await applied()).toEqual(['000001_first.sql', '000002_second.sql']);
});

test('a server may start on a database that a newer version has changed, as in a rolling upgrade', async () => {
  await writeFiles(folder, { '999998_future.sql': 'alter table first add column m int' });
  await migrate(pool, { folder, log });
  await rm(path.join(folder, '999998_future.sql'));

  const warned: unknown[] = [];
  await migrate(pool, { folder, log: { warn: (line: unknown) => void warned.push(line) } });

  expect(warned).toEqual([{ migrations: ['999998_future.sql'] }]);
});

test('a database with a migration that requires a stop is refused by the version before it', async () => {
  await writeFiles(folder, { '999999_future.sql': '-- requires stop: n is gone\nselect 1' });
  await migrate(pool, { folder, log });
  await rm(path.join(folder, '999999_future.sql'));

  await expect(migrate(pool, { folder, log })).rejects.toThrow(
    /newer version.*999999_future\.sql.*docs\/upgrade\.md/,
  );
  await pool.query("delete from migrations where name like '9%'");
});

test('every migration leaves the version before it able to work, or says that it requires a stop', async () => {
  const own = path.join(root, 'server/catalog/migrations');
  const files = await readdir(own);
  const taking =
    /\b(drop (table|column|view)|rename (to|column)|alter column \w+ (type|set not null)|truncate)\b|\badd (column )?(if not exists )?\w+ (?!constraint)[^,;]*\bnot null\b(?![^,;]*\bdefault\b)/i;
  const broken: string[] = [];
  for (const name of files) {
    const sql = await readFile(path.join(own, name), 'utf8');
    if (taking.test(sql) && !sql.startsWith('-- requires stop')) broken.push(name);
  }

  expect(files.length).toBeGreaterThan(5);
  expect(broken).toEqual([]);
  expect(taking.test('alter table queries add column note text not null')).toBe(true);
  expect(taking.test("alter table queries add column note text not null default ''")).toBe(false);
});

test('a migration does not wait behind a back-up for ever, and is told in a sentence', async () => {
  const backup = await pool.connect();
  await backup.query('begin; lock table first in access share mode');
  await writeFiles(folder, {
    '000003_third.sql': "set local lock_timeout = '50ms'; drop table first",
  });

  await expect(migrate(pool, { folder, log })).rejects.toThrow(
    /in use, perhaps by a back-up, so the migration 000003_third\.sql did not begin/,
  );
  await backup.query('rollback');
  backup.release();
});

test('a database that does not answer is told in a sentence, without its password', async () => {
  const opening = openDatabase('postgres://me:hunter2@127.0.0.1:1/none', {
    log: createLog('silent'),
  });

  await expect(opening).rejects.toThrow(
    /^Sheetfeed's own database does not answer .*Check DATABASE_URL/,
  );
  await expect(opening).rejects.not.toThrow(/hunter2/);
});
