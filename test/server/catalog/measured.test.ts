// What each step of a query took: measured by a run like any other, which can change nothing and ends at its limits.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AuditEntry } from '../../../domain/contract/audit.ts';
import type { MeasuredPlan } from '../../../domain/contract/schema.ts';
import '../../support/become.ts';
import { sampleUrls } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: { SOURCE_SAMPLE_URL: sampleUrls().reader, RUN_TIMEOUT_SECONDS: '6' },
  });
});
afterAll(() => server.stop());

const post = (path: string, sql: string, more: object = {}) =>
  server.ask(path, { body: { source: 'sample', sql, ...more } });
const measure = (sql: string, more?: object) => post('/api/measure', sql, more);

test('each step is told with its words, its rows and its time, and is recorded as what it was', async () => {
  const sql = 'select plan, count(*) from subscriptions where status <> :status group by plan';
  const answer = await measure(sql, { values: { status: 'ended' } });
  const { steps, more, executionMs }: MeasuredPlan = answer.json();

  expect([answer.status, more, executionMs > 0]).toEqual([200, false, true]);
  expect(steps[0]?.depth).toBe(0);
  const read = steps.find(({ name }) => name.includes('on subscriptions'));
  expect(read).toMatchObject({ loops: 1, sentence: expect.stringContaining('subscriptions') });
  const counted = await post(
    '/api/run',
    `select count(*) from subscriptions where status <> 'ended'`,
  );
  expect(String(read?.rows)).toBe(String(counted.json().rows[0][0]));
  const recorded = async () => {
    const { entries } = (await server.ask('/api/audit?kind=run')).json();
    return (entries as AuditEntry[]).map(({ sql: ran, outcome }) => [ran, outcome]);
  };
  await expect(recorded).toBecome(expect.arrayContaining([[`explain (analyze) ${sql}`, 'done']]));
});

test('what a WITH query took is counted once, at the step that did it', async () => {
  const sql =
    'with numbers as materialized (select i, md5(i::text) as m from generate_series(1, 50000) i) ' +
    'select count(*) from numbers a join numbers b using (i) where b.m > a.m or a.i > 0';
  const { steps }: MeasuredPlan = (await measure(sql)).json();
  const own = steps.reduce((sum, { ownMs }) => sum + ownMs, 0);

  expect(steps.filter(({ name }) => name.startsWith('CTE Scan')).length).toBe(2);
  expect(own).toBeLessThanOrEqual((steps[0]?.ms ?? 0) * 1.01 + 0.1);
});

test.each([
  'delete from accounts',
  'with gone as (delete from accounts returning *) select * from gone',
  "select set_config('a.b', 'c', false)",
  "select nextval('accounts_id_seq')",
  'explain analyze delete from accounts',
  'select 1; delete from accounts',
  'select 1) delete from accounts --',
])('measuring refuses %j as a run would', async (sql) => {
  const [measured, run] = await Promise.all([measure(sql), post('/api/run', sql)]);

  expect([measured.status, measured.json().code]).toEqual([422, run.json().code]);
});

test('measuring ends at the time limit, and asks for the same values as a run', async () => {
  const late = await measure('select count(*) from generate_series(1, 100000000000) n');
  const wrong = await measure('select :n::int', {
    parameters: [{ name: 'n', type: 'number' }],
    values: { n: 'x' },
  });

  expect(late.json().code).toBe('sql_timed_out');
  expect([wrong.status, wrong.json().code]).toEqual([422, 'invalid_value']);
});

test('who runs a text while another measures it gets its rows, and the other its plan', async () => {
  const sql = 'select count(*) as n from accounts, generate_series(1, 200) where name > :after';
  const values = { after: '' };
  const [plan, run] = await Promise.all([
    measure(sql, { values }),
    post('/api/run', sql, { values }),
  ]);

  expect(run.json().columns.map(({ name }: { name: string }) => name)).toEqual(['n']);
  expect(plan.json().steps.length).toBeGreaterThan(1);
});

test('a long value is told in short however many steps repeat it, and a plan that nobody could read is refused', async () => {
  const arms = (count: number) =>
    Array.from({ length: count }, () => 'select 1 from accounts where name = :name').join(
      ' union all ',
    );
  const values = { name: 'x'.repeat(200_000) };
  const short = await measure(arms(2), { values });
  const long = await measure(arms(30), { values });
  const explained = await post('/api/explain', arms(30), { values });

  expect(short.status).toBe(200);
  expect(short.text).toContain('xxx…');
  expect(short.text.length).toBeLessThan(20_000);
  for (const answer of [long, explained])
    expect([answer.status, answer.json().code]).toEqual([413, 'result_too_large']);
});
