// Memory for rows on their way, used over and over: new memory for each piece makes more garbage than rows.

export const PIECE_BYTES = 64 * 1024;
const KEPT_PIECES = 64;

const free: Buffer[] = [];

/** A piece of at least `size` bytes that nobody else uses. */
export function takePiece(size = PIECE_BYTES): Buffer {
  if (size > PIECE_BYTES) return Buffer.allocUnsafeSlow(size);
  return free.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES);
}

/** Gives a piece, or a part of it, back once nobody reads it any more. */
export function recycle(piece: Uint8Array): void {
  if (piece.buffer.byteLength !== PIECE_BYTES || free.length >= KEPT_PIECES) return;
  free.push(Buffer.from(piece.buffer));
}
