// A destination that refuses for good is told to its admin by mail: once for each time, and to nobody else.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import PostalMime from 'postal-mime';
import { peopleOf, type People } from '../server/identity/people.ts';
import { eventually } from '../support/eventually.ts';
import { startMailServer, type MailServer } from '../support/mail-server.ts';
import { taken, type Answering } from '../support/receiver.ts';
import { startTestServer, type Asked, type TestServer } from '../support/server.ts';
import { badInvoices, evaluate, must, startWatched, type Watched } from './watched.ts';

let watched: Watched;
let mail: MailServer;
let people: People;
let server: TestServer;

const as = (who: string): Pick<TestServer, 'ask'> => ({
  ask: (path: string, asked: Asked = {}) =>
    server.ask(path, { ...asked, headers: { ...people.as(who).headers, ...asked.headers } }),
});

beforeAll(async () => {
  [watched, mail] = await Promise.all([startWatched(), startMailServer()]);
  people = await peopleOf({ anna: 'author', ada: 'admin', otto: 'admin' });
  const env = { ...watched.env, SMTP_URL: mail.url, MAIL_FROM: 'Sheetfeed <s@example.com>' };
  server = await startTestServer({ env, options: people.options });
  const { url } = watched.receiver;
  await must(as('ada'), 'POST', '/api/destinations', { kind: 'slack', name: '#billing', url });
  await must(as('anna'), 'POST', '/api/queries', badInvoices);
});
afterAll(async () => {
  await server.stop();
  await Promise.all([watched.stop(), mail.stop()]);
});

const gone: Answering = (_, response) => void response.writeHead(404).end('no_service');

/** What waits after two attempts, and nobody attempts just now. */
const failedAgain = () =>
  watched.own(`select from deliveries d join destinations o on o.id = d.destination
    where state = 'waiting' and kind = 'slack' and lease is null and attempts >= 2`);
/** Destinations that something waits for, or that somebody delivers to just now. */
const busy = () =>
  watched.own(`select from destinations o where kind = 'slack' and (lease is not null
    or exists (select from deliveries d where d.destination = o.id and state = 'waiting'))`);
const again = () =>
  watched.own(
    `update destinations set rest_until = now(); update deliveries set rest_until = null`,
  );
const mails = () => Promise.all(mail.received.map(({ raw }) => PostalMime.parse(raw)));

test('who made a destination that is gone hears of it by mail, once until it takes messages again', async () => {
  const alert = { query: badInvoices.slug, name: 'Bad', to: ['slack:#billing'], every: '1 day' };
  const { id } = (await must(as('anna'), 'POST', '/api/alerts', alert)).json();
  watched.receiver.answer(gone);
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await evaluate(as('anna'), id);
  await eventually(mails, ({ length }) => length === 1);
  await watched.sql('truncate invoices');
  await evaluate(as('anna'), id);
  await again();
  await eventually(failedAgain, ({ rowCount }) => rowCount === 1);

  const written = `select from deliveries where message ->> 'what' = 'stuck'`;
  expect((await watched.own(written)).rowCount).toBe(1);
  const [first] = await mails();
  expect(first?.to?.map(({ address }) => address)).toEqual(['ada@example.com']);
  expect(first?.subject).toBe('slack:#billing takes no messages (Destinations)');
  expect(first?.text).toMatch(/404[^]*is sent when that is mended[^]*\/admin\/destinations/);

  watched.receiver.answer(taken);
  await again();
  await eventually(busy, ({ rowCount }) => rowCount === 0);
  watched.receiver.answer(gone);
  await watched.sql(`insert into invoices values ('A-18', -5)`);
  await evaluate(as('anna'), id);
  await eventually(mails, ({ length }) => length === 2);
});
