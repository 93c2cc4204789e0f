// Writes rows that are read piece by piece in a format, piece by piece.
import type { SpooledRows } from './envelope.ts';
import { recycle } from './pieces.ts';
import { RowWriter, type RowFormat } from './row-writer.ts';

/** Whole rows in each piece, which is valid until the next is asked for; `rows` are messages as they travel. */
export async function* formatted(
  format: RowFormat,
  rows: AsyncIterable<SpooledRows>,
): AsyncGenerator<SpooledRows> {
  const ready: SpooledRows[] = [];
  let told = 0;
  const writer: RowWriter = new RowWriter(format, (bytes) => {
    ready.push({ bytes, rowCount: writer.rowCount - told });
    told = writer.rowCount;
  });
  for await (const { bytes } of rows) {
    writer.rows(bytes, 0, bytes.length);
    yield* handedOn(ready);
  }
  writer.end();
  yield* handedOn(ready);
}

function* handedOn(ready: SpooledRows[]): Generator<SpooledRows> {
  for (const piece of ready.splice(0)) {
    yield piece;
    recycle(piece.bytes);
  }
}
