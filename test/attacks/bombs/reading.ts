// Texts that make PostgreSQL grow without end while it only reads them, and honest ones that look like them.
import type { AttackEntry, HonestEntry } from '../entries.ts';
import { nest, times } from './pieces.ts';

const wide = `with w as (select ${times(1600, (i) => `1 as a${i}`, ', ')})`;
const sum = (terms: number): string => times(terms, () => 'id', ' + ');

const bombs: Record<string, string> = {
  'between-of-between': `select ${nest(24, (a) => `(${a} between false and true)`, 'true')}`,
  'between-symmetric': `select ${nest(12, (a) => `(${a} between symmetric false and true)`, 'true')}`,
  'between-symmetric-in-its-bounds': `select ${nest(24, (a) => `(true between symmetric ${a} and true)`, 'true')}`,
  'not-between': `select 1 where ${nest(24, (a) => `(${a} not between false and true)`, 'true')}`,
  'not-between-symmetric': `select 1 where ${nest(12, (a) => `(${a} not between symmetric false and true)`, 'true')}`,
  'between-of-subqueries': `select ${nest(20, (a) => `((select ${a}) between false and true)`, 'true')}`,
  'between-in-an-order': `select 1 order by ${nest(24, (a) => `(${a} between false and true)`, 'true')}`,
  'between-in-a-join': `select 1 from app.victim v join app.victim w on ${nest(24, (a) => `(${a} between false and true)`, 'true')}`,
  'between-in-with': `with w as (select ${nest(24, (a) => `(${a} between false and true)`, 'true')} as a) table w`,
  'between-in-an-arm': `select true union all select ${nest(24, (a) => `(${a} between false and true)`, 'true')}`,
  'in-of-in': `select ${nest(24, (a) => `(${a} in (b, b))`, 'b')} from (select true as b) t`,
  'not-in-of-not-in': `select ${nest(24, (a) => `(${a} not in (b, b))`, 'b')} from (select true as b) t`,
  'row-in-of-row-in': `select ${nest(20, (a) => `((${a}, 1) in ((true, 1), (true, 2)))`, 'true')}`,
  'a-sum-in-a-list-of-columns': `select (${sum(1500)}) in (${times(1500, () => 'id', ', ')}) from app.victim`,
  'a-sum-in-a-list-of-times': `select (${times(1500, () => 'i', ' + ')}) in (${times(1000, () => `time '1:00', i`, ', ')}) from (select interval '1 hour' as i) t`,
  'a-row-of-a-sum-in-a-list': `select (${sum(2000)}, id) in (${times(2000, () => '(1, 1)', ', ')}) from app.victim`,
  'a-row-taken-apart': `select (coalesce(${times(3000, () => 't', ', ')})).* from information_schema.columns t`,
  'joins-of-a-thousand': `select 1 from ${times(1000, (i) => `app.orders o${i}`, ' cross join ')}`,
  'joins-within-brackets': `select 1 from ${nest(900, (from) => `(${from} cross join app.orders)`, 'app.orders')}`,
  'joins-natural': `select 1 from ${times(800, (i) => `app.orders o${i}`, ' natural join ')}`,
  'joins-of-what-is-wide': `${wide} select 1 from ${times(60, (i) => `w w${i}`, ' cross join ')}`,
  'joins-of-subqueries': `${wide} select 1 from ${times(60, (i) => `(select * from w) w${i}`, ' cross join ')}`,
  'joins-of-functions': `select 1 from ${times(300, (i) => `pg_show_all_settings() s${i}`, ' cross join ')}`,
  'joins-in-a-subquery': `select (${wide} select count(*) from ${times(60, (i) => `w w${i}`, ' cross join ')})`,
  'arms-of-what-is-wide': `${wide} ${times(1000, () => 'table w', ' union all ')}`,
  'arms-of-what-is-wide-renamed': `${wide}, v as (table w), u as (select v.* from v) ${times(1000, () => 'select * from u', ' union all ')}`,
  'arms-of-a-with-that-hides-a-table': `with columns as (select * from information_schema.columns a, information_schema.columns b, information_schema.columns c) ${times(3500, () => 'table columns', ' union all ')}`,
  stars: `${wide} select ${times(1000, () => 'w.*', ', ')} from w`,
  'stars-of-an-outer-query': `${wide} select (select row(${times(1000, () => 'w.*', ', ')}) is null) from w`,
  'stars-in-a-row': `${wide} select row(${times(1000, () => 'w.*', ', ')}) is null from w`,
  'stars-in-values': `${wide} select (values (${times(1000, () => 'w.*', ', ')})) from w`,
  'distinct-on-thousands': `select distinct on (${times(12000, (i) => `id+${i}`, ',')}) 1 from app.victim`,
  'thousands-in-a-from': `select 1 from ${times(9000, (i) => `(select) a${i}`, ', ')}`,
  'thousands-of-windows': `select ${times(5000, (i) => `sum(id) over (order by id+${i})`, ', ')} from app.victim`,
  'thousands-of-equalities': `select 1 from app.victim where ${times(6000, (i) => `id+${i}=id-${i}`, ' and ')}`,
  'an-or-of-long-ands': `select 1 from app.victim where ${times(2, (k) => `(${times(6000, (i) => `id<>${i}`, ' and ')} and id > ${k})`, ' or ')}`,
  'rollup-of-thousands': `select 1 from app.victim group by rollup (${times(1600, (i) => `id+${i}`, ', ')})`,
  'rollup-times-rollup': `select 1 from app.victim group by ${times(2, (k) => `rollup (${times(60, (i) => `id + ${i + 100 * k}`, ', ')})`, ', ')}`,
  'thousands-of-sets': `select 1 from app.victim group by grouping sets (${times(3000, (i) => `(id+${i % 400}, id-${i % 300})`, ', ')})`,
  'subqueries-within-each-other': `select 1 from ${nest(600, (from) => `(select 1 from ${from}) a`, 'app.victim')}`,
  'scalars-within-each-other': `select ${nest(600, (a) => `(select ${a})`, '1')}`,
  'with-within-with': nest(500, (sql) => `with a as (${sql}) select * from a`, 'select 1'),
  'with-one-after-the-other': `with a0 as (select 1 as a)${times(400, (i) => `, a${i + 1} as (select * from a${i})`)} select * from a400`,
  'wide-with-one-after-the-other': `${wide}, a0 as (table w)${times(60, (i) => `, a${i + 1} as (select * from a${i})`)} select count(*) from a60`,
  'names-among-wide-tables': `${wide} select ${times(10, () => `row(${times(1000, () => 'zz', ',')}) is null`, ',')} from ${times(400, (i) => `w w${i}`, ',')}, (select 1 as zz) q`,
  'names-from-within-subqueries': `${wide} select ${times(6000, () => '(select zz)', ',')} from ${times(400, (i) => `w w${i}`, ',')}, (select 1 as zz) q`,
  'views-of-the-catalog': times(
    2000,
    () => 'select 1 from information_schema.columns',
    ' union all ',
  ),
  'views-of-the-catalog-in-between': `select ${nest(12, (a) => `(${a} between false and true)`, '(select count(*) > 1 from information_schema.columns)')}`,
};

// A later grammar than 15's; what is read twice counts its columns first.
const laterBombs: Record<string, string> = {
  'json-array-of-json-array': `select ${nest(24, (a) => `json_array(select ${a})`, '1')}`,
  'json-array-of-between': `select ${nest(12, (a) => `json_array(select (${a} is null) between false and true)`, '1')}`,
};

const entriesOf = (texts: Record<string, string>, from: number): AttackEntry[] =>
  Object.entries(texts).map(([name, sql]) => ({
    ...{ name: `reading-${name}`, sql, fate: 'refused', from },
  }));

/** Each is refused before PostgreSQL reads it. */
export const readingBombs: AttackEntry[] = [...entriesOf(bombs, 0), ...entriesOf(laterBombs, 16)];

const largeButHonest: Record<string, string> = {
  'between-of-a-case': `select count(*) from app.orders where (case when (amount between 1 and 9) then id between 1 and 100 else id between symmetric 200 and 100 end) in (true, amount is null)`,
  'a-row-in-a-long-list': `select count(*) from app.orders where (id, customer_id) in (${times(1500, (i) => `(${i}, 1)`, ', ')})`,
  'a-function-in-a-long-list': `select count(*) from app.victim where coalesce(nullif(lower(trim(v)), ''), 'none') in (${times(2000, (i) => `'v${i}'`, ', ')})`,
  'forty-joins': `select o.* from app.orders o ${times(40, (i) => `left join app.orders o${i} on o${i}.id = o.id`, ' ')} where o.id < 5`,
  'stars-of-twenty-joins': `select ${times(20, (i) => `o${i}.*`, ', ')} from app.orders o ${times(20, (i) => `left join app.orders o${i} on o${i}.id = o.id`, ' ')} where o.id < 5`,
  'steps-of-stars': `with c0 as (select * from app.orders where id < 5) ${times(80, (i) => `, c${i + 1} as (select * from c${i})`)} select * from c80`,
  'what-is-wide-once': `${wide} select * from w`,
  'many-columns-of-the-catalog': `select a.*, b.* from information_schema.columns a join information_schema.tables b using (table_schema, table_name) limit 5`,
  'cube-of-ten': `select count(*) from (select 1 from app.victim where id < 2 group by cube (${times(10, (i) => `id + ${i}`, ', ')})) s`,
  'all-sets-written-out': `select count(*) from (select 1 from app.victim where id < 3 group by grouping sets (${times(
    256,
    (i) =>
      `(${[
        'v',
        ...times(8, (bit) => ((i >> bit) & 1 ? `id+${bit} ` : ' '))
          .trim()
          .split(/\s+/),
      ]
        .filter(Boolean)
        .join(', ')})`,
    ', ',
  )})) s`,
  'steps-of-forty-columns': `with c0 as (select ${times(40, (i) => `id as a${i}`, ', ')} from app.orders where id < 5)${times(40, (i) => `, c${i + 1} as (select * from c${i} where a0 > 0)`)} select * from c40`,
  'subqueries-of-a-tool': `select * from ${nest(40, (from) => `(select * from ${from} where id > 0) q`, 'app.victim')} where id < 5`,
  'many-names-of-many-tables': `select ${times(300, () => 'status', ', ')} from ${times(60, (i) => `(select id as id${i}, amount as amount${i} from app.orders where id = ${i}) o${i}`, ', ')}, (select status from app.orders limit 1) s`,
  'a-long-or': `select count(*) from app.victim where ${times(5000, (i) => `id = ${i}`, ' or ')}`,
  'a-long-exclusion': `select count(*) from app.victim where ${times(5000, (i) => `id <> ${i}`, ' and ')}`,
  'arms-of-the-catalog': times(
    20,
    () => `(select table_name from information_schema.columns limit 1)`,
    ' union all ',
  ),
};

export const readHonestly: HonestEntry[] = Object.entries(largeButHonest).map(([name, sql]) => ({
  ...{ name: `reading-${name}`, sql, from: 0 },
}));
