// Opens pages in a Chromium that fail the test on any error of the page.
import { expect } from '@jest/globals';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { findChromium } from '../../bench/chromium.ts';

export interface PageOptions {
  width?: number;
  height?: number;
  dark?: boolean;
  reducedMotion?: boolean;
  /** Sent with every request, such as a person's token. */
  headers?: Record<string, string>;
  permissions?: string[];
  /** The reader's zone; else the computer's. */
  timezoneId?: string;
  /** Messages that the test expects on the console, such as the answer 404 that it asks for. */
  expectedErrors?: RegExp;
}

export interface TestBrowser {
  newPage(options?: PageOptions): Promise<Page>;
  /** Closes what earlier tests opened, which goes on asking and drawing for nobody. What the set-up opened stays. */
  closeEarlier(): Promise<void>;
  /** Throws when any page so far told of an error that its test did not expect. */
  failOnErrors(): void;
  /** Ends the browser, then fails like `failOnErrors`. */
  close(): Promise<void>;
}

/** A page that does not come to show what is waited for has failed. */
const waitMs = 90_000;

/** Starts a headless Chromium. */
export async function launchBrowser(): Promise<TestBrowser> {
  const browser = await chromium.launch(await findChromium());
  const errors: string[] = [];
  const openedBy = new Map<Page, string | undefined>();
  return {
    async newPage(options = {}) {
      const page = await openPage(browser, options, errors);
      openedBy.set(page, testNow());
      return page;
    },
    async closeEarlier() {
      for (const [page, test] of openedBy) {
        if (test === undefined || test === testNow()) continue;
        openedBy.delete(page);
        await page.context().close();
      }
    },
    failOnErrors: () => failOn(errors),
    async close() {
      await browser.close();
      failOn(errors);
    },
  };
}

/** None in a set-up. */
const testNow = (): string | undefined => expect.getState().currentTestName;

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
    ...(options.headers ? { extraHTTPHeaders: options.headers } : {}),
    ...(options.permissions ? { permissions: options.permissions } : {}),
    ...(options.timezoneId ? { timezoneId: options.timezoneId } : {}),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  const openedBy = testNow() ?? 'the set-up';
  const note = (message: string) => {
    if (!options.expectedErrors?.test(message)) errors.push(`${message}, in: ${openedBy}`);
  };
  page.on('pageerror', (error) => note(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') note(`${message.text()} (${message.location().url})`);
  });
  return page;
}
