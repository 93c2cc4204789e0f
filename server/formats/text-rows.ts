// Takes the rows of a small result as text: for lists of choices.
import { readTextRow } from '../engines/postgres/wire/messages.ts';
import type { RowSink } from '../runs/run.ts';

export class TextRows implements RowSink {
  rowsTaken: (string | null)[][] = [];

  start(): void {
    this.rowsTaken = [];
  }

  rows(chunk: Buffer, from: number, to: number): void {
    for (let at = from; at < to;) {
      const next = at + 1 + chunk.readUInt32BE(at + 1);
      this.rowsTaken.push(readTextRow(chunk.subarray(at + 5, next)));
      at = next;
    }
  }
}
