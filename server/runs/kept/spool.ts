// A run's one snapshot: its rows as the engine gave them, in memory while small and in a file beyond that. A page is written
// as the envelope has it when it is read; a frozen run takes the rows as they are.
import { endOfRows, type RowSink, type RunStart } from '../../engines/rows.ts';
import type { SpooledRows } from '../../formats/envelope.ts';
import { etagOf, hashOf } from '../../formats/etag.ts';
import { formatted } from '../../formats/formatted.ts';
import { arraysFormat, type ExactWishes } from '../../formats/json.ts';
import type { Holding } from '../held/holdings.ts';
import { OverflowFile } from '../held/overflow-file.ts';
import { expiredRun } from './member-run.ts';

/** A result that is larger goes to a file, all of it: it is kept for long, and many are. */
const IN_MEMORY_BYTES = 64 * 1024;
/** Rows for the file are gathered first: larger pieces are read faster, as long as they fit into the processor's cache. */
const BLOCK_BYTES = 256 * 1024;

interface Piece {
  firstRow: number;
  rowCount: number;
  length: number;
  /** The bytes, or where they stand in the file. */
  at: Buffer | number;
}

export class Spool implements RowSink {
  about: RunStart | null = null;
  readonly #pieces: Piece[] = [];
  #hash = hashOf([]);
  #etag: string | null = null;
  #spooledRows = 0;
  #heldBytes = 0;
  readonly #holding: Holding;
  readonly #exact: ExactWishes;
  readonly #file: OverflowFile;
  #block: { bytes: Buffer; length: number; rowCount: number } | null = null;
  #isClosed = false;

  constructor(holding: Holding, exact: ExactWishes = {}) {
    this.#holding = holding;
    this.#exact = exact;
    this.#file = new OverflowFile(holding);
  }

  start(about: RunStart): void {
    this.about = about;
    this.#hash = hashOf(about.columns);
  }

  rows(chunk: Buffer, from: number, to: number, count: number): void {
    if (this.#isClosed) return;
    const bytes = chunk.subarray(from, to);
    this.#hash.update(bytes);
    if (this.#heldBytes + bytes.length <= IN_MEMORY_BYTES && this.#block === null) {
      this.#hold(bytes.length);
      this.#add({ rowCount: count, length: bytes.length, at: Buffer.from(bytes) });
    } else {
      this.#spill();
      this.#gather(bytes, count);
    }
  }

  get rowCount(): number {
    return this.#spooledRows + (this.#block?.rowCount ?? 0);
  }

  /** To be called when the last row has come. */
  end(): void {
    this.#writeBlock();
    this.#block = null;
  }

  /** Known once the run is over; covers the columns and the rows. */
  get etag(): string {
    return (this.#etag ??= etagOf(this.#hash));
  }

  #hold(bytes: number): void {
    this.#holding.add('memory', bytes);
    this.#heldBytes += bytes;
  }

  #spill(): void {
    if (this.#block !== null) return;
    for (const piece of this.#pieces)
      if (typeof piece.at !== 'number') piece.at = this.#file.append(piece.at);
    this.#letGo();
    this.#block = { bytes: Buffer.allocUnsafeSlow(BLOCK_BYTES), length: 0, rowCount: 0 };
  }

  #letGo(): void {
    this.#holding.remove('memory', this.#heldBytes);
    this.#heldBytes = 0;
  }

  #gather(bytes: Buffer, rowCount: number): void {
    if ((this.#block?.length ?? 0) + bytes.length > BLOCK_BYTES) this.#writeBlock();
    const block = this.#block;
    if (block === null || bytes.length > BLOCK_BYTES) {
      this.#add({ rowCount, length: bytes.length, at: this.#file.append(bytes) });
      return;
    }
    bytes.copy(block.bytes, block.length);
    block.length += bytes.length;
    block.rowCount += rowCount;
  }

  #writeBlock(): void {
    const block = this.#block;
    if (block === null || block.length === 0) return;
    const { bytes, length, rowCount } = block;
    block.length = block.rowCount = 0;
    this.#add({ rowCount, length, at: this.#file.append(bytes.subarray(0, length)) });
  }

  #add(piece: Omit<Piece, 'firstRow'>): void {
    this.#pieces.push({ firstRow: this.#spooledRows, ...piece });
    this.#spooledRows += piece.rowCount;
  }

  /**
   * The rows from number `after` (from 0), at most `count` of them, as the envelope has them, piece by piece. Throws Problem
   * run_expired when they were forgotten before the first.
   */
  async *read(after: number, count: number): AsyncGenerator<SpooledRows> {
    const format = arraysFormat(this.about ?? { columns: [] }, this.#exact);
    // The brackets are added to each page.
    const bare = { ...format, head: () => NOTHING, tail: () => NOTHING };
    yield* formatted(bare, this.whole(after, count));
  }

  /** The same rows as the engine gave them: whole messages, valid until the next are asked for. */
  async *whole(after: number, count: number): AsyncGenerator<SpooledRows> {
    if (this.#isClosed) throw expiredRun();
    const end = Math.min(after + count, this.#spooledRows);
    // Forgotten meanwhile, they are still read to the end.
    const pieces = this.#pieces.filter(
      ({ firstRow, rowCount }) => firstRow + rowCount > after && firstRow < end,
    );
    const release = this.#file.hold();
    try {
      for await (const [piece, bytes] of this.#load(pieces)) yield cut(piece, bytes, after, end);
    } finally {
      release();
    }
  }

  // While one piece is on its way to the reader, the next one is read: into two buffers by turns, for new ones
  // would make more garbage than rows.
  async *#load(pieces: Piece[]): AsyncGenerator<[Piece, Buffer]> {
    const buffers = [NOTHING, NOTHING];
    const begin = async (index: number): Promise<Buffer> => {
      const { at = NOTHING, length = 0 } = pieces[index] ?? {};
      if (typeof at !== 'number') return at;
      let buffer = buffers[index % 2] ?? NOTHING;
      if (buffer.length < length) buffer = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, length));
      buffers[index % 2] = buffer;
      return this.#file.read(at, buffer.subarray(0, length));
    };
    let next = begin(0);
    for (const [index, piece] of pieces.entries()) {
      const bytes = await next;
      next = begin(index + 1);
      // A reader who leaves does not wait for it.
      next.catch(() => {});
      yield [piece, bytes];
    }
  }

  /** Forgets everything. */
  close(): void {
    this.#isClosed = true;
    this.#file.close();
    this.#letGo();
    this.#pieces.length = 0;
    this.#block = null;
  }
}

const NOTHING = Buffer.alloc(0);

// From the row `after` up to the row `end`.
function cut(piece: Piece, bytes: Buffer, after: number, end: number): SpooledRows {
  const skip = Math.max(0, after - piece.firstRow);
  const last = Math.min(piece.rowCount, end - piece.firstRow);
  const from = endOfRows(bytes, 0, skip);
  const to = last === piece.rowCount ? bytes.length : endOfRows(bytes, from, last - skip);
  return { bytes: bytes.subarray(from, to), rowCount: last - skip };
}
