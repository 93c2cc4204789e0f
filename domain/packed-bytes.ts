// Bytes as text where characters are counted: fourteen bits in each, in characters that every store keeps as they are.

const BITS = 14;
/** The first of 16,384 Han characters, none of which another one stands for. */
const FIRST = 0x4e00;

/** Bytes (0 to 255, or as Java has them, -128 to 127) as text. */
export function textOfBytes(bytes: readonly number[]): string {
  let text = `${bytes.length}:`;
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | (byte & 0xff);
    bits += 8;
    if (bits < BITS) continue;
    bits -= BITS;
    text += String.fromCharCode(FIRST + (held >> bits));
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + String.fromCharCode(FIRST + (held << (BITS - bits)));
}

/** The bytes (0 to 255) that a text stands for; null for any other text. */
export function bytesOfText(text: string): number[] | null {
  const count = Number(/^(\d{1,6}):/.exec(text)?.[1] ?? NaN);
  if (Number.isNaN(count)) return null;
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (let at = text.indexOf(':') + 1; at < text.length; at += 1) {
    const part = text.charCodeAt(at) - FIRST;
    if (part < 0 || part >= 1 << BITS) return null;
    held = (held << BITS) | part;
    for (bits += BITS; bits >= 8; bits -= 8) bytes.push((held >> (bits - 8)) & 0xff);
    held &= (1 << bits) - 1;
  }
  return bytes.length >= count ? bytes.slice(0, count) : null;
}
