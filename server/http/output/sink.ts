// Where the bytes of a streamed answer go: into the response as they are, or compressed on the way, at the reader's pace.
import type { ServerResponse } from 'node:http';
import {
  constants,
  createBrotliCompress,
  createGzip,
  type BrotliCompress,
  type Gzip,
} from 'node:zlib';
import type { Encoding } from '../../formats/compressed.ts';

export interface Sink {
  /** False asks for a pause until `onDrain` fires. `written` is called when the bytes are no longer needed. */
  write(piece: Uint8Array, written: () => void): boolean;
  onDrain(listener: () => void): void;
  end(): void;
}

/** `isPrompt`: what was written soon reaches the reader, also while nothing more comes. */
export function sinkFor(
  response: ServerResponse,
  encoding: Encoding,
  { isPrompt }: { isPrompt: boolean },
): Sink {
  return encoding === 'identity'
    ? new PlainSink(response)
    : new CompressingSink(response, compressorFor(encoding), isPrompt);
}

class PlainSink implements Sink {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  write(piece: Uint8Array, written: () => void): boolean {
    return this.#response.write(piece, written);
  }

  onDrain(listener: () => void): void {
    this.#response.on('drain', listener);
  }

  end(): void {
    this.#response.end();
  }
}

/** A window of 256 KB: a larger one would take megabytes for each download, and make the answer little smaller. */
const BROTLI_WINDOW_BITS = 18;
const FASTEST = 1;
/** Each goes to another thread and back: of two pieces at once a download takes an eighth less of the processor. */
const BLOCK_BYTES = 128 * 1024;
/** One is compressed, one waits, and one is filled. */
const BUFFERS = { highWaterMark: 2 * BLOCK_BYTES, chunkSize: BLOCK_BYTES };

function compressorFor(encoding: 'br' | 'gzip'): BrotliCompress | Gzip {
  if (encoding === 'gzip') return createGzip({ level: FASTEST, ...BUFFERS });
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: FASTEST,
    [constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_BITS,
  };
  return createBrotliCompress({ params, ...BUFFERS });
}

/** A reader sees no longer nothing of what is there. */
const FLUSH_MS = 200;

class CompressingSink implements Sink {
  readonly #compressor: BrotliCompress | Gzip;
  readonly #isPrompt: boolean;
  #flushing: NodeJS.Timeout | null = null;
  #isFirst = true;
  /** What is gathered. */
  #block: Buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  #filled = 0;
  /** Blocks that were compressed and are filled again. */
  readonly #free: Buffer[] = [];
  /** Who waits until the compressor has caught up. */
  readonly #waiting: (() => void)[] = [];

  constructor(response: ServerResponse, compressor: BrotliCompress | Gzip, isPrompt: boolean) {
    this.#compressor = compressor;
    this.#isPrompt = isPrompt;
    compressor.on('data', (chunk: Buffer) => {
      if (!response.write(chunk)) compressor.pause();
    });
    response.on('drain', () => compressor.resume());
    compressor.on('drain', () => this.#caughtUp());
    compressor.on('end', () => response.end());
    // Whoever cut the connection, or lost it, is told by the response; nobody reads what is left.
    response.on('close', () => this.#stop());
    compressor.on('error', () => response.req.socket.resetAndDestroy());
  }

  write(piece: Uint8Array, written: () => void): boolean {
    if (this.#compressor.destroyed) return this.#lost(written);
    if (this.#isPrompt) this.#flushSoon();
    if (this.#filled + piece.length > BLOCK_BYTES) this.#passOn();
    if (piece.length > BLOCK_BYTES) return this.#compressor.write(piece, written);
    this.#block.set(piece, this.#filled);
    this.#filled += piece.length;
    // Whoever waits until a piece is written goes at the pace of what is compressed.
    const isBehind = this.#compressor.writableNeedDrain;
    if (isBehind) this.#waiting.push(written);
    else written();
    return !isBehind;
  }

  #caughtUp(): void {
    for (const written of this.#waiting.splice(0)) written();
  }

  #passOn(): void {
    if (this.#filled === 0) return;
    const block = this.#block;
    this.#compressor.write(block.subarray(0, this.#filled), () => this.#free.push(block));
    this.#block = this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
    this.#filled = 0;
  }

  // As a response does whose reader has gone: the bytes are taken and forgotten.
  #lost(written: () => void): boolean {
    setImmediate(written);
    return false;
  }

  // The first bytes at once: whoever waits sees that something comes.
  #flushSoon(): void {
    if (this.#flushing !== null) return;
    this.#flushing = setTimeout(() => this.#flush(), this.#isFirst ? 0 : FLUSH_MS);
    this.#isFirst = false;
  }

  #flush(): void {
    this.#flushing = null;
    if (this.#compressor.destroyed || this.#compressor.writableEnded) return;
    this.#passOn();
    this.#compressor.flush();
  }

  onDrain(listener: () => void): void {
    this.#compressor.on('drain', listener);
  }

  end(): void {
    if (this.#compressor.destroyed) return;
    this.#passOn();
    this.#compressor.end();
  }

  #stop(): void {
    if (this.#flushing !== null) clearTimeout(this.#flushing);
    this.#flushing = null;
    this.#compressor.destroy();
    this.#caughtUp();
  }
}
