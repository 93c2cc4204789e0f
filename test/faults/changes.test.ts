// What changes in a data source between two runs shows in the next one: columns, types, rights, passwords, the server itself.
import { eventually } from '../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { startCluster, type Cluster } from '../../server/embedded/cluster.ts';
import { postgresPrograms } from '../postgres-versions/programs.ts';
import { ask as askDatabase, temporaryFolder } from '../support/clusters.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../support/server.ts';
import { Network } from './network.ts';

const role = `changes_${randomBytes(4).toString('hex')}`;
let data: TestDatabase;
let name: string;
let network: Network;
let server: TestServer;

const file = (sql: string, parameters = '') =>
  `/*---\ntitle: Any\nsource: main\n${parameters}---*/\n${sql}\n`;
const oneOf = (type: string) => `parameters:\n  x: { type: ${type}, optional: true }\n`;
const catalog = {
  'all.sql': file('select * from things order by id'),
  'one.sql': file('select id from things where :x is null or id = :x order by id', oneOf('number')),
  'listed.sql': file(
    'select id from things where id = any(:x) order by id',
    'parameters:\n  x: { type: number, list: true }\n',
  ),
  'mood.sql': file('select mood from moods where mood = :x', oneOf('text')),
};

beforeAll(async () => {
  data = await newDatabase({ template: 'empty' });
  name = new URL(data.adminUrl).pathname.slice(1);
  await admin(`create role ${role} login password 'first'`);
  await admin(
    `grant connect on database ${name} to ${role}; grant usage on schema public to ${role}`,
  );
  await admin('create table things (id integer, name text)');
  await admin("insert into things values (1, 'one'), (2, 'two')");
  await admin("create type mood as enum ('sad', 'glad')");
  await admin("create table moods as select 'glad'::mood as mood");
  await grant();
  const { hostname: host, port } = new URL(data.adminUrl);
  network = new Network({ host, port: Number(port) });
  const address = `postgres://${role}:first@127.0.0.1:${await network.open()}/${name}`;
  server = await startTestServer({ catalog, env: { SOURCE_MAIN_URL: address } });
});
afterAll(async () => {
  await server.stop();
  network.close();
  await data.drop();
  await askDatabase(new URL('/postgres', data.adminUrl).href, `drop role ${role}`);
});

const admin = (sql: string) => askDatabase(data.adminUrl, sql);
const grant = () => admin(`grant select on all tables in schema public to ${role}`);

async function csv(path: string): Promise<string> {
  const { status, text } = await server.ask(`/q/${path}`);
  return status === 200 ? text : `${status} ${text}`;
}

/** Once to be looked at, once more to be known. */
async function ran(path: string): Promise<string> {
  await csv(path);
  return csv(path);
}

test('columns that come, go and change their order are in the next result', async () => {
  expect(await ran('all.csv')).toBe('id,name\r\n1,one\r\n2,two\r\n');
  await admin('alter table things add column price numeric default 5');
  expect(await csv('all.csv')).toBe('id,name,price\r\n1,one,5\r\n2,two,5\r\n');
  await admin('alter table things drop column name');
  expect(await csv('all.csv')).toBe('id,price\r\n1,5\r\n2,5\r\n');
});

test('a parameter takes the type that its column has now, however often the query ran before', async () => {
  expect(await ran('one.csv?x=2')).toBe('id\r\n2\r\n');
  expect(await ran('listed.csv?x=1&x=2')).toBe('id\r\n1\r\n2\r\n');
  for (const type of ['text', 'numeric', 'bigint', 'integer']) {
    await admin(`alter table things alter id type ${type} using id::${type}`);
    expect([type, await csv('one.csv?x=2')]).toEqual([type, 'id\r\n2\r\n']);
    expect([type, await csv('listed.csv?x=1&x=2')]).toEqual([type, 'id\r\n1\r\n2\r\n']);
  }
});

test('a type that was made anew under its old name is the type of that name', async () => {
  expect(await ran('mood.csv?x=glad')).toBe('mood\r\nglad\r\n');
  await admin('drop table moods; drop type mood');
  await admin("create type mood as enum ('glad', 'mad')");
  await admin("create table moods as select 'mad'::mood as mood");
  await grant();

  expect(await csv('mood.csv?x=mad')).toBe('mood\r\nmad\r\n');
});

test('a right that the role has lost or gained again counts from the next run on', async () => {
  const before = await ran('all.csv');
  await admin(`revoke select on things from ${role}`);
  const refused = await server.ask('/q/all.csv');
  await grant();

  expect(refused.json()).toMatchObject({ status: 422, sqlState: '42501' });
  expect(await csv('all.csv')).toBe(before);
});

test('a table that is away is told of, and is back when it is back', async () => {
  const before = await ran('all.csv');
  await admin('alter table things rename to elsewhere');
  const gone = await server.ask('/q/all.csv');
  await admin('alter table elsewhere rename to things');

  expect(gone.json()).toMatchObject({ code: 'sql_invalid', sqlState: '42P01' });
  expect(await csv('all.csv')).toBe(before);
});

const endSessions = () =>
  admin(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`);
const serversOf = (answer: Answer) =>
  answer.json().sources.find((source: { name: string }) => source.name === 'main');

test.each([
  [
    'its password was changed',
    `alter role ${role} password 'second'`,
    `alter role ${role} password 'first'`,
  ],
  ['its role may not sign in', `alter role ${role} nologin`, `alter role ${role} login`],
  [
    'its database was renamed',
    'alter database NAME rename to NAME_gone',
    'alter database NAME_gone rename to NAME',
  ],
  [
    'its database takes no connections',
    'alter database NAME allow_connections false',
    'alter database NAME allow_connections true',
  ],
])('a data source is told to be away while %s, and serves again after', async (_, away, back) => {
  const before = await ran('all.csv');
  const elsewhere = new URL('/postgres', data.adminUrl).href;
  const change = (sql: string) => askDatabase(elsewhere, sql.replaceAll('NAME', name));
  await endSessions();
  await change(away);
  const answers = [await server.ask('/q/all.csv'), await server.ask('/q/all.csv')];
  const ready = serversOf(await server.ask('/readyz'));
  await change(back);

  for (const answer of answers) {
    expect(answer.json()).toMatchObject({ status: 503, code: 'source_unavailable' });
    // Why is for the operator; a password is for nobody.
    expect(answer.text).not.toMatch(/first|second/);
  }
  expect(ready).toMatchObject({ status: 'away' });
  expect(
    await eventually(
      () => csv('all.csv'),
      (text) => text === before,
    ),
  ).toBe(before);
});

test('another server at the same address, of an older version and with other types, is asked anew for everything', async () => {
  const folder = await temporaryFolder();
  const clusters: Cluster[] = [];
  try {
    const binaries = await postgresPrograms(15);
    const cluster = await startCluster({
      folder: path.join(folder, '15'),
      name: 'changes',
      binaries,
    });
    clusters.push(cluster);
    const there = (database: string, sql: string) =>
      askDatabase(new URL(`/${database}`, cluster.url()).href, sql);
    await there('postgres', `create role ${role} login password 'first'`);
    await there('postgres', `create database ${name}`);
    // In turn, each with the next number, until a type there has the number that `mood` has here.
    const [{ oid = 0 } = {}] = await askDatabase<{ oid: number }>(
      data.adminUrl,
      "select 'mood'::regtype::oid::int as oid",
    );
    await ran('mood.csv?x=mad');
    const typeOf = async () =>
      (await server.ask('/api/queries/mood/result', { body: { values: { x: 'mad' } } })).json()
        .columns[0].pgType as string;
    expect(await typeOf()).toBe('mood');
    await there(name, numberedType(oid));
    await there(name, `create table moods (mood weather); insert into moods values ('mad')`);
    await there(name, `grant select on moods to ${role}`);
    network.leadTo({ host: '127.0.0.1', port: cluster.port });

    expect(await typeOf()).toBe('weather');
  } finally {
    network.leadTo({ host: '127.0.0.1', port: Number(new URL(data.adminUrl).port) });
    await Promise.all(clusters.map((cluster) => cluster.stop()));
    await rm(folder, { recursive: true, force: true });
  }
});

/** Makes the enum `weather` with this very number. */
const numberedType = (oid: number) => `
  create type weather as enum ('mad');
  update pg_type set oid = ${oid} where typname = 'weather';
  update pg_enum set enumtypid = ${oid};
  update pg_depend set objid = ${oid} where objid = 'weather'::regtype;
  update pg_type set typelem = ${oid} where typname = '_weather'`;
