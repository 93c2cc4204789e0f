// Random statements that are open to variations, varied at random, against a plain model: the form writes what it says, or refuses.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Inside } from '../../../domain/contract/teaching/inside.ts';
import { ask } from '../../support/clusters.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { fc, often } from '../../support/random.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

type Value = string | number | null;
const DAYS = ['2026-01-05', '2026-01-20', '2026-02-02', '2026-12-31'];
const accounts = Array.from({ length: 24 }, (_, id) => ({
  id,
  country: id % 5 === 0 ? null : (['DE', 'FR', "o'x\\"][id % 3] ?? null),
  since: DAYS[(id * 3) % 4] ?? '',
  secret: `hush-${id}`,
}));
const plans = Array.from({ length: 30 }, (_, id) => ({
  account: (id * 5) % 20,
  plan: ['big', 'small'][id % 2] ?? '',
  country: 'hush-country',
}));

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  await ask(
    database.adminUrl,
    `create table accounts as select * from jsonb_to_recordset($t$${JSON.stringify(accounts)}$t$)
       as t (id int, country text, since date, secret text);
     create table plans as select * from jsonb_to_recordset($t$${JSON.stringify(plans)}$t$)
       as t (account int, plan text, country text);
     grant select on all tables in schema public to public`,
  );
  server = await startTestServer({
    env: { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** A statement, as it is drawn: its text and its model are made of the same. */
interface Drawn {
  alias: string | null;
  isQuoted: boolean;
  join: 'none' | 'inner' | 'left';
  where: 'none' | 'plain' | 'or' | 'not';
  shape: 'rows' | 'total' | 'month' | 'country';
  groupBy: 'number' | 'name' | 'again';
  comment: string;
  prepared: boolean;
}
const drawn: fc.Arbitrary<Drawn> = fc.record({
  alias: fc.constantFrom(null, 'a', '"Odd ""one"'),
  isQuoted: fc.boolean(),
  join: fc.constantFrom('none', 'inner', 'left'),
  where: fc.constantFrom('none', 'plain', 'or', 'not'),
  shape: fc.constantFrom('rows', 'total', 'month', 'country'),
  groupBy: fc.constantFrom('number', 'name', 'again'),
  comment: fc.constantFrom('', ' -- from where group by\n', '/* from ( */', '\n'),
  prepared: fc.boolean(),
});

function textOf(given: Drawn): string {
  const { alias, isQuoted, join, shape, comment, prepared } = given;
  const table = isQuoted ? '"accounts"' : 'Accounts';
  const a = alias ?? 'accounts';
  const month = `date_trunc('month', ${a}.since)`;
  const shown = {
    rows: `${a}.id, ${a}.since as day`,
    total: `count(*) as n`,
    month: `${month}::date as month, count(*) as n, (select 'from'::text) as word`,
    country: `upper(${a}.country) as land, count(*) as n`,
  }[shape];
  const group = { rows: '', total: '', month, country: `upper(${a}.country)` }[shape];
  const name = { month: 'month', country: 'land' }[shape as 'month'] ?? '';
  const by = { number: '1', name, again: group }[given.groupBy];
  const joined =
    join === 'none'
      ? ''
      : `${join === 'left' ? 'left join' : 'join'} plans p on p.account = ${a}.id`;
  return [
    prepared ? `with plans_too as (select * from plans where 1 = 0)` : '',
    `select ${shown}${comment}`,
    `from ${table} ${alias ?? ''}${comment} ${joined}${comment}`,
    whereOf(given, a),
    group === '' ? '' : `group by ${by}${comment}`,
    ';',
  ].join(' ');
}

const whereOf = ({ where, comment }: Drawn, a: string) =>
  ({
    none: '',
    plain: `where ${a}.id > 3${comment}`,
    or: `where ${a}.id = 4 or ${a}.id > 9${comment}`,
    not: `where not ${a}.id between 1 and 5${comment}`,
  })[where];

interface Row {
  id: number;
  since: string;
  'accounts.country': Value;
  'accounts.since': Value;
  'plans.plan': Value;
}

function joinedRows({ join, where }: Drawn): Row[] {
  const kept = accounts.filter(({ id }) => {
    if (where === 'plain') return id > 3;
    if (where === 'or') return id === 4 || id > 9;
    return where === 'not' ? !(id >= 1 && id <= 5) : true;
  });
  return kept.flatMap((account) => {
    const own = plans.filter(({ account: of }) => of === account.id).map(({ plan }): Value => plan);
    const beside = join === 'none' || (join === 'left' && own.length === 0) ? [null] : own;
    return beside.map((plan) => ({
      ...{ id: account.id, since: account.since, 'plans.plan': plan },
      ...{ 'accounts.country': account.country, 'accounts.since': account.since },
    }));
  });
}

function model(given: Drawn, { conditions, columns, spans }: Inside): Value[][] {
  const rows = joinedRows(given).filter((row) =>
    conditions.every(({ table, column, is, value = '' }) => {
      const found = row[`${table}.${column}` as keyof Row];
      if (is === 'empty') return found === null;
      if (is === 'not_equal') return found !== value;
      return found !== null && (is === 'equal' ? found === value : String(found) >= value);
    }),
  );
  const more = (row: Row) =>
    columns.map(({ table, column, by }) => begun(row[`${table}.${column}` as keyof Row], by));
  const { shape } = given;
  if (shape === 'rows') return rows.map((row) => [row.id, row.since, ...more(row)]);
  const groups = new Map<string, { keys: Value[]; count: number }>();
  // Of no groups at all there is one row, also of nothing.
  if (shape === 'total' && columns.length === 0) return [[rows.length]];
  for (const row of rows) {
    const own = {
      total: [],
      month: [begun(row.since, spans[0]?.by ?? 'month')],
      country: [
        row['accounts.country'] === null ? null : String(row['accounts.country']).toUpperCase(),
      ],
    }[shape];
    const keys: Value[] = [...own, ...more(row)];
    const group = groups.get(JSON.stringify(keys)) ?? { keys, count: 0 };
    group.count++;
    groups.set(JSON.stringify(keys), group);
  }
  return [...groups.values()].map(({ keys, count }) => {
    if (shape === 'total') return [count, ...keys];
    const [first = null, ...rest] = keys;
    return [first, count, ...(shape === 'month' ? ['from'] : []), ...rest];
  });
}

function begun(value: Value, by: string | undefined): Value {
  if (value === null || by === undefined || by === 'day') return value;
  return by === 'month' ? `${String(value).slice(0, 7)}-01` : `${String(value).slice(0, 4)}-01-01`;
}

const column = fc.constantFrom(
  'accounts.country',
  'accounts.since',
  'plans.plan',
  'accounts.secret',
  'plans.country',
);
const span = fc.constantFrom('day' as const, 'month' as const, 'year' as const);
const split = (name: string) => ({
  table: name.split('.')[0] ?? '',
  column: name.split('.')[1] ?? '',
});
const condition = fc
  .tuple(
    column,
    fc.constantFrom('equal', 'not_equal', 'at_least', 'empty'),
    fc.constantFrom('DE', "o'x\\", 'big'),
  )
  .map(([name, is, text]) => ({
    ...{ ...split(name), is },
    ...(is === 'empty' ? {} : { value: name.endsWith('since') ? '2026-01-20' : text }),
  }));
const more = fc.tuple(column, fc.option(span, { nil: undefined })).map(([name, by]) => ({
  ...split(name),
  ...(by !== undefined && name.endsWith('since') ? { by } : {}),
}));
const insides: fc.Arbitrary<Inside> = fc
  .record({
    conditions: fc.array(condition, { maxLength: 2 }),
    columns: fc.array(more, { maxLength: 2 }),
    spans: fc.array(
      span.map((by) => ({ column: 'month', by })),
      { maxLength: 1 },
    ),
  })
  .map(({ columns, ...rest }) => ({
    ...rest,
    columns: columns.map((each, index) => ({ ...each, as: `more ${index}` })),
  })) as fc.Arbitrary<Inside>;

const TICKS = { accounts: ['country', 'since'], plans: ['plan'] };
const isTicked = ({ table, column: name }: { table: string; column: string }) =>
  TICKS[table as 'plans']?.includes(name) === true;

/** Whether the form may not write it. */
function isRefused({ join, shape }: Drawn, { conditions, columns, spans }: Inside): boolean {
  const reached = [...conditions, ...columns];
  if (!reached.every(isTicked)) return true;
  if (reached.some(({ table }) => table === 'plans') && join === 'none') return true;
  if (conditions.some(({ table }) => table === 'plans') && join === 'left') return true;
  return spans.length > 0 && shape !== 'month';
}

const sorted = (rows: readonly unknown[][]) => rows.map((row) => JSON.stringify(row)).sort();

test('what is varied inside gives what its form says, whatever the statement, and refuses the rest', async () => {
  let number = 0;
  const saved = new Map<string, string>();
  const slugOf = async (sql: string) => {
    const title = `Drawn ${number++}`;
    const known = saved.get(sql);
    if (known !== undefined) return known;
    const body = { title, sql, source: 'main', variations: TICKS };
    const made = await server.ask('/api/queries', { body });
    if (made.status !== 201) throw new Error(`${sql}: ${made.text}`);
    const { slug } = made.json();
    saved.set(sql, slug);
    return slug as string;
  };
  await fc.assert(
    fc.asyncProperty(
      drawn,
      fc.array(insides, { minLength: 3, maxLength: 3 }),
      async (given, tried) => {
        const slug = await slugOf(textOf(given));
        for (const inside of tried) {
          const body = { selection: { inside } };
          const answer = await server.ask(`/api/queries/${slug}/selected`, { body });
          const { status, text } = answer;
          expect(text).not.toContain('hush');
          expect({ status, text: status === 422 ? '' : text }).toEqual({
            status: isRefused(given, inside) ? 422 : 200,
            text: isRefused(given, inside) ? '' : text,
          });
          if (status === 200)
            expect(sorted(answer.json().rows)).toEqual(sorted(model(given, inside)));
        }
      },
    ),
    { numRuns: often(60, 1_000) },
  );
});
