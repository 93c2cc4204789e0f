// A ZIP archive written as it comes: small entries whole, and a last one of any size, with back-pressure.
import { PassThrough } from 'node:stream';
import { ZipFile } from 'yazl';
import { Problem } from '../../../domain/problem.ts';

// The first levels pack nearly as tightly and take half the time.
const LEVEL = 3;
/** The first day that ZIP knows, so that the same result gives the same bytes. */
const DAY = new Date(1980, 0, 1);
const ENTRY = { compressionLevel: LEVEL, mtime: DAY, forceDosTimestamp: true };
/** Larger entries would need ZIP64, which not every program that reads workbooks knows. Packed they are smaller. */
const MOST_BYTES = 0xffff_ffff;

/** `emit` takes the archive's bytes in order; false asks for a pause until `resume`. */
export class Zip {
  readonly #archive = new ZipFile();
  readonly #last = new PassThrough();
  #size = 0;

  constructor(emit: (piece: Buffer) => boolean) {
    const { outputStream } = this.#archive;
    outputStream.on('data', (piece: Buffer) => {
      if (!emit(piece)) outputStream.pause();
    });
  }

  /** A small entry, whole. */
  add(name: string, text: string): void {
    this.#archive.addBuffer(Buffer.from(text), name, ENTRY);
  }

  /** Begins the last entry, whose bytes come by `write`. */
  open(name: string): void {
    this.#archive.addReadStream(this.#last, name, ENTRY);
    this.#archive.end();
  }

  /** False asks for a pause; `written` is called when the piece is no longer needed. */
  write(piece: Uint8Array, written: () => void): boolean {
    this.#size += piece.length;
    if (this.#size > MOST_BYTES) throw tooLarge();
    // The packer takes the piece later than the stream lets go of it.
    return this.#last.write(Buffer.from(piece), () => written());
  }

  onDrain(listener: () => void): void {
    this.#last.on('drain', listener);
  }

  resume(): void {
    this.#archive.outputStream.resume();
  }

  /** No more bytes come. */
  close(): void {
    this.#last.end();
  }

  /** Resolves when the archive is whole; rejects when its reader goes away before. */
  async closed(gone: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const leave = () => reject(readerGone());
      if (gone.aborted) leave();
      gone.addEventListener('abort', leave, { once: true });
      this.#archive.outputStream.once('end', resolve);
      this.#archive.once('error', reject);
    });
  }

  destroy(): void {
    this.#last.destroy();
  }
}

function tooLarge(): Problem {
  const detail = 'An Excel file cannot hold a result of this size. Download the CSV instead.';
  return new Problem('result_too_large', detail);
}

function readerGone(): Problem {
  return new Problem('run_cancelled', 'The file was not taken to its end.');
}
