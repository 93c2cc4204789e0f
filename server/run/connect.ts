// Opens connections to a data source: `pg` signs in (TLS, SCRAM), then the socket is ours.
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { Wire } from './wire.ts';

const CONNECT_MILLISECONDS = 10_000;
/** A row longer than this is refused before it is held in memory. */
export const MAX_ROW_BYTES = 32 * 1024 * 1024;

export interface Opened {
  wire: Wire;
  /** The backend's process, to cancel it by. */
  processId: number;
}

/** Opens a session of its own on the server at `url`. Throws what `pg` and the network throw. */
export async function openWire(url: string): Promise<Opened> {
  const client = newClient(url);
  await client.connect();
  // `pg` keeps the socket and the process id on the client, but its types do not tell.
  const { connection, processID } = client as unknown as {
    connection: { stream: Duplex };
    processID: number;
  };
  return { wire: new Wire(connection.stream, MAX_ROW_BYTES), processId: processID };
}

/** A plain client for statements of our own. */
export function newClient(url: string): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'sheetfeed',
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    keepAlive: true,
  });
  // A lost connection shows at its next use; without a listener it would end the program.
  client.on('error', () => {});
  return client;
}
