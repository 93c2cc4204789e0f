// Takes the rows of a small result as text: for lists of choices.
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
