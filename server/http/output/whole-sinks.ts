// Where the bytes of an answer go that is whole at its first byte: out in one piece, or compressed as one.
import type { ServerResponse } from 'node:http';
import { compressed } from '../../formats/compressed.ts';
import { atEndOfTurn } from './end-of-turn.ts';
import type { Sink } from './sink.ts';

/** All of it is there at the first byte, and goes out in one piece. */
export class AtHandSink implements Sink {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  write(piece: Uint8Array, written: () => void): boolean {
    return this.#response.write(piece, written);
  }

  onDrain(): void {
    // There is no more of it.
  }

  end(): void {
    atEndOfTurn(() => this.#response.end());
  }
}

/** The same, compressed as a whole: as a result that is kept, so that its ETag is the same. */
export class WholeSink implements Sink {
  readonly #response: ServerResponse;
  readonly #headers: string[];
  readonly #encoding: 'br' | 'gzip';
  readonly #pieces: Uint8Array[] = [];
  readonly #written: (() => void)[] = [];

  constructor(response: ServerResponse, headers: string[], encoding: 'br' | 'gzip') {
    this.#response = response;
    this.#headers = headers;
    this.#encoding = encoding;
  }

  write(piece: Uint8Array, written: () => void): boolean {
    this.#pieces.push(piece);
    this.#written.push(written);
    return true;
  }

  onDrain(): void {
    // There is no more of it.
  }

  end(): void {
    const whole = Buffer.concat(this.#pieces);
    for (const written of this.#written) written();
    compressed(whole, this.#encoding).then(
      (bytes) => {
        if (this.#response.destroyed) return;
        this.#headers.push('Content-Length', String(bytes.length));
        this.#response.writeHead(200, this.#headers).end(bytes);
      },
      () => this.#response.req.socket.resetAndDestroy(),
    );
  }
}
