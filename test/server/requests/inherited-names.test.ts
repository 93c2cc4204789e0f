// Names that every object of JavaScript inherits are names like any other, or none: never what stands behind them.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sampleUrls } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;

const file = (header: string, sql: string) => `/*---\ntitle: Any\n${header}---*/\n${sql}\n`;

beforeAll(async () => {
  server = await startTestServer({
    env: { SOURCE_SAMPLE_URL: sampleUrls().reader },
    catalog: {
      'parameters.sql': file(
        'parameters:\n  constructor: { type: text, default: none }\n  to_string: { type: number, optional: true }\n',
        'select :constructor as c, :to_string::integer as n',
      ),
      'lists.sql': file(
        'parameters:\n  constructor: { type: number, list: true, optional: true }\n',
        'select cardinality(:constructor::numeric[]) as n',
      ),
      'needed.sql': file(
        'parameters:\n  constructor: { type: text }\n',
        'select :constructor as c',
      ),
      'choices.sql': file(
        'parameters:\n  constructor: { type: choice, choices: [__proto__, constructor] }\n',
        'select :constructor as c',
      ),
      'columns.sql': file(
        'columns:\n  constructor: { label: Made by, format: whole }\n',
        'select 1 as constructor, 2 as "__proto__", 3 as "__proto__", 4 as "toString"',
      ),
      'broken.sql': file('parameters:\n  a: { type: __proto__ }\n', 'select :a'),
      'worse.sql': file('__proto__: 1\nparameters:\n  a: { type: text }\n', 'select :a'),
      'worst.sql': file('columns:\n  __proto__: { label: No }\n', 'select 1'),
    },
  });
});
afterAll(() => server.stop());

const rowsOf = async (path: string) => (await server.ask(path)).json() as unknown;

test('a parameter named constructor takes its value, its default or none', async () => {
  expect(await rowsOf('/q/parameters.json')).toEqual([{ c: 'none', n: null }]);
  expect(await rowsOf('/q/parameters.json?constructor=x&to_string=7')).toEqual([{ c: 'x', n: 7 }]);
  expect(await rowsOf('/q/lists.json')).toEqual([{ n: null }]);
  expect(await rowsOf('/q/lists.json?constructor=1&constructor=2')).toEqual([{ n: 2 }]);
  expect(await server.ask('/q/needed.json')).toMatchObject({ status: 422 });
  expect(await rowsOf('/q/choices.json?constructor=__proto__')).toEqual([{ c: '__proto__' }]);
  expect((await server.ask('/q/choices.json?constructor=toString')).status).toBe(422);
});

test('values that are not declared may have such names too', async () => {
  const sql = 'select :constructor::text as c';
  const run = async (values: object) =>
    (await server.ask('/api/run', { body: { source: 'sample', sql, values } })).json();

  expect(await run({ constructor: 'x' })).toMatchObject({ rows: [['x']] });
  expect(await run({})).toMatchObject({ code: 'invalid_value' });
});

test('columns with such names are told of by their notes, and stand in JSON by their names', async () => {
  const { text } = await server.ask('/q/columns.json');
  const query = (await server.ask('/api/queries/columns')).json();

  expect(text.trim()).toBe('[\n{"constructor":1,"__proto__":2,"__proto___2":3,"toString":4}\n]');
  expect(query.columns).toEqual([{ name: 'constructor', label: 'Made by', format: 'whole' }]);
});

test('a file that names a type or a key like that is told of, and ends nothing', async () => {
  const { errors } = (await server.ask('/api/queries')).json();

  expect(errors).toMatchObject([
    { file: 'broken.sql', reason: expect.stringContaining('parameters.a.type') },
    { file: 'worse.sql', reason: 'No key may be named __proto__.' },
    { file: 'worst.sql', reason: 'No key may be named __proto__.' },
  ]);
});

test.each([
  ['POST', '/api/run', '{"source":"sample","sql":"select 1","values":{"__proto__":"x"}}'],
  ['POST', '/api/queries', '{"__proto__":{"role":"admin"},"title":"T","sql":"select 1"}'],
  ['PUT', '/api/queries/columns/audience', '{"audience":{"\\u005f_proto__":1}}'],
])('%s %s with a body that has the key __proto__ is refused', async (method, path, body) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await server.ask(path, { method, headers, body });

  expect([answer.status, answer.json().code]).toEqual([400, 'invalid_request']);
  expect(answer.json().detail).toContain('__proto__');
});

test('literals that are cast to a type of such a name are left alone', async () => {
  const sql = `select '2025-01-31'::constructor, 'x'::"__proto__"`;

  expect(await server.ask('/api/lift', { body: { sql } })).toMatchObject({ status: 200 });
});
