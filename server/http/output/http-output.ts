// Writes a download to an HTTP response: headers with the first byte, and back-pressure.
import type { Known } from '../../formats/output.ts';
import type { RunStart } from '../../engines/rows.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LEAST_COMPRESSED_BYTES, type Encoding } from '../../formats/compressed.ts';
import type { Answer } from '../../runs/shared/cached-result.ts';
import type { DownloadOutput } from '../../runs/download.ts';
import { atEndOfTurn } from './end-of-turn.ts';
import { encodedTag, encodingFor } from './encoding.ts';
import { onGone } from './gone-signal.ts';
import { asksForMark, MARK } from './query-string.ts';
import { sinkFor, type Sink } from './sink.ts';
import { AtHandSink, WholeSink } from './whole-sinks.ts';

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
  /** Where the bytes go once the answer has begun. */
  #sink: Sink | null = null;
  readonly #onDrain: (() => void)[] = [];

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
    // The mark is none of the answers that are made once for all who ask.
    return this.#mark.length > 0 ? 'identity' : this.#taken;
  }

  // A workbook is compressed already.
  get #taken(): Encoding {
    return this.#format === 'xlsx' ? 'identity' : encodingFor(this.#request);
  }

  /** Sends it, or 304 to who has it. */
  send(answer: Answer): void {
    const { bytes, etag, about } = answer;
    const onTheWay = this.#encodingOnTheWay(answer);
    const tag = encodedTag(this.#tagOf(etag), onTheWay);
    if (matches(this.#request.headers['if-none-match'], tag)) {
      atEndOfTurn(() => this.#response.writeHead(304, this.#unchanged(about, tag)).end());
      return;
    }
    const headers = [...this.#headers(about), 'ETag', tag];
    const encoding = onTheWay === 'identity' ? answer.encoding : onTheWay;
    if (encoding !== 'identity') headers.push('Content-Encoding', encoding);
    if (onTheWay === 'identity') {
      headers.push('Content-Length', String(this.#mark.length + bytes.length));
    }
    if (bytes.length > AT_ONCE_BYTES || onTheWay !== 'identity') {
      this.#response.writeHead(200, headers);
      this.#give(answer, sinkFor(this.#response, onTheWay, { isPrompt: false }));
    } else atEndOfTurn(() => this.#begun(headers).end(bytes));
  }

  // With a mark it is an answer of its own, which nobody keeps compressed.
  #encodingOnTheWay({ bytes, encoding }: Answer): Encoding {
    const isOwn = this.#mark.length > 0 && encoding === 'identity';
    return isOwn && bytes.length >= LEAST_COMPRESSED_BYTES ? this.#taken : 'identity';
  }

  // At the reader's pace: what is written to the response is held for him alone.
  #give({ bytes, lend }: Answer, sink: Sink): void {
    const cut = () => this.#request.socket.resetAndDestroy();
    this.#response.once('close', lend(cut));
    if (this.#mark.length > 0) sink.write(this.#mark, () => {});
    let at = 0;
    const goOn = (): void => {
      while (at < bytes.length) {
        const piece = bytes.subarray(at, at + AT_ONCE_BYTES);
        at += piece.length;
        if (!sink.write(piece, () => {})) return;
      }
      if (at === bytes.length) sink.end();
      at = Infinity;
    };
    sink.onDrain(goOn);
    goOn();
  }

  begin(about: RunStart, { etag, length }: Known): void {
    const isSmall = length !== null && length < LEAST_COMPRESSED_BYTES;
    const encoding = isSmall ? 'identity' : this.#taken;
    const hasTag = etag !== null && this.#format !== 'result';
    const tag = encodedTag(this.#tagOf(`${etag}-${this.#format}`), encoding);
    this.#isUnchanged = hasTag && matches(this.#request.headers['if-none-match'], tag);
    if (this.#isUnchanged) {
      this.#response.writeHead(304, this.#unchanged(about, tag));
      return;
    }
    const headers = this.#headers(about);
    if (hasTag) headers.push('ETag', tag);
    if (encoding !== 'identity') headers.push('Content-Encoding', encoding);
    this.#sink = this.#sinkOf(headers, { encoding, length });
    for (const listener of this.#onDrain) this.#sink.onDrain(listener);
  }

  #sinkOf(
    headers: string[],
    { encoding, length }: { encoding: Encoding; length: number | null },
  ): Sink {
    if (length === null) {
      const sink = sinkFor(this.#response, encoding, { isPrompt: true });
      this.#response.writeHead(200, headers);
      // What is compressed comes a moment later; the reader knows by then that it comes.
      if (encoding !== 'identity') this.#response.flushHeaders();
      if (this.#mark.length > 0) sink.write(this.#mark, () => {});
      return sink;
    }
    if (encoding !== 'identity') {
      const whole = new WholeSink(this.#response, headers, encoding);
      if (this.#mark.length > 0) whole.write(this.#mark, () => {});
      return whole;
    }
    headers.push('Content-Length', String(this.#mark.length + length));
    this.#response.cork();
    this.#begun(headers);
    return new AtHandSink(this.#response);
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
    return this.#sink?.write(piece, written) ?? true;
  }

  onDrain(listener: () => void): void {
    if (this.#sink) this.#sink.onDrain(listener);
    else this.#onDrain.push(listener);
  }

  end(): void {
    if (this.#sink) this.#sink.end();
    else this.#response.end();
  }
}

function headersOf(about: RunStart, format: Format): string[] {
  const headers = freshnessOf(about);
  headers.push('Content-Type', MEDIA_TYPES[format], 'Sheetfeed-Ran-On', about.ranOn);
  if (about.lagSeconds !== null) headers.push('Sheetfeed-Lag-Seconds', String(about.lagSeconds));
  const sheets = about.tables?.map(({ name, at }) => `${name} ${at}`).join(', ');
  if (sheets !== undefined) headers.push('Sheetfeed-Sheet-Tables', sheets);
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
