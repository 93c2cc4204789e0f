// Sends an answer piece by piece, at the pace of whoever reads it.
import type { ServerResponse } from 'node:http';
import type { Encoding } from '../../formats/compressed.ts';
import { sinkFor, type Sink } from './sink.ts';

/** The whole rest of the answer: ends it. In an encoding, which its headers tell. */
export async function sendPieces(
  response: ServerResponse,
  pieces: AsyncIterable<Uint8Array>,
  encoding: Encoding = 'identity',
): Promise<void> {
  const sink = sinkFor(response, encoding, { isPrompt: false });
  await writePieces(response, pieces, sink);
  sink.end();
}

/** Each piece is valid until the next one is asked for, so each is waited for. Stops when the reader has left. */
export async function writePieces(
  response: ServerResponse,
  pieces: AsyncIterable<Uint8Array>,
  sink: Sink,
): Promise<void> {
  for await (const piece of pieces) {
    // Nobody is there to be told.
    if (response.destroyed) return;
    await written(response, sink, piece);
  }
}

function written(response: ServerResponse, sink: Sink, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('close', done);
      resolve();
    };
    response.on('close', done);
    sink.write(piece, done);
  });
}
