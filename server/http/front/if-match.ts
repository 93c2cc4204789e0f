// The version that a change was made of, as the sender says it (RFC 9110, If-Match).
import type { Request } from 'express';
import { Problem } from '../../../domain/problem.ts';

/** The version that the sender read; null for any. */
export function ifMatch(request: Request): number | null {
  const header = request.headers['if-match']?.trim();
  if (header === undefined || header === '*') return null;
  // The ETag, or the version alone.
  const version = /^(?:W\/)?"?(\d{1,9})(?:-[\w-]+)?"?$/.exec(header)?.[1];
  if (version !== undefined) return Number(version);
  throw new Problem('invalid_request', 'If-Match must be the version that was read, in quotes.');
}

/** The same, where it must be said. Throws Problem invalid_request. */
export function requireIfMatch(request: Request): number | null {
  if (request.headers['if-match'] !== undefined) return ifMatch(request);
  const detail =
    'Send the version that you read as If-Match, so that nobody else’s change is lost.';
  throw new Problem('invalid_request', detail);
}
