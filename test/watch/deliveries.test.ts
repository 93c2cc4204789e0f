// Deliveries to a Slack that refuses, fails, is slow, or is somewhere that messages must not go.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createHmac, randomBytes } from 'node:crypto';
import type { Delivery } from '../../domain/contract/alert.ts';
import { isPublicAddress } from '../../server/deliver/addresses.ts';
import { createSeal } from '../../server/deliver/seal.ts';
import { eventually } from '../support/eventually.ts';
import type { Answering } from '../support/receiver.ts';
import type { TestServer } from '../support/server.ts';
import {
  evaluate,
  makeAlert,
  must,
  startWatched,
  startWatchingServer,
  type Watched,
} from './watched.ts';

let watched: Watched;
let server: TestServer;

beforeAll(async () => {
  watched = await startWatched();
  server = await startWatchingServer(watched);
});
afterAll(async () => {
  await server.stop();
  await watched.stop();
});
beforeEach(async () => {
  await watched.clear();
  await watched.own(`update destinations set rest_until = now(), failures = 0`);
});

async function slackId(): Promise<string> {
  const { destinations } = (await must(server, 'GET', '/api/destinations')).json();
  return destinations.find(({ kind }: { kind: string }) => kind === 'slack').id;
}

/** Answers the first posts one after the other, and takes the rest. */
const first =
  (...answers: Answering[]): Answering =>
  (received, response, number) =>
    (answers[number] ?? ((_, rest) => void rest.end('ok')))(received, response, number);

const status =
  (code: number, headers = {}, text = ''): Answering =>
  (_, response) =>
    void response.writeHead(code, headers).end(text);

async function fire(): Promise<string> {
  const id = await makeAlert(server, { key: ['number'] });
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await evaluate(server, id);
  return id;
}

const deliveriesOf = async (id: string): Promise<Delivery[]> =>
  (await must(server, 'GET', `/api/alerts/${id}`)).json().deliveries;
const isDelivered = ([last]: Delivery[]) => last?.state === 'delivered';

test('after 429 a message waits as long as Slack asks, and arrives once', async () => {
  watched.receiver.answer(first(status(429, { 'retry-after': '2' })));
  const id = await fire();
  const [delivery] = await eventually(() => deliveriesOf(id), isDelivered);
  const [refused, taken, ...more] = watched.receiver.received;

  expect(more).toEqual([]);
  expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_900);
  expect(delivery?.attempts).toBe(2);
  // It was refused, so it is no repetition.
  expect(taken?.text).not.toContain('second time');
});

test('a message whose answer is lost is sent again and says so, and what follows comes after it', async () => {
  watched.receiver.answer(first((_, response) => void response.destroy()));
  const id = await fire();
  await eventually(
    () => watched.receiver.received,
    (all) => all.length === 1,
  );
  await watched.sql('truncate invoices');
  await evaluate(server, id);
  await eventually(() => deliveriesOf(id), isDelivered);

  expect(watched.receiver.headlines()).toEqual([
    'Bad invoices fires for 1',
    'Bad invoices fires for 1',
    'Bad invoices recovered for 1',
  ]);
  const repeated = watched.receiver.received.map(({ text }) => text.includes('second time'));
  expect(repeated).toEqual([false, true, false]);
});

test('a message whose answer was lost says so also after Slack asked for a pause in between', async () => {
  watched.receiver.answer(
    first((_, response) => void response.destroy(), status(429, { 'retry-after': '1' })),
  );
  const id = await fire();
  await eventually(() => deliveriesOf(id), isDelivered);
  const repeated = watched.receiver.received.map(({ text }) => text.includes('second time'));

  expect(repeated).toEqual([false, true, true]);
});

test('a 500 is tried again; an address that is gone is told to admins, and its message is kept', async () => {
  watched.receiver.answer(first(status(500), status(404, {}, 'no_service')));
  const id = await fire();
  const [waiting] = await eventually(
    () => deliveriesOf(id),
    ([last]) => /no_service/.test(last?.problem ?? ''),
  );
  // The message's own state is written first.
  const { destinations, undelivered } = await eventually(
    async () => (await must(server, 'GET', '/api/destinations')).json(),
    (told) => (told.destinations[0].problem ?? '').includes('404'),
  );

  expect([waiting?.state, waiting?.attempts]).toEqual(['waiting', 2]);
  expect(destinations[0]).toMatchObject({ waiting: 1, problem: expect.stringContaining('404') });
  expect(undelivered).toHaveLength(1);
});

test('a message that Slack will never take is told, and holds nothing up', async () => {
  watched.receiver.answer(first(status(400, {}, 'invalid_blocks')));
  const id = await fire();
  await watched.sql('truncate invoices');
  await evaluate(server, id);
  const all = await eventually(() => deliveriesOf(id), isDelivered);

  expect(all.map(({ state }) => state)).toEqual(['delivered', 'refused']);
  expect(all[1]?.problem).toContain('invalid_blocks');
});

test('a redirection is not followed', async () => {
  watched.receiver.answer(status(307, { location: `${watched.receiver.url}/elsewhere` }));
  const id = await slackId();
  const tested = await must(server, 'POST', `/api/destinations/${id}/test`, {});

  expect(tested.json()).toMatchObject({ delivered: false });
  expect(watched.receiver.received.map(({ path }) => path)).toEqual([
    new URL(watched.receiver.url).pathname,
  ]);
});

test('a webhook gets JSON that its secret proves, under one id at every attempt', async () => {
  const body = { kind: 'webhook', name: 'on-call', url: `http://${watched.receiver.host}/hook` };
  const made = (await must(server, 'POST', '/api/destinations', body)).json();
  watched.receiver.answer(first(status(429, { 'retry-after': '1' })));
  const id = await makeAlert(server, { key: ['number'], to: ['webhook:on-call'] });
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await evaluate(server, id);
  await eventually(() => deliveriesOf(id), isDelivered);
  const [refused, taken] = watched.receiver.received;

  // Checked as the scheme's own libraries do.
  const { 'webhook-id': message, 'webhook-timestamp': at, ...headers } = taken?.headers ?? {};
  const key = Buffer.from(made.secret.slice('whsec_'.length), 'base64');
  const signed = createHmac('sha256', key).update(`${message}.${at}.${taken?.text}`);
  expect(headers['webhook-signature']).toBe(`v1,${signed.digest('base64')}`);
  expect(message).toBe(refused?.headers['webhook-id']);
  expect(JSON.parse(taken?.text ?? '')).toMatchObject({
    type: 'alert.fires',
    data: { count: 1, subjects: [{ name: 'A-17', rows: [{ amount: '-5' }] }] },
  });
  expect((await must(server, 'GET', '/api/destinations')).text).not.toContain(made.secret);
});

test.each([
  'http://example.com/x',
  'https://127.0.0.1/x',
  'https://[::1]/x',
  'https://[::ffff:10.0.0.1]/x',
  'https://10.1.2.3/x',
  'https://169.254.169.254/latest/meta-data',
  'https://0x7f000001/x',
])('a destination at %s is refused', async (url) => {
  const body = { kind: 'slack', name: 'inside', url };
  const answer = await server.ask('/api/destinations', { method: 'POST', body });

  expect(answer.status).toBe(400);
});

test('a name that resolves to a private address is refused when it is connected to', async () => {
  const body = { kind: 'slack', name: 'by-name', url: 'https://localhost:1/x' };
  const { id } = (await must(server, 'POST', '/api/destinations', body)).json();
  const tested = (await must(server, 'POST', `/api/destinations/${id}/test`, {})).json();

  expect(tested.problem).toContain('not of the internet');
  await must(server, 'DELETE', `/api/destinations/${id}`);
});

test('addresses of the internet are told from all others', () => {
  const inside = [
    '100.64.0.1',
    '192.168.1.1',
    '224.0.0.1',
    'fe80::1%eth0',
    'fd00::1',
    '64:ff9b::a00:1',
  ];
  const outside = ['8.8.8.8', '2606:4700::1111'];

  expect([...inside, ...outside].filter(isPublicAddress)).toEqual(outside);
});

test('a destination’s secret is nowhere in the clear: not in the database, not in answers', async () => {
  const dump = await watched.own(`select to_jsonb(d) as row from destinations d
    union all select to_jsonb(a) from audit_events a`);

  expect(JSON.stringify(dump.rows)).not.toContain('secret-part');
  expect((await must(server, 'GET', '/api/destinations')).text).not.toContain('secret-part');
});

test('a key is replaced while the old one still opens what it closed; another text opens for no key', () => {
  const [old, young] = [randomBytes(32), randomBytes(32)];
  const sealed = createSeal([old]).close({ url: 'x' }, 'slack');

  expect(createSeal([young, old]).open(sealed, 'slack')).toEqual({ url: 'x' });
  expect(() => createSeal([young]).open(sealed, 'slack')).toThrow('ENCRYPTION_KEYS');
  expect(() => createSeal([old]).open(sealed, 'mail')).toThrow();
  expect(() => createSeal([]).close({}, 'slack')).toThrow('ENCRYPTION_KEYS');
});

test('a destination that alerts send to is not deleted', async () => {
  await makeAlert(server);
  const id = await slackId();
  const answer = await server.ask(`/api/destinations/${id}`, { method: 'DELETE' });

  expect([answer.status, answer.json().detail]).toEqual([
    409,
    expect.stringContaining('Bad invoices'),
  ]);
});
