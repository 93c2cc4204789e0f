// What a server asks another one of the same database is answered, or given up in time.
import { eventually } from '../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { closeDatabase, openDatabase } from '../../server/database/database.ts';
import { createLog } from '../../server/log.ts';
import { Notices } from '../../server/cluster/notices.ts';
import { NoAnswer, Relay } from '../../server/cluster/relay.ts';
import { Network } from '../faults/network.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';

const log = createLog('silent');
let database: TestDatabase;
let network: Network;
let opened: { pool: pg.Pool; notices: Notices; relay: Relay }[];

/** A server, as far as it asks and answers others. */
async function serverAt(url: string): Promise<(typeof opened)[number]> {
  const pool = await openDatabase(url, { log });
  const notices = new Notices(pool, log);
  const server = { pool, notices, relay: new Relay(notices, pool, log) };
  await eventually(
    async () => notices.isHeard,
    (isHeard) => isHeard,
  );
  return server;
}

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  const through = await Network.before(database.adminUrl);
  network = through.network;
  opened = [await serverAt(through.url), await serverAt(database.adminUrl)];
});
afterAll(async () => {
  network.heal();
  for (const { pool, notices } of opened) {
    await notices.close();
    await closeDatabase(pool);
  }
  network.close();
  await database.drop();
});

const asking = (withinMs: number) => {
  const [one, other] = opened;
  other?.relay.on('sum', async ({ a, b }) => ({ facts: Number(a) + Number(b) }));
  const asked = { name: 'sum', asked: { a: 1, b: 2 }, withinMs };
  return one?.relay.ask(other?.notices.server ?? '', asked);
};

test('a question is answered by the server that was asked', async () => {
  expect(await asking(20_000)).toEqual({ facts: 3 });
});

test('a database that is too slow to pass a question on ends the question alone, and in its time', async () => {
  network.fallSilent('application_name\0sheetfeed\0');

  await expect(asking(300)).rejects.toThrow(NoAnswer);
});
