// A result that is sent from a query's page to a spreadsheet that nobody has open, and found there by whoever opens it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { launchBrowser } from '../support/browser.ts';
import { openPlayground, typeInto } from './playground-page.ts';
import { TeamDesk } from './team-desk.ts';
import { expectAccessible, expectNothingCutOff } from '../support/accessible.ts';

let desk: TeamDesk;

beforeAll(async () => {
  desk = await TeamDesk.open();
});

afterAll(() => desk?.close());

/** As its address at Google says it. */
async function spreadsheetId(): Promise<string> {
  const headers = { Authorization: 'Bearer anybody' };
  const at = `${desk.program.url}/playground/google/drive/v3/files`;
  const { files } = (await (await fetch(at, { headers })).json()) as { files: { id: string }[] };
  return files[0]?.id ?? '';
}

test('a result is sent to a tab from its page, refused where something stands, and goes on by itself', async () => {
  await desk.startAnew({ ann: 1 });
  const { page } = desk;
  const id = await spreadsheetId();
  await page.goto(`${desk.program.url}/q/team`);
  await page.getByRole('button', { name: 'Send to a sheet…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('sheetfeed@example.com').waitFor();
  await expectAccessible(page);
  await expectNothingCutOff(page);
  await dialog.getByLabel('Spreadsheet').fill(`https://docs.google.com/spreadsheets/d/${id}/edit`);
  await dialog.getByLabel('When').selectOption('every 15 minutes');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.getByText('1 row stands in the tab Team').waitFor();
  await dialog.getByText('It is sent again by itself').waitFor();
  await expectAccessible(page);
  await expectNothingCutOff(page);
  await dialog.getByRole('button', { name: 'Done' }).click();

  await desk.holds({ ann: 2, bob: 3 });
  await page.goto(`${desk.program.url}/admin/schedules`);
  await page.getByText('every 15 minutes').or(page.getByText('*/15')).first().waitFor();
  await page.getByRole('button', { name: 'Run now' }).click();
  await page.getByText('1 row added').waitFor();

  await openPlayground(page, desk.program.url);
  await page.getByRole('tab', { name: 'Team' }).click();
  await desk.showsCells([
    ['name', 'amount'],
    ['ann', '2'],
    ['bob', '3'],
    ['', ''],
  ]);
  await desk.sidebar
    .getByRole('button', { name: /linked range/i })
    .first()
    .click();
  await desk.openPart('Schedule');
  expect(await desk.sidebar.getByLabel('Who refreshes it').inputValue()).toBe('server');
});

test('a tab that holds something is left alone, and a free one is a click away', async () => {
  await desk.startAnew({ ann: 1 });
  await typeInto(desk.page, 'A1', 'mine');
  await desk.showsCells([['mine']]);
  const id = await spreadsheetId();
  const browser = await launchBrowser();
  const page = await browser.newPage({ width: 390, dark: true, expectedErrors: /409/ });
  await page.goto(`${desk.program.url}/q/team`);
  await page.getByRole('button', { name: 'Send to a sheet…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Spreadsheet').fill(id);
  await dialog.getByLabel('Tab').fill('Sheet2');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.getByText('The tab Sheet2 holds something in A1').waitFor();
  await expectAccessible(page);
  await expectNothingCutOff(page);
  await dialog.getByRole('button', { name: 'Send to “Sheet2 2”' }).click();
  await dialog.getByText('1 row stands in the tab Sheet2 2').waitFor();
  await browser.close();
  await desk.page.getByRole('tab', { name: 'Sheet2 2' }).waitFor();
});
