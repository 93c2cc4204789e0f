// The guard alone, as a superuser who could do anything: what a query reaches is judged by what PostgreSQL resolved.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { problemOf, startRunServer, type RunServer } from './run-server.ts';

let server: RunServer;
beforeAll(async () => {
  server = await startRunServer({
    source: { allowFunctions: ['public.plain', 'public.total', 'public.add'] },
    setUp: `create table log (t text);
      create table people (id int, name text);
      insert into people values (1, 'Ada');
      create function writes(t text) returns boolean language plpgsql as
        $$ begin insert into log values (t); perform pg_advisory_lock(7); return true; end $$;
      create function lies(x int) returns int language plpgsql immutable as
        $$ begin perform pg_advisory_lock(8); return x; end $$;
      create function plain(x int) returns int language sql immutable as 'select x + 1';
      create function add(s int, x int) returns int language sql immutable as 'select coalesce(s, 0) + x';
      create aggregate total(int) (sfunc = add, stype = int);
      create function locks(s int, x int) returns int language plpgsql as
        $$ begin perform pg_advisory_lock(9); return x; end $$;
      create aggregate sly(int) (sfunc = locks, stype = int);
      create function same(a text, b text) returns boolean language plpgsql as
        $$ begin perform pg_advisory_lock(10); return a = b; end $$;
      create operator === (function = same, leftarg = text, rightarg = text);
      create type wrapped as (a text);
      create function wrap(t text) returns wrapped language plpgsql as
        $$ declare r wrapped; begin perform pg_advisory_lock(11); r.a := t; return r; end $$;
      create cast (text as wrapped) with function wrap(text);
      create domain sly_text as text check (writes(value));
      create type sly_row as (x sly_text);
      create domain positive as int check (value > 0);
      create view sly_view as select writes(name) as w from people;
      create extension dblink;
      create function reaches_out(name text, place text) returns text language plpgsql as
        $$ begin return dblink_connect(name, place); end $$;
      create view plain_view as select plain(id) as p from people;`,
    others: ({ adminUrl }) => [
      {
        name: 'mighty',
        urls: [adminUrl],
        allowWriter: true,
        allowFunctions: [
          ...['public.plain', 'public.total', 'public.add', 'public.reaches_out'],
          ...['public.dblink_connect', 'public.dblink_get_connections'],
        ],
      },
    ],
  });
});
afterAll(() => server.stop());

async function run(sql: string): Promise<Record<string, unknown>> {
  return problemOf(await server.post('/api/run', { source: 'mighty', sql }));
}

test('a view that is replaced after it was found harmless is looked at anew by the next run', async () => {
  const ask = () => server.post('/api/run', { source: 'mighty', sql: 'select * from changing' });
  await server.admin('create view changing as select name from people');
  // The second one is known by the first.
  for (const response of [await ask(), await ask()]) expect(response.status).toBe(200);
  await server.admin('create or replace view changing as select upper(name) as name from people');
  expect(await (await ask()).json()).toMatchObject({ rows: [['ADA']] });
  await ask();
  await server.admin(
    `create or replace view changing as select case when writes(name) then name end as name from people`,
  );

  expect(await problemOf(await ask())).toMatchObject({ code: 'sql_not_allowed' });
  expect((await server.admin('select from log')).rowCount).toBe(0);
});

test.each([
  ['a function', `select writes('x')`],
  ['a function that calls itself immutable', 'select lies(1)'],
  ['attribute notation', `select ('x'::text).writes`],
  ['attribute notation of a table', 'select (p.name).writes from people p'],
  ['an operator', `select 'a' === 'b'`],
  ['an operator by its schema', `select 'a' operator(public.===) 'b'`],
  ['an aggregate', 'select sly(id) from people'],
  ['an aggregate as a window', 'select sly(id) over () from people'],
  ['a cast', `select 'x'::text::wrapped`],
  ['a view', 'select * from sly_view'],
  ['a domain', `select 'x'::sly_text`],
  ['a domain in an array, read while the text is parsed', `select '{x}'::sly_text[]`],
  ['a domain in a row, read while the text is parsed', `select '(x)'::sly_row`],
  ['a domain in JSON', `select json_populate_record(null::sly_row, '{"x": "y"}')`],
  [
    'a domain in a list of columns',
    `select * from json_to_recordset('[{"a": "x"}]') as t(a sly_text)`,
  ],
  ['a domain named at run time', `select pg_input_is_valid('x', 'sly_text')`],
  ['an input function', `select domain_in('x', 'sly_text'::regtype, -1)`],
  ['a filter', `select count(*) filter (where writes('x')) from people`],
  ['an order', `select id from people order by writes(name)`],
  ['a limit', `select id from people limit (select case when writes('x') then 1 end)`],
  ['a join', `select * from people a join people b on writes(a.name)`],
  ['a lateral function', `select * from people, lateral writes(name)`],
  ['rows from', `select * from rows from (writes('x'), generate_series(1, 2)) as t`],
  ['escaped letters', `select U&"w\\0072ites"('x')`],
  ['a sequence', `select nextval(pg_get_serial_sequence('people', 'id'))`],
  ['another process', 'select pg_terminate_backend(pid) from pg_stat_get_activity(null)'],
  ['a large object', 'select lo_create(0)'],
  ['a notification', `select pg_notify('a', 'b')`],
  ['a whole database as XML', "select database_to_xml(true, false, '')"],
])('%s that does more than compute is refused, and nothing of it has run', async (_name, sql) => {
  expect(await run(sql)).toMatchObject({ code: 'sql_not_allowed', status: 422 });

  const { rows } = await server.admin(`
    select (select count(*)::int from log) as logged,
      (select count(*)::int from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())) as locks`);
  expect(rows).toEqual([{ logged: 0, locks: 0 }]);
});

test.each([
  ['a function that the operator allows', 'select plain(1)', [[2]]],
  ['a view over it', 'select p from plain_view', [[2]]],
  ['an aggregate that the operator allows', 'select total(id) from people', [[1]]],
  ['a domain with a plain check', `select '5'::positive, '{1,2}'::positive[]`, [[5, '{1,2}']]],
  ['sampling', 'select count(*) >= 0 from people tablesample bernoulli (50)', [[true]]],
  ['the catalog', `select count(*) > 0 from pg_class where relname = 'people'`, [[true]]],
  ['a byte-order mark before it', '\uFEFFselect 1', [[1]]],
  ['chance', 'select random() between 0 and 1, gen_random_uuid() is not null', [[true, true]]],
  [
    'a recursive query',
    'with recursive t(n) as (values (1) union all select n + 1 from t where n < 5) select sum(n) from t',
    [[15]],
  ],
])('%s is allowed', async (_name, sql, rows) => {
  expect(await run(sql)).toMatchObject({ rows });
});

test.each(['', ' ', '-- nothing yet', ';'])(
  'a text without a statement is told to be empty: %j',
  async (sql) => {
    expect(await run(sql)).toMatchObject({
      code: 'sql_invalid',
      detail: 'The query is empty. Write a SELECT statement.',
    });
  },
);

test.each(['dblink_connect', 'reaches_out'])(
  'what %s leaves in its session, though an operator allows it, no later run finds: the session is closed',
  async (name) => {
    const place = server.data.adminUrl;
    const opened = await run(`select ${name}('kept', '${place}')`);
    expect(opened).toMatchObject({ rows: [['OK']] });

    // More than there are sessions that wait for a run.
    for (let n = 0; n < 12; n++) {
      expect(await run('select dblink_get_connections()')).toMatchObject({ rows: [[null]] });
    }
  },
);
