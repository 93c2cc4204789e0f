// The built server with viewers who sign in, and what a crowd of them costs it: memory, and the temporary folder.
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { once } from 'node:events';
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../support/clusters.ts';
import { newDatabase } from '../support/postgres.ts';
import { ask, startProgram, writeFiles, type Answer } from '../support/server.ts';
import { residentMegabytes } from './processes.ts';

export interface Crowd {
  port: number;
  pid: number;
  /** Asks as one of them, or (null) as somebody who is not signed in. */
  ask(who: string | null, path: string, body?: unknown): Promise<Answer>;
  /** Asks, reads so many bytes and no more, until the function that is returned is called. */
  stopReading(who: string | null, path: string, bytes: number): Promise<() => void>;
  /** A share link to the query, made by an author. */
  link(slug: string, link: object): Promise<string>;
  /** What is held in memory and in open temporary files, in MB. */
  megabytes(): { memory: number; files: number };
  stop(): Promise<void>;
}

const audience = 'crowd.apps.googleusercontent.com';
const catalog = {
  'quick.sql': 'select 1 as x',
  'big.sql': `select g as id, repeat('x', 90) as text from generate_series(1, :n) g`,
  // Two hundred columns, half of them texts that differ; 8 KB a row.
  'wide.sql': `select ${Array.from({ length: 100 }, (_, n) => `g + ${n} as number_${n}, md5((g * ${n})::text) || repeat('y', 40) as text_${n}`).join(', ')}
    from generate_series(1, :n) g order by md5(g::text)`,
};
const parameters: Record<string, string> = {
  'big.sql': 'parameters: { n: { type: number, default: 28000 } }\n',
  'wide.sql': 'parameters: { n: { type: number, default: 500 } }\n',
};

/** Starts it as `npm run serve` does, with settings over the usual ones. `anna` is an author, all others viewers. */
export async function startCrowd(env: Record<string, string> = {}): Promise<Crowd> {
  const folder = await temporaryFolder();
  const [own, data, issuer] = [
    await newDatabase({ template: 'own' }),
    await newDatabase({ template: 'empty' }),
    await startIssuer(),
  ];
  await writeFiles(
    folder,
    Object.fromEntries(
      Object.entries(catalog).map(([name, sql]) => [
        name,
        `/*---\ntitle: ${name}\nsource: main\n${parameters[name] ?? ''}---*/\n${sql}\n`,
      ]),
    ),
  );
  const program = startProgram({
    PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: own.adminUrl,
    CATALOG_DIR: folder,
    SOURCE_MAIN_URL: data.readerUrl,
    GOOGLE_CLIENT_IDS: audience,
    GOOGLE_JWKS_URL: issuer.url,
    ADMIN_EMAILS: 'anna@example.com',
    MALLOC_ARENA_MAX: '2',
    NODE_OPTIONS: '--max-semi-space-size=4',
    ...env,
  });
  const [, port = ''] = await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
  const pid = program.process.pid ?? 0;
  const headersOf = async (who: string | null) =>
    who === null ? {} : { authorization: `Bearer ${await issuer.token(who)}` };
  const crowd: Crowd = {
    port: Number(port),
    pid,
    ask: async (who, path, body) =>
      ask(Number(port), path, {
        headers: await headersOf(who),
        ...(body === undefined ? {} : { body }),
      }),
    async stopReading(who, path, bytes) {
      const headers = await headersOf(who);
      const request = http.get({ host: '127.0.0.1', port, path, headers, agent: false });
      request.on('error', () => undefined);
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      response.on('error', () => undefined);
      let left = bytes;
      response.on('data', (chunk: Buffer) => {
        left -= chunk.length;
        if (left <= 0) response.pause();
      });
      return () => request.destroy();
    },
    async link(slug, link) {
      const made = await crowd.ask('anna', `/api/queries/${slug}/links`, {
        name: 'Crowd',
        ...link,
      });
      return (made.json() as { token: string }).token;
    },
    megabytes: () => ({ memory: residentMegabytes(pid), files: openFilesMegabytes(pid) }),
    async stop() {
      program.kill('SIGTERM');
      await program.ended();
      issuer.stop();
      await own.drop();
      await data.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return crowd;
}

async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' };
  const server = http.createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys: [key] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tokens = new Map<string, Promise<string>>();
  const sign = (name: string) =>
    new SignJWT({ email: `${name}@example.com`, email_verified: true, name })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setSubject(name)
      .setIssuer('https://accounts.google.com')
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('2h')
      .sign(privateKey);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    token(name: string): Promise<string> {
      const token = tokens.get(name) ?? sign(name);
      tokens.set(name, token);
      return token;
    },
    stop: () => void server.close(),
  };
}

// Of those that the server has taken the names of.
function openFilesMegabytes(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  let bytes = 0;
  for (const name of readdirSync(folder)) {
    try {
      const isOurs = readlinkSync(`${folder}/${name}`).includes('/sheetfeed-');
      if (isOurs) bytes += statSync(`${folder}/${name}`).size;
    } catch {
      // It was closed meanwhile.
    }
  }
  return bytes / 1024 / 1024;
}

/** The most that there was of both while something went on. */
export async function peakOf(
  crowd: Crowd,
  work: () => Promise<unknown>,
): Promise<{ memory: number; files: number }> {
  const peak = crowd.megabytes();
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      const now = crowd.megabytes();
      peak.memory = Math.max(peak.memory, now.memory);
      peak.files = Math.max(peak.files, now.files);
      await sleep(100);
    }
  })();
  await work().finally(() => (isOver = true));
  await looking;
  return peak;
}
