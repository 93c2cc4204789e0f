// A database that is on another computer is spoken to by TLS that is checked, or whoever runs the server is told.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmod, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { examine } from '../../../server/doctor.ts';
import { findAccount, handOver } from '../../../server/embedded/account.ts';
import { startCluster, type Cluster } from '../../../server/embedded/cluster.ts';
import { createSources } from '../../../server/sources/sources.ts';
import { newAuthority, type Authority } from '../../support/certificates.ts';
import { ask, temporaryFolder, tidyUp } from '../../support/clusters.ts';
import { eventually } from '../../support/eventually.ts';
import { startProgram } from '../../support/server.ts';

// Not a name of this computer by its text, although it leads here: as another computer's would be.
const elsewhere = '0.0.0.0';
let folder: string;
let cluster: Cluster;
let authority: Authority;
let authorityFile: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  authority = newAuthority('an authority of the tests');
  authorityFile = path.join(folder, 'authority.pem');
  await writeFile(authorityFile, authority.cert);
  await certify([elsewhere]);
  cluster = await startCluster({
    folder: path.join(folder, 'cluster'),
    name: 'encrypted',
    roles: ['reader'],
    settings: {
      ...{ fsync: 'off', ssl: 'on' },
      ssl_cert_file: path.join(folder, 'server.pem'),
      ssl_key_file: path.join(folder, 'server.key'),
    },
  });
});
afterAll(() => tidyUp(folder, [cluster]));

/** Gives the database a certificate for these names. */
async function certify(names: string[], options?: { days: number }): Promise<void> {
  const { cert, key } = authority.issue(names, options);
  const account = await findAccount();
  for (const [name, text] of [
    ['server.pem', cert],
    ['server.key', key],
  ] as const) {
    const file = path.join(folder, name);
    await writeFile(file, text);
    await chmod(file, 0o600);
    await handOver(file, account);
  }
}

const away = (parameters = '', role = 'reader') =>
  `${cluster.url({ role }).replace('127.0.0.1', elsewhere)}${parameters}`;

/** Why a data source at that address cannot be used; null when it can. */
async function reasonAt(url: string): Promise<string | null> {
  const sources = createSources([{ name: 'main', urls: [url], allowWriter: true }]);
  const [health] = await sources.health();
  await sources.close();
  return health?.servers[0]?.reason ?? null;
}

test('without a word in its address a database elsewhere must show a certificate that is trusted', async () => {
  expect(await reasonAt(away())).toMatch(/certificate .* is signed by nobody whom this computer/);
  expect(await reasonAt(away(`?sslrootcert=${authorityFile}`))).toBeNull();
});

test.each(['sslmode=require', 'sslmode=prefer', 'ssl=true', 'sslmode=verify-full'])(
  '%s is no less',
  async (mode) => {
    expect(await reasonAt(away(`?${mode}`))).toMatch(/signed by nobody/);
    expect(await reasonAt(away(`?${mode}&sslrootcert=${authorityFile}`))).toBeNull();
  },
);

test('a certificate for another name, or one that has expired, is refused and told as that', async () => {
  const trusted = away(`?sslrootcert=${authorityFile}`);
  const reload = () => ask(cluster.url(), 'select pg_reload_conf()');
  await certify(['db.example.com']);
  await reload();
  expect(await reasonAt(trusted)).toBe('its certificate is for another name than 0.0.0.0');
  await certify([elsewhere], { days: -1 });
  await reload();
  expect(await reasonAt(trusted)).toBe('its certificate has expired');
  await certify([elsewhere]);
  await reload();
  expect(await reasonAt(trusted)).toBeNull();
});

test('every connection of a server is encrypted where its databases are elsewhere', async () => {
  const program = startProgram({
    PORT: '0',
    NODE_EXTRA_CA_CERTS: authorityFile,
    DATABASE_URL: away('', 'sheetfeed'),
    SOURCE_MAIN_URL: away(),
  });
  await program.printed(/Sheetfeed is at/);
  const sessions = await eventually(
    () =>
      ask<{ ssl: boolean; usename: string }>(
        cluster.url(),
        `select ssl, usename from pg_stat_ssl join pg_stat_activity using (pid)
         where pid <> pg_backend_pid() and application_name like 'sheetfeed%'`,
      ),
    (found) => new Set(found.map(({ usename }) => usename)).size === 2,
  );
  program.kill('SIGTERM');
  await program.ended();

  expect(new Set(sessions.map(({ usename }) => usename))).toEqual(new Set(['sheetfeed', 'reader']));
  expect(sessions.filter(({ ssl }) => !ssl)).toEqual([]);
  expect(program.output()).not.toMatch(/in the clear|nobody checks/);
});

test('what weakens a connection is named by the log and the doctor, with its setting and no password', async () => {
  const env = {
    DATABASE_URL: away('?sslmode=no-verify', 'sheetfeed'),
    SOURCE_MY_SHOP_URL: away('?sslmode=disable'),
  };
  const program = startProgram({ PORT: '0', ...env });
  await program.printed(/Sheetfeed is at/);
  program.kill('SIGTERM');
  await program.ended();
  const doctor = (await examine(env)).map(({ sentence }) => sentence).join('\n');

  for (const told of [program.output(), doctor]) {
    expect(told).toMatch(
      /By sslmode=no-verify in DATABASE_URL the connection goes to 0\.0\.0\.0 by TLS whose/,
    );
    expect(told).toMatch(/By sslmode=disable in SOURCE_MY_SHOP_URL the connection .* in the clear/);
    expect(told).not.toContain(new URL(cluster.url()).password);
    expect(told).not.toContain(new URL(away()).password);
  }
});

/** Answers like a PostgreSQL without TLS that wants the password itself, and keeps what it is told. */
async function startRogue(): Promise<{ port: number; heard: () => string; close(): void }> {
  let heard = '';
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      const isTlsRequest = chunk.length === 8 && chunk.readInt32BE(4) === 80_877_103;
      // AuthenticationCleartextPassword
      socket.write(isTlsRequest ? 'N' : Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, heard: () => heard, close: () => void server.close() };
}

test.each([
  ['this computer', '127.0.0.1', '', /asks for the password in clear text/],
  ['elsewhere, without TLS', elsewhere, '?sslmode=disable', /asks for the password in clear text/],
  ['elsewhere', elsewhere, '', /does not speak TLS/],
])(
  'a server on %s that wants the password in clear text is not told it',
  async (_where, host, mode, why) => {
    const rogue = await startRogue();
    const url = `postgres://reader:hunter2@${host}:${rogue.port}/app${mode}`;

    expect(await reasonAt(url)).toMatch(why);
    const program = startProgram({ PORT: '0', DATABASE_URL: url });
    expect(await program.ended()).toBe(1);
    expect(program.output()).toMatch(why);
    expect(rogue.heard()).not.toContain('hunter2');
    rogue.close();
  },
);

test('the keys of identity tokens come by https, or from this computer', async () => {
  const told = async (url: string) =>
    (await examine({ GOOGLE_JWKS_URL: url })).map(({ sentence }) => sentence).join('\n');

  expect(await told('http://keys.example.com/certs')).toMatch(
    /GOOGLE_JWKS_URL must begin with https/,
  );
  expect(await told('http://127.0.0.1:1/certs')).not.toMatch(/GOOGLE_JWKS_URL/);
});
