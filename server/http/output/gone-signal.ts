// Tells a run that its caller went away.
import type { ServerResponse } from 'node:http';

/** Calls `listener` when the caller goes away as `goneSignal` has it; the function that is returned ends that. */
export function onGone(response: ServerResponse, listener: () => void): () => void {
  const { socket } = response.req;
  const end = () => {
    response.off('close', leave);
    socket.off('close', leave);
  };
  const leave = () => {
    end();
    if (!response.writableFinished) listener();
  };
  if (response.closed || socket.destroyed) listener();
  else {
    response.on('close', leave);
    socket.on('close', leave);
  }
  return end;
}

/**
 * Aborts when the caller goes away before the answer is whole. The connection tells, for an answer that waits for
 * its turn behind others of the same connection (HTTP pipelining) is not told itself.
 */
export function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  onGone(response, () => gone.abort());
  return gone.signal;
}
