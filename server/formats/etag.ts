// Strong ETags: of results, where the same columns and rows have the same one, and of bytes as they are.
import { createHash, type Hash } from 'node:crypto';
import type { RowColumn } from '../engines/rows.ts';

/** A hash to which the rows of a result are added as the database sent them. */
export function hashOf(columns: readonly RowColumn[]): Hash {
  return createHash('sha256').update(JSON.stringify(columns, ['name', 'kind', 'typeName']));
}

/** The etag that a finished hash stands for, without quotes. */
export function etagOf(hash: Hash): string {
  return hash.digest('base64url').slice(0, 27);
}

/** The same of bytes. */
export function etagOfBytes(bytes: Buffer): string {
  return etagOf(createHash('sha256').update(bytes));
}

/** An etag as a caller sends it, with or without quotes, weak or strong: without either. */
export function plainEtag(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"|"$/g, '');
}
