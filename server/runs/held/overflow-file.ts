// Bytes that are too many for memory: a temporary file that nobody else can read and that no crash leaves behind.
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, read, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Problem } from '../../../domain/problem.ts';
import type { Holding } from './holdings.ts';

/** A file counts for no less: those that may be open at once are few, too. */
const LEAST_BYTES = 1024 * 1024;

const readFrom = promisify(read);

export class OverflowFile {
  readonly #holding: Holding;
  /** What it takes of the budget. */
  countedBytes = 0;
  #descriptor: number | null = null;
  /** Where it can still be found; null where the system takes away the name of an open file. */
  #path: string | null = null;
  #length = 0;
  #readers = 0;
  #isClosed = false;

  constructor(holding: Holding) {
    this.#holding = holding;
  }

  /**
   * Adds the bytes and tells where they stand. Throws Problem service_unavailable when the disk has no room for them,
   * and rate_limited when the budget has none.
   */
  append(bytes: Uint8Array): number {
    const more = this.#uncounted(bytes);
    if (more > 0) this.#holding.add('file', more);
    this.countedBytes += more;
    try {
      return this.#append(bytes);
    } catch (error) {
      throw noRoom(error as NodeJS.ErrnoException);
    }
  }

  /** The same for what could be done without: null when that would take more than half of the budget, or the disk is full. */
  appendIfRoom(bytes: Uint8Array): number | null {
    const more = this.#uncounted(bytes);
    if (more > 0 && !this.#holding.addIfRoom('file', more)) return null;
    this.countedBytes += more;
    try {
      return this.#append(bytes);
    } catch (error) {
      if (isFull(error as NodeJS.ErrnoException)) return null;
      throw error;
    }
  }

  #uncounted({ length }: Uint8Array): number {
    return Math.max(0, Math.max(LEAST_BYTES, this.#length + length) - this.countedBytes);
  }

  #append(bytes: Uint8Array): number {
    this.#descriptor ??= this.#open();
    const at = this.#length;
    // The kernel's page cache takes it at the speed of memory: waiting for a promise would cost more.
    for (let written = 0; written < bytes.length;) {
      const left = bytes.length - written;
      written += writeSync(this.#descriptor, bytes, written, left, at + written);
    }
    this.#length += bytes.length;
    return at;
  }

  /** Fills `bytes` with what stands at a place that `append` told. */
  async read(at: number, bytes: Buffer): Promise<Buffer> {
    const { length } = bytes;
    const release = this.hold();
    try {
      for (let done = 0; done < length;) {
        const { bytesRead } = await readFrom(this.#opened(), bytes, done, length - done, at + done);
        if (bytesRead === 0) throw new Error('an overflow file was cut off');
        done += bytesRead;
      }
    } finally {
      release();
    }
    return bytes;
  }

  /** Keeps the file readable until the function that is returned is called, even if it is closed meanwhile. */
  hold(): () => void {
    this.#readers++;
    return () => {
      this.#readers--;
      if (this.#isClosed) this.close();
    };
  }

  /** Forgets the bytes, as soon as nobody reads them. */
  close(): void {
    this.#isClosed = true;
    if (this.#readers > 0) return;
    this.#holding.remove('file', this.countedBytes);
    this.countedBytes = 0;
    if (this.#descriptor === null) return;
    closeSync(this.#descriptor);
    this.#descriptor = null;
    if (this.#path !== null) unlinkSync(this.#path);
  }

  #opened(): number {
    if (this.#descriptor === null) throw new Error('an overflow file was read after its end');
    return this.#descriptor;
  }

  #open(): number {
    const file = path.join(tmpdir(), `sheetfeed-${randomUUID()}`);
    const descriptor = openSync(file, 'wx+', 0o600);
    try {
      unlinkSync(file);
    } catch {
      // Windows keeps the name of a file for as long as it is open.
      this.#path = file;
    }
    return descriptor;
  }
}

// The disk, a quota, the largest file, or all files that may be open.
const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EMFILE', 'ENFILE'];

function isFull({ code = '' }: NodeJS.ErrnoException): boolean {
  return FULL.includes(code);
}

function noRoom(error: NodeJS.ErrnoException): Error {
  if (!isFull(error)) return error;
  const detail =
    "The server's disk has no room for the result. Try again in a few minutes; if it lasts, tell whoever runs Sheetfeed.";
  return new Problem('service_unavailable', detail, {}, error);
}
