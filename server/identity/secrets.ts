// Secrets that are handed out once and recognised later: random, and kept only as hashes.
import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits behind its prefix. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/**
 * What is kept of a secret. It is random, so a fast hash is enough; with a `key` whoever can write to the
 * database still cannot make one.
 */
export function secretHash(secret: string, key?: string): Buffer {
  const hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  return hash.update(secret).digest();
}
