// What the sidebar's tests do again and again.
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

/** The id or the text of what has the focus. */
export const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || '');
/** Waits until the view of this title is shown. */
export const view = (page: Page, title: string) =>
  page.getByRole('heading', { level: 1, name: title }).waitFor();

/** Opens the first query that a search finds. */
export async function openQuery(page: Page, words: string): Promise<void> {
  await page.getByRole('option').first().waitFor();
  await page.getByLabel('Search queries').fill(words);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
}

expect.extend({
  async toPassSoon(attempt: () => Promise<void>) {
    const failed = await eventually(attempt);
    return { pass: failed === null, message: () => String(failed) };
  },
  async toBecome(read: () => Promise<string>, wanted: string | RegExp) {
    const failed = await eventually(async () => {
      const found = await read();
      const fits = typeof wanted === 'string' ? found === wanted : wanted.test(found);
      if (!fits) throw new Error(`Found “${found}” instead of ${wanted}.`);
    });
    return { pass: failed === null, message: () => String(failed) };
  },
});

// For what the page brings about a frame later; gives the last failure when it never comes.
async function eventually(attempt: () => Promise<void>): Promise<unknown> {
  let failed: unknown = null;
  for (let tries = 0; tries < 200; tries++) {
    failed = await attempt().then(
      () => null,
      (error: unknown) => error,
    );
    if (failed === null) return null;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return failed;
}

declare module 'expect' {
  interface Matchers<R> {
    toPassSoon(): Promise<R>;
    toBecome(wanted: string | RegExp): Promise<R>;
  }
}
