// The limits that the product is measured against: PostgreSQL's answer read as fast as can be, and thrown away.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import pg from 'pg';

/** Runs `copy (sql) to stdout csv` and throws the text away; seconds. By psql where there is one, else by a socket. */
export type CopyReader = { name: string; read(sql: string): Promise<number> };

export function copyReader(url: string): CopyReader {
  const hasPsql = spawnSync(psqlProgram, ['--version']).status === 0;
  if (hasPsql) return { name: 'psql copy csv', read: (sql) => byPsql(url, copyOf(sql)) };
  return { name: 'copy csv over a socket', read: (sql) => drain(url, copyOf(sql)).then(total) };
}

const psqlProgram = 'psql';
const copyOf = (sql: string): string => `copy (${sql}) to stdout (format csv, header)`;

async function byPsql(url: string, command: string): Promise<number> {
  const started = performance.now();
  const psql = spawn(psqlProgram, ['-X', '-q', '-d', url, '-c', command], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(psql, 'exit')) as [number];
  if (code !== 0) throw new Error(`psql ended with ${code}.`);
  return (performance.now() - started) / 1000;
}

export interface Drained {
  seconds: number;
  /** From sending the query to the first row's bytes. */
  firstByteSeconds: number;
  bytes: number;
}

const total = ({ seconds }: Drained): number => seconds;

/** Sends one simple query and throws every byte of the answer away. */
export async function drain(url: string, sql: string): Promise<Drained> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // pg opened the session (authentication included); from here on its socket is read without pg.
  const socket = (client as unknown as { connection: { stream: Socket } }).connection.stream;
  const listeners = socket.listeners('data');
  socket.removeAllListeners('data');
  try {
    return await sendAndDrain(socket, queryMessage(sql));
  } finally {
    for (const listener of listeners) socket.on('data', listener as (chunk: Buffer) => void);
    await client.end();
  }
}

function queryMessage(sql: string): Buffer {
  const text = Buffer.from(`${sql}\0`);
  const head = Buffer.alloc(5);
  head.write('Q');
  head.writeInt32BE(text.length + 4, 1);
  return Buffer.concat([head, text]);
}

// Walks from message to message, as any reader must; the contents of a message are not looked at.
function sendAndDrain(socket: Socket, message: Buffer): Promise<Drained> {
  const started = performance.now();
  let [bytes, firstByteSeconds, skip] = [0, 0, 0];
  let head = Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    const receive = (chunk: Buffer): void => {
      if (bytes === 0) firstByteSeconds = (performance.now() - started) / 1000;
      bytes += chunk.length;
      let at = skip;
      if (head.length > 0) {
        chunk = Buffer.concat([head, chunk]);
        at = 0;
        head = Buffer.alloc(0);
      }
      while (at + 5 <= chunk.length) {
        const type = chunk[at];
        if (type === 0x45) reject(new Error(chunk.toString('latin1', at, at + 200)));
        if (type === 0x5a) {
          socket.off('data', receive);
          resolve({ seconds: (performance.now() - started) / 1000, firstByteSeconds, bytes });
          return;
        }
        at += 1 + chunk.readInt32BE(at + 1);
      }
      skip = Math.max(0, at - chunk.length);
      if (at < chunk.length) head = Buffer.from(chunk.subarray(at));
    };
    socket.on('data', receive);
    socket.write(message);
  });
}
