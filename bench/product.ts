// The product under measurement: the built server as a process of its own, with a catalog of the benchmarks'.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from '../server/root.ts';

export interface Product {
  url: URL;
  pid: number;
  stop(): Promise<void>;
}

export interface ProductOptions {
  sourceUrl: string;
  /** SQL files by name. */
  catalog: Record<string, string>;
}

// As `npm run serve` and the container have it.
const flags = ['--max-semi-space-size=4'];
const heaps = { MALLOC_ARENA_MAX: '2' };

/** Starts `npm run serve`'s program with a catalog and a database of its own, with the limits raised so that the largest result fits. */
export async function startProduct({ sourceUrl, catalog }: ProductOptions): Promise<Product> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-bench-server-'));
  const catalogFolder = path.join(folder, 'catalog');
  await writeCatalog(catalogFolder, catalog);
  const product = await launchProduct({
    SHEETFEED_HOME: path.join(folder, 'home'),
    CATALOG_DIR: catalogFolder,
    SOURCE_BENCH_URL: sourceUrl,
    RUN_MAX_ROWS: '10000000',
    RUN_MAX_BYTES: String(8 * 2 ** 30),
    RUN_TIMEOUT_SECONDS: '600',
  });
  return {
    ...product,
    async stop() {
      await product.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes SQL files by name into a folder that it makes. */
export async function writeCatalog(folder: string, files: Record<string, string>): Promise<void> {
  await mkdir(folder);
  await Promise.all(
    Object.entries(files).map(([name, text]) => writeFile(path.join(folder, name), text)),
  );
}

/** Starts the built server with these settings on a free port, and waits until it says where it is. */
export async function launchProduct(settings: Record<string, string>): Promise<Product> {
  const program = spawn(process.execPath, [...flags, path.join(root, 'dist/server/main.js')], {
    cwd: root,
    env: {
      ...heaps,
      ...{ PATH: process.env['PATH'] ?? '', PORT: '0', LOG_LEVEL: 'error' },
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await addressOf(program);
  return {
    url,
    pid: program.pid ?? 0,
    async stop() {
      const ended = once(program, 'exit');
      program.kill('SIGTERM');
      await ended;
    },
  };
}

/** A query of the catalog as its file. */
export function queryFile(title: string, sql: string, parameters = '{}'): string {
  return `/*---\ntitle: ${title}\nsource: bench\nparameters: ${parameters}\n---*/\n${sql}\n`;
}

function addressOf(program: ChildProcess): Promise<URL> {
  let printed = '';
  return new Promise((resolve, reject) => {
    program.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const [, address] = /Sheetfeed is at (\S+)/.exec(printed) ?? [];
      if (address) resolve(new URL(address));
    });
    program.on('exit', (code) => reject(new Error(`The server ended with ${code}: ${printed}`)));
  });
}
