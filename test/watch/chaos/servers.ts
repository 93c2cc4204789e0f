// Three servers of one database, with clocks that are hours apart. Each reaches the database through a place of its own, at which
// it is killed between any two statements.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { startProgram, type TestProgram } from '../../support/server.ts';

const HOUR_MS = 3_600_000;
/** How wrong the clock of each server is. */
const CLOCKS_MS = [-2 * HOUR_MS, 0, 2 * HOUR_MS];

export interface ChaosServer {
  port: number;
  /** Kills it when it has asked the database so many times more: before that reaches the database, or right after. */
  killAfter(statements: number, isBefore: boolean): void;
  /** Waits until it is killed, which may be never; true then. */
  isKilled(): Promise<boolean>;
  /** Starts it again where it was killed; else it is not killed any more. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

export function startServers(env: Record<string, string>): Promise<ChaosServer[]> {
  return Promise.all(CLOCKS_MS.map((wrongMs) => startServer(env, wrongMs)));
}

/** One of them, whose clock is so wrong. */
export async function startServer(env: Record<string, string>, wrongMs = 0): Promise<ChaosServer> {
  const address = new URL(env['DATABASE_URL'] ?? '');
  let left = Infinity;
  let isBefore = false;
  const gate = await openGate(address, (send) => {
    left -= 1;
    if (left > 0) return send();
    if (!isBefore) send();
    program.kill('SIGKILL');
  });
  address.host = `127.0.0.1:${gate.port}`;
  const start = () => startAt({ ...env, DATABASE_URL: address.href }, wrongMs);
  let { program, port } = await start();
  return {
    get port() {
      return port;
    },
    killAfter(statements, before) {
      [left, isBefore] = [statements, before];
    },
    isKilled: () => program.ended().then(() => true),
    async revive() {
      const isKilled = left <= 0;
      left = Infinity;
      if (!isKilled) return;
      await program.ended();
      ({ program, port } = await start());
    },
    async stop() {
      program.kill('SIGKILL');
      await program.ended();
      gate.close();
    },
  };
}

/** The program with a clock that is so wrong. */
export async function startAt(
  env: Record<string, string>,
  wrongMs: number,
): Promise<{ program: TestProgram; port: number }> {
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(wrongClock(wrongMs))}`;
  const program = startProgram({ ...env, PORT: '0', LOG_LEVEL: 'error', NODE_OPTIONS });
  const [, port] = await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
  return { program, port: Number(port) };
}

const wrongClock = (ms: number) => `const Right = Date;
globalThis.Date = class extends Right {
  constructor(...given) { given.length === 0 ? super(Right.now() + ${ms}) : super(...given); }
  static now() { return Right.now() + ${ms}; }
};`;

/** A way to the database; `onStatement` is given what sends on a piece that a client has sent. */
async function openGate(
  { hostname, port }: URL,
  onStatement: (send: () => void) => void,
): Promise<{ port: number; close: () => void }> {
  const server = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port) });
    near.on('data', (piece) => onStatement(() => void far.write(piece)));
    far.pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => {});
      one.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
