// In which channels of Slack a query's rows are shown: granted and taken back on its page.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { picture, startTalkCompany, type TalkCompany } from '../talk-company.ts';

let company: TalkCompany;
let browser: TestBrowser;

beforeAll(async () => {
  const env = { SLACK_SIGNING_SECRET: 'a secret of sixteen', SLACK_BOT_TOKEN: 'xoxb-of-the-test' };
  company = await startTalkCompany({ env });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close().finally(() => company.stop());
});

test.each([1280, 390])(
  'an owner grants a channel by the link to it, and takes it back (%i px wide)',
  async (width) => {
    const page = await company.open(browser, 'ada', '/q/sign-ups', { width, dark: width === 390 });
    await page.getByRole('button', { name: 'Change in which channels of Slack' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rows in Slack' });
    const show = dialog.getByRole('button', { name: 'Show the rows there' });
    await dialog.getByLabel('Channel’s link or ID').fill('#billing');
    await dialog.getByText('This names no channel').waitFor();
    expect(await show.isDisabled()).toBe(true);
    const link = 'https://sheet.slack.com/archives/C0BILLING';
    await dialog.getByLabel('Channel’s link or ID').fill(link);
    await dialog.getByLabel('What it is called').fill('#billing');
    await show.click();
    await dialog.getByText('granted by ada').waitFor();
    await picture(page, `slack-channels-${width}`);

    await page.keyboard.press('Escape');
    await page.getByText('#billing').waitFor();
    await page.getByRole('button', { name: 'Change in which channels of Slack' }).click();
    await dialog.getByRole('button', { name: 'Take back #billing' }).click();
    await dialog.getByText('The rows are shown in no channel.').waitFor();
    await page.close();
  },
);

test('who does not own the query sees the channels, and changes none', async () => {
  const channel = { channel: 'C0BILLING', name: 'billing' };
  await company.must('ada', 'POST', '/api/queries/sign-ups/slack-channels', channel);
  const page = await company.open(browser, 'vera', '/q/sign-ups');
  await page.getByText('#billing').waitFor();
  expect(await page.getByRole('button', { name: /channels of Slack/ }).count()).toBe(0);
  await page.close();
});
