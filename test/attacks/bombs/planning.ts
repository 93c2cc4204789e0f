// Texts that make PostgreSQL's planner grow without end, and honest ones that look like them.
import type { AttackEntry, HonestEntry } from '../entries.ts';
import { nest, times } from './pieces.ts';

// A chain of WITH queries, each made of the one before by `step`.
const chain = (length: number, step: (before: string) => string, first = 'select 1 as a'): string =>
  `with c0 as not materialized (${first})` +
  times(length, (i) => `, c${i + 1} as not materialized (${step(`c${i}`)})`) +
  ` select count(*) from c${length}`;

// An EXISTS that is not joined is planned twice, and so is each within it.
const exists = (depth: number, level = 0): string =>
  level === depth
    ? 'true'
    : `exists (select from app.victim t${level + 1} where t${level + 1}.id = t${level}.id and (t${level + 1}.v = 'x' or ${exists(depth, level + 1)}))`;

const union = (c: string) => `select * from ${c} union all select * from ${c}`;
const doubled = (sql: string) => `select a || a as a from (${sql}) s`;
const letters = `select v as a from app.victim`;

const bombs: Record<string, string> = {
  'with-union-of-itself-twice': chain(40, union),
  'with-union-of-itself-twice-not-so-long': chain(20, union),
  'with-union-of-itself-three-times': chain(13, (c) => `${union(c)} union all select * from ${c}`),
  'with-union-of-tables': chain(30, union, 'select id as a from app.victim'),
  'with-joined-to-itself': chain(30, (c) => `select x.a from ${c} x join ${c} y using (a)`),
  'with-joined-by-comma': chain(30, (c) => `select x.a from ${c} x, ${c} y`),
  'with-left-joined-to-itself': chain(
    30,
    (c) => `select x.a from ${c} x left join ${c} y using (a)`,
  ),
  'with-in-a-subquery-of-itself': chain(
    30,
    (c) => `select a from ${c} where a in (select a from ${c})`,
  ),
  'with-in-exists': chain(
    30,
    (c) => `select a from ${c} where exists (select from ${c} y where y.a = 1)`,
  ),
  'with-in-a-scalar-subquery': chain(30, (c) => `select (select max(a) from ${c}) as a from ${c}`),
  'with-intersect': chain(30, (c) => `select * from ${c} intersect all select * from ${c}`),
  'with-aggregated': chain(30, (c) => `select sum(a) as a from (${union(c)}) u`),
  'with-lateral': chain(
    30,
    (c) => `select y.a from ${c} x cross join lateral (select x.a from ${c} z) y`,
  ),
  'with-in-values': chain(
    30,
    (c) => `values ((select max(a) from ${c})), ((select min(a) from ${c}))`,
    'values (1)',
  ).replace(/\bc(\d+) as not/g, 'c$1(a) as not'),
  'with-inside-with': `with w as (${chain(25, union)}) select * from w`,
  'with-inside-a-subquery': `select * from (${chain(25, union)}) s`,
  'with-in-a-condition': `select id from app.victim where id in (${chain(25, union)})`,
  'with-in-an-order': `select id from app.victim order by (${chain(25, union)})`,
  'with-in-a-limit': `select id from app.victim limit (${chain(25, union)})`,
  'with-in-a-function': `select * from generate_series(1, (${chain(25, union)})) g`,
  'with-under-explained-aggregate': `select array(${chain(25, union)})`,
  'text-doubled': nest(40, doubled, letters),
  'text-doubled-not-so-deep': nest(22, doubled, letters),
  'sum-doubled': nest(
    40,
    (sql) => `select a + a as a from (${sql}) s`,
    'select id as a from app.victim',
  ),
  'text-doubled-by-with': chain(40, (c) => `select a || a as a from ${c}`, letters),
  'text-doubled-by-case': nest(
    40,
    (sql) => `select case when a > '' then a else a || 'x' end as a from (${sql}) s`,
    letters,
  ),
  'text-doubled-by-coalesce': nest(
    40,
    (sql) => `select coalesce(a, a || '') as a from (${sql}) s`,
    letters,
  ),
  'row-doubled': nest(40, (sql) => `select (s.a, s.a)::text as a from (${sql}) s`, letters),
  'array-doubled': nest(
    40,
    (sql) => `select array_to_string(array[a, a], '') as a from (${sql}) s`,
    letters,
  ),
  'columns-crossed': nest(
    40,
    (sql) => `select a || b as a, b || a as b from (${sql}) s`,
    'select v as a, v as b from app.victim',
  ),
  'doubled-under-a-join': nest(
    40,
    (sql) => `select a || a as a from (${sql}) s join (select 1 as one) o on true`,
    letters,
  ),
  'doubled-in-a-condition': `select count(*) from (${nest(30, doubled, letters)}) s where a = 'x'`,
  'doubled-in-an-aggregate': `select max(a) from (${nest(30, doubled, letters)}) s`,
  'doubled-within-lateral': `select * from app.victim t, lateral (${nest(30, doubled, 'select t.v as a')}) s`,
  'whole-row-doubled': nest(40, (sql) => `select s::text || s::text as a from (${sql}) s`, letters),
  'view-of-views': 'select count(*) from adv.chain_24',
  'view-of-views-named-often': times(60, () => 'select * from adv.chain_8', ' union all '),
  'view-of-views-in-with': chain(12, union, 'select a from adv.chain_4'),
  'partitions-joined-often': `select 1 from adv.parts p0 ${times(60, (i) => `join adv.parts q${i} on q${i}.a = p0.a + ${i}`, ' ')}`,
  'partitions-united': times(60, () => 'select a from adv.parts', ' union all '),
  'partitions-in-with': chain(6, union, 'select a from adv.parts'),
  'partitions-and-many-conditions': `select 1 from adv.parts where ${times(2000, (i) => `(a = ${i} and v = 'x${i}')`, ' or ')}`,
  'partitions-and-a-long-list': `select 1 from adv.parts where v in (${times(9000, (i) => `'x${i}'`, ',')})`,
  'left-joins-without-end': `select 1 from app.victim t ${times(251, (i) => `left join app.victim a${i} on a${i}.id = t.id + ${i}`, ' ')}`,
  'left-joins-of-subqueries': `select 1 from app.victim t ${times(300, (i) => `left join (select id from app.victim) a${i} on a${i}.id = t.id + ${i}`, ' ')}`,
  'left-joins-in-halves': `select 1 from ${times(2, (h) => `(select t${h}.id from app.victim t${h} ${times(130, (i) => `left join app.victim a${i} on a${i}.id = t${h}.id`, ' ')}) h${h}`, ', ')}`,
  'exists-within-exists': `select ${exists(14)} from app.victim t0`,
  'exists-within-exists-in-a-condition': `select 1 from app.victim t0 where t0.v = 'y' or ${exists(18)}`,
  'exists-within-exists-in-with': `with e as not materialized (select ${exists(8)} as a from app.victim t0) ${times(8, () => 'select a from e', ' union all ')}`,
  'conditions-on-a-union': `select 1 from (${times(700, () => 'select id as a from app.victim', ' union all ')}) u where ${times(700, (i) => `a = ${i} and a < ${i}`, ' or ')}`,
  'conditions-on-a-union-without-doubles': `select 1 from (${times(700, () => 'select id as a from app.victim', ' union ')}) u where ${times(700, (i) => `a = ${i} and a < ${i}`, ' or ')}`,
  'conditions-on-a-union-of-unions': `with w as not materialized (${times(40, () => 'select id as a from app.victim', ' union all ')}) select 1 from (${times(40, () => 'select * from w', ' union all ')}) u where ${times(700, (i) => `a = ${i} and a < ${i}`, ' or ')}`,
  'conditions-on-many-children': `select 1 from trap.heirs where ${times(2000, (i) => `(a = ${i} and v = 'x${i}')`, ' or ')}`,
  'children-joined-often': `select 1 from trap.heirs p0 ${times(60, (i) => `join trap.heirs q${i} on q${i}.a = p0.a + ${i}`, ' ')}`,
  'ors-that-must-all-hold': `select 1 from app.victim where ${times(1000, (i) => `(id = 1 or id = ${i})`, ' and ')}`,
  'ors-one-level-each': `select 1 from (${nest(190, (sql) => `select id from (${sql}) s where (id = 1 or id = 2) and (id = 3 or id = 1)`, 'select id from app.victim')}) s`,
  'ors-in-a-having': `select v from app.victim group by v having ${times(600, (i) => `(v = 'a' or v = 'v${i}')`, ' and ')}`,
  'ors-of-not': `select 1 from app.victim where ${times(600, (i) => `not (id <> 1 and id <> ${i})`, ' and ')}`,
  'ors-before-a-union': `select * from (${times(300, () => 'select id as a, v as b from app.victim', ' union all ')}) x where ${times(300, (i) => `(a = ${i} or b = '${i}')`, ' and ')}`,
  'an-or-over-two-tables': `select 1 from app.orders a join app.customers b on a.customer_id = b.id where ${times(3000, (i) => `(a.id = ${i} and b.id = ${i})`, ' or ')}`,
  'in-subqueries-that-become-joins': `select 1 from app.victim t where ${times(1000, () => 't.id in (select id from app.victim)', ' and ')}`,
  'not-exists-that-become-joins': `select 1 from app.victim t where ${times(600, () => 'not exists (select from app.victim a where a.id = t.id)', ' and ')}`,
  'joined-by-a-thousand-conditions': `select 1 from app.orders a join app.customers b on ${times(1000, (i) => `a.id + ${i} = b.id + ${i}`, ' and ')}`,
  'a-thousand-windows': `select ${times(800, (i) => `sum(id) over (order by id + ${i})`, ', ')} from app.victim`,
  'children-and-what-must-hold': `select 1 from trap.heirs where ${times(1000, (i) => `a <> ${i}`, ' and ')}`,
  'children-under-a-condition': `select 1 from (select * from trap.heirs) h where ${times(1500, (i) => `a = ${i}`, ' or ')}`,
  'full-joins': `select 1 from app.victim t ${times(300, (i) => `full join app.victim a${i} using (id)`, ' ')}`,
};

// A tree of hundreds of joins takes PostgreSQL a while to print, so that a busy machine may run out of time first.
const isSlowToPrint = (name: string): boolean => /^(left|full)-joins/.test(name);

/** Each is refused before it is planned. */
export const planningBombs: AttackEntry[] = Object.entries(bombs).map(([name, sql]) => ({
  ...{ name: `planning-${name}`, sql, fate: isSlowToPrint(name) ? 'bounded' : 'refused', from: 0 },
}));

const largeButHonest: Record<string, string> = {
  'with-many-steps': chain(60, (c) => `select a + 1 as a from ${c}`).replaceAll(
    'not materialized',
    '',
  ),
  'with-used-often': `with m as (select id, amount from app.orders where id < 50) select ${times(40, (i) => `(select sum(amount) from m where id % 40 = ${i})`, ', ')}`,
  'with-inlined-some-times': `with m as not materialized (select id, v from app.victim) select count(*) from m m0 ${times(20, (i) => `join m m${i + 1} using (id)`, ' ')}`,
  'a-thousand-rows-written-out': `select * from (${times(1000, (i) => `select ${i} as a`, ' union all ')}) t where a < 3`,
  'a-long-list': `select count(*) from app.victim where id in (${times(9000, String, ',')})`,
  'many-left-joins': `select t.id from app.victim t ${times(60, (i) => `left join app.victim a${i} on a${i}.id = t.id`, ' ')} where t.id < 5`,
  'many-columns-computed-from-columns': nest(
    6,
    (sql) => `select a + b as a, a * b as b from (${sql}) s`,
    'select id as a, 1 as b from app.victim where id < 3',
  ),
  'many-conditions': `select count(*) from app.victim where ${times(600, (i) => `(id = ${i} and v = 'v${i}')`, ' or ')}`,
  'partitions-joined':
    'select count(*) from adv.parts p join adv.parts q using (a) join adv.parts r using (a)',
  'partitions-by-a-list': `select count(*) from adv.parts where a in (${times(500, String, ',')})`,
  'views-of-views': 'select count(*) from adv.chain_4',
  'exists-within-exists': `select count(*) from app.victim t0 where ${exists(3)}`,
  'conditions-on-a-union': `select count(*) from (${times(36, (i) => `select id as a from app.victim where id > ${i}`, ' union all ')}) u where a in (${times(300, String, ',')}) or a between 400 and 500`,
  'children-and-conditions': `select count(*) from trap.heirs where a in (${times(300, String, ',')})`,
  'a-filter-with-many-ors': `select count(*) from app.orders where ${times(60, (i) => `(id <> ${i} or customer_id is null)`, ' and ')}`,
  'an-or-over-two-tables': `select count(*) from app.orders a join app.customers b on a.customer_id = b.id where ${times(100, (i) => `(a.id = ${i} and b.id = ${i})`, ' or ')}`,
  'tables-compared-column-by-column': `select count(*) from app.orders a join app.orders b on a.id = b.id and ${times(40, () => 'a.amount = b.amount and a.customer_id = b.customer_id', ' and ')} where a.id < 50`,
  'many-windows': `select ${times(30, (i) => `sum(amount) over (partition by id % ${i + 1} order by id)`, ', ')} from app.orders where id < 50`,
  'many-in-subqueries': `select count(*) from app.victim t where ${times(30, (i) => `t.id in (select id from app.victim where id > ${i})`, ' and ')}`,
  'children-below-a-filter': `select count(*) from (select * from trap.heirs where v is null) h where ${times(40, (i) => `a <> ${i}`, ' and ')}`,
  'a-pivot': `select customer_id, ${times(120, (i) => `sum(amount) filter (where id % 120 = ${i}) as c${i}`, ', ')} from app.orders where id < 300 group by 1`,
};

export const plannedHonestly: HonestEntry[] = Object.entries(largeButHonest).map(([name, sql]) => ({
  name: `planning-${name}`,
  sql,
  from: 0,
}));
