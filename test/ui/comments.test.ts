// A burst of sign-ups is discussed in a browser: at its row, by two people, to its end.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
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

const cell = (page: Page, text: string) => page.locator('.grid-cell', { hasText: text }).first();

test('a burst is discussed at its row: spoken to, answered, followed into the next result, resolved', async () => {
  const ada = await company.open(browser, 'ada', '/q/sign-up-burst');
  await cell(ada, '203.0.113.7').click();
  const field = ada.getByRole('textbox', { name: 'Comment on the cell' });
  await field.pressSequentially('Is this an **attack**? @ver');
  await ada.getByRole('option', { name: /vera@example.com/ }).waitFor();
  await field.press('Enter');
  await field.press('Control+Enter');
  await ada.locator('.comment strong', { hasText: 'attack' }).waitFor();
  await cell(ada, '203.0.113.7').locator('.said').waitFor();
  await picture(ada, 'comments-1280');

  const vera = await company.open(browser, 'vera', '/', { width: 390 });
  await vera.getByRole('link', { name: /Concerns you.*1/ }).click();
  await vera.getByText('spoke to you').waitFor();
  await picture(vera, 'concerns-390');
  await company.sql(`delete from signups where name like 'burst1%'`);
  await vera.getByRole('link', { name: 'Many sign-ups from one address' }).click();
  await vera.getByText('@vera').waitFor();
  await cell(vera, '203.0.113.7').locator('.said').waitFor();
  await vera.getByRole('button', { name: 'Answer' }).click();
  await vera.getByRole('textbox', { name: 'Answer' }).fill('Yes: <b>bots</b>. I closed them.');
  await vera.getByRole('form', { name: 'Answer' }).getByRole('button', { name: 'Answer' }).click();
  await vera.getByText('Yes: <b>bots</b>.').waitFor();
  expect(await vera.getByText('This row is not in the result').count()).toBe(0);
  await picture(vera, 'comments-390');

  await company.sql(`delete from signups where name like 'burst%'`);
  await ada.reload();
  await ada.getByText('This row is not in the result shown now.').waitFor();
  await ada.getByRole('button', { name: 'Resolve' }).click();
  await ada.getByText('Resolved (1)').click();
  await ada.getByText(/Resolved by ada/).waitFor();
  expect(await ada.getByRole('heading', { name: /^Comments/ }).innerText()).toBe('Comments');
  await ada.close();
  await vera.close();
});

test('a comment is written by the keyboard alone, changed, and deleted with a trace', async () => {
  const page = await company.open(browser, 'vera', '/q/sign-ups', { dark: true });
  await page.getByRole('textbox', { name: 'Comment' }).fill('Too few');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Your comment' }).fill('Enough');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(', edited').waitFor();
  await picture(page, 'comments-dark');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Deleted by vera').waitFor();

  expect(await page.getByText('Enough').count()).toBe(0);
  await page.close();
});
