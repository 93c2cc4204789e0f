// PostgreSQL's frontend/backend protocol, version 3.0: the messages that a run sends and reads.
import { LRUCache } from 'lru-cache';

/** A column as RowDescription tells of it. */
export interface WireColumn {
  name: string;
  /** The OID of its type. */
  oid: number;
  /** The OID of the table that it is a column of, and its number in it; 0 where it is none. */
  table: number;
  attribute: number;
}

/** The fields of an ErrorResponse or NoticeResponse, by their one-letter codes (protocol-error-fields). */
export type ErrorFields = Readonly<Record<string, string>>;

// The types of messages that a server sends, as byte values.
export const RECEIVED = {
  rowDescription: 0x54,
  parameterDescription: 0x74,
  noData: 0x6e,
  dataRow: 0x44,
  commandComplete: 0x43,
  emptyQuery: 0x49,
  error: 0x45,
  notice: 0x4e,
  parseComplete: 0x31,
  readyForQuery: 0x5a,
  copyIn: 0x47,
  copyOut: 0x48,
  copyBoth: 0x57,
} as const;

// The type and the length.
const HEAD_BYTES = 5;

/** Parse: makes the prepared statement `name`. A parameter type of 0 lets PostgreSQL infer it. */
export function parseMessage(name: string, sql: string, parameterTypes: readonly number[]): Buffer {
  const writing = begin('P', textBytes(name) + textBytes(sql) + 2 + 4 * parameterTypes.length);
  putText(writing, name);
  putText(writing, sql);
  putCount(writing, parameterTypes.length);
  for (const oid of parameterTypes) putNumber(writing, oid);
  return writing.bytes;
}

/** A value as text, or as the bytes of one. */
export type BoundValue = string | Buffer | null;

/** Bind: gives the statement `name` its values, as text, for the unnamed portal; results come as text. */
export function bindMessage(name: string, values: readonly BoundValue[]): Buffer {
  let length = 0;
  for (const value of values) length += 4 + (value === null ? 0 : Buffer.byteLength(value));
  const writing = begin('B', 1 + textBytes(name) + 2 + 2 + length + 2);
  putText(writing, '');
  putText(writing, name);
  putCount(writing, 0);
  putCount(writing, values.length);
  for (const value of values) putValue(writing, value);
  putCount(writing, 0);
  return writing.bytes;
}

/** Describe: asks for the parameter types and columns of the statement `name`. */
export function describeMessage(name: string): Buffer {
  return message('D', `S${name}\0`);
}

/** Execute: runs the unnamed portal to its end. */
export const executeMessage = message('E', '\0\0\0\0\0');
export const syncMessage = message('S', '');
/** Flush: has the server send what it has answered so far. */
export const flushMessage = message('H', '');
export const terminateMessage = message('X', '');

/** Parse, Bind and Execute of a statement of our own without values. */
export function statementMessages(sql: string): Buffer {
  return Buffer.concat([parseMessage('', sql, []), bindMessage('', []), executeMessage]);
}

/** Query: the simple protocol, for statements of our own only. */
export function queryMessage(sql: string): Buffer {
  return message('Q', `${sql}\0`);
}

function message(type: string, text: string): Buffer {
  const writing = begin(type, Buffer.byteLength(text));
  writing.bytes.write(text, writing.at, 'utf8');
  return writing.bytes;
}

/** A message of known length that is being filled. */
interface Writing {
  bytes: Buffer;
  at: number;
}

function begin(type: string, length: number): Writing {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + length);
  bytes.write(type, 0, 'latin1');
  // The length counts itself but not the type.
  bytes.writeUInt32BE(HEAD_BYTES - 1 + length, 1);
  return { bytes, at: HEAD_BYTES };
}

function textBytes(value: string): number {
  return Buffer.byteLength(value) + 1;
}

function putText(writing: Writing, value: string): void {
  writing.at += writing.bytes.write(value, writing.at, 'utf8');
  writing.at = writing.bytes.writeUInt8(0, writing.at);
}

function putCount(writing: Writing, count: number): void {
  writing.at = writing.bytes.writeUInt16BE(count, writing.at);
}

function putNumber(writing: Writing, number: number): void {
  writing.at = writing.bytes.writeUInt32BE(number, writing.at);
}

function putValue(writing: Writing, value: BoundValue): void {
  const { bytes, at } = writing;
  const length =
    value === null
      ? -1
      : typeof value === 'string'
        ? bytes.write(value, at + 4, 'utf8')
        : value.copy(bytes, at + 4);
  bytes.writeInt32BE(length, at);
  writing.at = at + 4 + Math.max(0, length);
}

// A statement is described in the same bytes each time that it runs.
const described = new LRUCache<string, readonly WireColumn[]>({
  max: 500,
  maxSize: 4 * 1024 * 1024,
  sizeCalculation: (_columns, bytes) => bytes.length,
});

/** Reads a RowDescription; `body` begins behind the message's length. The same bytes may give the same array. */
export function readColumns(body: Buffer): readonly WireColumn[] {
  const bytes = body.toString('latin1');
  const known = described.get(bytes);
  if (known) return known;
  const columns = columnsIn(body);
  described.set(bytes, columns);
  return columns;
}

function columnsIn(body: Buffer): WireColumn[] {
  const columns: WireColumn[] = [];
  let at = 2;
  for (let left = body.readUInt16BE(0); left > 0; left--) {
    const end = body.indexOf(0, at);
    columns.push({
      name: body.toString('utf8', at, end),
      table: body.readUInt32BE(end + 1),
      attribute: body.readInt16BE(end + 5),
      oid: body.readUInt32BE(end + 7),
    });
    at = end + 19;
  }
  return columns;
}

/** Reads a ParameterDescription: the OIDs of the parameters' types. */
export function readParameterTypes(body: Buffer): number[] {
  return Array.from({ length: body.readUInt16BE(0) }, (_, index) =>
    body.readUInt32BE(2 + 4 * index),
  );
}

/** Reads the fields of an ErrorResponse or NoticeResponse. */
export function readErrorFields(body: Buffer): ErrorFields {
  const fields: Record<string, string> = {};
  let at = 0;
  while (at < body.length && body[at] !== 0) {
    const end = body.indexOf(0, at + 1);
    fields[String.fromCharCode(body[at] ?? 0)] = body.toString('utf8', at + 1, end);
    at = end + 1;
  }
  return fields;
}
