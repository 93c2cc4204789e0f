// Data sources: which roles are refused, which server a run goes to, and whose turn it is.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSources, type Sources } from '../../server/sources/sources.ts';
import { Servers } from '../../server/engines/postgres/servers/servers.ts';
import { Tally } from '../../server/sources/tally.ts';
import { TimeTaken } from '../../server/sources/time-taken.ts';
import { Turns } from '../../server/sources/turns.ts';
import { until } from '../support/eventually.ts';
import { sampleUrls, type TestDatabase } from '../support/postgres.ts';
import { problemOf, startRunServer, type RunServer } from './run-server.ts';

let server: RunServer;
let data: TestDatabase;
const opened: Sources[] = [];
const openedServers: Servers[] = [];
beforeAll(async () => {
  server = await startRunServer({
    setUp: 'create table t (x int); create sequence s; insert into t values (1)',
  });
  data = server.data;
});
afterAll(async () => {
  for (const sources of opened) await sources.close();
  for (const servers of openedServers) servers.close();
  await server.stop();
});

function sourceOf(url: string, allowWriter = false) {
  const sources = createSources([{ name: 'main', urls: [url], allowWriter }]);
  opened.push(sources);
  return sources;
}

function serversOf(setting: { urls: string[]; allowWriter?: boolean; allowPrimary?: boolean }) {
  const servers = new Servers(
    { name: 'main', allowWriter: false, ...setting },
    { timeoutSeconds: 0 },
    () => Promise.reject(new Error('nothing is run here')),
  );
  openedServers.push(servers);
  return servers;
}

const reader = () => new URL(data.readerUrl).username;
const usable = (url: string, allowWriter = false) =>
  serversOf({ urls: [url], allowWriter }).usable();

test('a role that can only read is used, and what is unusual about it is a warning', async () => {
  const [health] = await sourceOf(data.readerUrl).health();

  expect(health).toMatchObject({ name: 'main', usable: true, problem: null });
  expect(health?.servers).toMatchObject([{ role: 'primary', healthy: true, lagSeconds: null }]);
});

test('functions that no query names, but an index, a check or a range calls, are named in the findings', async () => {
  await server.admin(`
    create function of_index(int) returns int language sql immutable as 'select $1';
    create function of_check(int) returns boolean language sql immutable as 'select true';
    create function of_range(float8, float8) returns float8 language sql immutable as 'select $1 - $2';
    create table indexed (a int check (of_check(a)));
    create index on indexed ((a + of_index(1)));
    create type own_span as range (subtype = float8, subtype_diff = of_range)`);
  const [health] = await sourceOf(data.readerUrl).health();

  const [found] = health?.warnings.filter((each) => each.includes('without a query')) ?? [];
  for (const name of ['of_index(integer)', 'of_check(integer)', 'of_range(double precision,'])
    expect(found).toContain(name);
});

test('a superuser is refused with the SQL for the right role, unless the operator insists', async () => {
  await expect(usable(data.adminUrl)).rejects.toMatchObject({
    code: 'source_refused',
    message: expect.stringContaining('is a superuser') as unknown,
    extras: { hint: expect.stringContaining('create role') as unknown },
  });
  expect(await usable(data.adminUrl, true)).toHaveLength(1);
});

test.each([
  ['insert on t', 'may write to public.t'],
  ['update (x) on t', 'may write to public.t'],
  ['truncate on t', 'may write to public.t'],
  ['usage on sequence s', 'may advance the sequence public.s'],
  ['create on schema public', 'may make tables in the schema public'],
])(
  'a role with "grant %s" is refused, and used again when that is taken back',
  async (right, sentence) => {
    await server.admin(`grant ${right} to ${reader()}`);
    try {
      await expect(usable(data.readerUrl)).rejects.toMatchObject({
        code: 'source_refused',
        message: expect.stringContaining(sentence) as unknown,
      });
    } finally {
      await server.admin(`revoke ${right} from ${reader()}`);
    }
    expect(await usable(data.readerUrl)).toHaveLength(1);
  },
);

test('a run on a source that is refused tells so and runs nothing', async () => {
  await server.sources.addServer('writer', data.adminUrl);
  server.define('on-writer', { sql: 'select x from t', source: 'writer' });

  const response = await server.get('/q/on-writer.csv');

  expect(response.status).toBe(503);
  expect(await problemOf(response)).toMatchObject({ code: 'source_refused' });
});

test('runs go to the follower, wherever it stands among the URLs, and say so', async () => {
  const { reader: primary, follower } = sampleUrls();
  for (const urls of [
    [primary, follower],
    [follower, primary],
  ]) {
    const servers = serversOf({ urls });
    await until(async () =>
      (await servers.usable().catch(() => [])).some(({ role }) => role === 'follower'),
    );
    expect((await servers.usable()).map(({ url }) => url)).toEqual([follower]);
  }
});

test('a result tells that it ran on the follower, and how far that lags', async () => {
  const { follower } = sampleUrls();
  await server.sources.addServer('company', follower);
  const response = await server.post('/api/run', {
    source: 'company',
    sql: 'select pg_is_in_recovery()',
  });

  const body = await problemOf(response);

  expect(body).toMatchObject({ ranOn: 'follower', rows: [[true]] });
  expect(body['lagSeconds']).toBeGreaterThanOrEqual(0);
});

test('the primary serves when the follower is away only where that is allowed', async () => {
  const { reader: primary } = sampleUrls();
  const dead = 'postgres://x@127.0.0.1:1/x';
  const strict = serversOf({ urls: [primary, dead] });
  const lenient = serversOf({ urls: [primary, dead], allowPrimary: true });

  await expect(strict.usable()).rejects.toMatchObject({ code: 'source_unavailable' });
  expect((await lenient.usable()).map(({ role }) => role)).toEqual(['primary']);
});

test('a source that began with its primary alone goes over to a follower that is added', async () => {
  const { reader: primary, follower } = sampleUrls();
  const servers = serversOf({ urls: [primary] });
  expect((await servers.usable())[0]?.role).toBe('primary');

  await servers.add(follower);

  expect((await servers.usable())[0]?.role).toBe('follower');
});

test('turns are fair: who has fewer runs goes first, and nobody takes more than his share', async () => {
  const turns = new Turns(2, 2);
  const never = new AbortController().signal;
  const order: string[] = [];
  const first = await turns.take('ann', never);
  const second = await turns.take('ann', never);
  const later = (member: string) =>
    turns.take(member, never).then((turn) => {
      order.push(member);
      return turn;
    });
  const third = later('ann');
  const fourth = later('ben');

  first.end();
  await fourth;
  second.end();
  await third;

  expect(order).toEqual(['ben', 'ann']);
});

test('one turn in four is for those who have lately taken little of the time', async () => {
  let now = 0;
  const turns = new Turns(4, 4, new TimeTaken(() => now));
  const long = turns.takeNow('ann');
  now += 3_000;
  long?.end();

  const anns = [1, 2, 3, 4].map(() => turns.takeNow('ann'));
  expect(anns.map((turn) => turn !== null)).toEqual([true, true, true, false]);
  expect(turns.takeNow('ben')).not.toBeNull();
  for (const turn of anns) turn?.end();
  now += 60_000;

  expect(turns.takeNow('ann')).not.toBeNull();
  expect(turns.takeNow('ann')).not.toBeNull();
  expect(turns.takeNow('ann')).not.toBeNull();
});

test('who stops waiting for a turn leaves the queue', async () => {
  const turns = new Turns(1, 1);
  const turn = await turns.take('ann', new AbortController().signal);
  const gone = new AbortController();
  const waiting = turns.take('ben', gone.signal);
  gone.abort();

  await expect(waiting).rejects.toThrow();
  expect(turns.waiting).toBe(0);
  turn.end();
});

test('nobody waits for turns that are held by runs which nothing can end, and others go on while there are some', async () => {
  const turns = new Turns(3, 2);
  const never = new AbortController().signal;
  const anns = [await turns.take('ann', never), await turns.take('ann', never)];
  const waiting = turns.take('ann', never);
  for (const turn of anns) turn.stick();

  await expect(waiting).rejects.toThrow();
  await expect(turns.take('ann', never)).rejects.toThrow();
  expect(turns.stuckFor('ann')).toBe('member');
  const bens = await turns.take('ben', never);
  bens.stick();
  expect(turns.stuckFor('cid')).toBe('everybody');
  for (const turn of [...anns, bens]) turn.end();

  expect(turns).toMatchObject({ running: 0, stuck: 0, waiting: 0 });
  (await turns.take('ann', never)).end();
});

test('a member with two runs that nothing can end starts no other on any source, until one of them is gone', async () => {
  const stuckAnywhere = new Tally();
  const turns = new Turns(10, 5, undefined, stuckAnywhere);
  const elsewhere = new Turns(10, 5, undefined, stuckAnywhere);
  const never = new AbortController().signal;
  const [first, second] = [turns.takeNow('ann'), elsewhere.takeNow('ann')];
  first?.stick();
  turns.takeNow('ann')?.end();
  second?.stick();

  for (const each of [turns, elsewhere]) {
    expect(each.takeNow('ann')).toBeNull();
    await expect(each.take('ann', never)).rejects.toThrow();
    expect(each.stuckFor('ann')).toBe('member');
    each.takeNow('ben')?.end();
  }
  first?.end();

  expect(elsewhere.takeNow('ann')).not.toBeNull();
});
