// CSV, JSON and the sidebar's rows hold exactly what PostgreSQL holds, for every type.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Result } from '../../domain/contract/result.ts';
import { problemOf, startRunServer, type RunServer } from './run-server.ts';
import { fc } from '../support/random.ts';

let server: RunServer;
beforeAll(async () => {
  server = await startRunServer({
    limits: { timeoutSeconds: 50 },
    setUp: `create type mood as enum ('happy', 'so, so');
      create domain percent as numeric check (value between 0 and 100);
      create type pair as (a int, b text);
      grant usage on schema public to public;`,
  });
});
afterAll(() => server.stop());

async function resultOf(sql: string, timeZone = 'UTC'): Promise<Result> {
  const response = await server.post('/api/run', { source: 'main', sql, timeZone });
  const body = (await response.json()) as Result;
  if (response.status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

// What COPY writes: PostgreSQL's own CSV.
async function copied(sql: string): Promise<string> {
  const client = new pg.Client({
    connectionString: server.data.adminUrl,
    options: '-c timezone=UTC',
  });
  await client.connect();
  const chunks: Buffer[] = [];
  const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
  connection.on('copyData', ({ chunk }: { chunk: Buffer }) => chunks.push(Buffer.from(chunk)));
  await client.query(`copy (${sql}) to stdout (format csv, header)`);
  await client.end();
  return Buffer.concat(chunks).toString();
}

const everyType = `
  select 'NaN'::float8 a, '-Infinity'::float8 b, 'NaN'::numeric c, ''::text d, null::text e,
    E'a\\tb\\x01\\n"\\\\' f, true g, '{1,2}'::int[] h, '"x,y"'::jsonb i, '\\xdead'::bytea j, 'é"😀' k,
    interval '1 day 02:03' l, 1 as "q""u,o", 123.4500::numeric n, 9223372036854775807 o,
    date '0044-03-15 BC' p, timestamptz '2026-03-29 02:30:00.5+02' q, timestamp '2026-01-01 00:00' r,
    time '23:59:59' s, '12:00+02'::timetz t, 'so, so'::mood u, 12.5::percent v, row(1, 'x,"y')::pair w,
    '$1,234.50'::money x, b'101' y, '[1,5)'::int4range z, '192.168.0.1/24'::inet aa, 1.5e300::float8 ab,
    'infinity'::timestamptz ac, '{"a": [1, null]}'::json ad, point '(1,2)' ae, 'x'::bpchar(5) af,
    gen_random_uuid() is not null ag, 'abc'::name ah, '"é" '::text ai, false aj, '1 ,2' ak, 0.1::float4 al`;

test('CSV is what COPY writes, with CRLF, for every type', async () => {
  server.define('every-type', { sql: everyType });

  const csv = await (await server.get('/q/every-type.csv')).text();

  expect(unbroken(csv)).toBe(await copied(everyType));
});

// The text field holds a line break of its own, which stays as it is.
function unbroken(csv: string): string {
  return csv.replaceAll('\r\n', '\n');
}

test('the rows of the sidebar hold each type as it is agreed', async () => {
  const { rows, columns } = await resultOf(everyType);
  const [row] = rows;
  const byName = Object.fromEntries(columns.map(({ name }, index) => [name, row?.[index]]));

  expect(byName).toEqual({
    a: 'NaN',
    b: '-Infinity',
    c: 'NaN',
    d: '',
    e: null,
    f: 'a\tb\u0001\n"\\',
    g: true,
    h: '{1,2}',
    i: '"x,y"',
    j: '\\xdead',
    k: 'é"😀',
    l: '1 day 02:03:00',
    'q"u,o': 1,
    n: 123.45,
    o: '9223372036854775807',
    p: '0044-03-15 BC',
    q: '2026-03-29T00:30:00.5Z',
    r: '2026-01-01 00:00:00',
    s: '23:59:59',
    t: '12:00:00+02',
    u: 'so, so',
    v: 12.5,
    w: '(1,"x,""y")',
    x: '$1,234.50',
    y: '101',
    z: '[1,5)',
    aa: '192.168.0.1/24',
    ab: 1.5e300,
    ac: 'infinity',
    ad: '{"a": [1, null]}',
    ae: '(1,2)',
    af: 'x    ',
    ag: true,
    ah: 'abc',
    ai: '"é" ',
    aj: false,
    ak: '1 ,2',
    al: 0.1,
  });
  expect(columns.slice(0, 3)).toEqual([
    { name: 'a', type: 'number', typeName: 'float8', pgType: 'float8' },
    { name: 'b', type: 'number', typeName: 'float8', pgType: 'float8' },
    { name: 'c', type: 'number', typeName: 'numeric', pgType: 'numeric' },
  ]);
  const types = Object.fromEntries(columns.map(({ name, type, pgType }) => [name, [type, pgType]]));
  expect(types).toMatchObject({
    h: ['text', 'int4[]'],
    i: ['json', 'jsonb'],
    p: ['date', 'date'],
    q: ['datetime', 'timestamptz'],
    s: ['time', 'time'],
    u: ['text', 'mood'],
    v: ['number', 'numeric'],
    w: ['text', 'pair'],
  });
});

test.each([
  ['999999999999999', 999999999999999],
  ['1234567890123456', '1234567890123456'],
  ['1000000000000000000', 1e18],
  ['-123456789012345', -123456789012345],
  ['0.000000000000001234', 1.234e-15],
  ['3.3333333333333333', '3.3333333333333333'],
  ['12.5000000000000000', 12.5],
  ['-0.10', -0.1],
])('the numeric %s is %p in JSON: no digit is lost', async (text, value) => {
  const { rows } = await resultOf(`select ${text}::numeric`);

  expect(rows).toEqual([[value]]);
});

test('an instant is told in UTC, whatever the zone of the session', async () => {
  const sql = `select timestamptz '2026-03-29 00:59:59.123456Z', timestamptz '1900-01-01 00:00:00Z',
    timestamptz '0099-12-31 23:59:59Z', timestamptz '12026-01-01 00:00:00Z'`;

  for (const zone of ['UTC', 'Europe/Paris', 'America/St_Johns', 'Pacific/Kiritimati']) {
    const { rows } = await resultOf(sql, zone);
    expect(rows[0]?.slice(0, 3)).toEqual([
      '2026-03-29T00:59:59.123456Z',
      '1900-01-01T00:00:00Z',
      '0099-12-31T23:59:59Z',
    ]);
  }
});

test('the time zone of the run is that of the session', async () => {
  const { rows, timeZone } = await resultOf(
    `select date_trunc('day', timestamptz '2026-06-01 22:30Z')::text`,
    'Europe/Paris',
  );

  expect(rows).toEqual([['2026-06-02 00:00:00+02']]);
  expect(timeZone).toBe('Europe/Paris');
});

test('JSON gives one object for each row, and repeated names a number', async () => {
  server.define('twice', {
    sql: `select 1 as a, 2 as a, 3 as a, 4 as a_2, 'x' as "b""c" union all select 5, 6, 7, 8, null order by 1`,
  });

  const response = await server.get('/q/twice.json');

  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await response.json()).toEqual([
    { a: 1, a_3: 2, a_4: 3, a_2: 4, 'b"c': 'x' },
    { a: 5, a_3: 6, a_4: 7, a_2: 8, 'b"c': null },
  ]);
});

test('a result without rows has its columns, and one without columns its rows', async () => {
  server.define('empty', { sql: 'select 1 as x where false' });
  server.define('no-columns', { sql: 'select from generate_series(1, 2)' });

  expect(await (await server.get('/q/empty.csv')).text()).toBe('x\r\n');
  expect(await (await server.get('/q/empty.json')).json()).toEqual([]);
  expect((await resultOf('select 1 as x where false')).columns).toHaveLength(1);
  expect(await (await server.get('/q/no-columns.json')).json()).toEqual([{}, {}]);
});

test('a null alone in its row is still a row in CSV', async () => {
  server.define('null', { sql: 'select null::text as x' });

  expect(await (await server.get('/q/null.csv')).text()).toBe('x\r\n""\r\n');
});

test('many rows, and fields of every length, arrive whole in CSV, JSON and arrays', async () => {
  const sql = `select i, repeat(chr(1 + i % 126), i % 3000) as x from generate_series(1, 5000) i`;
  server.define('many', { sql });
  const expected = (await server.admin(sql)).rows as { i: number; x: string }[];

  expect(await (await server.get('/q/many.json')).json()).toEqual(expected);
  expect((await resultOf(sql)).rows).toEqual(expected.map(({ i, x }) => [i, x]));
  const csv = await (await server.get('/q/many.csv')).text();
  expect(csv.replaceAll('\r\n', '\n').length).toBe((await copied(sql)).length);
});

// PostgreSQL's text has no NUL.
const anyText = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));
const anyNumber = fc
  .tuple(fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }), fc.nat(24))
  .map(([digits, places]) => `${digits}e-${places}`);
const anyRow = fc.record({
  text: fc.option(anyText),
  number: fc.option(anyNumber),
  // JavaScript writes -0 as 0.
  float: fc.option(fc.double().map((float) => float + 0)),
  whole: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
});

test('columns of numbers that are asked for as text come as the database writes them, and no number is made infinite', async () => {
  const sql = `select 1e21::numeric as large, 1.10::numeric(10,2) as price, 0.0000001::numeric as tiny,
    1e400::numeric as huge, 7 as whole, true as truth`;
  server.define('digits', { sql });
  const columns = ['large', 'price', 'tiny', 'whole', 'truth'];
  const rowOf = async (body: object) => {
    const answer = await server.post('/api/queries/digits/result', body);
    return ((await answer.json()) as { rows: unknown[][] }).rows[0];
  };
  const huge = `1${'0'.repeat(400)}`;
  const digits = ['1000000000000000000000', '1.10', '0.0000001', huge, '7', true];

  expect(await rowOf({})).toEqual([1e21, 1.1, 1e-7, huge, 7, true]);
  expect(await rowOf({ exactText: columns })).toEqual(digits);
  expect(await rowOf({ exactText: columns, run: randomUUID() })).toEqual(digits);
});

test('numbers that JavaScript would write otherwise come as text where that is asked for, and no others', async () => {
  const numbers = [
    ...['1000000000000000000000', '1.10', '0.0000001', '0.000001', '-12.5', '7', '0.0', '-0.10'],
    ...['123456789012345', '1234567890123456', '0.1234567890123', '-1000000000', '100'],
  ];
  server.define('numbers', {
    sql: `select n::numeric, f from unnest('{${numbers.join(',')}}'::numeric[]) n, (select 1.5e300::float8) f (f)`,
  });
  const response = await server.post('/api/queries/numbers/result', { exactNumbers: true });
  const { rows } = (await response.json()) as { rows: [string | number, number][] };

  expect(rows.map(([number]) => String(number))).toEqual(numbers);
  const asText = rows.map(([number]) => number).filter((number) => typeof number === 'string');
  expect(asText).toEqual([
    ...['1000000000000000000000', '1.10', '0.0000001', '0.0', '-0.10', '1234567890123456'],
  ]);
  expect(rows[0]?.[1]).toBe(1.5e300);
});

test('columns of money and of intervals say what they hold, and their texts are PostgreSQL’s', async () => {
  server.define('sums', { sql: `select '$1,234.5'::money as amount, interval '26 hours' as span` });
  const response = await server.post('/api/queries/sums/result', {});

  expect(await response.json()).toMatchObject({
    columns: [
      { name: 'amount', type: 'text', typeName: 'money', holds: 'money', decimals: 2 },
      { name: 'span', type: 'text', typeName: 'interval', holds: 'duration' },
    ],
    rows: [['$1,234.50', '26:00:00']],
  });
});

test('whatever the values are, CSV is what COPY writes and JSON holds each exactly', async () => {
  await server.admin(
    'create table anything (n int, text text, number numeric, float float8, whole int8)',
  );
  const sql = 'select text, number, float, whole from anything order by n';
  server.define('anything', { sql });

  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 20 }), async (rows) => {
      await server.admin('truncate anything');
      await server.admin(
        'insert into anything select * from unnest($1::int[], $2::text[], $3::numeric[], $4::float8[], $5::int8[])',
        [
          rows.map((_, index) => index),
          rows.map(({ text }) => text),
          rows.map(({ number }) => number),
          rows.map(({ float }) => float?.toString()),
          rows.map(({ whole }) => whole?.toString()),
        ],
      );
      const stored = (await server.admin(`select number::text from anything order by n`)).rows;
      const numbers = (stored as { number: string | null }[]).map(({ number }) => number);

      const csv = await (await server.get('/q/anything.csv')).text();
      expect(csv.replaceAll('\r\n', '\n')).toBe((await copied(sql)).replaceAll('\r\n', '\n'));
      expect(await (await server.get('/q/anything.json')).json()).toEqual(
        rows.map(({ text, float, whole }, index) => ({
          text,
          number: agreed(numbers[index] ?? null),
          float: float === null || Number.isFinite(float) ? float : String(float),
          whole: agreed(whole?.toString() ?? null),
        })),
      );
    }),
    { numRuns: 60 },
  );
});

// A number as long as a double holds its digits, else text: zeros at either end are no significant digits.
function agreed(number: string | null): number | string | null {
  if (number === null) return null;
  const digits = number.replace(/[-.]/g, '').replace(/^0+|0+$/g, '');
  return digits.length <= 15 ? Number(number) : number;
}

test('as many columns as PostgreSQL has arrive whole', async () => {
  const numbers = Array.from({ length: 1600 }, (_, index) => index + 1);
  server.define('broad', {
    sql: `select ${numbers.map((n) => `${n} as c${n}`).join(', ')} from generate_series(1, 3)`,
  });

  const csv = (await (await server.get('/q/broad.csv')).text()).split('\r\n');
  const row = numbers.join(',');
  expect(csv).toEqual([numbers.map((n) => `c${n}`).join(','), row, row, row, '']);
  const [first] = (await (await server.get('/q/broad.json')).json()) as Record<string, number>[];
  expect(Object.values(first ?? {})).toEqual(numbers);
});

test('json keeps its line breaks in CSV, and is text without them being lost in JSON', async () => {
  const sql = `select E'{\\n "a": 1,\\r\\n "b": "x"}'::json as j`;
  server.define('json-lines', { sql });

  expect(await (await server.get('/q/json-lines.csv')).text()).toBe(
    'j\r\n"{\n ""a"": 1,\r\n ""b"": ""x""}"\r\n',
  );
  expect(await (await server.get('/q/json-lines.json')).json()).toEqual([
    { j: '{\n "a": 1,\r\n "b": "x"}' },
  ]);
});

test('text that a spreadsheet would take for a formula is written as it is', async () => {
  const sql = `select '=1+1' as a, '+1' as b, '-1' as c, '@sum(1)' as d, E'\\t=1' as e`;
  server.define('formulas', { sql });

  // CSV is the database's text; the add-on writes such text into a sheet as text.
  expect(await (await server.get('/q/formulas.csv')).text()).toBe(
    'a,b,c,d,e\r\n=1+1,+1,-1,@sum(1),\t=1\r\n',
  );
});

test('a field of several megabytes arrives whole', async () => {
  server.define('big', { sql: `select repeat(E'a"b,\\x01', 800000) as x, 7 as y` });
  const text = 'a"b,\u0001'.repeat(800000);

  expect(await (await server.get('/q/big.json')).json()).toEqual([{ x: text, y: 7 }]);
  const csv = await (await server.get('/q/big.csv')).text();
  expect(csv).toBe(`x,y\r\n"${text.replaceAll('"', '""')}",7\r\n`);
});

test('a row too large to be held is cut off and tells so, and the next run works', async () => {
  const sql = `select repeat('x', 40000000)`;

  expect(await problemOf(await server.post('/api/run', { source: 'main', sql }))).toMatchObject({
    code: 'result_too_large',
  });
  expect((await resultOf('select 1')).rows).toEqual([[1]]);
});
