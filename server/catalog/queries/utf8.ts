// Tells where bytes are no UTF-8: read as if they were, é would become another letter that nothing is equal to.
import { isUtf8 } from 'node:buffer';

/** Where the first byte stands that is no UTF-8, and what to do; null when all are. */
export function brokenByte(bytes: Buffer): { line: number; column: number; reason: string } | null {
  if (isUtf8(bytes)) return null;
  if (/^(\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2))) {
    return { line: 1, column: 1, reason: 'The file is UTF-16. Save it as UTF-8.' };
  }
  let line = 1;
  let start = 0;
  // A line break is never a part of another character.
  while (isUtf8(bytes.subarray(start, endOf(bytes, start)))) {
    start = endOf(bytes, start) + 1;
    line++;
  }
  const before = validStart(bytes.subarray(start, endOf(bytes, start)));
  const byte = bytes[start + before.bytes] ?? 0;
  const reason = `The file is not UTF-8: it holds the byte 0x${byte.toString(16).toUpperCase()}. Save it as UTF-8.`;
  return { line, column: before.characters + 1, reason };
}

function endOf(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(10, start);
  return end < 0 ? bytes.length : end;
}

/** How much of a line is UTF-8. */
function validStart(line: Buffer): { bytes: number; characters: number } {
  let low = 0;
  let high = line.length;
  // The start up to `low` is UTF-8, but for a character that is cut; the one up to `high` is not.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isStart(line.subarray(0, middle))) low = middle;
    else high = middle;
  }
  const whole = line
    .subarray(0, low)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
  return { bytes: Buffer.byteLength(whole), characters: [...whole].length };
}

function isStart(bytes: Buffer): boolean {
  try {
    // In a stream a character may be cut at the end.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
