// What the tests of alerts stand on: a table to break rows in, a query on it, a receiver, and a server that watches.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Evaluated } from '../../domain/contract/alert.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { startReceiver, taken, type Receiver } from '../support/receiver.ts';
import { startTestServer, type Answer, type TestServer } from '../support/server.ts';

export interface Watched {
  receiver: Receiver;
  /** Holds the table `invoices (number, amount, paid)`, on which the query `bad-invoices` gives what is wrong. */
  data: TestDatabase;
  /** Settings of servers that watch it, on one database of their own. */
  env: Record<string, string>;
  /** In the data. */
  sql(text: string): Promise<pg.QueryResult>;
  /** In Sheetfeed's own database. */
  own(text: string): Promise<pg.QueryResult>;
  /** Ends every alert, and forgets what was sent. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export const badInvoices = {
  slug: 'bad-invoices',
  title: 'Invoices whose sum is wrong',
  sql: 'select number, amount from invoices where amount < 0 order by number',
};

export async function startWatched(): Promise<Watched> {
  const [receiver, data, own] = await Promise.all([
    startReceiver(),
    newDatabase({ template: 'empty' }),
    newDatabase({ template: 'own' }),
  ]);
  const [inData, inOwn] = await Promise.all([connect(data), connect(own)]);
  await inData.query('create table invoices (number text primary key, amount numeric not null)');
  return {
    ...{ receiver, data },
    env: {
      DATABASE_URL: own.adminUrl,
      SOURCE_MAIN_URL: data.readerUrl,
      ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
      DELIVERY_ALLOWED_HOSTS: receiver.host,
    },
    sql: (text) => inData.query(text),
    own: (text) => inOwn.query(text),
    async clear() {
      await inOwn.query('truncate alerts, deliveries cascade');
      await inData.query('truncate invoices');
      receiver.received.length = 0;
      receiver.answer(taken);
    },
    async stop() {
      await Promise.all([inData.end(), inOwn.end(), receiver.stop()]);
      await Promise.all([data.drop(), own.drop()]);
    },
  };
}

async function connect({ adminUrl }: TestDatabase): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  return client;
}

/** Asks, and throws when that is refused. */
export async function must(
  server: Pick<TestServer, 'ask'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const answer = await server.ask(path, { method, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer;
}

/** A server with the query and a destination `slack:#billing` at the receiver. */
export async function startWatchingServer({ env, receiver }: Watched): Promise<TestServer> {
  const server = await startTestServer({ env });
  await must(server, 'POST', '/api/queries', badInvoices);
  await must(server, 'POST', '/api/destinations', {
    ...{ kind: 'slack', name: '#billing', url: receiver.url },
  });
  return server;
}

/** The id of an alert that is made. */
export async function makeAlert(server: TestServer, fields: object = {}): Promise<string> {
  const body = { query: 'bad-invoices', name: 'Bad invoices', to: ['slack:#billing'], ...fields };
  return (await must(server, 'POST', '/api/alerts', body)).json().id;
}

/** An evaluation like the clock's, now. */
export async function evaluate(server: Pick<TestServer, 'ask'>, id: string): Promise<Evaluated> {
  const answer = await must(server, 'POST', `/api/alerts/${id}/evaluate`, { deliver: true });
  return answer.json() as Evaluated;
}
