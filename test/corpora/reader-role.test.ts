// The operator's script that makes the role which queries run with.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { root } from '../../server/root.ts';
import { startLab, using, type Lab } from './lab.ts';
import { fillVariables } from './psql-variables.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(18);
});
afterAll(() => lab?.stop());

/** What each statement gives the role: the number of rows, or the SQLSTATE that it fails with. */
async function tryAsReader(...statements: string[]): Promise<(number | string | null)[]> {
  return using(lab.readerUrl('primary'), async (reader) => {
    const found: (number | string | null)[] = [];
    for (const statement of statements) found.push(await rowsOrState(reader, statement));
    return found;
  });
}

async function rowsOrState(client: pg.Client, statement: string): Promise<number | string | null> {
  try {
    return (await client.query(statement)).rowCount;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.code ?? '';
    throw error;
  }
}

const insufficientPrivilege = '42501';

test('the role reads the schemas that were named, and no other', async () => {
  const found = await tryAsReader(
    'select * from app.victim',
    'select * from app.mv',
    'select * from secret.payroll',
    'select * from pg_authid',
  );

  expect(found).toEqual([100, 4, insufficientPrivilege, insufficientPrivilege]);
});

test('the role cannot write, even where it turns its read-only default off', async () => {
  const found = await tryAsReader(
    'create table app.more (i int)',
    'set default_transaction_read_only = off',
    `update app.victim set v = 'x'`,
    'create table app.more (i int)',
    'create temporary table more (i int)',
    `select nextval('app.seq1')`,
    'alter role sheetfeed_reader createdb',
  );

  expect(found).toEqual(['25006', null, ...Array<string>(5).fill(insufficientPrivilege)]);
});

test('the role reads a table that the owner of the schema adds later', async () => {
  await using(lab.adminUrl('primary'), async (admin) => {
    await admin.query('set role owner1');
    await admin.query('create table app.later as select 1 as one');
  });

  expect(await tryAsReader('select * from app.later')).toEqual([1]);
});

test('other roles may make temporary tables as before', async () => {
  const { rows } = await using(lab.adminUrl('primary'), (admin) =>
    admin.query<{ rolname: string }>(
      `select rolname from pg_roles
       where rolname in ('owner1', 'tight', 'sheetfeed_reader')
         and has_database_privilege(oid, 'lab', 'temporary')
       order by 1`,
    ),
  );

  expect(rows.map(({ rolname }) => rolname)).toEqual(['owner1', 'tight']);
});

test('the script run again sets a new password and adds a schema', async () => {
  const script = await readFile(path.join(root, 'deploy', 'reader-role.sql'), 'utf8');
  const values = { role: 'sheetfeed_reader', password: 'another', schemas: 'app, secret' };
  await using(lab.adminUrl('primary'), (admin) => admin.query(fillVariables(script, values)));

  const url = new URL(lab.readerUrl('primary'));
  const old = new pg.Client({ connectionString: url.href });
  await expect(old.connect()).rejects.toMatchObject({ code: '28P01' });
  url.password = values.password;
  const { rowCount } = await using(url.href, (reader) =>
    reader.query('select * from secret.payroll'),
  );
  expect(rowCount).toBe(2);
});
