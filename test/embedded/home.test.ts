// The home: one program at a time, a sentence for the second, and no lock that outlives its owner.
import { spawnSync } from 'node:child_process';
import { cp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openHome, type Home } from '../../server/embedded/home.ts';
import { temporaryFolder } from '../support/clusters.ts';

const isRoot = process.getuid?.() === 0;
const testAsRoot = isRoot ? test : test.skip;
const testAsOther = isRoot ? test.skip : test;

let folder: string;
let homes: Home[];
beforeEach(async () => {
  folder = path.join(await temporaryFolder(), 'a home');
  homes = [];
});
afterEach(async () => {
  for (const home of homes) {
    await home.close();
    if (isRoot) await rm(path.dirname(home.clusterFolder('x')), { recursive: true, force: true });
  }
  await rm(path.dirname(folder), { recursive: true, force: true });
});

async function open(): Promise<Home> {
  const home = await openHome(folder);
  homes.push(home);
  return home;
}

test('a second start on the same home is refused with a sentence that names the first', async () => {
  const first = await open();
  await first.announce('http://localhost:3000');

  await expect(open()).rejects.toMatchObject({
    code: 'service_unavailable',
    message: `Sheetfeed is already running in ${first.folder} (process ${process.pid}, at http://localhost:3000). Use that one, stop it first, or set SHEETFEED_HOME to another folder.`,
  });
});

test('of many starts at the same time one gets the home', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 8 }, open));

  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a closed home opens again', async () => {
  const first = await open();
  await first.close();

  await expect(open()).resolves.toMatchObject({ folder: first.folder });
});

test('the lock of a program that was killed does not keep others out', async () => {
  const { pid } = spawnSync('true');
  await open().then((home) => home.close());
  await writeFile(
    path.join(folder, 'lock.json'),
    JSON.stringify({ pid, identity: '1 x', url: null }),
  );

  await expect(open()).resolves.toBeDefined();
});

test('a lock whose process id belongs to another program by now does not keep others out', async () => {
  await open().then((home) => home.close());
  const lock = { pid: process.pid, identity: 'an earlier one', url: null };
  await writeFile(path.join(folder, 'lock.json'), JSON.stringify(lock));

  await expect(open()).resolves.toBeDefined();
});

test('of many starts that find a stale lock at the same time one gets the home', async () => {
  await open().then((home) => home.close());
  const lock = { pid: process.pid, identity: 'an earlier one', url: null };
  await writeFile(path.join(folder, 'lock.json'), JSON.stringify(lock));

  const tries = await Promise.allSettled(Array.from({ length: 8 }, open));

  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a half-written lock does not keep others out', async () => {
  await open().then((home) => home.close());
  await writeFile(path.join(folder, 'lock.json'), '{"pid":');

  await expect(open()).resolves.toBeDefined();
});

test('a home that cannot be made is refused with a sentence', async () => {
  await writeFile(path.join(path.dirname(folder), 'file'), '');

  await expect(openHome(path.join(path.dirname(folder), 'file', 'home'))).rejects.toMatchObject({
    code: 'service_unavailable',
    message: expect.stringContaining('Set SHEETFEED_HOME'),
  });
});

test('the home is closed to others', async () => {
  const home = await open();

  expect((await stat(home.folder)).mode & 0o077).toBe(0);
});

test('a cluster keeps its place when the home is opened again', async () => {
  const first = await open();
  const place = first.clusterFolder('own');
  await first.close();

  expect((await open()).clusterFolder('own')).toBe(place);
});

testAsRoot('as root, clusters lie where an account without rights may go', async () => {
  const home = await open();

  expect(home.clusterFolder('own')).toMatch(/^\/var\/lib\/sheetfeed\/[0-9a-f]{16}\/own$/);
  expect(await readFile(path.join(home.folder, 'data-folder'), 'utf8')).toContain('/var/lib');
});

testAsRoot('as root, a copy of a home is refused while the home is open', async () => {
  const first = await open();
  const copy = `${folder} copy`;
  await cp(folder, copy, { recursive: true });
  await rm(path.join(copy, 'lock.json'));

  await expect(openHome(copy)).rejects.toMatchObject({
    message: expect.stringContaining(`process ${process.pid}`),
  });
  await first.close();
});

testAsOther('as an ordinary user, clusters lie in the home', async () => {
  const home = await open();

  expect(home.clusterFolder('own')).toBe(path.join(home.folder, 'own'));
});
