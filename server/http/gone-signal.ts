// Tells a run that its caller went away.
import type { ServerResponse } from 'node:http';

/**
 * Aborts when the caller goes away before the answer is whole. The connection tells, for an answer that waits for
 * its turn behind others of the same connection (HTTP pipelining) is not told itself.
 */
export function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  const { socket } = response.req;
  const leave = () => {
    socket.off('close', leave);
    if (!response.writableFinished) gone.abort();
  };
  if (response.closed || socket.destroyed) gone.abort();
  response.on('close', leave);
  socket.on('close', leave);
  return gone.signal;
}
