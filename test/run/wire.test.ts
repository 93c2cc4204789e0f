// What PostgreSQL sends arrives in pieces of any size: where they are cut makes no difference.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import pg from 'pg';
import { rowColumn } from '../../server/engines/postgres/types.ts';
import { csvFormat } from '../../server/formats/csv.ts';
import {
  bindMessage,
  describeMessage,
  executeMessage,
  parseMessage,
  syncMessage,
  type WireColumn,
} from '../../server/engines/postgres/wire/messages.ts';
import { RowWriter } from '../../server/formats/row-writer.ts';
import { ServerError, Wire } from '../../server/engines/postgres/wire/wire.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { fc } from '../support/random.ts';

const sql = `
  select i, case when i % 3 > 0 then repeat('é"', i % 40) end as text, i % 7 = 0 as flag, null as nothing
  from generate_series(1, 60) i`;

let database: TestDatabase;
let whole: Buffer;
let failing: Buffer;
beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  whole = await answerTo(sql);
  failing = await answerTo('select 1 / (50 - i) as x from generate_series(1, 60) i');
});
afterAll(() => database.drop());

// As PostgreSQL sends it, from the ParseComplete to the ReadyForQuery.
async function answerTo(text: string): Promise<Buffer> {
  const client = new pg.Client({ connectionString: database.readerUrl });
  await client.connect();
  client.on('error', () => undefined);
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.removeAllListeners('data');
  const pieces: Buffer[] = [];
  const isOver = () => Buffer.concat(pieces).subarray(-6).equals(Buffer.from('Z\0\0\0\x05I'));
  const over = new Promise<void>((resolve) =>
    stream.on('data', (piece: Buffer) => {
      pieces.push(piece);
      if (isOver()) resolve();
    }),
  );
  stream.write(Buffer.concat(messages(text)));
  await over;
  stream.destroy();
  return Buffer.concat(pieces);
}

const messages = (text: string) => [
  parseMessage('', text, []),
  describeMessage(''),
  bindMessage('', []),
  executeMessage,
  syncMessage,
];

interface Received {
  csv: string;
  rows: number;
  error: string | null;
}

async function receive(answer: Buffer, cuts: readonly number[]): Promise<Received> {
  const wire = new Wire(new Duplex({ read() {}, write: (_c, _e, done) => done() }), 1_000_000);
  const pieces: Buffer[] = [];
  let writer: RowWriter | null = null;
  let rows = 0;
  const running = wire.exchange([syncMessage], {
    columns: (described: readonly WireColumn[]) => {
      const columns = described.map((column) =>
        rowColumn(column, { nameOf: String, moneyDecimals: null }),
      );
      writer = new RowWriter(csvFormat({ columns }), (piece) => pieces.push(Buffer.from(piece)));
    },
    rows: (chunk, from, to, count) => {
      rows += count;
      writer?.rows(chunk, from, to);
    },
  });
  const edges = [0, ...[...new Set(cuts)].sort((a, b) => a - b), answer.length];
  // One piece of memory for all of them, as a socket reads.
  const memory = Buffer.alloc(answer.length);
  edges.slice(1).forEach((edge, index) => {
    const length = answer.copy(memory, 0, edges[index], edge);
    wire.receive(memory.subarray(0, length));
    memory.fill(0xff);
  });
  const error = await running.then(
    () => null,
    (reason: unknown) => (reason instanceof ServerError ? reason.sqlState : String(reason)),
  );
  (writer as RowWriter | null)?.end();
  wire.destroy();
  return { csv: Buffer.concat(pieces).toString(), rows, error };
}

test('a result that is cut at any one byte is the same', async () => {
  const expected = await receive(whole, []);

  expect(expected).toMatchObject({ rows: 60, error: null });
  for (let at = 1; at < whole.length; at++) expect(await receive(whole, [at])).toEqual(expected);
});

test('a result that comes byte by byte is the same', async () => {
  const everywhere = Array.from({ length: whole.length }, (_, index) => index);

  expect(await receive(whole, everywhere)).toEqual(await receive(whole, []));
});

test('a result that is cut at any number of places is the same', async () => {
  const expected = await receive(whole, []);

  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: whole.length - 1 })), async (cuts) => {
      expect(await receive(whole, cuts)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('an error in mid-result is an error, wherever it is cut', async () => {
  const expected = await receive(failing, []);

  expect(expected).toMatchObject({ error: '22012' });
  for (let at = 1; at < failing.length; at++) {
    expect(await receive(failing, [at])).toEqual(expected);
  }
});
