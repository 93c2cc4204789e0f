// A large run's rows as the envelope has them, written while they come, when there is time for it: a page is then only read.
import { COMMA, LF } from '../../formats/bytes.ts';
import type { SpooledRows } from '../../formats/envelope.ts';
import { recycle } from '../../formats/pieces.ts';
import { RowWriter, type RowFormat } from '../../formats/row-writer.ts';
import type { Holding } from '../held/holdings.ts';
import { SpooledPieces } from './spooled-pieces.ts';

export class WrittenPages {
  readonly #pieces: SpooledPieces;
  readonly #writer: RowWriter;

  /** `format` writes nothing around the rows. */
  constructor(format: RowFormat, holding: Holding) {
    this.#pieces = new SpooledPieces({ holding, ifRoom: true });
    this.#writer = new RowWriter(format, (bytes) => {
      this.#pieces.add(bytes, this.#writer.rowCount - this.#pieces.rowCount);
      recycle(bytes);
    });
  }

  /** Whether they are there: there may have been no room for them. */
  get areThere(): boolean {
    return !this.#pieces.isGone;
  }

  /** Adds rows as the engine gave them. */
  rows(bytes: Buffer): void {
    if (this.areThere) this.#writer.rows(bytes, 0, bytes.length);
  }

  /** To be called when the last row has come. */
  end(): void {
    if (!this.areThere) return;
    this.#writer.end();
    this.#pieces.end();
  }

  /** The rows from number `after` (from 0), at most `count` of them, with commas between; each piece is valid until the next. */
  async *read(after: number, count: number): AsyncGenerator<SpooledRows> {
    let isFirst = true;
    for await (const { bytes, skip, count: rowCount, toTheEnd } of this.#pieces.load(
      after,
      count,
    )) {
      let from = startOf(bytes, skip);
      if (isFirst && bytes[from] === COMMA) from++;
      isFirst = false;
      const to = toTheEnd ? bytes.length : startOf(bytes, skip + rowCount);
      yield { bytes: bytes.subarray(from, to), rowCount };
    }
  }

  /** Forgets everything. */
  close(): void {
    this.#pieces.close();
  }
}

// Each row stands on a line of its own: within JSON a line break is escaped. The comma before it belongs to it.
function startOf(bytes: Buffer, row: number): number {
  let at = bytes.indexOf(LF);
  for (let left = row; left > 0; left--) at = bytes.indexOf(LF, at + 1);
  return bytes[at - 1] === COMMA ? at - 1 : at;
}
