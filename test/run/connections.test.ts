// A result is the same however PostgreSQL is reached, and whatever the role and the pooler would rather have.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Relay } from './relay.ts';
import { startRunServer, type RunServer } from './run-server.ts';

const sql = `
  select date '2026-03-01' as d, timestamptz '2026-03-29 02:30:00.5+02' as t, interval '1 day 02:03' as i,
    '\\xdead'::bytea as b, 0.1::float8 + 0.2 as f, current_setting('transaction_read_only') as r,
    current_setting('statement_timeout') as l`;
const asAgreed =
  'd,t,i,b,f,r,l\r\n' +
  '2026-03-01,2026-03-29 00:30:00.5+00,1 day 02:03:00,\\xdead,0.30000000000000004,on,100s\r\n';

// PostgreSQL's own time limit is ten times ours.
const limits = { timeoutSeconds: 10 };
let server: RunServer;
const relays: Relay[] = [];
beforeAll(async () => {
  server = await startRunServer({ limits });
  const role = new URL(server.data.readerUrl).username;
  const { pathname } = new URL(server.data.adminUrl);
  // What an operator may have set for the role, and what no result may show.
  for (const setting of [
    'datestyle to German',
    'timezone to Tokyo',
    'intervalstyle to iso_8601',
    'bytea_output to escape',
    'extra_float_digits to -10',
    'default_transaction_read_only to off',
    'statement_timeout to 1h',
  ]) {
    const [name, value] = setting.split(' to ');
    const quoted = value === 'Tokyo' ? 'Asia/Tokyo' : value;
    await server.admin(
      `alter role ${role} in database ${pathname.slice(1)} set ${name} to '${quoted}'`,
    );
  }
  server.define('near', { sql });
});
afterAll(async () => {
  relays.forEach((relay) => relay.close());
  await server.stop();
});

async function over(relay: Relay, name: string, parameters = ''): Promise<void> {
  relays.push(relay);
  await server.sources.addServer(name, (await relay.open(server.data.readerUrl)) + parameters);
  server.define(name, { sql, source: name });
  server.define(`${name}-rows`, { sql: rows, source: name });
}
const rows = `select i, repeat('é"', i % 500) as x from generate_series(1, 20000) i`;

async function csv(slug: string): Promise<string> {
  const response = await server.get(`/q/${slug}.csv`);
  return response.text();
}

test("the role's own settings do not show in a result, in the first run of a session or a later one", async () => {
  // The first is looked at by the guard, the others are known.
  for (let run = 0; run < 3; run++) expect(await csv('near')).toBe(asAgreed);
});

test('a zone that one run asked for is not that of the next', async () => {
  const tokyo = await server.get('/q/near.csv?_timeZone=America/New_York');

  expect(await tokyo.text()).toContain('2026-03-28 20:30:00.5-04');
  expect(await csv('near')).toBe(asAgreed);
});

test.each([
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['Europe/Kyiv', 'Europe/Kiev'],
])(
  'a zone that PostgreSQL knows by its other name alone is that zone: %s is %s there',
  async (asked, known) => {
    const name = asked.toLowerCase().replace('/', '-');
    await over(new Relay(server.data.readerUrl, 'pass', asked), name);
    const zone = `select current_setting('TimeZone') as zone`;
    server.define(`${name}-zone`, { sql: zone, source: name });
    const here = async () => (await server.get(`/q/${name}-zone.csv?_timeZone=${asked}`)).text();

    for (let run = 0; run < 3; run++) expect(await here()).toBe(`zone\r\n${known}\r\n`);
    const nowhere = await server.get(`/q/${name}-zone.csv?_timeZone=Nowhere/Land`);
    expect(nowhere.status).toBe(400);
  },
);

test('behind a pooler that refuses options, results are the same', async () => {
  await over(new Relay(server.data.readerUrl, 'refuse options'), 'refusing');

  for (let run = 0; run < 3; run++) expect(await csv('refusing')).toBe(asAgreed);
});

test('behind a pooler that takes options and forgets them, results are the same', async () => {
  await over(new Relay(server.data.readerUrl, 'forget options'), 'forgetful');

  for (let run = 0; run < 3; run++) expect(await csv('forgetful')).toBe(asAgreed);
});

test('options of the operator are kept beside ours, and do not come before them', async () => {
  const options = encodeURIComponent('-c enable_sort=off -c datestyle=German');
  await over(new Relay(server.data.readerUrl), 'with-options', `?options=${options}`);
  server.define('sort', {
    sql: `select current_setting('enable_sort') as s`,
    source: 'with-options',
  });

  expect(await csv('with-options')).toBe(asAgreed);
  expect(await csv('sort')).toBe('s\r\noff\r\n');
});

test('a database in another encoding gives UTF-8', async () => {
  const name = `${new URL(server.data.adminUrl).pathname.slice(1)}_latin1`;
  await server.admin(
    `create database ${name} template template0 encoding 'LATIN1' locale 'C' strategy file_copy`,
  );
  try {
    const url = new URL(server.data.readerUrl);
    url.pathname = `/${name}`;
    // Everybody may make temporary tables there, which is only warned of.
    await server.sources.addServer('latin1', url.href);
    const response = await server.post('/api/run', {
      source: 'latin1',
      sql: `select chr(233) as "Prénom", :x as given`,
      values: { x: 'Müller' },
    });

    expect(await response.json()).toMatchObject({
      columns: [{ name: 'Prénom' }, { name: 'given' }],
      rows: [['é', 'Müller']],
    });
  } finally {
    await server.admin(`drop database ${name} with (force)`);
  }
});

test('over TLS, many rows arrive whole', async () => {
  const relay = new Relay(server.data.readerUrl);
  await over(relay, 'safe', '?sslmode=no-verify');
  server.define('near-rows', { sql: rows });

  expect(await csv('safe')).toBe(asAgreed);
  expect(await csv('safe-rows')).toBe(await csv('near-rows'));
  expect(relay.encrypted).toBeGreaterThan(0);
});
