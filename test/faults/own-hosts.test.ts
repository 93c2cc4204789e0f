// Sheetfeed's own database is waited for at the start, found among several hosts, and told of when it goes and comes.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startCluster, startFollower, type Cluster } from '../../server/embedded/cluster.ts';
import { examine } from '../../server/doctor.ts';
import { ask as askSql, temporaryFolder, tidyUp } from '../support/clusters.ts';
import { eventually } from '../support/eventually.ts';
import { ask, startProgram, type TestProgram } from '../support/server.ts';
import { Network } from './network.ts';

let folder: string;
let primary: Cluster;
let follower: Cluster;

beforeAll(async () => {
  folder = await temporaryFolder();
  const settings = { fsync: 'off' };
  primary = await startCluster({ folder: `${folder}/primary`, name: 'own', settings });
  follower = await startFollower(primary, { folder: `${folder}/follower`, name: 'own-follower' });
});
afterAll(() => tidyUp(folder, [primary, follower]));

const both = () => primary.url().replace('@', `@127.0.0.1:${follower.port},`);

async function portOf(program: TestProgram): Promise<number> {
  const [, port] = await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
  return Number(port);
}

async function endOf(program: TestProgram): Promise<number | string> {
  program.kill('SIGTERM');
  return program.ended();
}

test('a start waits for the database, says so, and goes on when it is there', async () => {
  const { network, url } = await Network.before(primary.url());
  network.refuse();
  const program = startProgram({ PORT: '0', DATABASE_URL: url });
  await program.printed(/own database does not answer \(.*Waiting for it\./);
  expect(program.process.exitCode).toBeNull();

  network.heal();
  expect((await ask(await portOf(program), '/readyz')).status).toBe(200);
  expect(await endOf(program)).toBe(0);
  network.close();
});

test('a start that waits ends when it is told to, and when the time is over', async () => {
  const nowhere = { PORT: '0', DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/none' };
  const told = startProgram(nowhere);
  await told.printed(/Waiting for it/);
  expect(await endOf(told)).toBe(1);
  expect(told.output()).not.toMatch(/did not stop in time|hunter2/);

  const late = startProgram({ ...nowhere, DATABASE_WAIT_SECONDS: '0' });
  expect(await late.ended()).toBe(1);
  expect(late.output()).toMatch(/^Sheetfeed's own database does not answer \(nothing listens/);
});

test('a database that goes away and comes back is a line each, whatever needed it meanwhile', async () => {
  const { network, url } = await Network.before(primary.url());
  const program = startProgram({ PORT: '0', DATABASE_URL: url });
  const port = await portOf(program);
  network.refuse();
  await program.printed(/own database does not answer \(.*are refused \(503\)/);
  expect((await ask(port, '/api/queries', { body: {} })).status).not.toBe(500);
  network.heal();
  await program.printed(/"awaySeconds":\d+,"msg":"Sheetfeed's own database answers again\./);

  expect(program.output().match(/own database does not answer \(/g)).toHaveLength(1);
  expect(program.output()).not.toMatch(/catalog folder could not be read/);
  await endOf(program);
  network.close();
});

test('of several hosts the one that can be written to is used, and another one once it has taken over', async () => {
  const program = startProgram({ PORT: '0', DATABASE_URL: both() });
  const port = await portOf(program);
  const save = (title: string) =>
    ask(port, '/api/destinations', { body: { kind: 'mail', name: title, addresses: [] } });
  expect((await ask(port, '/readyz')).status).toBe(200);
  expect(await warnings(both())).not.toMatch(/can be written to/);

  await primary.stop();
  await program.printed(/own database (does not answer|is a follower)/);
  await askSql(follower.url(), 'select pg_promote()');
  await program.printed(/own database is at another host now/);
  await program.printed(/own database answers again/);

  await eventually(
    () => save('after'),
    ({ status }) => status !== 503,
  );
  expect((await ask(port, '/readyz')).status).toBe(200);
  await endOf(program);
});

const warnings = async (url: string) =>
  (await examine({ DATABASE_URL: url })).map(({ sentence }) => sentence).join('\n');

test('the doctor tells of hosts that have parted, and of one that takes no changes', async () => {
  const again = await startCluster({ folder: `${folder}/primary`, name: 'own' });
  const parted = again.url().replace('@', `@127.0.0.1:${follower.port},`);
  expect(await warnings(parted)).toMatch(/2 of the hosts in DATABASE_URL can be written to/);

  await askSql(again.url(), 'alter database postgres set default_transaction_read_only = on');
  expect(await warnings(again.url())).toMatch(/own database postgres takes no changes/);
  await again.stop();
  expect(await warnings(parted.replace(String(follower.port), '1'))).toMatch(/does not answer/);
});
