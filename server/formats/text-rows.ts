// Takes the rows of a small result as text: for lists of choices, and for what is watched.
import { textRows, type RowSink } from '../engines/rows.ts';
import type { SpooledRows } from './envelope.ts';

export class TextRows implements RowSink {
  rowsTaken: (string | null)[][] = [];

  start(): void {
    this.rowsTaken = [];
  }

  rows(chunk: Buffer, from: number, to: number): void {
    this.rowsTaken.push(...textRows(chunk, from, to));
  }
}

/** Holds the rows of a small result up to so many bytes; what is more is left out, and that is told. */
export class BoundedRows implements RowSink {
  held: SpooledRows[] = [];
  isCut = false;
  readonly #most: number;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The same as text. */
  get texts(): (string | null)[][] {
    return this.held.flatMap(({ bytes }) => textRows(bytes, 0, bytes.length));
  }

  start(): void {
    this.held = [];
    this.isCut = false;
    this.#bytes = 0;
  }

  rows(chunk: Buffer, from: number, to: number, rowCount: number): void {
    this.#bytes += to - from;
    this.isCut = this.#bytes > this.#most;
    if (!this.isCut) this.held.push({ bytes: Buffer.from(chunk.subarray(from, to)), rowCount });
  }
}
