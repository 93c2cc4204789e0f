// Finds a Chromium and opens pages in it that fail the test on any error of the page.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

export interface PageOptions {
  width?: number;
  height?: number;
  dark?: boolean;
  reducedMotion?: boolean;
  /** Messages that the test expects on the console, such as the answer 404 that it asks for. */
  expectedErrors?: RegExp;
}

export interface TestBrowser {
  newPage(options?: PageOptions): Promise<Page>;
  /** Throws when any page so far told of an error that its test did not expect. */
  failOnErrors(): void;
  /** Ends the browser, then fails like `failOnErrors`. */
  close(): Promise<void>;
}

/** A page that does not come to show what is waited for has failed. */
const waitMs = 15_000;

const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Starts a headless Chromium: CHROMIUM_PATH, then the system's, then the package's. */
export async function launchBrowser(): Promise<TestBrowser> {
  const { executablePath, args } = await findChromium();
  const browser = await chromium.launch({ executablePath, args: [...args, ...quiet()] });
  const errors: string[] = [];
  return {
    newPage: (options = {}) => openPage(browser, options, errors),
    failOnErrors: () => failOn(errors),
    async close() {
      await browser.close();
      failOn(errors);
    },
  };
}

function failOn(errors: string[]): void {
  const found = errors.splice(0);
  if (found.length > 0) throw new Error(`The page told of errors:\n${found.join('\n')}`);
}

async function openPage(browser: Browser, options: PageOptions, errors: string[]): Promise<Page> {
  const { width = 1280, height = 800, dark = false, reducedMotion = true } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    locale: 'en-US',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  const note = (message: string) => {
    if (!options.expectedErrors?.test(message)) errors.push(message);
  };
  page.on('pageerror', (error) => note(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') note(`${message.text()} (${message.location().url})`);
  });
  return page;
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

async function findChromium(): Promise<{ executablePath: string; args: string[] }> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return { executablePath: named, args: [] };
    throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`);
  }
  const system = findOnPath() ?? macPaths.find((file) => existsSync(file));
  if (system) return { executablePath: system, args: [] };
  return chromiumFromPackage();
}

function findOnPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return systemNames
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => existsSync(file));
}

async function chromiumFromPackage(): Promise<{ executablePath: string; args: string[] }> {
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    return { executablePath: await packaged.executablePath(), args: packaged.args };
  } catch (cause) {
    throw new Error(
      'The browser tests need a Chromium: install chromium or Google Chrome, or name one with CHROMIUM_PATH.',
      { cause },
    );
  }
}
