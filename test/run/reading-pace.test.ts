// Many rows are read in short turns: others get theirs, and whoever takes the rows can make them wait at any moment.
import { expect, test } from '@jest/globals';
import { Duplex } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { syncMessage } from '../../server/engines/postgres/wire/messages.ts';
import { Wire } from '../../server/engines/postgres/wire/wire.ts';

const MEGABYTE = 1024 * 1024;
const READ_BYTES = 64 * 1024;

// A DataRow of one field, a power of two long, so that each read ends with a row.
const row = Buffer.alloc(1024, 'x');
row.write('D');
row.writeInt32BE(row.length - 1, 1);
row.writeInt16BE(1, 5);
row.writeInt32BE(row.length - 11, 7);
const readyForQuery = Buffer.from('Z\0\0\0\x05I');

interface Sent {
  wire: Wire;
  /** How many bytes of rows have been handed over. */
  taken(): number;
  over: Promise<void>;
}

/** A server that has sent so many bytes of rows, all there to be read. */
function sent(bytes: number, onRows: (wire: Wire, taken: number) => void = () => {}): Sent {
  const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  const wire = new Wire(stream, MEGABYTE);
  let taken = 0;
  const over = wire.exchange([syncMessage], {
    rows: (_chunk, from, to) => {
      taken += to - from;
      onRows(wire, taken);
    },
  });
  const piece = Buffer.concat(Array.from({ length: READ_BYTES / row.length }, () => row));
  for (let at = 0; at < bytes; at += READ_BYTES) stream.push(piece);
  stream.push(readyForQuery);
  return { wire, over, taken: () => taken };
}

test('all rows come, and then the end', async () => {
  const { over, taken } = sent(8 * MEGABYTE);

  await over;

  expect(taken()).toBe(8 * MEGABYTE);
});

test('behind the first megabyte others get a turn after each quarter of one', async () => {
  const { over, taken } = sent(8 * MEGABYTE);
  let isOver = false;
  void over.then(() => (isOver = true));
  const turns: number[] = [];
  for (let before = 0; !isOver; before = taken()) {
    await nextTurn();
    turns.push(taken() - before);
  }

  const [first = 0, ...others] = turns.filter((bytes) => bytes > 0);
  expect(first).toBeLessThanOrEqual(MEGABYTE + MEGABYTE / 4 + READ_BYTES);
  expect(Math.max(...others)).toBeLessThanOrEqual(MEGABYTE / 4 + READ_BYTES);
});

test('who wants no more rows gets none, whenever it says so, until it wants them again', async () => {
  for (const after of [1, 17, 20, 24, 31].map((reads) => reads * READ_BYTES)) {
    let isPaused = false;
    const { wire, over, taken } = sent(4 * MEGABYTE, (from, bytes) => {
      if (bytes !== after) return;
      from.pause();
      isPaused = true;
    });
    while (!isPaused) await nextTurn();
    await sleep(20);

    expect(taken()).toBe(after);
    wire.resume();
    await over;
    expect(taken()).toBe(4 * MEGABYTE);
  }
});
