// A pooler between Sheetfeed and PostgreSQL that hands out sessions as PgBouncer does: for a transaction, or for a statement.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { randomInt } from 'node:crypto';
import pg from 'pg';

export type PoolMode = 'transaction' | 'statement';

interface Far {
  socket: Socket;
  near: Near | null;
}

interface Near {
  socket: Socket;
  far: Far | null;
  /** What has come while there was no session for it. */
  waiting: Buffer[];
  /** Answers that are to come: each ends with ReadyForQuery. */
  owed: number;
}

export class Pooler {
  readonly #server: Server;
  readonly #url: string;
  readonly #mode: PoolMode;
  readonly #sockets = new Set<Socket>();
  #free: Far[] = [];
  #queue: Near[] = [];
  #left: number;

  /** Hands out so many sessions of the database in turn. */
  constructor(url: string, mode: PoolMode, sessions: number) {
    this.#url = url;
    this.#mode = mode;
    this.#left = sessions;
    this.#server = createServer((socket) => void this.#greet(socket).catch(() => socket.destroy()));
  }

  /** Opens it; the address of the database by way of the pooler. */
  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const url = new URL(this.#url);
    url.host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return url.href;
  }

  close(): void {
    this.#queue = [];
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  // It lets everybody in, takes no options, and invents the process that it names.
  async #greet(socket: Socket): Promise<void> {
    this.#keep(socket);
    const [startup] = (await once(socket, 'data')) as [Buffer];
    if (startup.includes('\0options\0')) {
      return void socket.end(refusal('unsupported startup parameter: options'));
    }
    const invented = Buffer.concat([int(randomInt(1, 2 ** 31)), int(1)]);
    socket.write(Buffer.concat([message('R', int(0)), message('K', invented), READY]));
    const near: Near = { socket, far: null, waiting: [], owed: 0 };
    const split = splitter((type, bytes) => void this.#fromNear(near, type, bytes));
    socket.on('data', split);
    socket.on('close', () => this.#forget(near));
  }

  async #fromNear(near: Near, type: string, bytes: Buffer): Promise<void> {
    if (type === 'X') return void near.socket.end();
    if (type === 'S' || type === 'Q') near.owed++;
    if (near.far) return void near.far.socket.write(bytes);
    if (near.waiting.push(bytes) > 1) return;
    const far = this.#free.shift() ?? (this.#left-- > 0 ? await this.#dial() : null);
    if (far) this.#join(near, far);
    else this.#queue.push(near);
  }

  // The driver signs in; after that the socket is the pooler's.
  async #dial(): Promise<Far> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'pooler' });
    client.on('error', () => undefined);
    await client.connect();
    const { stream: socket } = (client as unknown as { connection: { stream: Socket } }).connection;
    this.#keep(socket);
    socket.removeAllListeners('data');
    const far: Far = { socket, near: null };
    if (!this.#server.listening) socket.destroy();
    const split = splitter((type, bytes) => this.#fromFar(far, type, bytes));
    socket.on('data', split);
    return far;
  }

  #join(near: Near, far: Far): void {
    if (near.socket.destroyed) return this.#giveBack(far);
    near.far = far;
    far.near = near;
    for (const bytes of near.waiting.splice(0)) far.socket.write(bytes);
  }

  #fromFar(far: Far, type: string, bytes: Buffer): void {
    const { near } = far;
    // A notification comes to whoever has the session now, if anybody.
    if (!near) return;
    const isIdle = bytes.at(-1) === 'I'.charCodeAt(0);
    if (type === 'Z' && this.#mode === 'statement' && !isIdle) {
      near.socket.end(refusal('transaction blocks not allowed in statement pooling mode'));
      return;
    }
    near.socket.write(bytes);
    if (type !== 'Z') return;
    near.owed--;
    if (isIdle && near.owed === 0) {
      near.far = far.near = null;
      this.#giveBack(far);
    }
  }

  #giveBack(far: Far): void {
    const next = this.#queue.shift();
    if (next) this.#join(next, far);
    else this.#free.push(far);
  }

  // A session in the middle of something is no use to anybody else.
  #forget(near: Near): void {
    this.#queue = this.#queue.filter((other) => other !== near);
    if (!near.far) return;
    near.far.socket.destroy();
    this.#left++;
    const next = this.#queue.shift();
    if (!next) return;
    this.#left--;
    void this.#dial().then((far) => this.#join(next, far));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}

// https://www.postgresql.org/docs/current/protocol-message-formats.html
function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int(body.length + 4), body]);
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const READY = message('Z', Buffer.from('I'));

function refusal(text: string): Buffer {
  return message('E', Buffer.from(`SFATAL\0C08P01\0M${text}\0\0`));
}

/** Hands on whole messages, whatever pieces they come in. */
function splitter(hear: (type: string, bytes: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length > rest.readUInt32BE(1)) {
      const end = rest.readUInt32BE(1) + 1;
      hear(rest.toString('latin1', 0, 1), rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  };
}
