// The sample company: what it holds, that it may be loaded twice, and that its reader cannot write.
import { afterAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { loadCompany } from '../../examples/company/load.ts';
import { newDatabase, sampleUrls } from '../support/postgres.ts';

const databases: { drop(): Promise<void> }[] = [];
afterAll(() => Promise.all(databases.map((database) => database.drop())));

const tables = [
  'accounts',
  'apps',
  'deployments',
  'app_add_ons',
  'subscriptions',
  'invoices',
  'usage_events',
];

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A count and a fingerprint of all rows, by table. */
function fingerprints(url: string): Promise<{ of: string; count: number; sum: string }[]> {
  const one = (table: string): string =>
    `select '${table}' as of, count(*)::integer as count, sum(hashtextextended(t::text, 0)) as sum from ${table} t`;
  return ask(url, `${tables.map(one).join(' union all ')} order by 1`);
}

async function ownCompany(): Promise<string> {
  const database = await newDatabase({ template: 'company' });
  databases.push(database);
  return database.adminUrl;
}

test('the sample has about 200,000 rows', async () => {
  const counts = await fingerprints(sampleUrls().admin);

  const total = counts.reduce((sum, { count }) => sum + count, 0);
  expect(total).toBeGreaterThan(180_000);
  expect(total).toBeLessThan(220_000);
});

test('loading a sample that is more than a day old gives the very same rows on the same day', async () => {
  const url = await ownCompany();
  const loadAnew = async () => {
    await ask(url, `update sample_company.loaded set at = at - interval '25 hours'`);
    await loadCompany(url);
  };
  await dayLasts();
  // The copy is of yesterday where the tests began before midnight.
  await loadAnew();
  const before = await fingerprints(url);
  await ask(url, 'delete from usage_events');

  await loadAnew();

  expect(await fingerprints(url)).toEqual(before);
});

/** Waits for the next day (UTC) where this one ends within a minute. */
async function dayLasts(): Promise<void> {
  const leftMs = 86_400_000 - (Date.now() % 86_400_000);
  if (leftMs < 60_000) await new Promise((resolve) => setTimeout(resolve, leftMs));
}

test('loading a sample that is fresh leaves what somebody changed in it', async () => {
  const url = await ownCompany();
  await ask(url, `update accounts set name = 'Changed by hand' where id = 1`);

  await loadCompany(url);

  expect(await ask(url, 'select name from accounts where id = 1')).toEqual([
    { name: 'Changed by hand' },
  ]);
});

test('loading into a database that is not there makes it', async () => {
  const url = new URL(sampleUrls().admin);
  url.pathname = `/made_by_loading_${process.pid}`;
  databases.push({
    drop: () =>
      ask(sampleUrls().admin, `drop database made_by_loading_${process.pid}`).then(() => undefined),
  });

  await loadCompany(url.href);

  expect(await ask(url.href, 'select count(*)::integer as plans from plans')).toEqual([
    { plans: 4 },
  ]);
});

test.each([
  [`update accounts set name = 'x'`],
  [`insert into plans values ('x', 'x', 1)`],
  ['delete from invoices'],
  ['truncate usage_events'],
  ['create table mine (i integer)'],
  ['create temporary table mine (i integer)'],
  ['create schema mine'],
  [`select lo_from_bytea(0, 'x')`],
])('the reader cannot write, even when it ends its read-only transaction: %s', async (sql) => {
  const attempt = ask(sampleUrls().reader, `begin read write; ${sql}`);

  await expect(attempt).rejects.toMatchObject({ code: '42501' });
});

test('the reader reads every table of the sample', async () => {
  expect(await fingerprints(sampleUrls().reader)).toEqual(await fingerprints(sampleUrls().admin));
});

test('every table and column is explained', async () => {
  const silent = await ask(
    sampleUrls().admin,
    `select c.relname, a.attname from pg_class c
     left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)`,
  );

  expect(silent).toEqual([]);
});

test('a burst of sign-ups came from one address in a single night', async () => {
  const [burst] = await ask<{ accounts: number; hours: number }>(
    sampleUrls().reader,
    `select count(*)::integer as accounts, extract(epoch from max(created_at) - min(created_at)) / 3600 as hours
     from accounts group by signup_address order by 1 desc limit 1`,
  );

  expect(burst?.accounts).toBe(340);
  expect(Number(burst?.hours)).toBeLessThan(4);
});
