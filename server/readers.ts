// Lets go of callers who do not read their answers: what is made for them would be held for ever. One mechanism for
// every answer, at the connection.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface ReaderLimits {
  /** A connection that takes nothing of what we have for it is cut after so long, at the latest after twice as long. */
  readerStallSeconds: number;
  /** What all connections together have not taken yet; beyond it the slowest are cut. */
  unreadBytes: number;
}

const LOOK_EVERY_MS = 1_000;
/** Who is not that far behind is not called slow, whatever there is to hold. */
const SLOW_MS = 5_000;

/** What is known of a connection that has not taken all that we have for it. */
interface Behind {
  since: number;
  /** How long it was silent before it would be cut, while there was nothing for it to read. */
  patienceMs: number;
}

export function watchReaders(server: Server, limits: ReaderLimits): void {
  const connections = new Map<Socket, Behind | null>();
  server.on('connection', (socket: Socket) => {
    connections.set(socket, null);
    socket.once('close', () => connections.delete(socket));
  });
  // By a reset: what was sent must not look complete.
  server.on('timeout', (socket) => socket.resetAndDestroy());
  const timer = setInterval(() => look(connections, limits), LOOK_EVERY_MS).unref();
  server.once('close', () => clearInterval(timer));
}

function look(connections: Map<Socket, Behind | null>, limits: ReaderLimits): void {
  const stallMs = limits.readerStallSeconds * 1000;
  for (const [socket, before] of connections) {
    const behind = socket.writableLength > 0;
    if (behind === (before !== null)) continue;
    connections.set(socket, behind ? beHurried(socket, stallMs) : null);
    // Unless HTTP has given it another one since.
    if (before !== null && socket.timeout === stallMs) socket.setTimeout(before.patienceMs);
  }
  cutSlowest(connections, limits.unreadBytes);
}

// Node's own timer knows how much of a large write the other side has taken (net.Socket's `timeout`), and HTTP ends a
// connection on which it fires.
function beHurried(socket: Socket, stallMs: number): Behind {
  const patienceMs = socket.timeout ?? 0;
  if (patienceMs === 0 || patienceMs > stallMs) socket.setTimeout(stallMs);
  return { since: performance.now(), patienceMs };
}

function cutSlowest(connections: Map<Socket, Behind | null>, unreadBytes: number): void {
  let unread = 0;
  for (const socket of connections.keys()) unread += socket.writableLength;
  if (unread <= unreadBytes) return;
  const slowSince = performance.now() - SLOW_MS;
  const slow = [...connections].filter(([, behind]) => behind !== null && behind.since < slowSince);
  slow.sort(([a], [b]) => b.writableLength - a.writableLength);
  for (const [socket] of slow) {
    if (unread <= unreadBytes) return;
    unread -= socket.writableLength;
    socket.resetAndDestroy();
  }
}
