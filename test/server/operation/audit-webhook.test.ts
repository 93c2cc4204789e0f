// The audit's webhook: each entry is told to a program that keeps them, signed, once it has happened and until it is taken.
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { AuditEntry } from '../../../domain/contract/audit.ts';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startReceiver, taken, type Received, type Receiver } from '../../support/receiver.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const key = randomBytes(32).toString('base64');
let database: TestDatabase;
let receiver: Receiver;
let running: TestServer | null = null;

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  receiver = await startReceiver();
});
afterEach(async () => {
  await running?.stop();
  receiver.answer(taken);
});
afterAll(async () => {
  await receiver.stop();
  await database.drop();
});

async function startOnIt(more: Record<string, string>): Promise<TestServer> {
  running = await startTestServer({
    env: {
      DATABASE_URL: database.adminUrl,
      SOURCE_MAIN_URL: database.readerUrl,
      AUDIT_WEBHOOK_URL: receiver.url,
      AUDIT_WEBHOOK_SECRET: `whsec_${key}`,
      ...more,
    },
    catalog: { 'one.sql': '/*---\ntitle: One\nsource: main\n---*/\nselect 1 as one\n' },
  });
  return running;
}

const entriesOf = ({ text }: Received) =>
  (JSON.parse(text) as { data: { entries: AuditEntry[] } }).data.entries;
const makeGroup = (server: TestServer, name: string) =>
  server.ask('/api/groups', { body: { name, members: [] } });
const toldGroups = (posts: readonly Received[]) =>
  posts
    .flatMap(entriesOf)
    .filter(({ what }) => what === 'made a group')
    .map(({ subject }) => subject);

test('a change and a run are told as the audit has them, with a signature that the receiver can check', async () => {
  const server = await startOnIt({ DELIVERY_ALLOWED_HOSTS: receiver.host });
  await makeGroup(server, 'Told');
  await server.ask('/q/one.csv');
  const told = await eventually(
    () => Promise.resolve(receiver.received.flatMap(entriesOf)),
    (entries) => entries.some(({ kind }) => kind === 'run') && entries.length >= 2,
  );

  const { entries } = (await server.ask('/api/audit')).json() as { entries: AuditEntry[] };
  expect(told.map(({ id }) => id).toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
  expect(told).toEqual(expect.arrayContaining(entries));
  for (const { headers, text } of receiver.received) {
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
    const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(signed);
    expect(headers['webhook-signature']).toBe(`v1,${signature.digest('base64')}`);
  }
});

test('what nobody takes waits and is said to wait, and comes in order and once when it is taken, also by the next server', async () => {
  const server = await startOnIt({ DELIVERY_ALLOWED_HOSTS: receiver.host });
  const before = receiver.received.length;
  receiver.answer((_, response) => {
    response.writeHead(503, { 'Retry-After': '1' });
    response.end('full');
  });
  for (const name of ['First', 'Second', 'Third']) await makeGroup(server, name);
  const overview = await eventually(
    async () => (await server.ask('/api/overview')).json(),
    ({ auditWebhook }) => auditWebhook?.problem !== null && auditWebhook?.waiting >= 3,
  );
  const figures = (await server.ask('/metrics')).text;
  const inVain = receiver.received.length;
  await server.stop();
  receiver.answer(taken);
  await startOnIt({ DELIVERY_ALLOWED_HOSTS: receiver.host });
  const groups = await eventually(
    () => Promise.resolve(toldGroups(receiver.received.slice(inVain))),
    (names) => names.includes('Third'),
  );

  expect(overview.auditWebhook.problem).toMatch(/answered 503 \(full\)/);
  expect(figures).toMatch(/^sheetfeed_audit_untold [3-9]$/m);
  expect(inVain).toBeGreaterThan(before);
  expect(groups.filter((name) => name !== 'Told')).toEqual(['First', 'Second', 'Third']);
});

test('a webhook within the network that the operator does not list is not asked', async () => {
  const before = receiver.received.length;
  const server = await startOnIt({});
  await makeGroup(server, 'Inside');
  const { auditWebhook } = await eventually(
    async () => (await server.ask('/api/overview')).json(),
    (overview) => overview.auditWebhook?.problem !== null,
  );

  expect(auditWebhook.problem).toMatch(/must begin with https/);
  expect(receiver.received).toHaveLength(before);
});
