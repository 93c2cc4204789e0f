// One connection to a data source, at the level of protocol messages: rows go through as bytes, untouched.
import type { Duplex } from 'node:stream';
import {
  RECEIVED,
  readColumns,
  readErrorFields,
  readParameterTypes,
  type ErrorFields,
  type WireColumn,
} from './messages.ts';
import { ReadingPace } from './reading-pace.ts';

/** What an exchange hands over while it goes on. */
export interface Receiver {
  columns?(columns: readonly WireColumn[]): void;
  parameterTypes?(oids: number[]): void;
  /**
   * `count` whole DataRow messages, one after the other, in `chunk` from `from` up to `to`.
   * The bytes are valid only during the call.
   */
  rows?(chunk: Buffer, from: number, to: number, count: number): void;
  notice?(fields: ErrorFields): void;
  parseComplete?(): void;
}

/** PostgreSQL answered with an error. */
export class ServerError extends Error {
  override name = 'ServerError';
  readonly fields: ErrorFields;

  constructor(fields: ErrorFields) {
    super(fields['M'] ?? 'unknown error');
    this.fields = fields;
  }

  get sqlState(): string {
    return this.fields['C'] ?? 'XX000';
  }
}

/** The connection is gone: closed by the other side, or by us because it could not be trusted any more. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';
}

/** Whether the connection broke, or was ended by PostgreSQL as it shuts down or as somebody ends the session. */
export function isConnectionEnd(error: unknown): boolean {
  // admin_shutdown, crash_shutdown, cannot_connect_now
  if (error instanceof ServerError) return /^57P0[123]$/.test(error.sqlState);
  return error instanceof ConnectionLost;
}

/** One row, or the answer to one message, is longer than we are willing to hold. */
export class MessageTooLong extends Error {
  override name = 'MessageTooLong';
}

interface Exchange {
  receiver: Receiver;
  error: Error | null;
  resolve(): void;
  reject(error: Error): void;
}

const HEAD = 5;
const COPIES: readonly number[] = [RECEIVED.copyIn, RECEIVED.copyOut, RECEIVED.copyBoth];

export class Wire {
  readonly #stream: Duplex;
  readonly #pace: ReadingPace;
  readonly #maxMessageBytes: number;
  readonly #exchanges: Exchange[] = [];
  #lost: Error | null = null;
  // A message that is cut between two reads is joined here, and only then copied.
  #partial: Buffer | null = null;
  #partialLength = 0;
  #head: Buffer | null = null;
  #status = 'I';

  /** Takes over `stream`, whose session has been opened and is idle. */
  constructor(stream: Duplex, maxMessageBytes: number) {
    this.#stream = stream;
    this.#pace = new ReadingPace(stream);
    this.#maxMessageBytes = maxMessageBytes;
    stream.removeAllListeners('data');
    stream.on('data', (chunk: Buffer) => this.receive(chunk));
    stream.on('error', (error) => this.#lose(error));
    stream.on('close', () => this.#lose(new Error('the connection was closed')));
  }

  /** True when no answer is awaited. */
  get isSettled(): boolean {
    return this.#exchanges.length === 0;
  }

  /** False while a transaction is open. */
  get isIdle(): boolean {
    return this.#status === 'I' && this.#exchanges.length === 0;
  }

  get isLost(): boolean {
    return this.#lost !== null;
  }

  /**
   * Sends messages of which the last is a Sync or a Query, and resolves when the server is ready again.
   * Throws ServerError, ConnectionLost or MessageTooLong. Exchanges may be queued one behind the other.
   */
  exchange(messages: readonly Buffer[], receiver: Receiver = {}): Promise<void> {
    if (this.#lost) return Promise.reject(new ConnectionLost(this.#lost.message));
    return new Promise((resolve, reject) => {
      this.#exchanges.push({ receiver, error: null, resolve, reject });
      this.#stream.write(Buffer.concat(messages));
    });
  }

  /** Stops reading, so that the server waits; for a reader that is slower than the database. */
  pause(): void {
    this.#pace.pause();
  }

  resume(): void {
    this.#pace.resume();
  }

  /** Closes the connection at once; what is under way fails with `reason`. */
  destroy(reason: Error = new Error('closed')): void {
    this.#lose(reason);
    this.#stream.destroy();
  }

  #lose(reason: Error): void {
    if (this.#lost) return;
    this.#lost = reason;
    this.#partial = this.#head = null;
    const error = reason instanceof MessageTooLong ? reason : new ConnectionLost(reason.message);
    for (const exchange of this.#exchanges.splice(0)) exchange.reject(exchange.error ?? error);
  }

  /** Takes what the server sent. The bytes may be overwritten after the call. */
  receive(chunk: Buffer): void {
    if (this.#lost) return;
    this.#pace.read(chunk.length);
    let at = 0;
    if (this.#head) {
      chunk = Buffer.concat([this.#head, chunk]);
      this.#head = null;
    }
    if (this.#partial) {
      at = this.#fillPartial(this.#partial, chunk);
      if (at < 0) return;
    }
    this.#walk(chunk, at);
  }

  /** Where the rest of the chunk begins; -1 when the message is still not whole. */
  #fillPartial(partial: Buffer, chunk: Buffer): number {
    const copied = chunk.copy(partial, this.#partialLength);
    this.#partialLength += copied;
    if (this.#partialLength < partial.length) return -1;
    this.#partial = null;
    this.#walk(partial, 0);
    return this.#lost ? -1 : copied;
  }

  // The loop over everything that a server sends: rows are gathered and handed on in one piece.
  #walk(chunk: Buffer, start: number): void {
    const size = chunk.length;
    let at = start;
    let rowsFrom = start;
    let count = 0;
    while (at + HEAD <= size) {
      const length = chunk.readUInt32BE(at + 1);
      const next = at + 1 + length;
      if (next > size) break;
      if (chunk[at] === RECEIVED.dataRow) {
        if (count++ === 0) rowsFrom = at;
      } else {
        if (count > 0) this.#rows(chunk, rowsFrom, at, count);
        count = 0;
        this.#message(chunk[at] ?? 0, chunk.subarray(at + HEAD, next));
        if (this.#lost) return;
      }
      at = next;
    }
    if (count > 0) this.#rows(chunk, rowsFrom, at, count);
    this.#keepRest(chunk, at);
  }

  #keepRest(chunk: Buffer, at: number): void {
    if (this.#lost || at >= chunk.length) return;
    if (at + HEAD > chunk.length) {
      this.#head = Buffer.from(chunk.subarray(at));
      return;
    }
    const total = chunk.readUInt32BE(at + 1) + 1;
    if (total > this.#maxMessageBytes) {
      this.destroy(new MessageTooLong(`one row has ${total} bytes`));
      return;
    }
    this.#partial = Buffer.allocUnsafe(total);
    this.#partialLength = chunk.copy(this.#partial, 0, at);
  }

  #rows(chunk: Buffer, from: number, to: number, count: number): void {
    const exchange = this.#exchanges[0];
    if (!exchange || exchange.error) return;
    try {
      exchange.receiver.rows?.(chunk, from, to, count);
    } catch (error) {
      exchange.error = error as Error;
    }
  }

  #message(type: number, body: Buffer): void {
    const exchange = this.#exchanges[0];
    // Notices and parameter changes may come at any time.
    if (!exchange) return;
    if (type === RECEIVED.readyForQuery) this.#finish(exchange, body);
    else if (type === RECEIVED.error) exchange.error ??= new ServerError(readErrorFields(body));
    else if (COPIES.includes(type)) this.destroy(new Error('the server began a COPY'));
    else if (!exchange.error) this.#tell(exchange, type, body);
  }

  #tell(exchange: Exchange, type: number, body: Buffer): void {
    const { receiver } = exchange;
    try {
      if (type === RECEIVED.rowDescription) receiver.columns?.(readColumns(body));
      else if (type === RECEIVED.parameterDescription) {
        receiver.parameterTypes?.(readParameterTypes(body));
      } else if (type === RECEIVED.notice) receiver.notice?.(readErrorFields(body));
      else if (type === RECEIVED.parseComplete) receiver.parseComplete?.();
    } catch (error) {
      exchange.error = error as Error;
    }
  }

  #finish(exchange: Exchange, body: Buffer): void {
    this.#status = body.toString('latin1', 0, 1);
    this.#exchanges.shift();
    this.#pace.begin();
    if (exchange.error) exchange.reject(exchange.error);
    else exchange.resolve();
  }
}
