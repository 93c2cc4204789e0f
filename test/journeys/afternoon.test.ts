// A salesperson's afternoon: they type a new account's facts into the sheet they know, a mistake is told at its cell, and
// the health score elsewhere moves. Nobody opens Sheetfeed.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import '../support/become.ts';
import { PlaygroundDesk } from './playground-desk.ts';
import { chooseMenu, openPlayground, sidebarOf, typeInto, waitForCell } from './playground-page.ts';

let desk: PlaygroundDesk;

beforeAll(async () => {
  desk = await PlaygroundDesk.open();
});

afterAll(() => desk?.close());

/** The analyst says once how queries see what changed, and goes home. */
async function setOnce(way: 'edited' | 'server', said: string): Promise<void> {
  const { page, program } = desk;
  await page.getByLabel('Who is at the keyboard').selectOption({ label: 'Ali Author (author)' });
  await page.getByRole('combobox', { name: 'Spreadsheet' }).selectOption('Sales');
  await waitForCell(page, 'A1', 'Customer');
  await openPlayground(page, program.url);
  if ((await page.locator('.sidebar').count()) === 0)
    await chooseMenu(page, 'Extensions', 'Sheetfeed', 'Insert query results');
  const sidebar = sidebarOf(page);
  await sidebar.getByRole('button', { name: 'Sheet tables' }).click();
  const card = sidebar.getByRole('article', { name: 'Onboarding' });
  await card.getByText('Settings').click();
  await card.getByLabel('When queries see what changed').selectOption(way);
  await card.getByText(said).first().waitFor();
}

/** An account that sales have not written down yet. */
async function newCustomer(): Promise<string> {
  const { program } = desk;
  const rowsOf = async (slug: string) => {
    const answer = await fetch(`${program.url}/q/${slug}.json`);
    return (await answer.json()) as Record<string, string>[];
  };
  const known = new Set((await rowsOf('health-of-accounts')).map(({ customer }) => customer));
  const all = (await rowsOf('customer-list')).flatMap((row) => Object.values(row));
  const found = all.find((text) => /^\d{5}$/.test(text) && !known.has(text));
  if (found === undefined) throw new Error('Every account is known.');
  return found;
}

async function scoreOf(customer: string): Promise<number | null> {
  // Whoever asks again and again without a rest is told to come later, and so is the add-on then.
  await new Promise((resolve) => setTimeout(resolve, 400));
  const answer = await fetch(`${desk.program.url}/q/health-of-accounts.json`);
  const rows = (await answer.json()) as { customer: string; score: number | string }[];
  const row = rows.find((one) => one.customer === customer);
  return row === undefined ? null : Number(row.score);
}

test('a mistake is told at its cell with who waits for it, goes when it is mended, and the score elsewhere moves', async () => {
  await setOnce('edited', 'Published at each edit, as you.');
  const { page } = desk;
  await page.getByLabel('Who is at the keyboard').selectOption({ label: 'Vera Viewer (viewer)' });
  await page.getByRole('button', { name: 'Close the sidebar' }).click();
  const customer = await newCustomer();

  for (const [cell, text] of [
    ['A10', `'${customer}`],
    ['B10', 'Mae'],
    ['C10', '20'],
    ['D10', '2026-01-31'],
  ] as const)
    await typeInto(page, cell, text);
  // It counts for twenty that they have gone live.
  await expect(async () => ((await scoreOf(customer)) ?? 0) >= 20).toBecome(true);
  const before = (await scoreOf(customer)) ?? 0;
  await typeInto(page, 'E10', '1O');

  const cell = page.locator('[data-cell="E10"]');
  await expect(() => cell.getAttribute('data-note')).toBecome(
    expect.stringContaining('"1O" is not a number.'),
  );
  await cell.hover();
  const note = page.getByRole('tooltip');
  await note.getByText('Waiting for it: Health of new accounts.').waitFor();
  expect(await note.innerText()).toContain('Ask Ali Author if you do not know.');
  // What everybody sees meanwhile is what stood there before the mistake.
  expect(await scoreOf(customer)).toBe(before);

  await typeInto(page, 'E10', '10');
  await expect(() => cell.getAttribute('data-note')).toBecome(null);
  await expect(() => scoreOf(customer)).toBecome(before + 20);
  expect(await page.locator('.sidebar').count()).toBe(0);
});

test('the same where the server reads the sheet: whoever looks at the score has the mistake told at its cell', async () => {
  await setOnce('server', 'Read now');
  const { page, program } = desk;
  await page.getByLabel('Who is at the keyboard').selectOption({ label: 'Vera Viewer (viewer)' });
  await page.getByRole('button', { name: 'Close the sidebar' }).click();
  const customer = await newCustomer();
  await typeInto(page, 'A11', `'${customer}`);
  await typeInto(page, 'B11', 'Mae');
  await typeInto(page, 'C11', '20');
  await typeInto(page, 'D11', '2026-01-31');
  await expect(async () => ((await scoreOf(customer)) ?? 0) >= 20).toBecome(true);
  const before = (await scoreOf(customer)) ?? 0;
  await typeInto(page, 'E11', '1O');

  const looked = await fetch(`${program.url}/q/health-of-accounts.json`);
  const cell = page.locator('[data-cell="E11"]');
  await expect(() => cell.getAttribute('data-note')).toBecome(
    expect.stringContaining('"1O" is not a number.'),
  );
  expect(looked.status).toBe(422);
  expect(await cell.getAttribute('data-note')).toContain('Waiting for it: Health of new accounts.');

  await typeInto(page, 'E11', '10');
  await expect(() => scoreOf(customer)).toBecome(before + 20);
  await expect(() => cell.getAttribute('data-note')).toBecome(null);
});
