// The bytes of a whole answer, held until its last reader has them: in memory while few, in a file beyond that.
import type { Holding } from './holdings.ts';
import { OverflowFile } from './overflow-file.ts';
import { PIECE_BYTES, recycle, takePiece } from '../../formats/pieces.ts';

const IN_MEMORY_BYTES = 64 * 1024;

export class HeldBytes {
  length = 0;
  readonly holding: Holding;
  readonly #file: OverflowFile;
  /** Null once they are in the file. */
  #pieces: Buffer[] | null = [];

  constructor(holding: Holding) {
    this.holding = holding;
    this.#file = new OverflowFile(holding);
  }

  /** Takes a copy. Throws as `OverflowFile.append` does. */
  add(bytes: Uint8Array): void {
    if (this.length + bytes.length > IN_MEMORY_BYTES) this.#spill();
    if (this.#pieces === null) this.#file.append(bytes);
    else {
      this.holding.add('memory', bytes.length);
      this.#pieces.push(Buffer.from(bytes));
    }
    this.length += bytes.length;
  }

  #spill(): void {
    const pieces = this.#pieces ?? [];
    for (const piece of pieces) this.#file.append(piece);
    this.#forgetPieces();
  }

  #forgetPieces(): void {
    for (const { length } of this.#pieces ?? []) this.holding.remove('memory', length);
    this.#pieces = null;
  }

  /** All of them in order, for one of any number of readers; each piece is valid until the next is asked for. */
  async *read(): AsyncGenerator<Buffer> {
    if (this.#pieces !== null) return yield* this.#pieces;
    const piece = takePiece();
    try {
      for (let at = 0; at < this.length; at += PIECE_BYTES) {
        const length = Math.min(PIECE_BYTES, this.length - at);
        yield await this.#file.read(at, piece.subarray(0, length));
      }
    } finally {
      recycle(piece);
    }
  }

  async whole(): Promise<Buffer> {
    const whole = Buffer.allocUnsafeSlow(this.length);
    let at = 0;
    for await (const piece of this.read()) at += piece.copy(whole, at);
    return whole;
  }

  /** Forgets them. Whoever still reads fails. */
  close(): void {
    this.#forgetPieces();
    this.#file.close();
  }
}
