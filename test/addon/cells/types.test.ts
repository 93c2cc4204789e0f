// From PostgreSQL to the cell: what the server sends of each type is in the sheet exactly, in every locale
// and in zones on both sides of a change of clocks.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Result } from '../../../domain/contract/result.ts';
import { startRunServer, type RunServer } from '../../run/run-server.ts';
import { Desk } from '../desk/desk.ts';
import { shownIn } from '../desk/shown-days.ts';

let server: RunServer;
beforeAll(async () => {
  server = await startRunServer({
    setUp: `create type mood as enum ('happy', '=sad');
      create domain percent as numeric check (value between 0 and 100);
      create type pair as (a int, b text);
      grant usage on schema public to public;`,
  });
});
afterAll(() => server.stop());

/** What a query in a spreadsheet shows; the server's own answer goes to the built add-on. */
async function sheetOf(
  columns: Record<string, string>,
  { timeZone = 'Europe/Paris', locale = 'en_US' } = {},
): Promise<{ desk: Desk; id: string; warnings: string[] }> {
  const list = Object.entries(columns).map(([name, expression]) => `${expression} as "${name}"`);
  const sql = `select ${list.join(', ')}`;
  const response = await server.post('/api/run', {
    source: 'main',
    sql,
    timeZone,
    exactNumbers: true,
  });
  const result = (await response.json()) as Result;
  if (response.status !== 200) throw new Error(JSON.stringify(result));
  const desk = new Desk({ timeZone, locale });
  desk.backend.save('types', { columns: result.columns, rows: result.rows });
  const { range, warnings = [] } = desk.insert('types');
  return { desk, id: range.id, warnings };
}

/** The expression in PostgreSQL, what the cell then holds, and what it shows where that differs. */
const TYPES: [sql: string, value: string | number | boolean, display?: string][] = [
  ['7::int2', 7],
  ['-2147483648::int8', -2147483648],
  ['999999999999999::int8', 999999999999999],
  ['9223372036854775807::int8', '9223372036854775807'],
  ['123.4500::numeric', 123.45, '123.4500'],
  ['1.10::numeric(10,2)', 1.1, '1.10'],
  ['7::numeric(10,2)', 7, '7.00'],
  ['1e400::numeric', `1${'0'.repeat(400)}`],
  ['1e-400::numeric', `0.${'0'.repeat(399)}1`],
  ['0.0000001::numeric', 1e-7],
  ['1e20::numeric', 1e20, '100000000000000000000'],
  ['0.1::float4', 0.1],
  ['1.5e300::float8', 1.5e300],
  [`'-0'::float8`, 0],
  [`'NaN'::float8`, 'NaN'],
  [`'-Infinity'::float8`, '-Infinity'],
  [`'NaN'::numeric`, 'NaN'],
  [`12.5::percent`, 12.5],
  [`'$1,234.50'::money`, 1234.5],
  [`'-$0.05'::money`, -0.05, '-0.05'],
  ['true', true],
  ['false', false],
  [`date '2024-02-29'`, 45351, '2024-02-29'],
  [`date '1900-01-01'`, 2, '1900-01-01'],
  [`date '1899-12-31'`, '1899-12-31'],
  [`date '9999-12-31'`, 2958465, '9999-12-31'],
  [`date '10000-01-01'`, '10000-01-01'],
  [`date '0044-03-15 BC'`, '0044-03-15 BC'],
  [`'infinity'::date`, 'infinity'],
  [`'-infinity'::timestamptz`, '-infinity'],
  [`time '03:30'`, 3.5 / 24, '03:30:00'],
  [`time '24:00'`, '24:00:00'],
  [`timetz '12:00+02'`, '12:00:00+02'],
  [`timestamp '2025-03-30 02:30'`, 45746 + 2.5 / 24, '2025-03-30 02:30:00'],
  [`timestamp '2025-01-01 00:00:00.25'`, 45658 + 0.25 / 86400, '2025-01-01 00:00:00.250'],
  [`timestamp '1850-05-05 12:00'`, '1850-05-05 12:00:00'],
  [`timestamptz '2025-03-30 00:59:59+00'`, 45746 + 7199 / 86400, '2025-03-30 01:59:59'],
  [`timestamptz '2025-03-30 01:00:00+00'`, 45746 + 3 / 24, '2025-03-30 03:00:00'],
  [`timestamptz '2025-10-26 00:30:00+00'`, 45956 + 2.5 / 24, '2025-10-26 02:30:00'],
  [`timestamptz '2025-10-26 01:30:00+00'`, 45956 + 2.5 / 24, '2025-10-26 02:30:00'],
  [`interval '3 days 04:05:06'`, 3 + 14706 / 86400, '76:05:06'],
  [`interval '-1 days +02:00'`, -22 / 24, '-22:00:00'],
  [`interval '90 minutes'`, 1.5 / 24, '1:30:00'],
  [`interval '1 year 2 days 03:04:05'`, '1 year 2 days 03:04:05'],
  [`'{1,NULL,3}'::int[]`, '{1,NULL,3}'],
  [`array['=1+1', 'a,b']`, '{=1+1,"a,b"}'],
  [`'{"a": [1, null]}'::json`, '{"a": [1, null]}'],
  [`'"1/2"'::jsonb`, '"1/2"'],
  [`'5'::jsonb`, '5'],
  [`'\\xdead'::bytea`, '\\xdead'],
  [`b'0101'`, '0101'],
  [`b'1'::varbit`, '1'],
  [`'[1,5)'::int4range`, '[1,5)'],
  [`'{[1,2),[5,6)}'::int4multirange`, '{[1,2),[5,6)}'],
  [`'=sad'::mood`, '=sad'],
  [`row(1, 'x,"y')::pair`, '(1,"x,""y")'],
  [`'192.168.0.1/24'::inet`, '192.168.0.1/24'],
  [`'00000000-0000-0000-0000-000000000001'::uuid`, '00000000-0000-0000-0000-000000000001'],
  [`point '(1,2)'`, '(1,2)'],
  [`'x'::char(5)`, 'x    '],
  [`null::text`, ''],
  [`null::int`, ''],
  [`''`, ''],
  ...(
    [
      ...['00123', '=HYPERLINK("https://example.com")', '+1', '-', '- item', `'quote`, `''`, '@x'],
      ...[
        '1/2',
        '3:30',
        'TRUE',
        '1e5',
        '12%',
        '$5',
        '1,234',
        '1.234,5',
        '2025-01-01',
        '１２',
        '¥5',
      ],
      ...['#REF!', ' 1 ', '\\t', 'a', '😀👩‍👩‍👧', 'שלום world', 'two\\nlines', 'cr\\r\\nlf', '…'],
    ] as const
  ).map((text): [string, string] => [
    `E'${text.replaceAll("'", "''")}'`,
    text.replaceAll('\\n', '\n').replaceAll('\\r', '\r').replaceAll('\\t', '\t'),
  ]),
];

const named = Object.fromEntries(TYPES.map(([sql], index) => [`c${index}`, sql]));

test.each(['en_US', 'de_DE', 'ja_JP'])(
  'every type of PostgreSQL is in its cell as it is in the database, in %s',
  async (locale) => {
    const { desk, id } = await sheetOf(named, { locale });
    const [, values = []] = desk.values('Types');
    const [, shown = []] = desk.shown('Types');

    const found = TYPES.map(([sql], index) => [sql, values[index] ?? '']);
    const wanted = TYPES.map(([sql, value]) => [sql, value]);
    expect(found.map(near)).toEqual(wanted.map(near));
    TYPES.forEach(([sql, , display], index) => {
      // German clocks part a second from its fraction with a comma.
      const text = shown[index]?.replace(',', '.');
      if (display !== undefined) expect([sql, text]).toEqual([sql, shownIn(display, locale)]);
    });
    TYPES.forEach((_, index) => expect(desk.cell('Types', 2, index + 1).formula).toBe(''));
    expect(desk.refresh(id).changes).toMatchObject({ unchanged: true, cellsEditedByHand: 0 });
  },
);

// Half a second and less are kept in a day's fraction: compared to the thousandth of one.
function near([sql, value]: (string | number | boolean)[]): unknown[] {
  return [sql, typeof value === 'number' && Math.abs(value) < 1e7 ? value.toFixed(7) : value];
}

test.each([
  ['America/New_York', '2025-03-09 06:59:59', '2025-03-09 01:59:59'],
  ['America/New_York', '2025-03-09 07:00:00', '2025-03-09 03:00:00'],
  ['America/New_York', '2025-11-02 05:30:00', '2025-11-02 01:30:00'],
  ['America/New_York', '2025-11-02 06:30:00', '2025-11-02 01:30:00'],
  ['Australia/Lord_Howe', '2025-04-05 15:00:00', '2025-04-06 01:30:00'],
  ['Asia/Kathmandu', '2025-01-01 00:00:00', '2025-01-01 05:45:00'],
  ['Etc/UTC', '2025-03-30 01:30:00', '2025-03-30 01:30:00'],
])('in %s the instant %s is shown as %s', async (timeZone, instant, shown) => {
  const { desk, id } = await sheetOf({ at: `timestamptz '${instant}+00'` }, { timeZone });

  expect(desk.shown('Types')[1]).toEqual([shownIn(shown, 'en_US')]);
  expect(desk.refresh(id).changes.unchanged).toBe(true);
});

test('a text of more than 50,000 characters is cut with a visible mark, and counted', async () => {
  const { desk, warnings } = await sheetOf({
    long: `repeat('ab', 30000)`,
    whole: `repeat('a', 50000)`,
    emoji: `repeat('😀', 30000)`,
  });

  const [, [long = '', whole = '', emoji = ''] = []] = desk.values('Types');
  expect(String(long)).toHaveLength(50_000);
  expect(String(long)).toMatch(/… \[cut: the database holds 60000 characters\]$/);
  expect(whole).toBe('a'.repeat(50_000));
  expect(String(emoji).length).toBeLessThanOrEqual(50_000);
  expect(String(emoji)).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  expect(warnings.join(' ')).toContain('2 texts in long, emoji are longer than the 50,000');
});

test('numbers with more digits than a cell holds are rounded and told, or kept as text where wanted', async () => {
  const { desk, id, warnings } = await sheetOf({ n: `3.3333333333333333333::numeric` });

  expect(desk.values('Types')[1]).toEqual([3.3333333333333335]);
  expect(warnings.join(' ')).toContain('1 value in n has more digits than a cell holds');
  expect(desk.cell('Types', 1, 1).note).toContain('1 value in n has more digits');

  const [range] = desk.ask('listRanges').ranges;
  if (!range) throw new Error('The range is not listed.');
  desk.ask('setOptions', { id, options: { ...range.options, exactText: ['n'] } });
  desk.refresh(id);
  expect(desk.values('Types')[1]).toEqual(['3.3333333333333333333']);
});
