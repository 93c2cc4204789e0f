// Sends an answer piece by piece, at the pace of whoever reads it.
import type { ServerResponse } from 'node:http';

/** The whole rest of the answer: ends it. */
export async function sendPieces(
  response: ServerResponse,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  await writePieces(response, pieces);
  response.end();
}

/** Each piece is valid until the next one is asked for, so each is waited for. Stops when the reader has left. */
export async function writePieces(
  response: ServerResponse,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  for await (const piece of pieces) {
    // Nobody is there to be told.
    if (response.destroyed) return;
    await written(response, piece);
  }
}

function written(response: ServerResponse, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('close', done);
      resolve();
    };
    response.on('close', done);
    response.write(piece, done);
  });
}
