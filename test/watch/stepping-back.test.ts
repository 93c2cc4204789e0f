// A message that its destination fails over again and again: others go before it, but nothing of the same time of firing.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Delivery } from '../../domain/contract/alert.ts';
import { eventually } from '../support/eventually.ts';
import type { Answering } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { badInvoices, evaluate, makeAlert, must, startWatched, type Watched } from './watched.ts';

let watched: Watched;
let server: TestServer;

beforeAll(async () => {
  watched = await startWatched();
  const { host, url } = watched.receiver;
  const bot = { SLACK_BOT_TOKEN: 'xoxb-token', SLACK_API_URL: `http://${host}/slack` };
  server = await startTestServer({ env: { ...watched.env, ...bot } });
  await must(server, 'POST', '/api/queries', badInvoices);
  for (const made of [
    { kind: 'slack', name: '#billing', url },
    { kind: 'slack', name: '#bot', channel: 'C0123456789' },
  ])
    await must(server, 'POST', '/api/destinations', made);
});
afterAll(async () => {
  await server.stop();
  await watched.stop();
});
beforeEach(async () => {
  await watched.clear();
  await watched.own('update destinations set rest_until = now(), failures = 0');
});

/** Whatever rests may be tried now. */
const rested = () =>
  watched.own(`update destinations set rest_until = now();
    update deliveries set rest_until = null where state = 'waiting'`);

/** Fails over what names it, as Slack may over what stands in one message. */
const failsOver =
  (name: string): Answering =>
  ({ text }, response) =>
    void response.writeHead(text.includes(name) ? 500 : 200).end('ok');

const deliveriesOf = async (id: string): Promise<Delivery[]> =>
  (await must(server, 'GET', `/api/alerts/${id}`)).json().deliveries;
const isDelivered = (all: Delivery[]) => all.every(({ state }) => state === 'delivered');

test('a message that Slack fails over holds up no other one, and is not overtaken by its own recovery', async () => {
  watched.receiver.answer(failsOver('Poison'));
  const poison = await makeAlert(server, { name: 'Poison', key: ['number'], every: '1 day' });
  const other = await makeAlert(server, { name: 'Other', key: ['number'], every: '1 day' });
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await evaluate(server, poison);
  await evaluate(server, other);
  await eventually(() => deliveriesOf(other), isDelivered);
  await watched.sql('truncate invoices');
  await evaluate(server, poison);
  await evaluate(server, other);
  await eventually(() => deliveriesOf(other), isDelivered);
  await rested();
  await eventually(
    () => deliveriesOf(poison),
    (all) => (all[1]?.attempts ?? 0) > 1,
  );
  const held = await deliveriesOf(poison);
  const before = watched.receiver.headlines();
  watched.receiver.answer((_, response) => void response.end('ok'));
  await rested();
  await eventually(() => deliveriesOf(poison), isDelivered);

  expect(held.map(({ state, attempts }) => [state, attempts > 0])).toEqual([
    ['waiting', false],
    ['waiting', true],
  ]);
  expect(before.filter((headline) => headline.startsWith('Other'))).toEqual([
    'Other fires for 1',
    'Other recovered for 1',
  ]);
  expect(watched.receiver.headlines().slice(before.length)).toEqual([
    'Poison fires for 1',
    'Poison recovered for 1',
  ]);
});

test('a message that fails again and again makes its destination rest no longer than the first time', async () => {
  watched.receiver.answer(failsOver('Poison'));
  const id = await makeAlert(server, { name: 'Poison', key: ['number'], every: '1 day' });
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await evaluate(server, id);
  for (const attempts of [1, 2, 3, 4]) {
    await eventually(
      () => deliveriesOf(id),
      ([last]) => last?.attempts === attempts && last.problem !== null,
    );
    if (attempts < 4) await rested();
  }
  const rests = () =>
    watched.own(`select extract(epoch from d.rest_until - d.tried_at)::float8 as message,
        extract(epoch from o.rest_until - d.tried_at)::float8 as destination
      from deliveries d join destinations o on o.id = d.destination where o.lease is null`);
  const { rows } = await eventually(rests, ({ rowCount }) => rowCount === 1);

  expect(rows[0].destination).toBeLessThan(8);
  expect(rows[0].message).toBeGreaterThan(30);
});

test.each([
  ['a zero in its refusal', 503, 'down\u0000', 'slack:#billing'],
  ['no JSON', 200, '<html>busy</html>'],
  ['an error that is no word', 200, '{"ok":false,"error":{"a":[1]}}'],
  ['a history that is none', 200, '{"ok":true,"messages":{"find":1},"ts":7,"channel":null}'],
  ['messages that are none', 200, '{"ok":true,"ts":"1\\u0000","messages":[null,{"metadata":3}]}'],
  ['a place that is none', 200, '{"ok":true,"ts":{},"channel":"\\u0000"}'],
])(
  'a Slack that answers with %s gets the message in the end',
  async (_, code, garbage, to = 'slack:#bot') => {
    let isGarbage = true;
    watched.receiver.answer((_received, response) => {
      const taken = JSON.stringify({ ok: true, channel: 'C0123456789', ts: '17.5', messages: [] });
      response.writeHead(isGarbage ? code : 200).end(isGarbage ? garbage : taken);
    });
    const id = await makeAlert(server, { key: ['number'], to: [to], every: '1 day' });
    await watched.sql(`insert into invoices values ('A-17', -5)`);
    await evaluate(server, id);
    await eventually(
      () => deliveriesOf(id),
      ([last]) => typeof last?.problem === 'string' || last?.state === 'delivered',
    );
    await rested();
    // The look for it is answered with garbage too.
    await eventually(
      () => deliveriesOf(id),
      ([last]) => last?.state === 'delivered' || (last?.attempts ?? 0) > 1,
    );
    isGarbage = false;
    await eventually(async () => (await rested(), deliveriesOf(id)), isDelivered);
    const [only, ...more] = await deliveriesOf(id);

    expect([only?.state, more]).toEqual(['delivered', []]);
  },
);
