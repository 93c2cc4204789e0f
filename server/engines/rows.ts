// How rows travel from an engine to a format: whole messages of text fields, and columns that say what the text is.
// The framing is ours; it is that of PostgreSQL's DataRow (protocol-message-formats), so that its bytes go through
// untouched: a type byte, the length of the rest in four bytes, the number of fields in two, then each field as its
// length in four bytes (-1 for null) and its text in UTF-8.
import type { ReadTable } from '../../domain/contract/sheet-tables/read-table.ts';
import type { Kind } from './kinds.ts';

export interface RowColumn {
  readonly name: string;
  readonly kind: Kind;
  /** What the engine calls its type. */
  readonly typeName: string;
  /** How many decimals its amounts have, where it holds money. */
  readonly decimals?: number;
  /** It is part of the primary key of this table, all of which is in the result; absent: of none, or nobody knows. */
  readonly keyOf?: number;
}

/** Takes the rows of a run as they come. */
export interface RowSink {
  /** Once for each try of a run, before its first row. `flow` makes the database wait. */
  start(about: RunStart, flow: Flow): void;
  /** `count` whole messages in `chunk` from `from` up to `to`; valid only during the call. */
  rows(chunk: Buffer, from: number, to: number, count: number): void;
}

/** Whole messages that are held. */
export interface HeldRows {
  chunk: Buffer;
  count: number;
}

export interface Flow {
  pause(): void;
  resume(): void;
}

export interface RunStart {
  /** The same array for the same statement as long as it is known. */
  columns: readonly RowColumn[];
  ranOn: 'primary' | 'follower';
  lagSeconds: number | null;
  /** When it began to run; earlier than it was asked for where the result is shared or cached. */
  ranAt: Date;
  cached: boolean;
  /** The sheet tables that it read; absent: none. Noted by whoever asked the engine. */
  tables?: readonly ReadTable[];
  /** Known at the start only of a cached result; covers columns and rows. */
  etag: string | null;
}

/** What is known of a run once it is over. */
export interface RunOutcome extends RunStart {
  rowCount: number;
  byteCount: number;
  /** True when `truncateAt` cut it. */
  truncated: boolean;
  /** Of a result that is one row with one number: that, as the database writes it. Noted by whoever asked the engine. */
  number?: string;
}

// The type byte and the length.
const HEAD_BYTES = 5;

/** The rows of whole messages as text: for small results. */
export function textRows(chunk: Buffer, from: number, to: number): (string | null)[][] {
  const rows: (string | null)[][] = [];
  for (let at = from; at < to;) {
    const next = at + 1 + chunk.readUInt32BE(at + 1);
    rows.push(textRow(chunk.subarray(at + HEAD_BYTES, next)));
    at = next;
  }
  return rows;
}

/** Where the first `count` of the messages from `from` on end. */
export function endOfRows(chunk: Buffer, from: number, count: number): number {
  let at = from;
  for (let left = count; left > 0; left--) at += 1 + chunk.readUInt32BE(at + 1);
  return at;
}

// `body` begins behind the message's length.
function textRow(body: Buffer): (string | null)[] {
  const row: (string | null)[] = [];
  let at = 2;
  for (let left = body.readUInt16BE(0); left > 0; left--) {
    const length = body.readInt32BE(at);
    at += 4;
    row.push(length < 0 ? null : body.toString('utf8', at, at + length));
    if (length > 0) at += length;
  }
  return row;
}
