// Parameters: where they are found, how values are checked, completed and bound, and what wrong ones are told.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Parameter, Values } from '../../domain/contract/parameter.ts';
import { problemOf, startRunServer, type RunServer } from './run-server.ts';

let server: RunServer;
beforeAll(async () => {
  server = await startRunServer({
    setUp: `create type stack as enum ('cedar', 'fir');
      create table apps (id int primary key, name text, code varchar(10), stack stack, key uuid,
        price numeric, made_on date, made_at timestamptz, live boolean, size bigint);
      insert into apps values
        (1, 'one', '001', 'cedar', '11111111-1111-1111-1111-111111111111', 1.5, '2026-01-01', '2026-01-01 12:00Z', true, 1),
        (2, 'two', '002', 'fir', '22222222-2222-2222-2222-222222222222', 20, '2026-06-01', '2026-06-01 00:30Z', false, 9007199254740993);`,
  });
});
afterAll(() => server.stop());

type Declared = Omit<Parameter, 'name'>;
const declare = (parameters: Record<string, Declared>): Parameter[] =>
  Object.entries(parameters).map(([name, rest]) => ({ name, ...rest }));

async function run(
  sql: string,
  parameters: Record<string, Declared>,
  values: Values,
  timeZone = 'UTC',
) {
  server.define('query', { sql, parameters: declare(parameters) });
  const response = await server.post('/api/queries/query/result', { values, timeZone });
  return { status: response.status, body: await problemOf(response) };
}

async function rowsOf(...asked: Parameters<typeof run>): Promise<unknown> {
  const { status, body } = await run(...asked);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body['rows'];
}

const ids = 'select id from apps where';

test.each<[string, string, Declared, Values[string], unknown]>([
  ['a number', `${ids} id = :x`, { type: 'number' }, 2, [[2]]],
  ['a number given as text', `${ids} size = :x`, { type: 'number' }, '9007199254740993', [[2]]],
  ['a fraction against a numeric', `${ids} price > :x`, { type: 'number' }, 1.75, [[2]]],
  ['a number as a limit', `select id from apps order by id limit :x`, { type: 'number' }, 1, [[1]]],
  ['a number that is nothing but shown', 'select :x as n', { type: 'number' }, 1.5, [[1.5]]],
  ['a number beside text', `${ids} name = :x`, { type: 'number' }, 1, []],
  ['a text', `${ids} name = :x`, { type: 'text' }, 'two', [[2]]],
  ['a text with leading zeros', `${ids} code = :x`, { type: 'text' }, '002', [[2]]],
  ['an enum as text', `${ids} stack = :x`, { type: 'text' }, 'fir', [[2]]],
  [
    'a uuid as text',
    `${ids} key = :x`,
    { type: 'text' },
    '22222222-2222-2222-2222-222222222222',
    [[2]],
  ],
  [
    'a text that is asked for null',
    `${ids} :x is null and id = 1`,
    { type: 'text', optional: true },
    null,
    [[1]],
  ],
  ['a boolean', `${ids} live = :x`, { type: 'boolean' }, true, [[1]]],
  ['a boolean by itself', `${ids} :x and id = 1`, { type: 'boolean' }, 'yes', [[1]]],
  ['a date', `${ids} made_on >= :x`, { type: 'date' }, '2026-02-01', [[2]]],
  ['a date and arithmetic', `${ids} made_on = :x + 1`, { type: 'date' }, '2025-12-31', [[1]]],
  [
    'a timestamp with offset',
    `${ids} made_at = :x`,
    { type: 'timestamp' },
    '2026-06-01T02:30+02:00',
    [[2]],
  ],
  [
    'a choice',
    `${ids} name = :x`,
    { type: 'choice', choices: [{ value: 'one' }, { value: 'two' }] },
    'two',
    [[2]],
  ],
  [
    'several numbers',
    `${ids} id = any(:x) order by 1`,
    { type: 'number', list: true },
    [1, '2'],
    [[1], [2]],
  ],
  ['several enums', `${ids} stack = any(:x)`, { type: 'text', list: true }, ['fir'], [[2]]],
  [
    'several dates',
    `${ids} made_on = any(:x)`,
    { type: 'date', list: true },
    ['2026-01-01'],
    [[1]],
  ],
  ['an empty list', `${ids} id = any(:x)`, { type: 'number', list: true }, [], []],
  [
    'a list that is unnested',
    `select * from unnest(:x) as t`,
    { type: 'text', list: true },
    ['a"b\\', 'c,{}'],
    [['a"b\\'], ['c,{}']],
  ],
  [
    'a list of numbers unnested',
    `select sum(t) from unnest(:x) as t`,
    { type: 'number', list: true },
    [1.5, 2],
    [[3.5]],
  ],
])('%s is bound', async (...[, sql, declared, value, rows]) => {
  expect(await rowsOf(sql, { x: declared }, { x: value })).toEqual(rows);
});

test('what looks like a parameter but stands in strings, casts, comments and slices is none', async () => {
  const sql = `select ':x', $$:x$$, E':x\\'', ("a:x").a, 'a'::text, (array[1, 2, 3])[2:n] -- :x
    from (select 'q' as a) as "a:x", (select 3 as n) as s /* :x */ where :x = 1`;

  expect(
    await rowsOf(sql, { x: { type: 'number' }, n: { type: 'number', optional: true } }, { x: 1 }),
  ).toEqual([[':x', ':x', ":x'", 'q', 'a', '{2,3}']]);
});

test('one parameter may stand at many places, also where letters touch it', async () => {
  const sql = 'select :a+:a as s from generate_series(1,5) limit:b offset:c';

  expect(
    await rowsOf(
      sql,
      { a: { type: 'number' }, b: { type: 'number' }, c: { type: 'number' } },
      { a: 2, b: 1, c: 1 },
    ),
  ).toEqual([[4]]);
});

test('values that look like SQL stay values', async () => {
  const text = `x'; drop table apps; -- $1 :x \\`;

  expect(await rowsOf('select :x as x', { x: { type: 'text' } }, { x: text })).toEqual([[text]]);
  expect(await rowsOf('select 1-:n as a, -:n as b', { n: { type: 'number' } }, { n: -1 })).toEqual([
    [2, 1],
  ]);
});

test('a value that is absent takes the default, an optional one null, any other is asked for', async () => {
  const sql = 'select :d, :o, :r';
  const parameters: Record<string, Declared> = {
    d: { type: 'text', default: 'default' },
    o: { type: 'text', optional: true },
    r: { type: 'text', label: 'Region' },
  };

  expect(await rowsOf(sql, parameters, { r: '' })).toEqual([['default', null, '']]);
  expect(await run(sql, parameters, {})).toMatchObject({
    status: 422,
    body: { code: 'invalid_value', parameter: 'r', detail: 'Region needs a value.' },
  });
});

const one = '11111111-1111-1111-1111-111111111111';
const both = [[1], [2]];

test.each<[string, string, Declared, Values[string], unknown]>([
  ['text, looked for', `(:x is null or name ilike '%'||:x||'%')`, { type: 'text' }, 'W', [[2]]],
  ['text, not looked for', `(:x is null or name ilike '%'||:x||'%')`, { type: 'text' }, null, both],
  ['text, compared', '(:x is null or name = :x)', { type: 'text' }, 'one', [[1]]],
  ['a short text', '(:x is null or code = :x)', { type: 'text' }, '001', [[1]]],
  ['a uuid', '(:x is null or key = :x)', { type: 'text' }, one, [[1]]],
  ['no uuid', '(:x is null or key = :x)', { type: 'text' }, null, both],
  [
    'an enum',
    '(:x is null or stack = :x)',
    { type: 'choice', choices: [{ value: 'fir' }] },
    'fir',
    [[2]],
  ],
  ['an integer', '(:x is null or id = :x)', { type: 'number' }, 1, [[1]]],
  ['no integer', '(:x is null or id = :x)', { type: 'number' }, null, both],
  ['a bigint', '(:x is null or size = :x)', { type: 'number' }, '9007199254740993', [[2]]],
  ['a numeric', '(:x is null or price > :x)', { type: 'number' }, 1.75, [[2]]],
  ['a date', '(:x is null or made_on = :x)', { type: 'date' }, '2026-01-01', [[1]]],
  ['a timestamp', '(:x is null or made_at < :x)', { type: 'timestamp' }, '2026-02-01', [[1]]],
  ['a boolean', '(:x is null or live = :x)', { type: 'boolean' }, false, [[2]]],
  ['integers', '(:x is null or id = any(:x))', { type: 'number', list: true }, [2], [[2]]],
  ['no integers', '(:x is null or id = any(:x))', { type: 'number', list: true }, null, both],
  [
    'counted integers',
    '(cardinality(:x) = 0 or id = any(:x))',
    { type: 'number', list: true },
    [],
    both,
  ],
  ['uuids', '(:x is null or key = any(:x))', { type: 'text', list: true }, [one], [[1]]],
  ['enums', '(:x is null or stack = any(:x))', { type: 'text', list: true }, ['fir'], [[2]]],
  ['texts', '(:x is null or name = any(:x))', { type: 'text', list: true }, ['one'], [[1]]],
  [
    'two uses that tell nothing',
    '(:x is null or :x is not null and id = :x)',
    { type: 'number' },
    2,
    [[2]],
  ],
  ['no use that tells anything', '(:x is null or :x is not null)', { type: 'number' }, 2, both],
])('an optional filter may be left out: %s', async (...[, where, declared, value, rows]) => {
  const x = { ...declared, optional: true };

  expect(await rowsOf(`${ids} ${where} order by 1`, { x }, { x: value })).toEqual(rows);
});

test('each of several optional filters finds its own type, also behind letters of four bytes', async () => {
  const sql = `select '\u{1f600}', id from apps where (:a is null or :a = key) and (:b is null or id = any(:b))
    and (:c is null or name ilike :c || '%') and (:d is null or price < :d) and (:e is null)`;
  const optional = { optional: true };
  const parameters: Record<string, Declared> = {
    a: { type: 'text', ...optional },
    b: { type: 'number', list: true, ...optional },
    c: { type: 'text', ...optional },
    d: { type: 'number', ...optional },
    e: { type: 'text', list: true, ...optional },
  };

  const asked = (values: Values) => rowsOf(sql, parameters, values);
  expect(await asked({ a: one, b: [1], c: 'o', d: 2 })).toEqual([['\u{1f600}', 1]]);
  expect(await asked({ b: [2] })).toEqual([['\u{1f600}', 2]]);
  expect(await asked({ e: ['x'] })).toEqual([]);
});

test('an optional filter lets PostgreSQL use the index of its column', async () => {
  const where = '(:x is null or key = :x)';
  const sql = `select pg_typeof(:x)::text from apps where ${where} limit 1`;

  expect(await rowsOf(sql, { x: { type: 'text', optional: true } }, { x: one })).toEqual([
    ['uuid'],
  ]);
});

test.each(['select * from :since', 'select interval :since', 'select 1 as :since'])(
  'what PostgreSQL says of a parameter names it as the author did: %s',
  async (sql) => {
    const { status, body } = await run(sql, { since: { type: 'text' } }, { since: 'a' });

    expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'sql_invalid' });
    expect(body['detail']).toContain('":since"');
  },
);

test('relative words are resolved in the time zone of the run, in defaults too', async () => {
  const sql = `select :d = (now() at time zone :z)::date, :t = date_trunc('day', now())`;
  const parameters: Record<string, Declared> = {
    d: { type: 'date', default: 'today' },
    t: { type: 'timestamp', default: 'today' },
    z: { type: 'text' },
  };

  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Paris']) {
    expect(await rowsOf(sql, parameters, { z: zone }, zone)).toEqual([[true, true]]);
  }
});

test('a time in words of the clock counts from now, and a day may be written without its zeros', async () => {
  const parameters: Record<string, Declared> = { t: { type: 'timestamp' }, d: { type: 'date' } };
  const sql = `select round(extract(epoch from now() - :t::timestamptz) / 60)::int, :d::date`;
  const values = { t: ' 2 Hours  ago ', d: '2026-1-5' };
  expect(await rowsOf(sql, parameters, values)).toEqual([[120, '2026-01-05']]);
  expect(await rowsOf(sql, parameters, { ...values, t: 'in 30 minutes' })).toEqual([
    [-30, '2026-01-05'],
  ]);
});

test('a choice whose value is empty is that value, and not none', async () => {
  const parameters: Record<string, Declared> = {
    c: { type: 'choice', choices: [{ value: '' }, { value: 'eu' }], default: 'eu' },
  };
  expect(await rowsOf(`select :c::text = ''`, parameters, { c: '' })).toEqual([[true]]);
});

test('a timestamp without offset is one of the time zone of the run', async () => {
  const parameters: Record<string, Declared> = { t: { type: 'timestamp' } };

  expect(
    await rowsOf('select :t as t', parameters, { t: '2026-06-01 12:00' }, 'Europe/Paris'),
  ).toEqual([['2026-06-01T10:00:00Z']]);
});

test.each<[string, Declared, Values[string], string]>([
  ['a word for a number', { type: 'number' }, 'twelve', 'must be a number'],
  ['a fraction where an integer is needed', { type: 'number' }, 1.5, 'must be a whole number'],
  [
    'a number that does not fit',
    { type: 'number' },
    '99999999999',
    'must be between -2147483648 and 2147483647',
  ],
  ['a JSON number with lost digits', { type: 'number' }, 9007199254740993, 'give it as text'],
  ['several values for one', { type: 'number' }, [1, 2], 'takes one value'],
  ['a word for a date', { type: 'date' }, 'someday', 'must be a date'],
  ['a day that does not exist', { type: 'date' }, '2026-02-31', 'there is no 2026-02-31'],
  ['a time on no day', { type: 'timestamp' }, '2026-02-31 10:00', 'there is no 2026-02-31'],
  ['an impossible time', { type: 'timestamp' }, '2026-01-01 25:00', 'must be a time'],
  ['a word for a boolean', { type: 'boolean' }, 'perhaps', 'must be true or false'],
  ['a choice that is none', { type: 'choice', choices: [{ value: 'a' }] }, 'b', 'must be one of a'],
  ['a NUL', { type: 'text' }, 'a\0b', 'cannot store'],
  ['broken characters', { type: 'text' }, 'a\ud800b', 'cannot store'],
])('%s is refused as invalid_value', async (_name, declared, value, sentence) => {
  const sql = declared.type === 'number' ? `${ids} id = :x` : 'select :x';
  const { status, body } = await run(sql, { x: declared }, { x: value });

  expect(status).toBe(422);
  expect(body).toMatchObject({ code: 'invalid_value', parameter: 'x' });
  expect(body['detail']).toContain(sentence);
});

test('a value that only PostgreSQL can tell to be wrong is named with its parameter', async () => {
  const { body } = await run(`${ids} stack = :x`, { x: { type: 'text' } }, { x: 'oak' });

  expect(body).toMatchObject({ code: 'invalid_value', parameter: 'x', sqlState: '22P02' });
});

test('a list where the query wants one value, and the reverse, is told to the author', async () => {
  const list = await run(`${ids} id in (:x)`, { x: { type: 'number', list: true } }, { x: [1] });
  const scalar = await run(`${ids} id = any(:x)`, { x: { type: 'number' } }, { x: 1 });

  expect(list.body).toMatchObject({ code: 'sql_invalid', parameter: 'x' });
  expect(list.body['detail']).toContain('= any(:x)');
  expect(scalar.body).toMatchObject({ code: 'sql_invalid', parameter: 'x' });
});

test('an unknown value and an undeclared parameter are told apart', async () => {
  const unknown = await run('select :x', { x: { type: 'text' } }, { x: '1', y: '2' });
  const undeclared = await run('select :x,\n  :y', { x: { type: 'text' } }, { x: '1' });

  expect(unknown.body).toMatchObject({ code: 'unknown_parameter', parameter: 'y', status: 422 });
  expect(undeclared.body).toMatchObject({
    code: 'sql_invalid',
    parameter: 'y',
    line: 2,
    column: 3,
  });
});

test('unsaved SQL needs no declarations: PostgreSQL infers them', async () => {
  const response = await server.post('/api/run', {
    source: 'main',
    sql: `${ids} made_on > :since and id = any(:ids)`,
    values: { since: '2026-02-01', ids: [1, 2] },
  });

  expect((await problemOf(response))['rows']).toEqual([[2]]);
});

test('the query string gives values by name, lists by repetition, and knows its own options', async () => {
  server.define('by-name', {
    sql: "select :t as t, :n as n, array_length(:l, 1) as l, current_setting('TimeZone') as z",
    parameters: declare({
      t: { type: 'text', default: 'default' },
      n: { type: 'number', optional: true },
      l: { type: 'text', list: true },
    }),
  });
  const json = async (search: string) => (await server.get(`/q/by-name.json?${search}`)).json();

  expect(await json('l=a&l=b&n=3')).toEqual([{ t: 'default', n: 3, l: 2, z: 'UTC' }]);
  expect(await json('l=&t=&n=&_=123&_timeZone=Europe/Paris')).toEqual([
    { t: '', n: null, l: null, z: 'Europe/Paris' },
  ]);
  expect(await json('l=a&n=1&n=2')).toMatchObject({ code: 'invalid_value', parameter: 'n' });
  expect(await json('l=a&m=1')).toMatchObject({ code: 'unknown_parameter', parameter: 'm' });
  expect(await json('l=a&_other=1')).toMatchObject({
    code: 'unknown_parameter',
    parameter: '_other',
  });
  expect(await json('l=a&_timeZone=%2B02:00')).toMatchObject({ code: 'invalid_request' });
});

test('choices are those that are written down, or the rows of their query', async () => {
  server.define('apps', { sql: 'select code, name from apps order by id' });
  server.define('chosen', {
    sql: 'select :a, :b',
    parameters: declare({
      a: { type: 'choice', choices: [{ value: 'x', label: 'The X' }, { value: 'y' }] },
      b: { type: 'choice', choices: { query: 'apps' } },
      c: { type: 'text', optional: true },
    }),
  });
  const choices = async (name: string) =>
    problemOf(
      await server.get(`/api/queries/chosen/choices/${name}`, {
        headers: { 'X-Member': 'viewer' },
      }),
    );

  expect(await choices('a')).toEqual({
    choices: [
      { value: 'x', label: 'The X' },
      { value: 'y', label: 'y' },
    ],
  });
  expect(await choices('b')).toEqual({
    choices: [
      { value: '001', label: 'one' },
      { value: '002', label: 'two' },
    ],
  });
  expect(await choices('c')).toMatchObject({ code: 'not_found' });
});

test('what people write for a choice is matched by value and label where the caller asks for it, and told', async () => {
  server.define('named-apps', { sql: `select code, name from apps order by id` });
  const choices = { query: 'named-apps' };
  const asked = async (declared: Declared, value: Values[string], names = ['x']) => {
    const parameters = declare({ x: declared });
    const sql = `select id from apps where code = ${declared.list ? 'any(:x)' : ':x'} order by id`;
    server.define('query', { sql, parameters });
    const body = { values: { x: value }, matchChoices: names };
    return problemOf(await server.post('/api/queries/query/result', body));
  };
  const one: Declared = { type: 'choice', choices };

  expect(await asked(one, 'TWO')).toMatchObject({
    rows: [[2]],
    matches: [{ parameter: 'x', given: 'TWO', value: '002', label: 'two' }],
  });
  expect(await asked(one, '2')).toMatchObject({ rows: [[2]] });
  expect(await asked(one, '002')).not.toHaveProperty('matches');
  expect(await asked(one, 'TWO', [])).toMatchObject({ rows: [] });
  expect(await asked(one, 'twoo')).toMatchObject({
    code: 'invalid_value',
    parameter: 'x',
    detail: 'x: “twoo” is none of the choices. Did you mean two (002)?',
    suggestions: [{ value: '002', label: 'two' }],
  });

  const several = { ...one, list: true };
  expect(await asked(several, ['one', 'nonsense', '2'])).toMatchObject({
    rows: [[1], [2]],
    matches: [
      { given: 'one', value: '001' },
      { given: 'nonsense', value: null },
      { given: '2', value: '002' },
    ],
  });
  expect(await asked(several, ['nonsense'])).toMatchObject({ code: 'invalid_value' });
  expect(
    await asked({ type: 'choice', choices: [{ value: '001', label: 'First' }] }, 'first'),
  ).toMatchObject({ rows: [[1]] });
});

test('where there are more choices than are known, what is none of these is asked for as it is', async () => {
  server.define('many', { sql: `select n::text from generate_series(1, 1001) n` });
  const declared: Declared = { type: 'choice', choices: { query: 'many' } };
  server.define('query', { sql: 'select :x as x', parameters: declare({ x: declared }) });
  const asked = (x: string) =>
    server.post('/api/queries/query/result', { values: { x }, matchChoices: ['x'] });

  expect(await problemOf(await asked('1001'))).toMatchObject({ rows: [['1001']] });
  expect(await problemOf(await asked('007'))).toMatchObject({ rows: [['7']] });
});
