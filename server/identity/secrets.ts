// Secrets that are handed out once and recognised later: random, and kept only as hashes.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

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

/** Whether a secret that was given is the right one: compared by digest, so that the time it takes tells nothing of it. */
export function isSameSecret(given: string, right: string): boolean {
  return timingSafeEqual(secretHash(given), secretHash(right));
}
