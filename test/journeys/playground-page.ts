// Reads and drives the playground's page as a person would.
import { expect } from '@jest/globals';
import type { FrameLocator, Page } from 'playwright-core';
import '../support/become.ts';

/** The sidebar's own page. */
export function sidebarOf(page: Page): FrameLocator {
  return page.frameLocator('.sidebar iframe');
}

export async function openPlayground(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/playground`);
  await page.getByRole('grid').waitFor();
  if ((await page.locator('.sidebar').count()) > 0) await sidebarStarts(page);
}

/** Waits until the sidebar has started and taken the focus for its search: keys that come before may go to either. */
export async function sidebarStarts(page: Page): Promise<void> {
  const body = sidebarOf(page).locator('body');
  await expect(() => body.evaluate(() => document.activeElement?.id)).toBecome('search');
}

/** Puts a person at the keyboard, as the switch names them: `Vera Viewer (viewer)`. */
export async function beSeated(page: Page, person: string): Promise<void> {
  await page.getByLabel('Who is at the keyboard').selectOption({ label: person });
  await sidebarOf(page).getByText(person.replace(/ \(.*/, '')).waitFor();
  await sidebarStarts(page);
}

/** Waits until a cell shows the text. */
export async function waitForCell(page: Page, cell: string, text: string): Promise<void> {
  await page
    .locator(`[data-cell="${cell}"]`, { hasText: new RegExp(`^${escaped(text)}$`) })
    .waitFor();
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

export async function selectCell(page: Page, cell: string): Promise<void> {
  const name = page.getByLabel('Name of the cell');
  const selected = page.locator(`.grid[data-selection="${cell}"]`);
  // The sidebar may take the focus when something it waited for arrives; a person would type again too.
  for (let tries = 3; tries > 0; tries--) {
    await name.fill(cell);
    await name.press('Enter');
    const done = await selected.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (done) return;
  }
  await selected.waitFor();
}

/** Waits until the cells that are selected are these. */
export async function waitForSelection(page: Page, area: string): Promise<void> {
  await page.locator(`.grid[data-selection="${area}"]`).waitFor();
}

/** Waits until this stands in the line above the grid: what the selected cell holds. */
export async function waitForContent(page: Page, content: string): Promise<void> {
  await expect(() => page.getByLabel('Content of the cell').inputValue()).toBecome(content);
}

export async function typeInto(page: Page, cell: string, text: string): Promise<void> {
  await selectCell(page, cell);
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Clicks through a menu, caption by caption. */
export async function chooseMenu(page: Page, ...captions: string[]): Promise<void> {
  for (const caption of captions) {
    // In a list within a list an entry may be called as the list is.
    const entry = page.getByRole('menuitem', { name: caption, exact: true });
    const choice = page.getByRole('menuitemradio', { name: caption, exact: true });
    await entry.or(choice).last().click();
  }
}

/** Every cell of the active tab from a row on, as displayed, also those that do not show. */
export async function cellsFrom(
  page: Page,
  firstRow: number,
  columns: number,
): Promise<string[][]> {
  return page.evaluate(
    async ([first, width]) => {
      const view = (await (await fetch('/playground/api/view')).json()) as View;
      const url = `/playground/api/rows?tab=${view.workbook.activeTab}&from=${first}&to=${first + 999}`;
      const { rows } = (await (await fetch(url)).json()) as Rows;
      const texts = rows.map(({ cells }) =>
        Array.from({ length: width }, (_, index) => cells[index + 1]?.display ?? ''),
      );
      return texts.filter((row) => row.some((text) => text !== ''));
    },
    [firstRow, columns] as const,
  );
}

/** What a person finds in the cells from A1 on: what they show, or the formula where one stands. */
export async function sheetOf(page: Page, rows: number, columns: number): Promise<string[][]> {
  return page.evaluate(
    async ([height, width]) => {
      const view = (await (await fetch('/playground/api/view')).json()) as View;
      const url = `/playground/api/rows?tab=${view.workbook.activeTab}&from=1&to=${height}`;
      const { rows: filled } = (await (await fetch(url)).json()) as Rows;
      const texts = Array.from({ length: height }, () => Array.from({ length: width }, () => ''));
      for (const { row, cells } of filled) {
        for (const [column, { display, input }] of Object.entries(cells)) {
          const line = texts[row - 1];
          if (!line || Number(column) > width) continue;
          line[Number(column) - 1] = input.startsWith('=') ? `${display} ${input}` : display;
        }
      }
      return texts;
    },
    [rows, columns] as const,
  );
}

interface View {
  workbook: { activeTab: number };
}
interface Rows {
  rows: { row: number; cells: Record<number, { display: string; input: string }> }[];
}
