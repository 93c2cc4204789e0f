// How an answer is compressed: what its reader takes, and the name of the representation that this makes.
import type { IncomingMessage } from 'node:http';
import type { Encoding } from '../../formats/compressed.ts';

/** Brotli before gzip, where both are taken; as it is without the header (RFC 9110 §12.5.3). */
export function encodingFor({ headers }: Pick<IncomingMessage, 'headers'>): Encoding {
  const header = headers['accept-encoding'];
  if (header === undefined || header === '') return 'identity';
  const taken = new Set(
    String(header)
      .toLowerCase()
      .split(',')
      // A quality of zero means "not this one".
      .filter((each) => !/;\s*q=0(\.0*)?\s*$/.test(each))
      .map((each) => each.split(';')[0]?.trim()),
  );
  if (taken.has('br')) return 'br';
  return taken.has('gzip') || taken.has('x-gzip') ? 'gzip' : 'identity';
}

/** The strong ETag of the same content in this encoding: other bytes, so another tag (RFC 9110 §8.8.3.3). */
export function encodedTag(tag: string, encoding: Encoding): string {
  return encoding === 'identity' ? tag : tag.replace(/"$/, `-${encoding}"`);
}
