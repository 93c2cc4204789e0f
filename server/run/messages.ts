// PostgreSQL's frontend/backend protocol, version 3.0: the messages that a run sends and reads.

/** A column as RowDescription tells of it. */
export interface WireColumn {
  name: string;
  /** The OID of its type. */
  oid: number;
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

/** Parse: makes the prepared statement `name`. A parameter type of 0 lets PostgreSQL infer it. */
export function parseMessage(name: string, sql: string, parameterTypes: readonly number[]): Buffer {
  const types = Buffer.alloc(2 + 4 * parameterTypes.length);
  types.writeUInt16BE(parameterTypes.length, 0);
  parameterTypes.forEach((oid, index) => types.writeUInt32BE(oid, 2 + 4 * index));
  return message('P', text(name), text(sql), types);
}

/** Bind: gives the statement `name` its values, as text, for the unnamed portal; results come as text. */
export function bindMessage(name: string, values: readonly (string | null)[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeUInt16BE(values.length);
  const none = Buffer.from([0, 0]);
  return message('B', text(''), text(name), none, count, ...values.flatMap(valueParts), none);
}

function valueParts(value: string | null): Buffer[] {
  const length = Buffer.alloc(4);
  if (value === null) {
    length.writeInt32BE(-1);
    return [length];
  }
  const bytes = Buffer.from(value, 'utf8');
  length.writeInt32BE(bytes.length);
  return [length, bytes];
}

/** Describe: asks for the parameter types and columns of the statement `name`. */
export function describeMessage(name: string): Buffer {
  return message('D', Buffer.from('S'), text(name));
}

/** Execute: runs the unnamed portal to its end. */
export const executeMessage = message('E', text(''), Buffer.alloc(4));
export const syncMessage = message('S');
export const terminateMessage = message('X');

/** Parse, Bind and Execute of a statement of our own without values. */
export function statementMessages(sql: string): Buffer {
  return Buffer.concat([parseMessage('', sql, []), bindMessage('', []), executeMessage]);
}

/** Query: the simple protocol, for statements of our own only. */
export function queryMessage(sql: string): Buffer {
  return message('Q', text(sql));
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`, 'utf8');
}

function message(type: string, ...parts: Buffer[]): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(4 + parts.reduce((sum, part) => sum + part.length, 0), 1);
  return Buffer.concat([head, ...parts]);
}

/** Reads a RowDescription; `body` begins behind the message's length. */
export function readColumns(body: Buffer): WireColumn[] {
  const columns: WireColumn[] = [];
  let at = 2;
  for (let left = body.readUInt16BE(0); left > 0; left--) {
    const end = body.indexOf(0, at);
    columns.push({ name: body.toString('utf8', at, end), oid: body.readUInt32BE(end + 7) });
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

/** Reads the fields of one DataRow as text; `body` begins behind the message's length. */
export function readTextRow(body: Buffer): (string | null)[] {
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
