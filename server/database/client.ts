// The one way to sign in to a PostgreSQL: by TLS with a certificate that is checked, unless the server is on this
// computer or its address says otherwise; and with no password in clear text on a connection without TLS.
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { protectionOf, withoutCompatibility } from './protection.ts';

/** What the error of a server says that wants the password in clear text on a connection that anybody may read. */
export const CLEAR_TEXT = 'CLEAR_TEXT_PASSWORD';

class ClearTextPassword extends Error {
  readonly code = CLEAR_TEXT;
}

export class DatabaseClient extends pg.Client {
  constructor(config: pg.ClientConfig = {}) {
    super({ ...config, ...protectedBy(config.connectionString) });
    // `pg` keeps its connection on the client, but its types do not tell. This is called before `pg` answers, whose
    // answer then goes nowhere.
    const { connection } = this as unknown as { connection: pg.Connection & { stream: Duplex } };
    connection.once('authenticationCleartextPassword', () => {
      if (!mayReadAlong(connection.stream, this.host)) return;
      connection.stream.destroy(new ClearTextPassword('it asks for the password in clear text'));
    });
  }
}

// Nobody but this computer's own kernel stands between two ends of a socket file.
function mayReadAlong(stream: Duplex, host: string): boolean {
  return !('encrypted' in stream) && !host.startsWith('/');
}

function protectedBy(address: string | undefined): pg.ClientConfig {
  if (address === undefined) return {};
  // Said always, since `pg` would else go by PGSSLMODE.
  const ssl = protectionOf(address) !== 'local';
  return { connectionString: withoutCompatibility(address), ssl };
}
