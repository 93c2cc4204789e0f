// Writes a download to an HTTP response: headers with the first byte, and back-pressure.
import type { Known } from '../../formats/output.ts';
import type { RunStart } from '../../engines/rows.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Encoding } from '../../runs/shared/cached-result.ts';
import type { DownloadOutput } from '../../runs/download.ts';
import { atEndOfTurn } from './end-of-turn.ts';
import { onGone } from './gone-signal.ts';
import { asksForMark, MARK } from './query-string.ts';

export type Format = 'csv' | 'json' | 'result' | 'xlsx';

/** What each format is on the wire. */
export const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
  result: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Headers that do not depend on the result: names and values by turns. */
export interface Frame {
  own: readonly string[];
  /** The same for every answer of the server. */
  always: readonly string[];
}

/** A whole answer that is larger is given piece by piece. */
const AT_ONCE_BYTES = 64 * 1024;

const NOTHING = Buffer.alloc(0);

const noFrame: Frame = { own: [], always: [] };

export class HttpOutput implements DownloadOutput {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #format: Format;
  readonly #frame: Frame;
  /** What stands before the result: with a mark it is an answer of its own. */
  readonly #mark: Buffer;
  #isUnchanged = false;
  /** All of it is there at the first byte. */
  #isWhole = false;

  /** `frame` is what every answer has, unless it has been set already. */
  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    { format, frame = noFrame }: { format: Format; frame?: Frame },
  ) {
    this.#request = request;
    this.#response = response;
    this.#format = format;
    this.#frame = frame;
    this.#mark = format === 'csv' && asksForMark(request.url) ? MARK : NOTHING;
  }

  onGone(listener: () => void): () => void {
    return onGone(this.#response, listener);
  }

  get encoding(): Encoding {
    if (this.#mark.length > 0) return 'identity';
    return encodingFor(this.#request.headers['accept-encoding']);
  }

  /** Sends it, or 304 to who has it. */
  send(answer: Answer): void {
    const { bytes, etag, encoding, about } = answer;
    const tag = this.#tagOf(etag);
    if (matches(this.#request.headers['if-none-match'], tag)) {
      atEndOfTurn(() => this.#response.writeHead(304, this.#unchanged(about, tag)).end());
      return;
    }
    const headers = [...this.#headers(about), 'ETag', tag];
    if (encoding !== 'identity') headers.push('Content-Encoding', encoding);
    headers.push('Content-Length', String(this.#mark.length + bytes.length));
    if (bytes.length > AT_ONCE_BYTES) this.#give(answer, headers);
    else atEndOfTurn(() => this.#begun(headers).end(bytes));
  }

  // At the reader's pace: what is written to the response is held for him alone.
  #give({ bytes, lend }: Answer, headers: string[]): void {
    const response = this.#response;
    response.once(
      'close',
      lend(() => this.#request.socket.resetAndDestroy()),
    );
    this.#begun(headers);
    const giveFrom = (at: number): void => {
      const end = at + AT_ONCE_BYTES;
      if (end >= bytes.length) return void response.end(bytes.subarray(at));
      if (response.write(bytes.subarray(at, end))) giveFrom(end);
      else response.once('drain', () => giveFrom(end));
    };
    giveFrom(0);
  }

  begin(about: RunStart, { etag, length }: Known): void {
    const hasTag = etag !== null && this.#format !== 'result';
    const tag = this.#tagOf(`${etag}-${this.#format}`);
    this.#isUnchanged = hasTag && matches(this.#request.headers['if-none-match'], tag);
    if (this.#isUnchanged) {
      this.#response.writeHead(304, this.#unchanged(about, tag));
      return;
    }
    const headers = this.#headers(about);
    if (hasTag) headers.push('ETag', tag);
    this.#isWhole = length !== null;
    if (length !== null) headers.push('Content-Length', String(this.#mark.length + length));
    if (this.#isWhole) this.#response.cork();
    this.#begun(headers);
  }

  #tagOf(text: string): string {
    return this.#mark.length > 0 ? `"${text}-bom"` : `"${text}"`;
  }

  #begun(headers: string[]): ServerResponse {
    this.#response.writeHead(200, headers);
    if (this.#mark.length > 0) this.#response.write(this.#mark);
    return this.#response;
  }

  #headers(about: RunStart): string[] {
    const { own, always } = this.#frame;
    return [...own, ...always, ...headersOf(about, this.#format)];
  }

  // What would only be said again is left out (RFC 9110 §15.4.5).
  #unchanged(about: RunStart, tag: string): string[] {
    return [...this.#frame.own, ...freshnessOf(about), 'ETag', tag];
  }

  write(piece: Uint8Array, written: () => void): boolean {
    if (this.#isUnchanged) return true;
    return this.#response.write(piece, written);
  }

  onDrain(listener: () => void): void {
    this.#response.on('drain', listener);
  }

  end(): void {
    if (this.#isWhole) atEndOfTurn(() => this.#response.end());
    else this.#response.end();
  }
}

function headersOf(about: RunStart, format: Format): string[] {
  const headers = freshnessOf(about);
  headers.push('Content-Type', MEDIA_TYPES[format], 'Sheetfeed-Ran-On', about.ranOn);
  if (about.lagSeconds !== null) headers.push('Sheetfeed-Lag-Seconds', String(about.lagSeconds));
  return headers;
}

function freshnessOf({ cached, ranAt }: RunStart): string[] {
  // Asked for again each time: a result is as old as its run.
  const headers = ['Cache-Control', 'private, no-cache', 'Vary', 'Accept-Encoding, Authorization'];
  if (cached) headers.push('Age', String(ageOf(ranAt)));
  return headers;
}

/** Whether an If-None-Match header names the ETag (RFC 9110 §13.1.2: the weak comparison). */
export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag) return true;
  if (header.trim() === '*') return true;
  return header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

// RFC 9111 §5.1: whole seconds since the answer came into being.
function ageOf(ranAt: Date): number {
  return Math.max(0, Math.round((Date.now() - ranAt.getTime()) / 1000));
}

/** Brotli before gzip, where both are taken; as it is without the header (RFC 9110 §12.5.3). */
function encodingFor(header: string | string[] | undefined): Encoding {
  if (header === undefined || header === '') return 'identity';
  const taken = new Set(
    String(header)
      .toLowerCase()
      .split(',')
      // A quality of zero means "not this one".
      .filter((each) => !/;\s*q=0(\.0*)?\s*$/.test(each))
      .map((each) => each.split(';')[0]?.trim()),
  );
  if (taken.has('br')) return 'br';
  return taken.has('gzip') || taken.has('x-gzip') ? 'gzip' : 'identity';
}
