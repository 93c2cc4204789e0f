// A ZIP archive written as it comes (PKWARE's APPNOTE 6.3): sizes and checksums follow the bytes they are of.
import { crc32, createDeflateRaw, deflateRawSync, type DeflateRaw } from 'node:zlib';
import { Problem } from '../../../domain/problem.ts';

const VERSION = 20;
const DEFLATED = 8;
/** Bit 3: sizes follow in a data descriptor. Bit 11: names are UTF-8. */
const FLAGS = 0x0808;
/** 1980-01-01, the first day that ZIP knows, so that the same result gives the same bytes. */
const DAY = 0x0021;
/** Larger entries would need ZIP64, which not every program that reads workbooks knows. Packed they are smaller. */
const MOST_BYTES = 0xffff_ffff;
// The first levels pack nearly as tightly and take half the time.
const LEVEL = 3;

interface Entry {
  name: Buffer;
  offset: number;
  crc: number;
  packed: number;
  size: number;
}

/** `emit` takes the archive's bytes in order; false asks for a pause until `resume`. */
export class Zip {
  readonly #emit: (piece: Buffer) => boolean;
  readonly #deflate: DeflateRaw = createDeflateRaw({ level: LEVEL });
  readonly #entries: Entry[] = [];
  #offset = 0;

  constructor(emit: (piece: Buffer) => boolean) {
    this.#emit = emit;
    this.#deflate.on('data', (piece: Buffer) => {
      this.#last.packed += piece.length;
      if (!this.#put(piece)) this.#deflate.pause();
    });
  }

  /** A small entry, whole. */
  add(name: string, text: string): void {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    this.#head(name);
    Object.assign(this.#last, { crc: crc32(bytes), packed: packed.length, size: bytes.length });
    this.#put(packed);
    this.#put(descriptorOf(this.#last));
  }

  /** Begins the last entry, whose bytes come by `write`. */
  open(name: string): void {
    this.#head(name);
  }

  /** False asks for a pause; `written` is called when the piece is no longer needed. */
  write(piece: Uint8Array, written: () => void): boolean {
    const entry = this.#last;
    entry.crc = crc32(piece, entry.crc);
    entry.size += piece.length;
    if (entry.size > MOST_BYTES) throw tooLarge();
    return this.#deflate.write(piece, () => written());
  }

  onDrain(listener: () => void): void {
    this.#deflate.on('drain', listener);
  }

  resume(): void {
    this.#deflate.resume();
  }

  /** No more bytes come. */
  close(): void {
    this.#deflate.end();
  }

  /** Resolves when the archive is whole; rejects when its reader goes away before. */
  async closed(gone: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const leave = () => reject(readerGone());
      if (gone.aborted) leave();
      gone.addEventListener('abort', leave, { once: true });
      this.#deflate.once('end', resolve);
      this.#deflate.once('error', reject);
    });
    this.#put(descriptorOf(this.#last));
    const directory = Buffer.concat(this.#entries.map(directoryEntryOf));
    const end = endOf(this.#entries.length, directory.length, this.#offset);
    this.#put(directory);
    this.#put(end);
  }

  destroy(): void {
    this.#deflate.destroy();
  }

  get #last(): Entry {
    const entry = this.#entries.at(-1);
    if (entry === undefined) throw new Error('no entry of the archive was begun');
    return entry;
  }

  #head(text: string): void {
    const name = Buffer.from(text);
    this.#entries.push({ name, offset: this.#offset, crc: 0, packed: 0, size: 0 });
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(VERSION, 4);
    head.writeUInt16LE(FLAGS, 6);
    head.writeUInt16LE(DEFLATED, 8);
    head.writeUInt16LE(DAY, 12);
    head.writeUInt16LE(name.length, 26);
    this.#put(Buffer.concat([head, name]));
  }

  #put(piece: Buffer): boolean {
    this.#offset += piece.length;
    return this.#emit(piece);
  }
}

function descriptorOf({ crc, packed, size }: Entry): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(packed, 8);
  descriptor.writeUInt32LE(size, 12);
  return descriptor;
}

function directoryEntryOf({ name, offset, crc, packed, size }: Entry): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(VERSION, 4);
  entry.writeUInt16LE(VERSION, 6);
  entry.writeUInt16LE(FLAGS, 8);
  entry.writeUInt16LE(DEFLATED, 10);
  entry.writeUInt16LE(DAY, 14);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packed, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(offset, 42);
  return Buffer.concat([entry, name]);
}

function endOf(count: number, directoryBytes: number, directoryAt: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(directoryAt, 16);
  return end;
}

function tooLarge(): Problem {
  const detail = 'An Excel file cannot hold a result of this size. Download the CSV instead.';
  return new Problem('result_too_large', detail);
}

function readerGone(): Problem {
  return new Problem('run_cancelled', 'The file was not taken to its end.');
}
