// Writes a download to an HTTP response: headers with the first byte, and back-pressure.
import type { Request, Response } from 'express';
import type { Known, Output } from '../run/download.ts';
import type { RunStart } from '../run/run.ts';

export type Format = 'csv' | 'json' | 'result' | 'xlsx';

/** What each format is on the wire. */
export const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
  result: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export class HttpOutput implements Output {
  readonly #request: Request;
  readonly #response: Response;
  readonly #format: Format;
  #isUnchanged = false;

  constructor(request: Request, response: Response, format: Format) {
    this.#request = request;
    this.#response = response;
    this.#format = format;
  }

  begin(about: RunStart, { etag, length }: Known): void {
    const response = this.#response;
    response.setHeader('Content-Type', MEDIA_TYPES[this.#format]);
    // Asked for again each time: a result is as old as its run.
    response.setHeader('Cache-Control', 'private, no-cache');
    response.vary('Accept-Encoding');
    response.vary('Authorization');
    response.setHeader('Sheetfeed-Ran-On', about.ranOn);
    if (about.lagSeconds !== null) {
      response.setHeader('Sheetfeed-Lag-Seconds', String(about.lagSeconds));
    }
    if (about.cached) response.setHeader('Age', String(ageOf(about.ranAt)));
    if (etag !== null && this.#format !== 'result') this.#tag(`"${etag}-${this.#format}"`);
    if (length !== null && !this.#isUnchanged) response.setHeader('Content-Length', length);
  }

  #tag(etag: string): void {
    this.#response.setHeader('ETag', etag);
    this.#isUnchanged = matches(this.#request.headers['if-none-match'], etag);
    if (this.#isUnchanged) this.#response.status(304);
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
