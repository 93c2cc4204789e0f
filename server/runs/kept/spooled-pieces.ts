// Rows of a kept run in pieces, in the order in which they came: in memory while they are few and in a file beyond that.
import type { Holding } from '../held/holdings.ts';
import { OverflowFile } from '../held/overflow-file.ts';

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

/** The part of a piece that was asked for: `count` rows behind the first `skip`. */
export interface LoadedPiece {
  bytes: Buffer;
  skip: number;
  count: number;
  /** Its last row is the piece's last one. */
  toTheEnd: boolean;
}

export interface SpooledPiecesOptions {
  holding: Holding;
  /** Whether they are worth a file only while the budget has much room left; else `add` makes room, or throws. */
  ifRoom?: boolean;
}

export class SpooledPieces {
  readonly #pieces: Piece[] = [];
  readonly #holding: Holding;
  readonly #ifRoom: boolean;
  readonly #file: OverflowFile;
  #heldBytes = 0;
  #addedRows = 0;
  #block: { bytes: Buffer; length: number; rowCount: number } | null = null;
  /** Closed, or without room for what should have been added: nothing can be read. */
  isGone = false;

  constructor({ holding, ifRoom = false }: SpooledPiecesOptions) {
    this.#holding = holding;
    this.#ifRoom = ifRoom;
    this.#file = new OverflowFile(holding);
  }

  get rowCount(): number {
    return this.#addedRows + (this.#block?.rowCount ?? 0);
  }

  /** Whether they have outgrown memory. */
  get isLarge(): boolean {
    return this.#block !== null;
  }

  /**
   * Adds whole rows, which are copied. Throws Problem rate_limited when the budget has no room for them and
   * service_unavailable when the disk has none.
   */
  add(bytes: Buffer, rowCount: number): void {
    if (this.isGone) return;
    if (this.#block === null && this.#heldBytes + bytes.length <= IN_MEMORY_BYTES) {
      this.#holding.add('memory', bytes.length);
      this.#heldBytes += bytes.length;
      this.#put({ rowCount, length: bytes.length, at: Buffer.from(bytes) });
    } else {
      this.#spill();
      this.#gather(bytes, rowCount);
    }
  }

  /** To be called when the last row has come. */
  end(): void {
    this.#writeBlock();
    this.#block = null;
  }

  /** What is still in memory, in order: all of it, as long as they are not large. */
  *inMemory(): Generator<{ bytes: Buffer; rowCount: number }> {
    for (const { at, rowCount } of this.#pieces)
      if (typeof at !== 'number') yield { bytes: at, rowCount };
  }

  #spill(): void {
    if (this.#block !== null) return;
    this.#block = { bytes: Buffer.allocUnsafeSlow(BLOCK_BYTES), length: 0, rowCount: 0 };
    for (const piece of this.#pieces)
      if (typeof piece.at !== 'number') piece.at = this.#append(piece.at);
    this.#letGo();
  }

  #letGo(): void {
    this.#holding.remove('memory', this.#heldBytes);
    this.#heldBytes = 0;
  }

  #gather(bytes: Buffer, rowCount: number): void {
    if ((this.#block?.length ?? 0) + bytes.length > BLOCK_BYTES) this.#writeBlock();
    const block = this.#block;
    if (block === null || bytes.length > BLOCK_BYTES) {
      this.#put({ rowCount, length: bytes.length, at: this.#append(bytes) });
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
    this.#put({ rowCount, length, at: this.#append(bytes.subarray(0, length)) });
  }

  #append(bytes: Buffer): number {
    if (!this.#ifRoom) return this.#file.append(bytes);
    const at = this.#file.appendIfRoom(bytes);
    if (at === null) this.close();
    return at ?? 0;
  }

  #put(piece: Omit<Piece, 'firstRow'>): void {
    if (this.isGone) return;
    this.#pieces.push({ firstRow: this.#addedRows, ...piece });
    this.#addedRows += piece.rowCount;
  }

  /** What holds the rows from number `after` (from 0), at most `count` of them; each is valid until the next is asked for. */
  async *load(after: number, count: number): AsyncGenerator<LoadedPiece> {
    const end = Math.min(after + count, this.#addedRows);
    // Forgotten meanwhile, they are still read to the end.
    const pieces = this.#pieces.filter(
      ({ firstRow, rowCount }) => firstRow + rowCount > after && firstRow < end,
    );
    const release = this.#file.hold();
    try {
      for await (const [{ firstRow, rowCount }, bytes] of this.#read(pieces)) {
        const skip = Math.max(0, after - firstRow);
        const last = Math.min(rowCount, end - firstRow);
        yield { bytes, skip, count: last - skip, toTheEnd: last === rowCount };
      }
    } finally {
      release();
    }
  }

  // While one piece is on its way to the reader, the next one is read: into two buffers by turns, for new ones
  // would make more garbage than rows.
  async *#read(pieces: Piece[]): AsyncGenerator<[Piece, Buffer]> {
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
    this.isGone = true;
    this.#file.close();
    this.#letGo();
    this.#pieces.length = 0;
    this.#block = null;
  }
}

const NOTHING = Buffer.alloc(0);
