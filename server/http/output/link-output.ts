// Takes the whole answer of a share link before its first byte goes out, so that a run that fails midway can
// still be answered with the last good result. What is too large for that is passed on as it comes.
import type { RunStart } from '../../engines/rows.ts';
import { etagOf } from '../../formats/etag.ts';
import type { ServerResponse } from 'node:http';
import { createHash } from 'node:crypto';
import type { Answer } from '../../runs/shared/cached-result.ts';
import type { DownloadOutput } from '../../runs/download.ts';
import type { HeldBytes } from '../../runs/held/held-bytes.ts';
import { writePieces } from './send-pieces.ts';
import type { Sink } from './sink.ts';

/** A whole answer of at most so many bytes is held and kept. */
const MOST_HELD_BYTES = 16 * 1024 * 1024;

export interface LinkOutputOptions {
  /** Takes the answer. */
  bytes: HeldBytes;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
  /** Called when the answer is too large to be held, before its first byte: writes the headers, and gives where the bytes go. */
  onPass: (about: RunStart) => Sink;
}

export class LinkOutput implements DownloadOutput {
  readonly encoding = 'identity';
  readonly #response: ServerResponse;
  readonly #options: LinkOutputOptions;
  readonly #hash = createHash('sha256');
  #about: RunStart | null = null;
  #drain: () => void = () => {};
  /** Resolves when what was held has been passed on. */
  #passing: Promise<void> | null = null;
  #sink: Sink | null = null;

  constructor(response: ServerResponse, options: LinkOutputOptions) {
    this.#response = response;
    this.#options = options;
  }

  /** The whole answer; null when it was too large and has been passed on. */
  get whole(): { bytes: HeldBytes; etag: string; ranAt: Date } | null {
    if (this.#passing !== null || this.#about === null) return null;
    const { bytes } = this.#options;
    return { bytes, etag: etagOf(this.#hash), ranAt: this.#about.ranAt };
  }

  onGone(listener: () => void): () => void {
    const { signal } = this.#options;
    signal.addEventListener('abort', listener, { once: true });
    if (signal.aborted) listener();
    return () => signal.removeEventListener('abort', listener);
  }

  send({ bytes, about }: Answer): void {
    this.#about = about;
    this.#take(bytes);
  }

  begin(about: RunStart): void {
    this.#about = about;
  }

  write(piece: Uint8Array, written: () => void): boolean {
    if (this.#sink !== null) return this.#sink.write(piece, written);
    this.#take(piece);
    // The piece's memory is used again.
    written();
    if (this.#options.bytes.length > MOST_HELD_BYTES) this.#passing ??= this.#passOn();
    return this.#passing === null;
  }

  // What comes meanwhile is held behind the rest.
  async #passOn(): Promise<void> {
    if (this.#about === null) throw new Error('bytes came before the beginning');
    const { bytes, onPass } = this.#options;
    const sink = onPass(this.#about);
    try {
      await writePieces(this.#response, bytes.read(), sink);
      this.#sink = sink;
      sink.onDrain(this.#drain);
      this.#drain();
    } catch {
      // The run has failed, or its room was needed.
      this.#response.req.socket.resetAndDestroy();
    } finally {
      bytes.close();
    }
  }

  onDrain(listener: () => void): void {
    this.#drain = listener;
  }

  end(): void {
    void this.#passing?.then(() => this.#sink?.end());
  }

  #take(bytes: Uint8Array): void {
    this.#options.bytes.add(bytes);
    this.#hash.update(bytes);
  }
}
