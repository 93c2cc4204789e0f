// Random selections from a result against a plain model: a variation gives what its forms say, and no row or column besides.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Selection } from '../../../domain/contract/teaching/variation.ts';
import { isGrouped } from '../../../domain/teaching/selection.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { fc, often } from '../../support/random.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const COLUMNS = ['id', 'place', 'amount', 'since'] as const;
type Name = (typeof COLUMNS)[number];
type Value = string | number | null;
type Row = Record<Name, Value>;

// Words that every collation orders alike.
const PLACES = ['bonn', "l'aquila", 'rome', 'x\\y'];
const DAYS = ['2026-01-01', '2026-01-31', '2026-02-01', '2026-12-31'];
const rows: Row[] = Array.from({ length: 40 }, (_, id) => ({
  id,
  place: id % 5 === 0 ? null : (PLACES[(id * 7) % 4] ?? null),
  amount: id % 7 === 0 ? null : (id * 13) % 9,
  since: id % 6 === 0 ? null : (DAYS[(id * 3) % 4] ?? null),
}));

const sqlOf = (value: Value, type: string) =>
  value === null
    ? 'null'
    : `E'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "''")}'::${type}`;
const valuesOf = ({ id, place, amount, since }: Row) =>
  `(${id}, ${sqlOf(place, 'text')}, ${sqlOf(amount, 'int')}, ${sqlOf(since, 'date')})`;
const sql = `select id, place, amount, since from (values ${rows.map(valuesOf).join(', ')}) as kept (id, place, amount, since)`;

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  server = await startTestServer({
    catalog: { 'kept.sql': `/*---\ntitle: Kept\nsource: main\n---*/\n${sql}` },
    env: { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const name = fc.constantFrom(...COLUMNS);
const condition = name.chain((column) => {
  const isText = column === 'place';
  const value = isText
    ? fc.constantFrom(...PLACES, 'nowhere', "'")
    : column === 'since'
      ? fc.constantFrom(...DAYS, '2026-01-15')
      : fc.integer({ min: -1, max: 40 }).map(String);
  const compared = fc.constantFrom(
    ...(['equal', 'not_equal', 'above', 'at_least', 'below', 'at_most'] as const),
    ...(isText ? (['contains'] as const) : []),
  );
  return fc.oneof(
    fc.record({ column: fc.constant(column), is: compared, value }),
    fc.record({ column: fc.constant(column), is: fc.constantFrom('empty', 'not_empty') }),
  );
});
const conditions = fc.array(condition, { maxLength: 3 });
const plain = fc.record({
  conditions,
  columns: fc.subarray([...COLUMNS]),
  order: fc.array(fc.record({ column: fc.constant('id'), descending: fc.boolean() }), {
    maxLength: 1,
  }),
});
const group = fc.oneof(
  fc.record({ column: fc.constant('place') }),
  fc.record({ column: fc.constant('since'), by: fc.constantFrom('day', 'month', 'year') }),
);
const total = fc.oneof(
  fc.constant({ how: 'rows' }),
  fc.record({
    how: fc.constantFrom('sum', 'average', 'least', 'greatest', 'different'),
    of: fc.constantFrom('id', 'amount'),
  }),
);
const byName = { selector: (each: object) => JSON.stringify(each) };
const grouped = fc.record({
  conditions,
  groups: fc.uniqueArray(group, { minLength: 1, maxLength: 2, selector: ({ column }) => column }),
  totals: fc.uniqueArray(total, { maxLength: 3, ...byName }),
});

/** What a selection gives of the rows, by the words of its form. */
function model(selection: Selection): Value[][] {
  const left = rows.filter((row) => selection.conditions.every((each) => holds(row, each)));
  if (isGrouped(selection)) return groupsOf(left, selection);
  const columns = selection.columns.length === 0 ? COLUMNS : (selection.columns as Name[]);
  return left.map((row) => columns.map((column) => row[column]));
}

function holds(row: Row, { column, is, value = '' }: Selection['conditions'][number]): boolean {
  const found = row[column as Name];
  if (is === 'empty') return found === null;
  if (is === 'not_empty') return found !== null;
  if (is === 'not_equal') return found === null || String(found) !== value;
  if (found === null) return false;
  if (is === 'contains') return String(found).toLowerCase().includes(value.toLowerCase());
  const side =
    typeof found === 'number' ? found - Number(value) : found < value ? -1 : found > value ? 1 : 0;
  return {
    equal: side === 0,
    above: side > 0,
    at_least: side >= 0,
    below: side < 0,
    at_most: side <= 0,
  }[is];
}

function groupsOf(left: readonly Row[], { groups, totals }: Selection): Value[][] {
  const found = new Map<string, { keys: Value[]; rows: Row[] }>();
  for (const row of left) {
    const keys = groups.map(({ column, by }) => begunBy(row[column as Name], by));
    const known = found.get(JSON.stringify(keys)) ?? { keys, rows: [] };
    known.rows.push(row);
    found.set(JSON.stringify(keys), known);
  }
  return [...found.values()].map((each) => [
    ...each.keys,
    ...totals.map(({ how, of }) =>
      totalOf(
        how,
        each.rows.map((row) => (of === undefined ? 1 : row[of as Name])),
      ),
    ),
  ]);
}

function begunBy(value: Value, by: string | undefined): Value {
  if (value === null || by === undefined || by === 'day') return value;
  return by === 'month' ? `${String(value).slice(0, 7)}-01` : `${String(value).slice(0, 4)}-01-01`;
}

function totalOf(how: Selection['totals'][number]['how'], all: readonly Value[]): Value {
  const values = all.filter((value) => value !== null).map(Number);
  if (how === 'rows') return all.length;
  if (how === 'different') return new Set(values).size;
  if (values.length === 0) return null;
  const sum = values.reduce((one, other) => one + other, 0);
  const told = {
    sum,
    average: sum / values.length,
    least: Math.min(...values),
    greatest: Math.max(...values),
  };
  return told[how];
}

const rounded = (value: Value) =>
  typeof value === 'number' || (typeof value === 'string' && /^\d+\.\d+$/.test(value))
    ? Math.round(Number(value) * 1e6) / 1e6
    : value;
const sorted = (all: readonly Value[][]) =>
  all.map((row) => JSON.stringify(row.map(rounded))).sort();

test('a selection gives what its forms say, whatever they say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(plain, grouped), async (given) => {
      const selection = {
        groups: [],
        totals: [],
        columns: [],
        order: [],
        most: null,
        ...given,
      } as Selection;
      const answer = await server.ask('/api/queries/kept/selected', { body: { selection } });
      if (answer.status !== 200) throw new Error(answer.text);
      const result = answer.json().rows as Value[][];

      expect(sorted(result)).toEqual(sorted(model(selection)));
      const [first] = selection.order;
      if (first === undefined || selection.columns[0] !== 'id') return;
      const ids = result.map(([id]) => Number(id));
      const inOrder = ids.toSorted((a, b) => (first.descending ? b - a : a - b));
      expect(ids).toEqual(inOrder);
    }),
    { numRuns: often(100, 1_000) },
  );
});
