// The rows of a run that is under way, held for those who may still join it.
import type { HeldRows } from '../../engines/rows.ts';
import { recycle, takePiece } from '../../formats/pieces.ts';

export class RowsUnderWay {
  byteCount = 0;
  readonly #pieces: Buffer[] = [];
  readonly #rows: HeldRows[] = [];
  /** So much of the last piece is filled. */
  #filled = 0;

  /** Copies `count` whole DataRow messages. */
  add(bytes: Uint8Array, count: number): void {
    this.byteCount += bytes.length;
    let piece = this.#pieces.at(-1);
    if (!piece || this.#filled + bytes.length > piece.length) {
      piece = takePiece(bytes.length);
      this.#pieces.push(piece);
      this.#filled = 0;
    }
    piece.set(bytes, this.#filled);
    const end = this.#filled + bytes.length;
    this.#rows.push({ chunk: piece.subarray(this.#filled, end), count });
    this.#filled = end;
  }

  /** What is held, until `free` is called. */
  get rows(): readonly HeldRows[] {
    return this.#rows;
  }

  /** The same in memory of its own. */
  copy(): HeldRows[] {
    return this.#rows.map(({ chunk, count }) => ({ chunk: Buffer.from(chunk), count }));
  }

  /** Forgets everything. */
  free(): void {
    this.#pieces.splice(0).forEach(recycle);
    this.#rows.length = 0;
    this.byteCount = this.#filled = 0;
  }
}
