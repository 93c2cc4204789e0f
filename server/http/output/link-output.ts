// Takes the whole answer of a share link before its first byte goes out, so that a run that fails midway can
// still be answered with the last good result. What is too large for that is passed on as it comes.
import type { Response } from 'express';
import { createHash } from 'node:crypto';
import type { Answer } from '../../run/cached-result.ts';
import type { DownloadOutput } from '../../run/download.ts';
import type { RunStart } from '../../run/run.ts';
import { onGone } from './gone-signal.ts';

/** A whole answer of at most so many bytes is held and kept. */
const MOST_HELD_BYTES = 16 * 1024 * 1024;

export class LinkOutput implements DownloadOutput {
  readonly encoding = 'identity';
  readonly #response: Response;
  readonly #beginPassing: (about: RunStart) => void;
  #about: RunStart | null = null;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #passesOn = false;

  /** `beginPassing` writes the headers of an answer that is too large to be held. */
  constructor(response: Response, beginPassing: (about: RunStart) => void) {
    this.#response = response;
    this.#beginPassing = beginPassing;
  }

  /** The whole answer; null when it was too large and has been passed on. */
  get whole(): { body: Buffer; etag: string; ranAt: Date } | null {
    if (this.#passesOn || this.#about === null) return null;
    const body = Buffer.concat(this.#held);
    return { body, etag: etagOf(body), ranAt: this.#about.ranAt };
  }

  onGone(listener: () => void): () => void {
    return onGone(this.#response, listener);
  }

  send({ bytes, about }: Answer): void {
    this.#about = about;
    this.#held = [bytes];
  }

  begin(about: RunStart): void {
    this.#about = about;
  }

  write(piece: Uint8Array, written: () => void): boolean {
    if (this.#passesOn) return this.#response.write(piece, written);
    // The piece's memory is used again.
    this.#held.push(Buffer.from(piece));
    this.#heldBytes += piece.length;
    written();
    return this.#heldBytes <= MOST_HELD_BYTES || this.#passOn();
  }

  #passOn(): boolean {
    if (this.#about === null) throw new Error('bytes came before the beginning');
    this.#passesOn = true;
    this.#beginPassing(this.#about);
    let flows = true;
    for (const piece of this.#held.splice(0)) flows = this.#response.write(piece);
    return flows;
  }

  onDrain(listener: () => void): void {
    this.#response.on('drain', listener);
  }

  end(): void {
    if (this.#passesOn) this.#response.end();
  }
}

/** The strong ETag's text of these bytes. */
export function etagOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 27);
}
