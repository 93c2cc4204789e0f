// What an answer of Google's holds, as far as it is wanted, and for how long it asks to wait.
import { Problem } from '../../domain/problem.ts';

/** Its text. Throws Problem result_too_large over so many bytes. */
export async function readText(response: Response, most: number): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    // Leaving the loop ends the connection.
    if (bytes > most) throw tooLarge(most);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(most: number): Problem {
  const mb = Math.floor(most / 1024 / 1024);
  const detail = `The cells that were asked for are more than ${mb} MB. Choose a smaller range.`;
  return new Problem('result_too_large', detail);
}

/** The header Retry-After (RFC 9110): seconds, or a date; null where it asks for no pause. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
