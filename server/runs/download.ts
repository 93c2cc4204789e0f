// Sends a run's rows to one reader as they come: CSV or JSON of any size in little memory.
import type { Hash } from 'node:crypto';
import type { Encoding } from '../formats/compressed.ts';
import type { Answer } from './shared/cached-result.ts';
import { etagOf, hashOf } from '../formats/etag.ts';
import { recycle } from '../formats/pieces.ts';
import { RowWriter, type NewFormat } from '../formats/row-writer.ts';
import type { Known, Output } from '../formats/output.ts';
import type { Flow, RowSink, RunStart } from '../engines/rows.ts';

/** An output that also takes an answer that is there already. */
export interface DownloadOutput extends Output {
  /** How the reader takes a whole answer best. */
  readonly encoding: Encoding;
  /** Calls `listener` when the reader goes away before the answer is whole; the function that is returned ends that. */
  onGone(listener: () => void): () => void;
  /** Sends a whole answer; nothing else is called then. */
  send(answer: Answer): void;
}

/** Up to so many bytes are held back, so that an error is still a problem and the answer has an ETag. */
const HELD_BYTES = 48 * 1024;

export class Download implements RowSink {
  readonly #output: Output;
  readonly #newFormat: NewFormat;
  #writer: RowWriter | null = null;
  #about: RunStart | null = null;
  #flow: Flow | null = null;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #begun = false;
  #hash: Hash | null = null;

  constructor(output: Output, newFormat: NewFormat) {
    this.#output = output;
    this.#newFormat = newFormat;
    output.onDrain(() => this.#flow?.resume());
  }

  /** Whether bytes have been sent: from then on an error can only cut the connection. */
  get hasBegun(): boolean {
    return this.#begun;
  }

  start(about: RunStart, flow: Flow): void {
    this.#about = about;
    this.#flow = flow;
    this.#held = [];
    this.#heldBytes = 0;
    this.#hash = hashOf(about.columns);
    this.#writer = new RowWriter(this.#newFormat(about), (piece) => this.#take(piece));
  }

  rows(chunk: Buffer, from: number, to: number): void {
    if (!this.#begun) this.#hash?.update(chunk.subarray(from, to));
    this.#writer?.rows(chunk, from, to);
  }

  #take(piece: Buffer): void {
    if (this.#begun) return this.#write(piece);
    this.#held.push(piece);
    this.#heldBytes += piece.length;
    if (this.#heldBytes > HELD_BYTES)
      this.#begin({ etag: this.#about?.etag ?? null, length: null });
  }

  #begin(known: Known): void {
    if (!this.#about) return;
    this.#begun = true;
    this.#output.begin(this.#about, known);
    for (const piece of this.#held.splice(0)) this.#write(piece);
  }

  #write(piece: Buffer): void {
    if (!this.#output.write(piece, () => recycle(piece))) this.#flow?.pause();
  }

  /** Sends what is left. To be called when the run has ended well. */
  end(): void {
    this.#writer?.end();
    if (!this.#begun) {
      const etag = this.#hash && etagOf(this.#hash);
      this.#begin({ etag, length: this.#heldBytes });
    }
    this.#output.end();
  }
}
