// The rows that a slow reader of a shared run has still to take: in memory while few, in a file beyond that.
import type { HeldRows } from '../../engines/rows.ts';
import type { Holding } from '../held/holdings.ts';
import { OverflowFile } from '../held/overflow-file.ts';
import { recycle, takePiece } from '../../formats/pieces.ts';

/** Rows beyond this go to the file. */
const IN_MEMORY_BYTES = 256 * 1024;

interface Piece {
  count: number;
  length: number;
  /** The bytes, or where they stand in the file. */
  at: Buffer | number;
}

export class Backlog {
  #pieces: Piece[] = [];
  #memoryBytes = 0;
  /** What was read of the file last. */
  #loaded: Buffer | null = null;
  readonly #holding: Holding;
  readonly #file: OverflowFile;

  constructor(holding: Holding) {
    this.#holding = holding;
    this.#file = new OverflowFile(holding);
  }

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  /** So much of the disk it takes. */
  get fileBytes(): number {
    return this.#file.countedBytes;
  }

  /** Takes a copy of whole DataRow messages. Throws as `OverflowFile.append` does. */
  add(messages: Buffer, count: number): void {
    const { length } = messages;
    const fits = this.#memoryBytes + length <= IN_MEMORY_BYTES;
    if (fits) this.#hold(length);
    const at = fits ? Buffer.from(messages) : this.#file.append(messages);
    this.#pieces.push({ count, length, at });
  }

  #hold(bytes: number): void {
    if (bytes > 0) this.#holding.add('memory', bytes);
    else this.#holding.remove('memory', -bytes);
    this.#memoryBytes += bytes;
  }

  /** The rows that come next, which stay in it, and valid, until they are dropped; null when there are none. */
  async first(): Promise<HeldRows | null> {
    const [piece] = this.#pieces;
    if (piece === undefined) return null;
    const { at, count, length } = piece;
    if (typeof at !== 'number') return { chunk: at, count };
    this.#loaded = takePiece(length);
    return { chunk: await this.#file.read(at, this.#loaded.subarray(0, length)), count };
  }

  dropFirst(): void {
    if (this.#loaded !== null) recycle(this.#loaded);
    this.#loaded = null;
    const piece = this.#pieces.shift();
    if (piece !== undefined && typeof piece.at !== 'number') this.#hold(-piece.length);
  }

  close(): void {
    this.#pieces = [];
    this.#hold(-this.#memoryBytes);
    this.#file.close();
  }
}
