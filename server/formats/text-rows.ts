// Takes the rows of a small result as text: for lists of choices, and for what is watched.
import { textRows, type RowSink } from '../engines/rows.ts';

export class TextRows implements RowSink {
  rowsTaken: (string | null)[][] = [];

  start(): void {
    this.rowsTaken = [];
  }

  rows(chunk: Buffer, from: number, to: number): void {
    this.rowsTaken.push(...textRows(chunk, from, to));
  }
}

/** The same up to so many bytes; what is more is left out, and that is told. */
export class BoundedRows implements RowSink {
  rowsTaken: (string | null)[][] = [];
  isCut = false;
  readonly #most: number;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  start(): void {
    this.rowsTaken = [];
    this.isCut = false;
    this.#bytes = 0;
  }

  rows(chunk: Buffer, from: number, to: number): void {
    this.#bytes += to - from;
    this.isCut = this.#bytes > this.#most;
    if (!this.isCut) this.rowsTaken.push(...textRows(chunk, from, to));
  }
}
