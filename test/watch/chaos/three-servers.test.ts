// Three servers with clocks that are hours apart do what is due, while they are killed between any two statements, their database
// is restarted, and Slack and the mail server have a bad day: each time is done once, and nothing is lost, told twice or false.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { startCluster, type Cluster } from '../../../server/embedded/cluster.ts';
import { ask as askDatabase, temporaryFolder, tidyUp } from '../../support/clusters.ts';
import { startMailServer, type MailServer } from '../../support/mail-server.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { often } from '../../support/random.ts';
import { ask } from '../../support/server.ts';
import { badInvoices, must } from '../watched.ts';
import { startServers, type ChaosServer } from './servers.ts';
import { startBadSlack, type BadSlack } from './slack.ts';

const ALERTS = 6;
const SUBSCRIPTIONS = 4;
const SCHEDULES = 3;
const ROUNDS = often(4, 200);

let folder: string;
let own: Cluster;
let data: TestDatabase;
let mail: MailServer;
let slack: BadSlack;
let servers: ChaosServer[];
let random: () => number;

const startOwn = () =>
  startCluster({ folder: path.join(folder, 'own'), name: 'chaos', settings: { fsync: 'off' } });
const sql = <Row extends pg.QueryResultRow>(text: string) => askDatabase<Row>(own.url(), text);

beforeAll(async () => {
  random = numbers();
  folder = await temporaryFolder();
  [own, data, mail, slack] = await Promise.all([
    startOwn(),
    newDatabase({ template: 'empty' }),
    startMailServer(),
    startBadSlack(random),
  ]);
  await askDatabase(data.adminUrl, 'create table invoices (number text, amount numeric)');
  servers = await startServers({
    DATABASE_URL: own.url(),
    SOURCE_MAIN_URL: data.readerUrl,
    ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    DELIVERY_ALLOWED_HOSTS: slack.host,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Sheetfeed <s@example.com>',
    SLACK_BOT_TOKEN: 'xoxb-token',
    SLACK_API_URL: `http://${slack.host}/slack`,
  });
  slack.isBad = false;
  await makeThings();
  await allDone();
  slack.isBad = true;
  mail.answer(() => (random() < 0.05 ? 451 : random() < 0.01 ? 'hang' : 'taken'));
});
afterAll(async () => {
  await Promise.all(servers?.map((server) => server.stop()) ?? []);
  await Promise.all([slack?.stop(), mail?.stop(), data?.drop()]);
  if (own) await tidyUp(folder, [own]);
});

/** The same ones again for the seed of this run (mulberry32). */
function numbers(): () => number {
  let state = jest.getSeed();
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function makeThings(): Promise<void> {
  const server = { ask: (at: string, asked: object) => ask(servers[0]?.port ?? 0, at, asked) };
  const query = {
    ...badInvoices,
    parameters: [{ name: 'number', type: 'text', default: 'N-0' }],
    sql: 'select number from invoices where amount < 0 and number = :number',
  };
  for (let turn = 0; turn < SCHEDULES; turn++) {
    const slug = turn === 0 ? query.slug : `${query.slug}-${turn}`;
    await must(server, 'POST', '/api/queries', { ...query, slug });
    const daily = { every: { every: 'day', hour: 3 } };
    await must(server, 'PUT', `/api/queries/${slug}/schedule`, daily);
  }
  for (const made of [
    { kind: 'slack', name: '#hook', url: `http://${slack.host}/services/T0/B0/x` },
    { kind: 'slack', name: '#bot', channel: 'C0123456789' },
    { kind: 'mail', name: 'team', addresses: ['ada@example.com'] },
  ])
    await must(server, 'POST', '/api/destinations', made);
  for (let turn = 0; turn < ALERTS; turn++) {
    const name = `N-${turn}`;
    const alert = { query: query.slug, name, values: { number: name }, every: '1 day' };
    await must(server, 'POST', '/api/alerts', { ...alert, to: ['slack:#hook', 'slack:#bot'] });
  }
  for (let turn = 0; turn < SUBSCRIPTIONS; turn++)
    await must(server, 'POST', '/api/subscriptions', {
      ...{ query: query.slug, to: turn % 2 === 0 ? 'mail:team' : 'slack:#bot' },
      every: { every: 'day', hour: 3 },
    });
}

/** Everything is due once more, while one or two of the servers are killed, and now and then their database is restarted. */
async function round(isBad: boolean): Promise<void> {
  await askDatabase(data.adminUrl, 'truncate invoices');
  const bad = `insert into invoices select 'N-' || n, -1 from generate_series(0, ${ALERTS - 1}) n`;
  if (isBad) await askDatabase(data.adminUrl, bad);
  const victims = servers.filter(() => random() < 0.5);
  for (const victim of victims) victim.killAfter(1 + Math.floor(random() * 60), random() < 0.5);
  await sql(`update alerts set due_at = now(); update timed_queries set due_at = now()`);
  if (random() < 0.3) {
    await sleep(random() * 1_000);
    await own.stop();
    own = await startOwn();
  }
  await sleep(random() * 500);
  await Promise.all(victims.map((victim) => victim.revive()));
  await allDone();
}

const LEFT = `select 'alert' as what, name, null as problem from alerts where due_at <= now()
  union all select 'time', id::text, problem from timed_queries where due_at <= now()
  union all select 'message to ' || o.name, identity, concat_ws(' ', attempts, d.problem, o.problem)
    from deliveries d join destinations o on o.id = destination where state = 'waiting'`;
const REST_NO_MORE = `update destinations set rest_until = now();
  update timed_queries set rest_until = now();
  update deliveries set rest_until = null where state = 'waiting'`;
const DONE_WITHIN_MS = 120_000;

/** Nothing is due, and every message is out. Nobody waits for long pauses meanwhile. */
async function allDone(): Promise<void> {
  const giveUp = performance.now() + DONE_WITHIN_MS;
  for (;;) {
    const left = await sql(LEFT);
    if (left.length === 0) return;
    if (performance.now() > giveUp) throw new Error(`still left: ${JSON.stringify(left)}`);
    await sleep(700);
    await sql(REST_NO_MORE);
  }
}

test('each time is done once, and told once, whatever is killed, restarted or away meanwhile', async () => {
  for (let turn = 0; turn < ROUNDS; turn++) await round(turn % 2 === 0);

  const half = ROUNDS / 2;
  const perAlert = Array.from({ length: half }, () => ['fires', 'recovered']).flat();
  const [episodes] = await sql<{ count: number }>(
    'select count(*)::integer as count from alert_episodes where ended_at is not null',
  );
  expect(episodes?.count).toBe(ALERTS * half);
  // The source is there all the time.
  const failed = `select distinct detail from alert_evaluations where outcome = 'failing'`;
  expect(await sql(failed)).toEqual([]);
  for (let turn = 0; turn < ALERTS; turn++) {
    expect(told(`N-${turn}`, 'hook')).toEqual(perAlert);
    expect(told(`N-${turn}`, 'bot')).toEqual(perAlert);
  }
  const slots = await sql(
    `select kind, outcome, count(*)::integer from timed_slots join timed_queries on id = timed
     group by 1, 2 order by 1, 2`,
  );
  expect(slots).toEqual([
    { kind: 'subscription', outcome: 'sent', count: SUBSCRIPTIONS * ROUNDS },
    { kind: 'warm', outcome: 'warmed', count: SCHEDULES * ROUNDS },
  ]);
  expect(mailed().names).toBe((SUBSCRIPTIONS / 2) * ROUNDS);
  expect(mailed().allRepeatedSaySo).toBe(true);
  // The bot can look before it posts again.
  const ids = slack.posted.flatMap(({ id }) => id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe((2 * ALERTS * half + (SUBSCRIPTIONS / 2) * ROUNDS) | 0);
}, 3_600_000);

/** What was told of an alert; by the webhook, what says itself that it may be a repetition counts where it is none. */
function told(name: string, how: 'hook' | 'bot'): string[] {
  const found: string[] = [];
  for (const { headline, saysTwice, id } of slack.posted) {
    if ((id === null) !== (how === 'hook') || !headline.startsWith(`${name} `)) continue;
    const words = headline.slice(name.length + 1);
    if (how === 'bot' || !saysTwice || found.at(-1) !== words) found.push(words);
  }
  return found;
}

/** A mail that came again bears the same name, and says what it is. */
function mailed(): { names: number; allRepeatedSaySo: boolean } {
  const names = mail.received.map(({ raw }) => /^Message-ID: (\S+)/im.exec(raw)?.[1]);
  const repeated = mail.received.filter((_, place) => names.indexOf(names[place]) !== place);
  return {
    names: new Set(names).size,
    allRepeatedSaySo: repeated.every(({ raw }) => raw.includes('second time')),
  };
}
