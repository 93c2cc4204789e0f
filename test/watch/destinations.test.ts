// The kinds of destinations besides Slack's incoming webhook: mail, Google Chat, and Slack by the bot, each against a stand-in.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startMailServer, type MailServer } from '../support/mail-server.ts';
import type { Received } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { badInvoices, evaluate, makeAlert, must, startWatched, type Watched } from './watched.ts';

let watched: Watched;
let mails: MailServer;
let server: TestServer;

beforeAll(async () => {
  [watched, mails] = await Promise.all([startWatched(), startMailServer()]);
  const { host } = watched.receiver;
  server = await startTestServer({
    env: {
      ...watched.env,
      SMTP_URL: mails.url,
      MAIL_FROM: 'Sheetfeed <sheetfeed@example.com>',
      ALLOWED_DOMAINS: 'example.org',
      SLACK_BOT_TOKEN: 'xoxb-secret-token',
      SLACK_API_URL: `http://${host}/slack`,
    },
  });
  await must(server, 'POST', '/api/queries', badInvoices);
  const addresses = ['ops@example.com', 'ada@example.com'];
  const url = `http://${host}/chat?key=secret-key&token=secret-token`;
  for (const made of [
    { kind: 'mail', name: 'on-call', addresses },
    { kind: 'google_chat', name: 'Billing', url },
    { kind: 'slack', name: '#billing', channel: 'C0123456789' },
  ])
    await must(server, 'POST', '/api/destinations', made);
});
afterAll(async () => {
  await server.stop();
  await Promise.all([watched.stop(), mails.stop()]);
});
beforeEach(async () => {
  await watched.clear();
  await watched.own('update destinations set rest_until = now(), failures = 0, problem = null');
  mails.received.length = 0;
  mails.answer(() => 'taken');
});

const breakRow = () => watched.sql(`insert into invoices values ('A-17 <b>&', -5)`);
const deliveryOf = async (id: string) =>
  (await must(server, 'GET', `/api/alerts/${id}`)).json().deliveries[0];
const delivered = (id: string) =>
  eventually(
    () => deliveryOf(id),
    (one) => one?.state === 'delivered',
  );

/** A body of mail as it reads, quoted-printable undone. */
function readable(raw: string): string {
  const joined = raw.replace(/=\r\n/g, '');
  const bytes = joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

async function fire(to: string): Promise<string> {
  const id = await makeAlert(server, {
    key: ['number'],
    to: [to],
    every: '1 day',
    note: 'Ask Ada.',
  });
  await evaluate(server, id);
  await breakRow();
  await evaluate(server, id);
  await delivered(id);
  return id;
}

test('a mail has the message as text and as HTML, with what fires, what to do and where to look', async () => {
  await fire('mail:on-call');
  const [mail] = mails.received;
  const text = readable(mail?.raw ?? '');

  expect(mail?.to).toEqual(['ops@example.com', 'ada@example.com']);
  expect(text).toContain('From: Sheetfeed <sheetfeed@example.com>');
  expect(text).toMatch(/Subject: .*Bad invoices fires for 1/);
  expect(text).toContain('- A-17 <b>& (amount: -5)');
  expect(text).toContain('A-17 &lt;b&gt;&amp;</td>');
  expect(text).toMatch(/<td style="[^"]*white-space:nowrap;text-align:right">-5<\/td>/);
  expect(text).toContain('Ask Ada.');
  expect(text).toMatch(/The rows as they were: http:\/\/localhost:\d+\/f\/\w+/);
});

test('a mail that the server cannot take now is sent again under the same Message-ID; one it never takes is told', async () => {
  mails.answer((number) => (number === 0 ? 451 : 'taken'));
  await fire('mail:on-call');
  const ids = mails.received.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1]);
  mails.answer(() => 554);
  const id = await makeAlert(server, { name: 'Second', key: ['number'], to: ['mail:on-call'] });
  await evaluate(server, id);
  const refused = await eventually(
    () => deliveryOf(id),
    (one) => one?.state === 'refused',
  );

  expect(ids).toHaveLength(1);
  expect(refused.problem).toBe('The mail server did not take it (554).');
});

test('a mail whose answer was lost comes again under its Message-ID, and says so', async () => {
  mails.answer((number) => (number === 0 ? 'hang' : 'taken'));
  const id = await fire('mail:on-call');
  const ids = mails.received.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1]);

  expect(ids).toHaveLength(2);
  expect(ids[0]).toBe(ids[1]);
  expect(readable(mails.received[1]?.raw ?? '')).toContain('Perhaps for the second time');
  expect((await deliveryOf(id)).attempts).toBe(2);
});

const bodyOf = ({ text }: Received) => JSON.parse(text);

test('an alert mails to an address of an allowed domain without a destination of an admin’s, and to no other', async () => {
  const id = await fire('mail:Eve@Example.org');
  const body = { query: 'bad-invoices', name: 'Stranger', to: ['mail:eve@elsewhere.org'] };
  const refused = await server.ask('/api/alerts', { method: 'POST', body });

  expect(mails.received.map(({ to }) => to)).toEqual([['eve@example.org']]);
  expect((await must(server, 'GET', `/api/alerts/${id}`)).json().lost).toEqual([]);
  expect(refused.status).toBe(400);
});

test('Google Chat gets one thread for one time of firing, and no mark of a row is a form', async () => {
  const id = await fire('google_chat:Billing');
  await watched.sql('truncate invoices');
  await evaluate(server, id);
  await delivered(id);
  await breakRow();
  await evaluate(server, id);
  await delivered(id);
  const posts = await eventually(
    async () => watched.receiver.received,
    (all) => all.length === 3,
  );
  const threads = posts.map((post) => bodyOf(post).thread.threadKey);

  expect(posts[0]?.path).toContain('messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
  expect(threads[0]).toBe(threads[1]);
  expect(threads[2]).not.toBe(threads[1]);
  expect(bodyOf(posts[0] as Received).text).toContain('‹b›');
});

/** Answers as Slack does; `ts` counts from 1. */
function asSlack(
  special: (method: string, number: number) => object | 'lost' | null = () => null,
): void {
  let count = 0;
  watched.receiver.answer(({ path }, response, number) => {
    const method = path.split('/').at(-1) ?? '';
    const answer = special(method, number);
    if (answer === 'lost') return void response.destroy();
    const ts = `${++count}.000`;
    response.end(JSON.stringify(answer ?? { ok: true, channel: 'C0123456789', ts }));
  });
}

const calls = () =>
  watched.receiver.received.map((one) => ({ method: one.path.split('/').at(-1), ...bodyOf(one) }));

test('Slack’s bot answers in the thread of the first message, and colours that one when all is well', async () => {
  asSlack();
  const id = await fire('slack:#billing');
  await watched.sql('truncate invoices');
  await evaluate(server, id);
  const all = await eventually(
    async () => calls(),
    (some) => some.length === 3,
  );
  const [first, second, third] = all;

  expect(all.map(({ method }) => method)).toEqual([
    'chat.postMessage',
    'chat.postMessage',
    'chat.update',
  ]);
  expect(watched.receiver.received[0]?.headers.authorization).toBe('Bearer xoxb-secret-token');
  expect([first.channel, first.thread_ts, second.thread_ts]).toEqual([
    'C0123456789',
    undefined,
    '1.000',
  ]);
  expect([third.ts, third.text]).toEqual(['1.000', 'Bad invoices fires for 1 (recovered)']);
  expect(third.attachments[0].color).not.toBe(first.attachments[0].color);
});

test('after an answer that was lost Slack’s bot looks before it posts again', async () => {
  let posted = '';
  asSlack((method, number) => {
    if (number === 0) {
      posted = calls()[0].metadata.event_payload.id;
      return 'lost';
    }
    const metadata = { event_type: 'sheetfeed_message', event_payload: { id: posted } };
    return method === 'conversations.history'
      ? { ok: true, messages: [{ ts: '7.000', metadata }] }
      : null;
  });
  const id = await fire('slack:#billing');
  await watched.sql('truncate invoices');
  await evaluate(server, id);
  await eventually(
    async () => calls(),
    (all) => all.some(({ method }) => method === 'chat.update'),
  );
  const methods = calls().map(({ method }) => method);

  expect(methods).toEqual([
    'chat.postMessage',
    'conversations.history',
    'chat.postMessage',
    'chat.update',
  ]);
  expect(calls()[2].thread_ts).toBe('7.000');
});

test('a channel that the bot is not in is told to admins, and its message waits', async () => {
  asSlack(() => ({ ok: false, error: 'not_in_channel' }));
  const id = await makeAlert(server, { key: ['number'], to: ['slack:#billing'], every: '1 day' });
  await evaluate(server, id);
  await breakRow();
  await evaluate(server, id);
  const waiting = await eventually(
    () => deliveryOf(id),
    (one) => one?.problem !== null && one !== undefined,
  );

  expect([waiting.state, waiting.problem]).toEqual(['waiting', 'Slack answered not_in_channel.']);
});

test.each([
  { kind: 'slack', name: 'both', url: 'https://hooks.slack.com/x', channel: '#x' },
  { kind: 'slack', name: 'neither' },
  { kind: 'mail', name: 'none', addresses: [] },
  { kind: 'mail', name: 'wrong', addresses: ['not an address'] },
])('%j is refused', async (body) => {
  expect((await server.ask('/api/destinations', { method: 'POST', body })).status).toBe(400);
});

test('no secret of a destination or of the settings is in the database in the clear, or in an answer', async () => {
  const dump = await watched.own('select to_jsonb(d)::text as row from destinations d');
  const listed = await must(server, 'GET', '/api/destinations');

  expect(JSON.stringify(dump.rows) + listed.text).not.toMatch(/secret-|ops@example/);
});
