// What an alert would have told in the last week: by results that were frozen, by the numbers of recorded runs, and by the one of now.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Rehearsal } from '../../domain/contract/alert.ts';
import { eventually } from '../support/eventually.ts';
import type { TestServer } from '../support/server.ts';
import { badInvoices, must, startWatched, startWatchingServer, type Watched } from './watched.ts';

let watched: Watched;
let server: TestServer;

beforeAll(async () => {
  watched = await startWatched();
  server = await startWatchingServer(watched);
  const sum = 'select sum(amount) as owed from invoices';
  await must(server, 'POST', '/api/queries', { slug: 'owed', title: 'Owed', sql: sum });
});
afterAll(async () => {
  await server.stop();
  await watched.stop();
});
beforeEach(() => watched.clear());

async function rehearse(rule: object): Promise<Rehearsal> {
  const body = { name: 'It', ...rule };
  return (await must(server, 'POST', '/api/alerts/rehearsal', body)).json();
}

const headlines = ({ told }: Rehearsal) => told.map(({ headline }) => headline);

/** Runs it anew, as it is now. */
async function run(slug: string): Promise<string> {
  const id = randomUUID();
  await must(server, 'POST', `/api/queries/${slug}/result`, { maxAgeSeconds: 0, run: id });
  return id;
}

/** Runs it anew, and waits until that is on record. */
async function recorded(slug: string): Promise<void> {
  const id = await run(slug);
  const row = () => watched.own(`select from runs where id = '${id}'`);
  await eventually(row, ({ rowCount }) => rowCount === 1);
}

const freeze = async () => must(server, 'POST', `/api/runs/${await run(badInvoices.slug)}/freeze`);

test('it tells by the frozen results of the week what would have fired and recovered, and by the one of now how it stands', async () => {
  await recorded(badInvoices.slug);
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await freeze();
  await watched.sql(`insert into invoices values ('A-18', -7)`);
  await freeze();
  await watched.sql(`delete from invoices where number = 'A-17'`);
  await freeze();

  const byRow = await rehearse({ query: badInvoices.slug, key: ['number'] });
  const whole = await rehearse({ query: badInvoices.slug, in_a_row: 3 });
  expect(headlines(byRow)).toEqual(['It fires for 1', 'It fires for 1', 'It recovered for 1']);
  expect(byRow).toMatchObject({ looks: 5, outcome: 'firing', firing: 1, detail: null });
  expect(headlines(whole)).toEqual(['It fires']);

  // Whoever gives no row needs nothing kept.
  await watched.sql('truncate invoices');
  await recorded(badInvoices.slug);
  await watched.sql(`insert into invoices values ('A-19', -1)`);
  expect(headlines(await rehearse({ query: badInvoices.slug, key: ['number'] }))).toEqual([
    ...headlines(byRow),
    ...['It recovered for 1', 'It fires for 1'],
  ]);

  // What was frozen before the week counts no more, nor what was asked otherwise.
  await watched.own(`update frozen_runs set ran_at = now() - interval '8 days'`);
  await watched.own(`update runs set started_at = now() - interval '8 days'`);
  const now = await rehearse({ query: badInvoices.slug, key: ['number'] });
  expect(now).toMatchObject({ looks: 1, told: [{ headline: 'It fires for 1' }] });
});

test('of a query that gives one number every recorded run counts, and its null is no value', async () => {
  for (const amount of [10, 50, 20]) {
    await watched.sql(`truncate invoices`);
    await watched.sql(`insert into invoices values ('A', ${amount})`);
    await recorded('owed');
  }

  const when = { column: 'owed', is: 'above', than: 40 };
  const answer = await rehearse({ query: 'owed', when });
  expect(headlines(answer)).toEqual(['It fires', 'It recovered']);
  expect(answer).toMatchObject({ looks: 4, outcome: 'ok', firing: 0 });
});

test('it writes no alert and tells nobody; what cannot be judged says why', async () => {
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  const to = ['slack:#billing'];
  await rehearse({ query: badInvoices.slug, to });
  const wrong = { column: 'sum', is: 'above', than: 1 };

  expect(await rehearse({ query: badInvoices.slug, when: wrong })).toMatchObject({
    outcome: 'failing',
    detail: 'The result has no column named sum.',
  });
  const { rows } = await watched.own(
    'select (select count(*) from alerts)::int as alerts, (select count(*) from deliveries)::int as messages',
  );
  expect(rows).toEqual([{ alerts: 0, messages: 0 }]);
  const none = await server.ask('/api/alerts/rehearsal', {
    method: 'POST',
    body: { query: 'nothing', name: 'It' },
  });
  expect(none.status).toBe(404);
});
