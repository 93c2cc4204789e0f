// Which encoding of a whole answer a caller takes best (RFC 9110 §12.5.3).
import type { Encoding } from '../runs/shared/cached-result.ts';

/** Brotli before gzip, where both are taken; as it is without the header. */
export function encodingFor(header: string | string[] | undefined): Encoding {
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
