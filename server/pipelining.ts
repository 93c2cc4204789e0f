// Answers the requests of one connection one after another, each in a turn of the loop of its own: a single read of a
// socket may bring a thousand (HTTP pipelining), which Node would hand over at once, before anybody else is served.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Proxies and browsers send one at a time; what waits costs memory, so whoever sends more is cut off. */
const MOST_WAITING = 500;

type Asked = [request: IncomingMessage, response: ServerResponse];

/** The listener, for which no connection has more than one request at a time. */
export function oneAfterAnother(handler: RequestListener): RequestListener {
  // Of the connections that have a request under way.
  const waiting = new WeakMap<Socket, Asked[]>();

  const begin = (request: IncomingMessage, response: ServerResponse): void => {
    response.once('close', () => goOn(request.socket));
    handler(request, response);
  };
  const goOn = (socket: Socket): void => {
    const next = socket.destroyed ? undefined : waiting.get(socket)?.shift();
    if (next === undefined) waiting.delete(socket);
    else setImmediate(begin, ...next);
  };
  return (request, response) => {
    const { socket } = request;
    const before = waiting.get(socket);
    if (socket.destroyed) return;
    if (before === undefined) {
      waiting.set(socket, []);
      begin(request, response);
    } else if (before.push([request, response]) > MOST_WAITING) socket.destroy();
  };
}
