// Writes a text into the editor's field of SQL, in the place of what stands there.
import type { Page } from 'playwright-core';

export async function writeSql(page: Page, sql: string): Promise<void> {
  // A list of suggestions may lie over it.
  await page.getByLabel('SQL', { exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(sql);
}
