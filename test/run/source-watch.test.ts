// What the log tells of the data sources at the start: which refuse to run and why, and what is unusual.
import { Network } from '../faults/network.ts';
import { eventually } from '../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Log } from '../../server/log.ts';
import { createSources, type Sources } from '../../server/sources/sources.ts';
import { watchSources } from '../../server/sources/watch.ts';
import { ask } from '../support/clusters.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../support/postgres.ts';

let data: TestDatabase;
beforeAll(async () => {
  data = await newDatabase({ template: 'empty' });
});
afterAll(() => data.drop());

/** What the log tells of a source at this address. */
async function toldOf(sources: Sources): Promise<string[]> {
  const told: string[] = [];
  const write = (_fields: unknown, sentence: string) => void told.push(sentence);
  const log = { error: write, warn: write, info: write, debug: write } as unknown as Log;
  const unwatch = watchSources(sources, log);
  await eventually(
    async () => told,
    ({ length }) => length > 0,
  );
  unwatch();
  await sources.close();
  return told;
}

const sourceAt = (...urls: string[]) => createSources([{ name: 'main', urls, allowWriter: false }]);

test('a role that could write is told of at the start, and the source refuses to run', async () => {
  expect(await toldOf(sourceAt(data.adminUrl))).toEqual([
    expect.stringMatching(/^The data source main is not used: its role .* is a superuser/),
  ]);
});

test('a source that does not answer is told of', async () => {
  expect(await toldOf(sourceAt('postgres://x@127.0.0.1:1/x'))).toEqual([
    expect.stringContaining('does not answer'),
  ]);
});

test("what is unusual about a role is told: temporary tables, functions with their owner's rights, other servers", async () => {
  const reader = new URL(data.readerUrl).username;
  await ask(
    data.adminUrl,
    `grant temporary on database ${new URL(data.adminUrl).pathname.slice(1)} to ${reader}`,
  );
  await ask(
    data.adminUrl,
    `create function public.wages() returns int language sql security definer as 'select 1'`,
  );
  await ask(data.adminUrl, 'create extension dblink');
  await ask(
    data.adminUrl,
    `create extension file_fdw;
     create server files foreign data wrapper file_fdw;
     create foreign table public.dates (line text) server files options (program 'date');
     grant select on public.dates to ${reader};`,
  );

  const told = await toldOf(sourceAt(data.readerUrl));

  const parts = [
    'temporary tables',
    "their owner's rights",
    'the extension dblink',
    'foreign tables',
  ];
  for (const part of parts) expect(told).toContainEqual(expect.stringContaining(part));
});

test('a role that may see what other sessions do is told of', async () => {
  const address = new URL(data.readerUrl);
  const database = address.pathname.slice(1);
  address.username = `watcher_of_${database}`;
  const { username, password } = address;
  await ask(
    data.adminUrl,
    `create role ${username} login password '${password}';
     grant pg_monitor to ${username};
     grant connect on database ${database} to ${username};`,
  );

  const told = await toldOf(sourceAt(address.href));

  await ask(data.adminUrl, `drop owned by ${username}; drop role ${username}`);
  for (const group of ['pg_monitor', 'pg_read_all_stats', 'pg_read_all_settings'])
    expect(told).toContainEqual(expect.stringContaining(`is a member of ${group}, which shows`));
});

test('the role of the sample gives no reason to warn of', async () => {
  expect(await toldOf(sourceAt(sampleUrls().follower))).toEqual(['The data source is well.']);
});

test('a source that goes away is told of when it happens, and when it is back', async () => {
  const { network, url } = await Network.before(sampleUrls().follower);
  const sources = sourceAt(url);
  const told: string[] = [];
  const write = (_fields: unknown, sentence: string) => void told.push(sentence);
  const log = { error: write, warn: write, info: write, debug: write } as unknown as Log;
  const unwatch = watchSources(sources, log, 200);
  const until = (sentence: RegExp) =>
    eventually(
      async () => told.at(-1) ?? '',
      (last) => sentence.test(last),
    );
  await until(/is well/);
  network.refuse();
  await until(/does not answer/);
  network.heal();
  await until(/is well/);
  unwatch();
  await sources.close();
  network.close();

  expect(told).toHaveLength(3);
});
