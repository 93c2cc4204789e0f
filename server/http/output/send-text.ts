// Sends a whole text, compressed where its reader takes that and it is worth it, and not again to whom has it.
import type { Response } from 'express';
import { etagOfBytes } from '../../formats/etag.ts';
import { compressed, LEAST_COMPRESSED_BYTES, type Encoding } from '../../formats/compressed.ts';
import { encodedTag, encodingFor } from './encoding.ts';

/**
 * What the answer is of has been set before, and an ETag where it means more than these bytes, as that of the text as it
 * is. Express answers If-None-Match (RFC 9110 §13.1.2).
 */
export async function sendText(response: Response, type: string, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  response.vary('Accept-Encoding');
  response.type(type);
  if (isRead(response)) describe(response, bytes);
  const encoding = bytes.length < LEAST_COMPRESSED_BYTES ? 'identity' : encodingFor(response.req);
  if (encoding === 'identity') return void response.send(bytes);
  const small = await compressed(bytes, encoding);
  const tag = response.getHeader('ETag');
  if (typeof tag === 'string') response.setHeader('ETag', encodedTag(tag, encoding));
  response.setHeader('Content-Encoding', encoding);
  response.send(small);
}

// Whoever keeps it asks each time whether it is still so, and nobody keeps it on the way; unless a route said otherwise.
function describe(response: Response, bytes: Buffer): void {
  if (!response.hasHeader('ETag')) response.setHeader('ETag', `"${etagOfBytes(bytes)}"`);
  if (!response.hasHeader('Cache-Control')) {
    response.setHeader('Cache-Control', 'private, no-cache');
  }
}

const isRead = ({ req, statusCode }: Response) =>
  (req.method === 'GET' || req.method === 'HEAD') && statusCode === 200;

/** The encoding of a text that is sent as it comes; says so in the headers. */
export function textEncoding(response: Response): Encoding {
  response.vary('Accept-Encoding');
  const encoding = encodingFor(response.req);
  if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
  return encoding;
}
