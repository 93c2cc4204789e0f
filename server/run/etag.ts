// Strong ETags: by the columns and rows of a result, or by the bytes of an answer.
import type { Hash } from 'node:crypto';

/** The etag that a finished hash stands for, without quotes. */
export function etagOf(hash: Hash): string {
  return hash.digest('base64url').slice(0, 27);
}
