// Opens connections to a data source: `pg` signs in (TLS, SCRAM), then the socket is ours.
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { DatabaseClient } from '../../../database/client.ts';
import { Wire } from './wire.ts';

const CONNECT_MILLISECONDS = 10_000;
const READ_BYTES = 64 * 1024;
/** A row longer than this is refused before it is held in memory. */
export const MAX_ROW_BYTES = 32 * 1024 * 1024;
/** How often, and after which pauses, a server that has no connection left for us is asked once more. */
export const FULL_TRIES = 5;
export const FULL_PAUSE_MS = 100;

/**
 * Opens a session of its own on the server at `url`, with `options` such as `-c name=value` from its first message
 * on. Throws what `pg` and the network throw.
 */
export async function openWire(url: string, options: string): Promise<Wire> {
  const reading: Reading = { receive: null };
  const stream = ({ ssl }: { ssl?: unknown }) => (ssl ? new Socket() : newSocket(reading));
  const client = newClient(withOptions(url, options), stream);
  await client.connect();
  // `pg` keeps the socket on the client, but its types do not tell.
  const { connection } = client as unknown as { connection: { stream: Duplex } };
  const wire = new Wire(connection.stream, MAX_ROW_BYTES);
  reading.receive = (chunk) => wire.receive(chunk);
  return wire;
}

/** Whether the server lives but has no connection left (too_many_connections: its own, the role's, the database's). */
export function isFull(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '53300';
}

// Behind those that the operator gave: of two for one setting, the later counts.
function withOptions(url: string, options: string): string {
  if (options === '') return url;
  const given = /[?&]options=([^&#]*)/.exec(url)?.[1] ?? '';
  const all = `${decodeURIComponent(given.replaceAll('+', ' '))} ${options}`.trim();
  return `${url}${url.includes('?') ? '&' : '?'}options=${encodeURIComponent(all)}`;
}

interface Reading {
  /** Null while `pg` signs in. */
  receive: ((chunk: Buffer) => void) | null;
}

// Reads into one buffer over and over: a buffer for each read makes more garbage than rows.
function newSocket(reading: Reading): Socket {
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  const socket: Socket = new Socket({
    onread: {
      buffer,
      callback(length: number): boolean {
        const chunk = buffer.subarray(0, length);
        if (reading.receive) reading.receive(chunk);
        else socket.emit('data', Buffer.from(chunk));
        return true;
      },
    },
  } as ConstructorParameters<typeof Socket>[0]);
  return socket;
}

/** A plain client for statements of our own. */
export function newClient(url: string, stream?: (options: { ssl?: unknown }) => Socket): pg.Client {
  const client = new DatabaseClient({
    connectionString: url,
    application_name: 'sheetfeed',
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    keepAlive: true,
    // Its types want no function, its documentation does.
    ...(stream ? { stream: stream as unknown as () => Duplex } : {}),
  });
  // A lost connection shows at its next use; without a listener it would end the program.
  client.on('error', () => {});
  return client;
}
