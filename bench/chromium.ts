// Finds the Chromium that the benchmarks and the tests open pages in.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export interface Chromium {
  executablePath: string;
  args: string[];
}

/** CHROMIUM_PATH, then the system's, then the package's; throws a sentence that says what to do. */
export async function findChromium(): Promise<Chromium> {
  const { executablePath, args } = await found();
  return { executablePath, args: [...args, ...quiet()] };
}

async function found(): Promise<Chromium> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (existsSync(named)) return { executablePath: named, args: [] };
    throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`);
  }
  const system = findOnPath() ?? macPaths.find((file) => existsSync(file));
  if (system) return { executablePath: system, args: [] };
  return chromiumFromPackage();
}

// Chromium's sandbox needs an unprivileged account.
function quiet(): string[] {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [
    ...root,
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}

function findOnPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return systemNames
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => existsSync(file));
}

// The package's own arguments draw everything by a software 3D renderer, which takes two and a half times the processor's
// time, and switch off what a page may not do. It brings no sandbox.
const drawnPlainly = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none'];

async function chromiumFromPackage(): Promise<Chromium> {
  try {
    return { executablePath: await unpacked(), args: drawnPlainly };
  } catch (cause) {
    throw new Error(
      'The pages need a Chromium: install chromium or Google Chrome, or name one with CHROMIUM_PATH.',
      { cause },
    );
  }
}

const UNPACK =
  "const { default: it } = await import('@sparticuz/chromium'); await it.executablePath();";

// The package unpacks into the system's temporary folder, where only the account that did it may start it, and
// takes what another process has half unpacked for whole. So each account has a folder, which appears whole.
async function unpacked(): Promise<string> {
  const folder = path.join(tmpdir(), `sheetfeed-chromium-${process.getuid?.() ?? 'here'}`);
  const executable = path.join(folder, 'chromium');
  if (existsSync(executable)) return executable;
  const own = await mkdtemp(`${folder}-`);
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', UNPACK], {
    env: { ...process.env, TMPDIR: own, TMP: own, TEMP: own },
  });
  // Where another process was quicker, its folder is taken.
  await rename(own, folder).catch(() => rm(own, { recursive: true, force: true }));
  return executable;
}
