// Two server processes that watch the same alerts, one of which is killed again and again, at whatever it is about: nothing
// is lost, nothing told twice without saying so, and nothing false.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { often } from '../support/random.ts';
import { eventually } from '../support/eventually.ts';
import { ask, startProgram, type TestProgram } from '../support/server.ts';
import { badInvoices, must, startWatched, type Watched } from './watched.ts';

interface Running {
  program: TestProgram;
  port: number;
}

const ALERTS = 12;

let watched: Watched;
let steady: Running;
let victim: Running;

beforeAll(async () => {
  watched = await startWatched();
  [steady, victim] = await Promise.all([start(), start()]);
  const server = { ask: (path: string, asked: object) => ask(steady.port, path, asked) };
  await must(server, 'POST', '/api/queries', {
    ...badInvoices,
    parameters: [{ name: 'number', type: 'text' }],
    sql: 'select number from invoices where amount < 0 and number = :number',
  });
  const destination = { kind: 'slack', name: '#billing', url: watched.receiver.url };
  await must(server, 'POST', '/api/destinations', destination);
  // Where a server was killed between a post and its note, the next one waits for its lease; not for long pauses.
  for (let turn = 0; turn < ALERTS; turn++) {
    const name = `N-${turn}`;
    const alert = { query: badInvoices.slug, name, values: { number: name }, every: '1 day' };
    await must(server, 'POST', '/api/alerts', { ...alert, to: ['slack:#billing'] });
  }
});
afterAll(async () => {
  for (const { program } of [steady, victim]) program.kill('SIGKILL');
  await Promise.all([steady, victim].map(({ program }) => program.ended()));
  await watched.stop();
});

async function start(): Promise<Running> {
  const program = startProgram({ ...watched.env, PORT: '0', LOG_LEVEL: 'error' });
  const [, port] = await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
  return { program, port: Number(port) };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Has every alert evaluated once more, while one of the servers is killed at some moment of it. */
async function round(isBad: boolean): Promise<void> {
  await watched.sql('truncate invoices');
  const bad = `insert into invoices select 'N-' || n, -1 from generate_series(0, ${ALERTS - 1}) n`;
  if (isBad) await watched.sql(bad);
  // As a change does: what is being evaluated just now is of what was before.
  await watched.own('update alerts set due_at = now(), lease = null, lease_until = null');
  await wait(Math.random() * 1_500);
  victim.program.kill('SIGKILL');
  await victim.program.ended();
  const restarted = start();
  const due = () => watched.own('select from alerts where due_at <= now()');
  await eventually(due, ({ rowCount }) => rowCount === 0);
  victim = await restarted;
}

test('of what fires and recovers each is told, and once, whatever server is killed meanwhile', async () => {
  watched.receiver.answer(async (_, response) => {
    await wait(Math.random() * 30);
    response.end('ok');
  });
  const rounds = often(2, 60);

  for (let turn = 0; turn < rounds; turn++) await round(turn % 2 === 0);
  const waiting = () => watched.own(`select from deliveries where state = 'waiting'`);
  await eventually(waiting, ({ rowCount }) => rowCount === 0);

  const episodes = await watched.own('select count(*)::integer as count from alert_episodes');
  expect(episodes.rows[0].count).toBe((ALERTS * rounds) / 2);
  for (let turn = 0; turn < ALERTS; turn++) {
    const whole = Array.from({ length: rounds / 2 }, () => [
      `N-${turn} fires`,
      `N-${turn} recovered`,
    ]);
    expect(toldOf(`N-${turn}`)).toEqual(whole.flat());
  }
});

/**
 * What was told of an alert. What says itself that it may be a repetition counts where it is none: the server was killed
 * before the first post.
 */
function toldOf(name: string): string[] {
  const { received, headlines } = watched.receiver;
  const told: string[] = [];
  headlines().forEach((headline, place) => {
    if (!headline.startsWith(`${name} `)) return;
    const mayRepeat = received[place]?.text.includes('second time') === true;
    if (!mayRepeat || told.at(-1) !== headline) told.push(headline);
  });
  return told;
}
