// What the sidebar's tests do again and again.
import type { Page } from 'playwright-core';
import '../support/become.ts';

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
