// A run's one snapshot: its rows as PostgreSQL sent them, in memory while small and in a file beyond that.
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { etagOf, hashOf } from './etag.ts';
import { readTextRow } from './messages.ts';
import type { RowSink, RunStart } from './run.ts';

/** Rows beyond this go to a file. */
const IN_MEMORY_BYTES = 4 * 1024 * 1024;
const BLOCK_BYTES = 1024 * 1024;

interface Piece {
  firstRow: number;
  rowCount: number;
  length: number;
  /** The bytes, or where they stand in the file. */
  at: Buffer | number;
}

/** Rows of a spool: `rowCount` whole DataRow messages in `chunk` from `from` up to `to`. */
export interface SpooledRows {
  chunk: Buffer;
  from: number;
  to: number;
  rowCount: number;
}

export class Spool implements RowSink {
  rowCount = 0;
  about: RunStart | null = null;
  readonly #pieces: Piece[] = [];
  #hash = hashOf([]);
  #etag: string | null = null;
  #memory = 0;
  #file: string | null = null;
  #descriptor: number | null = null;
  #fileLength = 0;
  #block: (Omit<Piece, 'at'> & { bytes: Buffer }) | null = null;

  start(about: RunStart): void {
    this.about = about;
    this.#hash = hashOf(about.columns);
  }

  rows(chunk: Buffer, from: number, to: number, count: number): void {
    const bytes = chunk.subarray(from, to);
    this.#hash.update(bytes);
    const piece = { firstRow: this.rowCount, rowCount: count, length: bytes.length };
    this.rowCount += count;
    if (this.#memory + bytes.length <= IN_MEMORY_BYTES) {
      this.#memory += bytes.length;
      this.#pieces.push({ ...piece, at: Buffer.from(bytes) });
    } else {
      this.#memory = IN_MEMORY_BYTES;
      this.#toBlock(piece, bytes);
    }
  }

  // Rows for the file are gathered first: fewer and larger pieces are read much faster.
  #toBlock(piece: Omit<Piece, 'at'>, bytes: Buffer): void {
    const block = this.#block;
    if (block && block.length + bytes.length <= BLOCK_BYTES) {
      bytes.copy(block.bytes, block.length);
      block.length += bytes.length;
      block.rowCount += piece.rowCount;
      return;
    }
    this.#writeBlock();
    const held = block?.bytes ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
    if (bytes.length > BLOCK_BYTES) {
      this.#pieces.push({ ...piece, at: this.#append(bytes) });
      return;
    }
    bytes.copy(held);
    this.#block = { ...piece, bytes: held };
  }

  #writeBlock(): void {
    const block = this.#block;
    if (!block) return;
    const { firstRow, rowCount, length } = block;
    this.#pieces.push({
      firstRow,
      rowCount,
      length,
      at: this.#append(block.bytes.subarray(0, length)),
    });
    this.#block = null;
  }

  /** To be called when the last row has come. */
  end(): void {
    this.#writeBlock();
  }

  /** Known once the run is over; covers the columns and the rows. */
  get etag(): string {
    return (this.#etag ??= etagOf(this.#hash));
  }

  // The kernel's page cache takes it at the speed of memory: waiting for a promise would cost more.
  #append(bytes: Buffer): number {
    this.#file ??= path.join(tmpdir(), `sheetfeed-${randomUUID()}`);
    this.#descriptor ??= openSync(this.#file, 'wx', 0o600);
    const at = this.#fileLength;
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.#descriptor, bytes, written, bytes.length - written, at + written);
    }
    this.#fileLength += bytes.length;
    return at;
  }

  /** The rows from number `after` (from 0), at most `count` of them, piece by piece. */
  async *read(after: number, count: number): AsyncGenerator<SpooledRows> {
    const end = Math.min(after + count, this.rowCount);
    let handle: FileHandle | null = null;
    try {
      for (const piece of this.#pieces) {
        if (piece.firstRow + piece.rowCount <= after) continue;
        if (piece.firstRow >= end) break;
        if (typeof piece.at === 'number') handle ??= await open(this.#file ?? '', 'r');
        yield cut(piece, await bytesOf(piece, handle), after, end);
      }
    } finally {
      await handle?.close();
    }
  }

  /** The first `count` rows as text: for lists of choices. */
  async textRows(count: number): Promise<(string | null)[][]> {
    const rows: (string | null)[][] = [];
    for await (const { chunk, from, to } of this.read(0, count)) {
      for (let at = from; at < to;) {
        const next = at + 1 + chunk.readUInt32BE(at + 1);
        rows.push(readTextRow(chunk.subarray(at + 5, next)));
        at = next;
      }
    }
    return rows;
  }

  /** Forgets everything. */
  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
    if (this.#file !== null) unlinkSync(this.#file);
    this.#file = null;
    this.#pieces.length = 0;
  }
}

async function bytesOf(piece: Piece, file: FileHandle | null): Promise<Buffer> {
  if (typeof piece.at !== 'number') return piece.at;
  const bytes = Buffer.allocUnsafe(piece.length);
  let length = 0;
  while (file && length < piece.length) {
    const { bytesRead } = await file.read(bytes, length, piece.length - length, piece.at + length);
    if (bytesRead === 0) throw new Error('a spooled result was cut off');
    length += bytesRead;
  }
  return bytes;
}

function cut(piece: Piece, chunk: Buffer, after: number, end: number): SpooledRows {
  const skip = Math.max(0, after - piece.firstRow);
  const last = Math.min(piece.rowCount, end - piece.firstRow);
  const from = offsetOf(chunk, skip);
  const to = last === piece.rowCount ? chunk.length : offsetOf(chunk, last);
  return { chunk, from, to, rowCount: last - skip };
}

function offsetOf(chunk: Buffer, row: number): number {
  let at = 0;
  for (let left = row; left > 0; left--) at += 1 + chunk.readUInt32BE(at + 1);
  return at;
}
