// PostgreSQL as the conformance tests ask it: on a version of its own, as a primary and as a hot standby.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { startCluster, startFollower, type Cluster } from '../../server/embedded/cluster.ts';
import { createPostgres } from '../../server/engines/postgres/postgres.ts';
import { postgresPrograms, type Major } from '../postgres-versions/programs.ts';
import { ask, temporaryFolder } from '../support/clusters.ts';
import { testEngine, type Dialect, type EngineSubject } from './conformance.ts';

const reader = 'conformance_reader';

/** Both of its roles on one version. */
export function testPostgres(major: Major): void {
  testEngine(`PostgreSQL ${major}, primary`, () => start(major, 'primary'));
  testEngine(`PostgreSQL ${major}, hot standby`, () => start(major, 'standby'));
}

async function start(major: Major, role: 'primary' | 'standby'): Promise<EngineSubject> {
  const folder = await temporaryFolder();
  const primary = await startCluster({
    folder: path.join(folder, 'primary'),
    name: 'conformance',
    roles: [reader],
    binaries: await postgresPrograms(major),
    settings: { fsync: 'off' },
  });
  for (const statement of SET_UP) await ask(primary.url(), statement);
  const servers: Cluster[] = [primary];
  if (role === 'standby') {
    const at = { folder: path.join(folder, 'standby'), name: 'conformance-standby' };
    servers.unshift(await startFollower(primary, at));
  }
  const [asked = primary] = servers;
  const engine = createPostgres();
  const setting = { name: 'subject', urls: [asked.url({ role: reader })], allowWriter: false };
  const source = engine.open(setting, { maxConnections: 4, timeoutSeconds: 20 });
  return {
    source,
    dialect: { ...dialect, untouched: () => rowsOfT(primary) },
    atWork: () => atWork(asked),
    async stop() {
      source.close();
      await engine.close();
      for (const server of servers) await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const SET_UP = [
  'create table t (id int primary key, name text)',
  `insert into t values (1, 'one')`,
  'create sequence s',
  'create function writes() returns int language sql as $$ insert into t values (2, null) returning id $$',
  `grant select on t to ${reader}`,
];

async function rowsOfT(server: Cluster): Promise<string> {
  const [row] = await ask<{ found: string }>(
    server.url(),
    `select (select string_agg(t::text, ' ' order by id) from t) || (select last_value::text || is_called::text from s) as found`,
  );
  return row?.found ?? '';
}

async function atWork(server: Cluster): Promise<number> {
  const [row] = await ask<{ count: number }>(
    server.url(),
    `select count(*)::int as count from pg_stat_activity where usename = $1 and state <> 'idle'`,
    [reader],
  );
  return row?.count ?? 0;
}

const dialect: Omit<Dialect, 'untouched'> = {
  numbers: (count) => `select n from generate_series(1, ${count}) n`,
  values: [
    [`'a"b,c'`, 'text', 'a"b,c'],
    [`''`, 'text', ''],
    ['null::text', 'text', null],
    [`'0007'`, 'text', '0007'],
    ['true', 'boolean', 't'],
    ['42', 'integer', '42'],
    ['9223372036854775807', 'bigint', '9223372036854775807'],
    ['1.10', 'decimal', '1.10'],
    [`'NaN'::numeric`, 'decimal', 'NaN'],
    ['12345678901234567890.123456789', 'decimal', '12345678901234567890.123456789'],
    ['0.1::float8', 'float', '0.1'],
    ['1.5::float4', 'float', '1.5'],
    [`date '2026-01-31'`, 'date', '2026-01-31'],
    [`date '0044-03-15 BC'`, 'date', '0044-03-15 BC'],
    [`time '09:30:00.5'`, 'time', '09:30:00.5'],
    [`timestamp '2026-01-31 09:30'`, 'timestamp', '2026-01-31 09:30:00'],
    [`timestamptz '2026-01-31 09:30+02'`, 'instant', '2026-01-31 07:30:00+00'],
    [`'{"a": 1}'::json`, 'json', '{"a": 1}'],
    [
      `'c9a646d3-9c61-4cb7-bfcd-ee2522c8f633'::uuid`,
      'plain',
      'c9a646d3-9c61-4cb7-bfcd-ee2522c8f633',
    ],
    [`'(0,1)'::tid`, 'text', '(0,1)'],
    ['array[1, 2]', 'text', '{1,2}'],
    [`interval '1 day'`, 'duration', '1 day'],
    [`'$1,234.5'::money`, 'money', '$1,234.50'],
  ],
  writes: [
    ['insert', `insert into t values (3, 'three')`],
    ['update', 'update t set name = null'],
    ['delete', 'delete from t'],
    ['a table', 'create table u (x int)'],
    ['with', 'with gone as (delete from t returning *) select * from gone'],
    ['into', 'select * into u from t'],
    ['a function', 'select writes()'],
    ['a sequence', `select nextval('s')`],
    ['a lock', 'select * from t for update'],
    ['two statements', 'select 1; delete from t'],
    ['a setting', `select set_config('default_transaction_read_only', 'off', false)`],
  ],
  endless: `select count(*) as n from generate_series(1, 100000) a, generate_series(1, 100000) b`,
  wrong: [
    { sql: 'select 1,\n  from t', line: 2, column: 3 },
    { sql: 'select id,\n  nope\nfrom t', line: 2, column: 3 },
    { sql: 'select * from\n\n nowhere', line: 3, column: 2 },
  ],
  parameters: [
    {
      parameter: { type: 'text' },
      sql: 'select :v::text as v',
      value: `O'Hara\n"x"`,
      text: `O'Hara\n"x"`,
    },
    { parameter: { type: 'text' }, sql: 'select :v::text as v', value: null, text: null },
    {
      parameter: { type: 'number' },
      sql: 'select :v + 0.0 as v',
      value: '12345678901234567890.5',
      text: '12345678901234567890.5',
    },
    {
      parameter: { type: 'number' },
      sql: 'select id::text as v from t where id = :v',
      value: '1',
      text: '1',
    },
    { parameter: { type: 'boolean' }, sql: 'select :v::text as v', value: 'true', text: 'true' },
    {
      parameter: { type: 'date' },
      sql: 'select (:v + 1)::text as v',
      value: '2026-02-28',
      text: '2026-03-01',
    },
    {
      parameter: { type: 'choice', choices: [{ value: 'a' }, { value: 'b' }] },
      sql: 'select :v as v',
      value: 'b',
      text: 'b',
    },
    {
      parameter: { type: 'text', list: true },
      sql: `select array_to_string(:v::text[], '|') as v`,
      value: ['a,"', '', '{}'],
      text: 'a,"||{}',
    },
    {
      parameter: { type: 'number', list: true },
      sql: 'select (select sum(x) from unnest(:v::numeric[]) x)::text as v',
      value: ['1', '2.5'],
      text: '3.5',
    },
    {
      parameter: { type: 'text', list: true },
      sql: 'select cardinality(:v::text[])::text as v',
      value: [],
      text: '0',
    },
  ],
  secondsOf: 'select extract(epoch from :v) as v',
  infersNumber: 'select name from t where id = :v',
  table: { name: 't', columns: ['id', 'name'] },
  literal: { sql: `select id from t where name = 'one'`, text: `'one'` },
  sheetTable: 'select name, size from sheet.things',
};
