// Subscriptions from the wish to the mail, and to its end: a real database, a real server, a mail server of the tests.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import PostalMime, { type Email } from 'postal-mime';
import { peopleOf, type People } from '../server/identity/people.ts';
import { eventually } from '../support/eventually.ts';
import { startMailServer, type MailServer } from '../support/mail-server.ts';
import { startTestServer, type Asked, type TestServer } from '../support/server.ts';
import { badInvoices, must, startWatched, type Watched } from './watched.ts';

let watched: Watched;
let mail: MailServer;
let people: People;
let server: TestServer;
/** Asks as Vera, a viewer. */
let vera: Pick<TestServer, 'ask'>;

const QUERY = { ...badInvoices, key: ['number'], slug: 'bad-invoices' };

const as = (who: string): Pick<TestServer, 'ask'> => ({
  ask: (path: string, asked: Asked = {}) =>
    server.ask(path, { ...asked, headers: { ...people.as(who).headers, ...asked.headers } }),
});

beforeAll(async () => {
  [watched, mail] = await Promise.all([startWatched(), startMailServer()]);
  people = await peopleOf({ vera: 'viewer', anna: 'author', ada: 'admin' });
  const env = {
    ...watched.env,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Sheetfeed <sheetfeed@example.com>',
  };
  server = await startTestServer({ env, options: people.options });
  await must(as('anna'), 'POST', '/api/queries', QUERY);
  vera = as('vera');
});
afterAll(async () => {
  await server.stop();
  await Promise.all([watched.stop(), mail.stop()]);
});
beforeEach(async () => {
  await watched.own('truncate timed_queries, deliveries cascade');
  await watched.sql('truncate invoices');
  mail.received.length = 0;
  mail.answer(() => 'taken');
});

async function subscribe(fields: object = {}, who = vera): Promise<string> {
  const address = (await must(who, 'GET', '/api/me')).json().email;
  const daily = { every: 'day', hour: 9 };
  const body = { query: 'bad-invoices', every: daily, to: `mail:${address}`, ...fields };
  return (await must(who, 'POST', '/api/subscriptions', body)).json().id;
}

const slots = () =>
  watched.own('select slot, outcome, detail, missed from timed_slots order by at, slot');

/** Its time comes now, and is done. */
async function comes(): Promise<void> {
  const { rowCount } = await slots();
  await watched.own('update timed_queries set due_at = now(), rest_until = now()');
  await eventually(slots, (after) => after.rowCount === (rowCount ?? 0) + 1);
}

async function mails(count: number): Promise<Email[]> {
  const received = await eventually(
    async () => mail.received,
    ({ length }) => length >= count,
  );
  return Promise.all(received.map(({ raw }) => PostalMime.parse(raw)));
}

async function oneMail(): Promise<Email> {
  const [letter] = await mails(1);
  if (letter === undefined) throw new Error('no mail came');
  return letter;
}

/** For whoever changes how mail looks: `PICTURES=/somewhere` gets it as a page. */
function keepForPictures(name: string, { html = '', attachments }: Email): void {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  const shown = attachments.reduce((page, { contentId = '', content }) => {
    const data = Buffer.from(content as ArrayBuffer).toString('base64');
    return page.replace(`cid:${contentId.slice(1, -1)}`, `data:image/png;base64,${data}`);
  }, html);
  writeFileSync(`${folder}/mail-${name}.html`, shown);
}

const headerOf = ({ headers }: Email, name: string) =>
  headers.find(({ key }) => key === name)?.value ?? '';

/** The path of the link that ends what the mail is of. */
function endPath(letter: Email): string {
  const [, address = ''] = /<([^<>]+)>/.exec(headerOf(letter, 'list-unsubscribe')) ?? [];
  return new URL(address).pathname;
}

test('a viewer gets the result at its time, whole as a file, by a run of their own', async () => {
  await watched.sql(`insert into invoices values ('A-17', -5), ('B-2', -7), ('C-3', 9)`);
  await subscribe({ attach: 'csv' });
  await comes();
  const [letter] = await mails(1);
  const origin = () => watched.own(`select member, query from runs where origin = 'subscription'`);
  const { rows } = await eventually(origin, ({ rowCount }) => rowCount === 1);

  expect(letter?.subject).toBe('Invoices whose sum is wrong: 2 rows');
  expect(letter?.text).toContain('number: A-17');
  expect(letter?.html).toContain('B-2');
  const [file] = letter?.attachments ?? [];
  expect(file?.filename).toBe('bad-invoices.csv');
  const text = Buffer.from(file?.content as ArrayBuffer).toString('utf8');
  expect(text).toBe('number,amount\r\nA-17,-5\r\nB-2,-7\r\n');
  expect(rows[0]).toMatchObject({ query: 'bad-invoices' });
  expect(rows[0].member).toContain('vera');
});

test('a result over time comes with its line as a picture, and in words; one that is none comes without', async () => {
  await must(as('anna'), 'POST', '/api/queries', {
    ...{ slug: 'by-day', title: 'Invoices by day' },
    sql: `select ('2026-11-01'::date + n) as day, (100 + 40 * sin(n / 4.0) + n)::integer as invoices
      from generate_series(0, 59) n order by 1 desc`,
  });
  await subscribe({ query: 'by-day' });
  await comes();
  const letter = await oneMail();
  keepForPictures('line', letter);
  const [picture] = letter.attachments;
  const png = Buffer.from(picture?.content as ArrayBuffer);
  const rows = inflateSync(png.subarray(png.indexOf('IDAT') + 4));

  expect(picture).toMatchObject({ mimeType: 'image/png', disposition: 'inline' });
  expect(letter.html).toContain(`src="cid:${picture?.contentId?.slice(1, -1)}"`);
  expect(letter.text).toMatch(/invoices: from 100 \(2026-11-01\) to \d+ \(2026-12-30\); highest/);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1_200, 240]);
  expect(rows.length).toBe(240 * (1 + 1_200 * 3));
  expect(rows.includes(Buffer.from([26, 111, 224]))).toBe(true);

  mail.received.length = 0;
  await watched.own('truncate timed_queries cascade');
  await watched.sql(`insert into invoices values ('A-17', -5), ('B-2', -7)`);
  await subscribe();
  await comes();
  const plain = await oneMail();
  expect(plain.attachments).toEqual([]);
});

test('a few rows come with a bar for each', async () => {
  await must(as('anna'), 'POST', '/api/queries', {
    ...{ slug: 'by-country', title: 'Invoices by country' },
    sql: `select country, amount from (values ('Austria', 120.5), ('Belgium', -40), ('Chile', 310), ('Denmark', 77)) v (country, amount)`,
  });
  await subscribe({ query: 'by-country' });
  await comes();
  const letter = await oneMail();
  keepForPictures('bars', letter);

  expect(letter.attachments.map(({ filename }) => filename)).toEqual(['chart.png']);
  expect(letter.html).toContain('amount: highest 310 (Chile), lowest -40 (Belgium)');
});

test('the column that the query’s author draws is the one that is drawn', async () => {
  await must(as('anna'), 'POST', '/api/queries', {
    ...{ slug: 'sums', title: 'Sums by country', chart: { kind: 'bar', y: ['country', 'paid'] } },
    sql: `select country, count, paid from (values ('Austria', 1, 10), ('Chile', 2, 30), ('Peru', 3, 20)) v (country, count, paid)`,
  });
  await subscribe({ query: 'sums' });
  await comes();

  expect((await oneMail()).html).toContain('paid: highest 30 (Chile), lowest 10 (Austria)');
});

test('a workbook goes along where that is wished for', async () => {
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await subscribe({ attach: 'xlsx' });
  await comes();
  const [letter] = await mails(1);
  const [file] = letter?.attachments ?? [];

  expect(file?.filename).toBe('bad-invoices.xlsx');
  expect(
    Buffer.from(file?.content as ArrayBuffer)
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
});

test('who wishes to hear of rows hears nothing while there are none', async () => {
  await subscribe({ when: 'not_empty' });
  await comes();
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await comes();
  const letters = await mails(1);
  const { rows } = await slots();

  expect(rows.map(({ outcome }) => outcome)).toEqual(['empty', 'sent']);
  expect(letters).toHaveLength(1);
});

test('who wishes to hear of changes is told by key what came, went and changed, and nothing else', async () => {
  await watched.sql(`insert into invoices values ('A-1', -1), ('B-2', -2), ('C-3', -3)`);
  await subscribe({ when: 'changed', every: '1 day' });
  // The first look is what the next one is compared with.
  await eventually(slots, ({ rowCount }) => rowCount === 1);
  await comes();
  await watched.sql(`delete from invoices where number = 'A-1'`);
  await watched.sql(`update invoices set amount = -20 where number = 'B-2'`);
  await watched.sql(`insert into invoices values ('D-4', -4)`);
  await comes();
  const [letter] = await mails(1);
  const { rows } = await slots();

  expect(rows.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'sent']);
  expect(letter?.subject).toBe('Invoices whose sum is wrong: 3 rows changed');
  expect(letter?.text).toContain('changed: B-2 (amount: -2 → -20)');
  expect(letter?.text).toContain('came: D-4');
  expect(letter?.text).toContain('went: A-1');
  expect(letter?.text).not.toContain('C-3');
});

test('the mail ends its subscription by one press, without a sign-in; to look at the link ends nothing', async () => {
  await subscribe();
  await comes();
  const letter = await oneMail();
  const path = endPath(letter);
  const page = await server.ask(path);
  const asked = await server.ask(`/api${path}`);
  const before = (await must(vera, 'GET', '/api/subscriptions')).json().subscriptions;
  const press = {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  };
  const pressed = [await server.ask(path, press), await server.ask(path, press)];
  const after = (await must(vera, 'GET', '/api/subscriptions')).json().subscriptions;
  const audit = await must(as('ada'), 'GET', '/api/audit?kind=change&who=vera');

  expect(headerOf(letter, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(letter.text).toContain(`End this subscription: ${server.url}${path}`);
  expect([page.status, asked.json()]).toEqual([
    200,
    expect.objectContaining({ queryTitle: QUERY.title, ended: false }),
  ]);
  expect([before.length, after.length]).toEqual([1, 0]);
  expect(pressed.map(({ status }) => status)).toEqual([204, 204]);
  expect((await server.ask(`/api${path}`)).json()).toMatchObject({ ended: true });
  expect(audit.text).toContain('ended a subscription by its link');
});

test('a link that was changed, or that nobody made, ends nothing', async () => {
  await subscribe();
  await comes();
  const letter = await oneMail();
  const path = endPath(letter);
  const other = path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A');
  const tried = await Promise.all(
    [other, '/unsubscribe/x', path.slice(0, 30)].map((each) =>
      server.ask(each, { method: 'POST' }),
    ),
  );
  const { subscriptions } = (await must(vera, 'GET', '/api/subscriptions')).json();

  expect(tried.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(subscriptions).toHaveLength(1);
});

test('who may not see the query any more gets none of it, is told so once, and hears when it is back', async () => {
  const { members } = (await must(as('ada'), 'GET', '/api/members?search=anna')).json();
  const only = (audience: object | null) =>
    must(as('anna'), 'PUT', '/api/queries/bad-invoices/audience', { audience });
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await subscribe();
  await only({ members: [members[0].id], groups: [] });
  await comes();
  await comes();
  await only(null);
  await comes();
  const letters = await mails(2);
  const { rows } = await slots();

  expect(rows.map(({ outcome }) => outcome)).toEqual(['failing', 'failing', 'sent']);
  expect(letters.map(({ subject }) => subject)).toEqual([
    'bad-invoices could not be sent',
    'Invoices whose sum is wrong: 1 row',
  ]);
  expect(letters[0]?.text).not.toContain('A-17');
});

test('whatever a source does not let out stays out of the mail: it counts the rows', async () => {
  const policy = (links: boolean) =>
    must(as('ada'), 'PUT', '/api/policies/main', {
      ...{ runBy: null, writeBy: null, sheets: true, links },
    });
  await watched.sql(`insert into invoices values ('A-17', -5), ('B-2', -7), ('C-3', -9)`);
  await subscribe({ attach: 'csv' });
  await policy(false);
  await comes();
  await policy(true);
  const [letter] = await mails(1);

  expect(letter?.subject).toBe('Invoices whose sum is wrong: 3 rows');
  expect([letter?.attachments.length, mail.received[0]?.raw.includes('A-17')]).toEqual([0, false]);
});

test('nobody subscribes another’s address, sees another’s subscriptions, or ends them', async () => {
  const id = await subscribe();
  const foreign = await vera.ask('/api/subscriptions', {
    body: { query: 'bad-invoices', every: '1 day', to: 'mail:stranger@example.net' },
  });
  const seen = (await must(as('anna'), 'GET', '/api/subscriptions')).json().subscriptions;
  const ended = await as('anna').ask(`/api/subscriptions/${id}`, { method: 'DELETE' });

  expect([foreign.status, foreign.json().errors[0].at]).toEqual([400, 'to']);
  expect([seen, ended.status]).toEqual([[], 404]);
});

test('a time at which no server was there is made up for once, or noted as missed, as its owner chose', async () => {
  const run = await subscribe({ every: '1 hour', when: 'changed', late: 'run' });
  await eventually(slots, ({ rowCount }) => rowCount === 1);
  const skip = await subscribe({ every: '1 hour', when: 'changed', late: 'skip' });
  await eventually(slots, ({ rowCount }) => rowCount === 2);
  await watched.own(`truncate timed_slots`);
  await watched.own(`update timed_queries set due_at = now() - interval '3 hours 10 minutes'`);
  const { rows } = await eventually(
    () => watched.own('select timed, outcome, missed from timed_slots'),
    ({ rowCount }) => rowCount === 2,
  );
  const next = await watched.own('select from timed_queries where due_at > now()');

  expect(rows).toContainEqual({ timed: run, outcome: 'unchanged', missed: 3 });
  expect(rows).toContainEqual({ timed: skip, outcome: 'missed', missed: 4 });
  expect(next.rowCount).toBe(2);
});

test('a query that runs at times has its result at hand for whoever takes one of some age', async () => {
  const path = '/api/queries/bad-invoices/schedule';
  await must(as('anna'), 'PUT', path, { every: { every: 'day', hour: 5 } });
  const refused = await vera.ask(path, { method: 'PUT', body: { every: '1 day' } });
  await comes();
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  const aged = await vera.ask('/q/bad-invoices.json?_maxAgeSeconds=3600');
  const { schedule, mayChange } = (await must(vera, 'GET', path)).json();
  await must(as('anna'), 'DELETE', path);
  const after = (await must(vera, 'GET', path)).json();

  expect(refused.status).toBe(403);
  expect(aged.json()).toEqual([]);
  expect([schedule.slots[0].outcome, mayChange, after.schedule]).toEqual(['warmed', false, null]);
});
