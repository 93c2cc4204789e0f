// The Excel workbook, read by somebody else's reader: text stays text, dates are dates, no digit is lost.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readSheet } from 'read-excel-file/node';
import { problemOf, startRunServer, type RunServer, type TestQuery } from './run-server.ts';

let server: RunServer;
beforeAll(async () => {
  server = await startRunServer({ limits: { timeoutSeconds: 50, maxRows: 2_000_000 } });
});
afterAll(() => server.stop());

let count = 0;
async function asked(sql: string, more: Partial<TestQuery> = {}, search = ''): Promise<Response> {
  const slug = `workbook-${++count}`;
  server.define(slug, { sql, ...more });
  return server.get(`/q/${slug}.xlsx${search}`);
}

async function rowsOf(response: Response) {
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ]);
  return readSheet(Buffer.from(await response.arrayBuffer()), { trim: false });
}

test('text stays text, whatever it looks like, and null is no cell', async () => {
  const texts = [
    "'00421'",
    "'=1+1'",
    "'+49 30'",
    "'2025-01-01'",
    '\'  a & b <c> "d"  \'',
    "E'tab\\t, line\\nend'",
    "E'\\x01 and _x0041_'",
    "'é 😀 日本'",
    "'TRUE'",
  ];
  const [header, row] = await rowsOf(
    await asked(
      `select ${texts.map((text, index) => `${text} as t${index}`).join(', ')}, null as no, '' as empty`,
    ),
  );

  expect(header).toEqual([...texts.map((_, index) => `t${index}`), 'no', 'empty']);
  expect(row?.slice(0, texts.length)).toEqual([
    '00421',
    '=1+1',
    '+49 30',
    '2025-01-01',
    '  a & b <c> "d"  ',
    'tab\t, line\nend',
    '\u0001 and _x0041_',
    'é 😀 日本',
    'TRUE',
  ]);
  expect(row?.[texts.length]).toBeNull();
});

test('numbers are numbers as long as a cell holds every digit, and text beyond that', async () => {
  const [, row] = await rowsOf(
    await asked(
      `select 7::int2 a, -123456789012345::int8 b, 9007199254740993::int8 c, 12.50::numeric d,
         0.1234567890123456789 e, 0.1::float8 f, 1e300::float8 g, 'NaN'::float8 h, 'Infinity'::numeric i, true j, false k`,
    ),
  );

  expect(row).toEqual([
    7,
    -123456789012345,
    '9007199254740993',
    12.5,
    '0.1234567890123456789',
    0.1,
    1e300,
    'NaN',
    'Infinity',
    true,
    false,
  ]);
});

test('dates and times are real ones, instants as the clocks of the run show them; what Excel has no day for is text', async () => {
  const [, row] = await rowsOf(
    await asked(
      `select date '2024-02-29' a, timestamp '2026-01-31 23:59:58.5' b,
         timestamptz '2026-03-29 00:30:00+00' c, timestamptz '2026-03-29 01:30:00+00' d,
         date '1900-02-28' e, date '0044-03-15 BC' f, 'infinity'::timestamptz g,
         timestamp '9999-12-31 23:59:59.999999' h, timestamp '9999-12-31 23:59:59' i`,
      {},
      '?_timeZone=Europe/Paris',
    ),
  );

  expect(row?.slice(0, 4)).toEqual([
    new Date('2024-02-29T00:00:00Z'),
    new Date('2026-01-31T23:59:58.500Z'),
    new Date('2026-03-29T01:30:00Z'),
    new Date('2026-03-29T03:30:00Z'),
  ]);
  expect(row?.slice(4, 8)).toEqual([
    ...['1900-02-28', '0044-03-15 BC', 'infinity', '9999-12-31 23:59:59.999999'],
  ]);
  expect(row?.[8]).toEqual(new Date('9999-12-31T23:59:59Z'));
});

test('money and intervals are numbers that can be added up, as far as Excel holds them', async () => {
  const [, row] = await rowsOf(
    await asked(
      `select '-$1,234.50'::money a, interval '26 hours 30 minutes' b, interval '-1 hour' c, interval '1 mon' d,
         ('1' || repeat('0', 400))::numeric e`,
    ),
  );

  expect(row).toEqual([
    ...[-1234.5, expect.anything(), '-01:00:00', '1 mon', `1${'0'.repeat(400)}`],
  ]);
  expect(row?.[1]).not.toEqual(expect.any(String));
});

test('a result without rows or columns is a workbook too', async () => {
  expect(await rowsOf(await asked('select 1 as one where false'))).toEqual([['one']]);
  expect((await asked('select from generate_series(1, 3)')).status).toBe(200);
});

test('what a cell or a sheet of Excel cannot hold is told as a problem', async () => {
  const long = await asked(
    `select n, repeat('x', 32768 * (n / 3)) as note from generate_series(1, 3) n`,
  );
  const most = await rowsOf(await asked(`select repeat('é', 32767) as note`));
  const many = await asked('select from generate_series(1, 1048576)');

  expect([long.status, await problemOf(long)]).toMatchObject([
    413,
    { code: 'result_too_large', detail: expect.stringMatching(/^note in row 3 is longer than/) },
  ]);
  expect(most[1]).toEqual(['é'.repeat(32767)]);
  expect([many.status, await problemOf(many)]).toMatchObject([
    413,
    { code: 'result_too_large', detail: expect.stringMatching(/holds 1,048,575 rows/) },
  ]);
});

test('a query that fails is told as a problem, not as a file', async () => {
  const response = await asked('select 1 / (3 - n) from generate_series(1, 3) n');
  expect([response.status, response.headers.get('content-disposition')]).toEqual([422, null]);
  expect(await problemOf(response)).toMatchObject({ code: 'sql_failed' });
});

test('a workbook that is sent as it comes has every row, in their order', async () => {
  const wide = 'select string_agg(md5((8 * n + k)::text), null) from generate_series(1, 8) k';
  const rows = await rowsOf(
    await asked(`select n, (${wide}) as hashes from generate_series(1, 40000) n`),
  );

  expect(rows).toHaveLength(40_001);
  expect(rows.every(([n], index) => index === 0 || n === index)).toBe(true);
});
