// What the editor tells of a text that another tool wrote, or that acts otherwise than it looks, and what its button writes.
import { expect, test } from '@jest/globals';
import type { Parameter } from '../../domain/contract/parameter.ts';
import { adviceOn, type Advice } from '../../web/editor/sql/advice.ts';

const parameters: Parameter[] = [
  { name: 'x', type: 'text' },
  { name: 'customer', type: 'text', optional: true },
  { name: 'codes', type: 'text', list: true },
  { name: 'days', type: 'number' },
  { name: 'since', type: 'date' },
  { name: 'until', type: 'date' },
];
const hasTime = (column: string) => column === 'created_at';

const advice = (sql: string): Advice[] => adviceOn(sql, { parameters, hasTime });

/** The text once every button was pressed. */
function written(sql: string): string {
  return advice(sql)
    .flatMap(({ changes }) => changes)
    .sort((one, other) => other.from - one.from)
    .reduce((text, { from, to, text: put }) => text.slice(0, from) + put + text.slice(to), sql);
}

test.each([
  [`where a = {{ Country Code }}`, `where a = :country_code`],
  [`where a = '{{x}}'`, `where a = :x`],
  [`where a = '%(x)s' and b = %(days)s`, `where a = :x and b = :days`],
  ['where a = {x} and b = ${x} and c = #{x}', 'where a = :x and b = :x and c = :x'],
  [`where a = $1 and b = $2`, `where a = :value_1 and b = :value_2`],
  [`select 1 [[ and a = {{x}} ]]`, `select 1 and (:x is null or a = :x)`],
  [`select ‘a’ as “b”`, `select 'a' as "b"`],
  [`select\u00a01\u200b`, `select 1`],
])('what is written for another tool becomes ours with the button: %s', (sql, text) => {
  expect(written(sql)).toBe(text);
});

test.each([
  [`where a like '%:x%'`, `where a like '%' || :x || '%'`],
  [`where a > now() - interval ':days days'`, `where a > now() - :days * interval '1 day'`],
  [`where a in (:codes)`, `where a = any(:codes)`],
  [`where a not in ( :codes )`, `where a <> all(:codes)`],
  [`select current_date - :days`, `select current_date - :days::int`],
  [`select date '2025-01-01' + :days`, `select date '2025-01-01' + :days::int`],
  [
    `where t.created_at between :since and :until`,
    `where t.created_at >= :since and t.created_at < :until::date + 1`,
  ],
  [`where c.id = :customer`, `where (:customer is null or c.id = :customer)`],
])('what acts otherwise than it looks is told, with what to write: %s', (sql, text) => {
  expect(written(sql)).toBe(text);
});

test('a value that is to order is told, and left to the person', () => {
  expect(advice('select 1 order by :x')).toMatchObject([
    { says: expect.stringContaining('orders nothing'), changes: [] },
  ]);
});

test.each([
  `select '{a,b}'::text[], 'it’s', "curly ’ name", $$ {x} $1 $$ -- in {braces}
   from t where a = :x and b = any(:codes) and created_at >= :since`,
  `select 'at 12:x30' from t where (:customer is null or c = :customer)`,
  `select a[1:x] from t where signed_on between :since and :until order by a`,
  `select 1 where a in (:x) and b = 'x:y'`,
])('honest SQL is told nothing: %s', (sql) => {
  expect(advice(sql)).toEqual([]);
});
