// Turns DataRow messages into the bytes of a format, without a JavaScript value for each field.
import { takePiece } from './pieces.ts';
import type { RunStart } from '../engines/rows.ts';

/** One format's way of writing. Its rows are written in order. */
export interface RowFormat {
  /** What stands before the rows. */
  head(): Buffer;
  /** What stands behind them. */
  tail(): Buffer;
  /** The most bytes that a row of `length` bytes can become. */
  bound(length: number): number;
  /** Writes the row whose fields begin at `at` in `from`, into `out` at `w`; the new end. */
  row(from: Buffer, at: number, out: Buffer, w: number): number;
}

export type NewFormat = (about: RunStart) => RowFormat;

// The type byte, the length, and the number of fields.
const ROW_HEAD = 7;

/** Gathers formatted rows into pieces of about 64 KB and hands each on. */
export class RowWriter {
  readonly #format: RowFormat;
  readonly #emit: (piece: Buffer) => void;
  #out = takePiece();
  #w = 0;
  /** How many rows have been written. */
  rowCount = 0;

  constructor(format: RowFormat, emit: (piece: Buffer) => void) {
    this.#format = format;
    this.#emit = emit;
    this.#put(format.head());
  }

  /** Writes the DataRow messages in `chunk` from `from` up to `to`. */
  rows(chunk: Buffer, from: number, to: number): void {
    const format = this.#format;
    let at = from;
    while (at < to) {
      const length = chunk.readUInt32BE(at + 1);
      const need = format.bound(length);
      if (this.#w + need > this.#out.length) this.#flush(need);
      this.#w = format.row(chunk, at + ROW_HEAD, this.#out, this.#w);
      this.rowCount++;
      at += 1 + length;
    }
  }

  /** Writes what stands behind the rows and hands on what is left. */
  end(): void {
    this.#put(this.#format.tail());
    if (this.#w > 0) this.#emit(this.#out.subarray(0, this.#w));
    this.#w = 0;
    this.#out = Buffer.alloc(0);
  }

  #put(bytes: Buffer): void {
    if (this.#w + bytes.length > this.#out.length) this.#flush(bytes.length);
    this.#w += bytes.copy(this.#out, this.#w);
  }

  #flush(need: number): void {
    if (this.#w > 0) {
      this.#emit(this.#out.subarray(0, this.#w));
      this.#out = takePiece(need);
      this.#w = 0;
    } else if (this.#out.length < need) {
      this.#out = takePiece(need);
    }
  }
}
