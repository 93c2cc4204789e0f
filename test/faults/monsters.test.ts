// Monsters in size: cells, rows and texts that are too large are refused while other requests go on.
import { eventually } from '../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { feelPulse, startFaultLab, type FaultLab } from './lab.ts';

let lab: FaultLab;
beforeAll(async () => {
  lab = await startFaultLab({ RUN_TIMEOUT_SECONDS: '120' });
  await lab.expectClean();
});
afterAll(() => lab.stop());

/** The most memory that is held while something goes on. */
function watchMemory(): () => number {
  let most = lab.megabytes();
  const timer = setInterval(() => (most = Math.max(most, lab.megabytes())), 100);
  return () => {
    clearInterval(timer);
    return most;
  };
}

test.each(['/q/cell.csv', '/q/wide.csv', '/q/wide.json'])(
  'the cell of %s is cut off without being held in memory',
  async (path) => {
    const before = lab.megabytes();
    const most = watchMemory();
    const pulse = feelPulse(lab.url);

    const ending = await lab.ask(path);

    expect(ending).toMatchObject({ state: 'problem', status: 413, code: 'result_too_large' });
    expect(most() - before).toBeLessThan(120);
    expect(await pulse.end()).toMatchObject({ failed: 0 });
    await lab.expectClean();
  },
);

test('rows of 20 MB go through, and their memory is given back', async () => {
  const before = lab.megabytes();
  for (const path of ['/q/broad.csv', '/q/broad.json']) {
    const ending = await lab.ask(path);
    expect(ending).toMatchObject({ state: 'whole', status: 200 });
    expect(ending.state === 'whole' && ending.text.length).toBeGreaterThan(80_000_000);
  }
  await lab.expectClean();
  const after = await eventually(
    async () => lab.megabytes(),
    (now) => now - before < 150,
  );
  expect(after - before).toBeLessThan(150);
});

// Not a speed: a server that stands still for as long as a monster takes would be far beyond it.
const STALLED_MS = 20_000;
const long = (unit: string, times: number) => unit.repeat(times);
const monsters: [string, string, number][] = [
  ['ten megabytes of text', `select '${long('x', 10_000_000)}'`, 413],
  ['20,000 nested parentheses', `select ${long('(', 20_000)}1${long(')', 20_000)}`, 422],
  ['100,000 nested parentheses', `select ${long('(', 100_000)}1${long(')', 100_000)}`, 422],
  ['a list of 700 KB', `select 1 where 1 in (${long('1234567,', 90_000)}1)`, 422],
  ['a sum of 100,000 terms', `select ${long('1+', 100_000)}1`, 422],
  ['40,000 casts in a row', `select 1${long('::int', 40_000)}`, 422],
  ['10,000 nested functions', `select ${long('abs(', 10_000)}1${long(')', 10_000)}`, 422],
  [
    '8,000 nested subqueries',
    `select * from ${long('(select * from ', 8_000)}t${long(') x', 8_000)}`,
    422,
  ],
  ['15,000 unions', `select 1${long(' union select 1', 15_000)}`, 422],
  ['a comment that nests 60,000 times', `select 1 ${long('/*', 60_000)}${long('*/', 60_000)}`, 422],
  [
    'columns by the thousand in a hundred levels',
    `select * from ${long('(select * from ', 100)}(select ${long('1,', 1_500)}1) x${long(') x', 100)}`,
    422,
  ],
  ['250 KB of quotes', `select ${long(`''`, 120_000)}`, 422],
];

test.each(monsters)('%s ends in a problem, while others go on', async (_name, sql, status) => {
  const pulse = feelPulse(lab.url);
  const [monster, other] = await Promise.all([
    lab.ask('/api/run', { source: 'main', sql }),
    lab.ask('/api/run', { source: 'main', sql: `select ${Math.random()} as x` }),
  ]);

  expect(monster).toMatchObject(
    status === 413
      ? { state: 'problem', status }
      : { state: expect.stringMatching(/problem|whole/) },
  );
  if (monster.state === 'problem') expect(monster.status).toBeLessThan(500);
  expect(other).toMatchObject({ state: 'whole', status: 200 });
  const { failed, answered, slowestMs } = await pulse.end();
  expect({ failed, answers: answered > 0 }).toEqual({ failed: 0, answers: true });
  expect(slowestMs).toBeLessThan(STALLED_MS);
  await lab.expectClean();
});

test('a long list of constants is not read while everybody waits', async () => {
  const sql = `select count(*) from generate_series(1, 10) g where g in (${long('1,', 60_000)}1)`;
  const pulse = feelPulse(lab.url);

  await Promise.all(Array.from({ length: 4 }, () => lab.ask('/api/run', { source: 'main', sql })));

  const { failed, slowestMs } = await pulse.end();
  expect(failed).toBe(0);
  expect(slowestMs).toBeLessThan(STALLED_MS);
  await lab.expectClean();
});

test('a flood of large texts does not get honest ones refused', async () => {
  const text = (n: number) =>
    `select ${n} where ${long(`'${n}' || 'abc' = 'def' or `, 9_000)} true`;
  const flood = Array.from({ length: 60 }, (_, n) =>
    lab.ask('/api/run', { source: 'main', sql: text(n) }),
  );
  const honest = await Promise.all(
    Array.from({ length: 5 }, (_, n) =>
      lab.ask('/api/run', { source: 'main', sql: `select ${n} as honest` }),
    ),
  );

  for (const ending of honest) expect(ending).toMatchObject({ state: 'whole', status: 200 });
  await Promise.all(flood);
  await lab.expectClean();
});
