// What the log holds and what it must never hold: secrets, values, SQL, and rows of a database.
import { eventually } from '../../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { ask, startProgram, type TestProgram } from '../../support/server.ts';

const planted = {
  row: 'planted-row-7141',
  value: 'planted-value-7142',
  sql: 'planted_sql_7143',
  metrics: 'planted-metrics-token-7144',
  bearer: 'planted.bearer.7145',
  cookie: 'planted-cookie-7146',
  body: 'planted-body-7147',
  search: 'planted-search-7148',
};

let own: TestDatabase;
let data: TestDatabase;
let program: TestProgram;
let port: number;

beforeAll(async () => {
  [own, data] = [await newDatabase({ template: 'own' }), await newDatabase({ template: 'empty' })];
  await onOwn(data.adminUrl, `create table people as select '${planted.row}' as name, 1 as n`);
  program = startProgram({
    PORT: '0',
    LOG_LEVEL: 'debug',
    DATABASE_URL: own.adminUrl,
    METRICS_TOKEN: planted.metrics,
    SOURCE_MAIN_URL: data.readerUrl,
    SOURCE_GONE_URL: 'postgres://someone:planted-password@127.0.0.1:1/x',
  });
  const [, printed] = await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
  port = Number(printed);
});
afterAll(async () => {
  program.kill('SIGKILL');
  await program.ended();
  await own.drop();
  await data.drop();
});

async function onOwn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

const run = (sql: string, more: object = {}) =>
  ask(port, '/api/run', { body: { source: 'main', sql, ...more } });

test('of runs, failures and lost databases the log keeps no secret, value, SQL or row', async () => {
  const secrets: string[] = Object.values(planted);
  const statuses: number[] = [];
  const note = async (asked: ReturnType<typeof ask>) => {
    const answer = await asked;
    statuses.push(answer.status);
    return answer;
  };
  // A result, a failure whose message holds a row, a wrong value, a wrong body, a wrong query string.
  await note(run(`select name as ${planted.sql} from people`));
  await note(run('select name::integer from people'));
  await note(
    run('select 1 / (n - 1) from people where name <> :x', { values: { x: planted.value } }),
  );
  await note(
    run('select :x', {
      parameters: [{ name: 'x', type: 'number' }],
      values: { x: planted.value },
    }),
  );
  await note(ask(port, '/api/run', { body: `{"sql": ${planted.body}`, headers: json }));
  await note(ask(port, `/api/queries?search=${planted.search}&limit=${planted.search}`));
  // Secrets in every place that takes one.
  await note(
    ask(port, '/api/me', {
      headers: { authorization: `Bearer ${planted.bearer}`, cookie: `sheetfeed=${planted.cookie}` },
    }),
  );
  await note(ask(port, '/metrics', { headers: { authorization: `Bearer ${planted.metrics}` } }));
  const saved = { title: 'People', source: 'main', sql: 'select name from people' };
  await note(ask(port, '/api/queries', { body: saved }));
  const link = await note(ask(port, '/api/queries/people/links', { body: { values: {} } }));
  if (link.status === 201) secrets.push(link.json().token as string);
  for (const token of secrets) await note(ask(port, `/s/${token}.csv`));
  // A source that is away, and Sheetfeed's own database that loses a table and then the connections.
  await note(ask(port, '/api/run', { body: { source: 'gone', sql: 'select 1' } }));
  await onOwn(own.adminUrl, 'alter table runs rename to runs_away');
  await note(run('select name from people where name = :x', { values: { x: planted.value } }));
  await onOwn(
    own.adminUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await eventually(
    () => Promise.resolve(program.output()),
    (output) => /could not be recorded/.test(output) && /connection was lost/.test(output),
  );

  const log = program.output();
  expect(statuses).toEqual(expect.arrayContaining([200, 201, 400, 404, 503]));
  expect(log).toMatch(/"status":503/);
  expect(log).toMatch(/"reasons":\["nothing listens at 127\.0\.0\.1:1"\]/);
  const passwords = [own.adminUrl, data.readerUrl].map((url) => new URL(url).password);
  const found = [...secrets, ...passwords, 'planted-password'].filter((one) => log.includes(one));
  expect(found).toEqual([]);
});

const json = { 'content-type': 'application/json' };

test('a problem that is told has its line in the log, found by its request id', async () => {
  const { requestId } = (await run('select nonsense from nowhere')).json();

  await program.printed(new RegExp(`"requestId":"${requestId}","method":"POST","path":"/api/run"`));
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
});

test('who watches the server does not fill the log', async () => {
  for (const path of ['/healthz', '/readyz']) await ask(port, path);
  await program.printed(/"level":20,[^\n]*"path":"\/readyz"/);

  expect(program.output()).not.toMatch(/"level":30,[^\n]*"path":"\/(healthz|readyz)"/);
});
