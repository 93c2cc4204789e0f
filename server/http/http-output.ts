// Writes a download to an HTTP response: headers with the first byte, and back-pressure.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Encoding } from '../run/cached-result.ts';
import type { DownloadOutput, Known } from '../run/download.ts';
import type { RunStart } from '../run/run.ts';
import { encodingFor } from './accept-encoding.ts';

export type Format = 'csv' | 'json' | 'result' | 'xlsx';

/** What each format is on the wire. */
export const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
  result: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export class HttpOutput implements DownloadOutput {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #format: Format;
  readonly #frame: readonly string[];
  #isUnchanged = false;

  /** `frame` is what every answer has, as names and values by turns, unless it has been set already. */
  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    { format, frame = [] }: { format: Format; frame?: readonly string[] },
  ) {
    this.#request = request;
    this.#response = response;
    this.#format = format;
    this.#frame = frame;
  }

  get encoding(): Encoding {
    return encodingFor(this.#request.headers['accept-encoding']);
  }

  /** Sends it in one piece, or 304 to who has it. */
  send({ bytes, etag, encoding, about }: Answer): void {
    const headers = [...this.#frame, ...headersOf(about, this.#format), 'ETag', `"${etag}"`];
    if (matches(this.#request.headers['if-none-match'], `"${etag}"`)) {
      this.#response.writeHead(304, headers).end();
      return;
    }
    if (encoding !== 'identity') headers.push('Content-Encoding', encoding);
    headers.push('Content-Length', String(bytes.length));
    this.#response.writeHead(200, headers).end(bytes);
  }

  begin(about: RunStart, { etag, length }: Known): void {
    const headers = [...this.#frame, ...headersOf(about, this.#format)];
    if (etag !== null && this.#format !== 'result') {
      const tag = `"${etag}-${this.#format}"`;
      headers.push('ETag', tag);
      this.#isUnchanged = matches(this.#request.headers['if-none-match'], tag);
    }
    if (length !== null && !this.#isUnchanged) headers.push('Content-Length', String(length));
    this.#response.writeHead(this.#isUnchanged ? 304 : 200, headers);
  }

  write(piece: Uint8Array, written: () => void): boolean {
    if (this.#isUnchanged) return true;
    return this.#response.write(piece, written);
  }

  onDrain(listener: () => void): void {
    this.#response.on('drain', listener);
  }

  end(): void {
    this.#response.end();
  }
}

function headersOf(about: RunStart, format: Format): string[] {
  const headers = [
    ...['Content-Type', MEDIA_TYPES[format]],
    // Asked for again each time: a result is as old as its run.
    ...['Cache-Control', 'private, no-cache'],
    ...['Vary', 'Accept-Encoding, Authorization'],
    ...['Sheetfeed-Ran-On', about.ranOn],
  ];
  if (about.lagSeconds !== null) headers.push('Sheetfeed-Lag-Seconds', String(about.lagSeconds));
  if (about.cached) headers.push('Age', String(ageOf(about.ranAt)));
  return headers;
}

/** Whether an If-None-Match header names the ETag (RFC 9110 §13.1.2: the weak comparison). */
export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

// RFC 9111 §5.1: whole seconds since the answer came into being.
function ageOf(ranAt: Date): number {
  return Math.max(0, Math.round((Date.now() - ranAt.getTime()) / 1000));
}
