// What may stand between us and PostgreSQL: TLS, and poolers that refuse or forget a session's options.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Transform, type Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/** What it does with the first message of a session. */
type Startup = 'pass' | 'refuse options' | 'forget options';

export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  readonly #startup: Startup;
  readonly #unknown: string | null;
  readonly #target: { host: string; port: number };
  /** How many sessions came over TLS. */
  encrypted = 0;

  /** `unknown` is a word of which PostgreSQL's side knows nothing: a letter of it is another one on either way. */
  constructor(databaseUrl: string, startup: Startup = 'pass', unknown: string | null = null) {
    const { hostname: host, port } = new URL(databaseUrl);
    this.#target = { host, port: Number(port) };
    this.#startup = startup;
    this.#unknown = unknown;
    this.#server = createServer((near) => void this.#open(near).catch(() => near.destroy()));
  }

  /** Opens it; `databaseUrl` by way of the relay. */
  async open(databaseUrl: string): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const url = new URL(databaseUrl);
    url.host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return url.href;
  }

  async #open(near: Socket): Promise<void> {
    this.#keep(near);
    const first = await nextMessage(near);
    if (first.readUInt32BE(4) !== SSL_REQUEST) return this.#join(near, first);
    near.write('S');
    const safe = new TLSSocket(near, { isServer: true, key: KEY, cert: CERTIFICATE });
    this.#keep(safe);
    this.encrypted++;
    this.#join(safe, await nextMessage(safe));
  }

  #join(near: Duplex, startup: Buffer): void {
    const hasOptions = startup.includes('\0options\0');
    if (this.#startup === 'refuse options' && hasOptions) return void near.end(REFUSAL);
    const far = connect(this.#target);
    this.#keep(far);
    far.write(this.#startup === 'forget options' ? withoutOptions(startup) : startup);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.pipe(this.#forgetful()).pipe(far);
    far.pipe(this.#forgetful()).pipe(near);
  }

  #forgetful(): Duplex {
    const word = Buffer.from(this.#unknown ?? '');
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        for (let at = 0; word.length > 0 && (at = chunk.indexOf(word, at)) >= 0; at++)
          chunk[at] = 0x58;
        done(null, chunk);
      },
    });
  }

  #keep(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

// https://www.postgresql.org/docs/current/protocol-message-formats.html
const SSL_REQUEST = 80877103;
const PROTOCOL_3 = 196608;

// As PgBouncer answers to a parameter that it does not know.
const REFUSAL = (() => {
  const fields = Buffer.from('SFATAL\0C08P01\0Munsupported startup parameter: options\0\0');
  const head = Buffer.from('E\0\0\0\0');
  head.writeUInt32BE(4 + fields.length, 1);
  return Buffer.concat([head, fields]);
})();

async function nextMessage(socket: Duplex): Promise<Buffer> {
  await once(socket, 'readable');
  return socket.read() as Buffer;
}

function withoutOptions(startup: Buffer): Buffer {
  const words = startup.toString('utf8', 8).split('\0');
  const at = words.indexOf('options');
  if (at >= 0) words.splice(at, 2);
  const head = Buffer.alloc(8);
  const body = Buffer.from(words.join('\0'));
  head.writeUInt32BE(8 + body.length, 0);
  head.writeUInt32BE(PROTOCOL_3, 4);
  return Buffer.concat([head, body]);
}

// Made for this test and trusted by nobody: `openssl req -x509 -newkey ec -nodes -subj /CN=localhost`.
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNAtgYOdLSJU0V4Uw
mSZeElOfsrEluI1d1X2ozBCY3S+hRANCAATZkJkgwtSTnawF4jTdkZmgFO4VBBvA
LmKoTPfy++/FMr9XWE5ar3cL9Pzvl8oFBHMYrzxR1fMh3RxN807/ZooU
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIURtQd2aELqOlmEYHZXpXw1jDYIBswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTA5MDMzOFoYDzIxMjYxMTAx
MDkwMzM4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATZkJkgwtSTnawF4jTdkZmgFO4VBBvALmKoTPfy++/FMr9XWE5ar3cL
9Pzvl8oFBHMYrzxR1fMh3RxN807/ZooUo28wbTAdBgNVHQ4EFgQUzTNttomNC0Ye
6yF+Cbv1wNqkbicwHwYDVR0jBBgwFoAUzTNttomNC0Ye6yF+Cbv1wNqkbicwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAOtPdue9h9YrW/XOVdu1c6NvZB0eRvmMW7RBtXbXMJ8NAiEA
xo7/n/kL6Xj07a4ytKnJeQJnJKPNW0jnbB/qK1xKNb8=
-----END CERTIFICATE-----`;
