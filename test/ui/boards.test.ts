// A board in a browser: made by dragging, used with shared values, led on from a cell and back, and shown as it was when its data is away.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { until } from '../support/eventually.ts';
import { picture, startTalkCompany, type TalkCompany } from './talk-company.ts';

let company: TalkCompany;
let browser: TestBrowser;

beforeAll(async () => {
  company = await startTalkCompany();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close().finally(() => company.stop());
});

test('an author makes a board, drags a tile, and a viewer uses it', async () => {
  const ben = await company.open(browser, 'ben', '/boards/new');
  await ben.getByRole('textbox', { name: 'Title of the board' }).fill('Growth');
  await ben.getByRole('button', { name: 'Number', exact: true }).click();
  await ben.getByRole('combobox', { name: 'Query' }).fill('sign-ups');
  await ben.getByRole('button', { name: 'Table', exact: true }).click();
  await ben.getByRole('combobox', { name: 'Query' }).fill('sign-up-burst');
  const tile = ben.getByRole('button', { name: /^Number:/ });
  const box = (await tile.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await ben.mouse.move(box.x + 30, box.y + 60);
  await ben.mouse.down();
  await ben.mouse.move(box.x + 30 + box.width, box.y + 60, { steps: 4 });
  await ben.mouse.up();
  await ben.getByRole('button', { name: /^Number:.*Column 4, row 1/ }).waitFor();
  await tile.focus();
  await ben.keyboard.press('ArrowRight');
  await ben.getByRole('button', { name: /^Number:.*Column 5, row 1/ }).waitFor();
  await picture(ben, 'board-editor');
  await ben.getByRole('button', { name: 'Save' }).click();
  await ben.getByRole('region', { name: 'Sign-ups' }).getByText('60').waitFor();

  const vera = await company.open(browser, 'vera', '/b/growth', { width: 390 });
  await vera.getByText('As of').waitFor();
  await picture(vera, 'board-390');
  expect(await vera.getByRole('link', { name: 'Edit' }).count()).toBe(0);
  await ben.close();
  await vera.close();
});

test('shared values stand in the address, a cell leads on and Back leads here again, and a tile that fails says so alone', async () => {
  const parameters = [{ name: 'ip', type: 'text', label: 'Address', default: '203.0.113.7' }];
  const tiles = [
    { id: 'total', kind: 'number', query: 'sign-ups', at: [0, 0, 4, 2], goal: 10 },
    { id: 'days', kind: 'chart', query: 'sign-ups-by-day', at: [4, 0, 8, 4] },
    { id: 'names', kind: 'table', query: 'accounts-from-address', at: [0, 4, 6, 4] },
    { id: 'burst', kind: 'table', query: 'leading-burst', at: [6, 4, 6, 4] },
  ];
  const leads = { query: 'accounts-from-address', parameter: 'ip' };
  await company.must('ben', 'POST', '/api/queries', {
    ...{
      slug: 'leading-burst',
      title: 'Bursts',
      sql: 'select distinct ip from signups order by 1',
    },
    columns: [{ name: 'ip', leads }],
  });
  const content = { title: 'Watch', parameters, tiles };
  await company.must('ben', 'POST', '/api/boards', { slug: 'watch', content });
  const page = await company.open(browser, 'vera', '/b/watch', { expectedErrors: / 422 / });
  await page.getByText('Goal met').waitFor();
  await page.getByRole('textbox', { name: 'Address' }).fill('198.51.100.3');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('cell', { name: 'calm3' }).waitFor();
  expect(page.url()).toContain('?ip=198.51.100.3');
  await picture(page, 'board-1280');
  await page.getByRole('link', { name: '198.51.100.12' }).click();
  await page.getByText('calm12').waitFor();
  expect(page.url()).toContain('/q/accounts-from-address?ip=198.51.100.12');
  await page.goBack();
  await page.getByRole('cell', { name: 'calm3' }).waitFor();

  await company.sql('alter table signups rename to gone');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await until(async () => (await page.getByText('Shown is what it was').count()) === 4);
  expect(await page.getByRole('cell', { name: 'calm3' }).count()).toBe(1);
  await page.close();
  const dark = await company.open(browser, 'vera', '/b/watch', { dark: true });
  await dark.getByText('Goal met').waitFor();
  await picture(dark, 'board-dark');
  await dark.close();
});
