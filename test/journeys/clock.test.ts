// The playground's clock is put forward: schedules on the way run at their time, also across a change of the clocks.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chooseMenu } from './playground-page.ts';
import { TeamDesk } from './team-desk.ts';

const zone = 'Europe/Berlin';
const hourMs = 3_600_000;

let desk: TeamDesk;

beforeAll(async () => {
  desk = await TeamDesk.open();
});

afterAll(() => desk?.close());

async function schedule(label: string, hour?: string): Promise<void> {
  await desk.openPart('Schedule');
  await desk.sidebar.getByLabel('Refresh by itself').selectOption({ label });
  if (hour !== undefined) await desk.sidebar.getByLabel('In the hour from').selectOption(hour);
  await desk.click('Save schedule');
  await desk.sidebar.getByRole('button', { name: 'Save schedule' }).waitFor({ state: 'detached' });
}

/** Also closes the note that tells of it, so that the next one is another. */
async function forward(...how: string[]): Promise<void> {
  await chooseMenu(desk.page, 'Playground', 'Put the clock forward', ...how);
}

async function dismissed(note: RegExp): Promise<void> {
  const toast = desk.page.locator('.toast', { hasText: note });
  await toast.waitFor();
  await toast.getByRole('button', { name: 'Dismiss' }).click();
}

/** The first hour of daylight saving or standard time that is to come. */
function nextChange(): Date {
  const offset = (at: number) =>
    new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
      .format(at)
      .slice(-6);
  let at = Math.ceil(Date.now() / hourMs + 48) * hourMs;
  while (offset(at) === offset(at - hourMs)) at += hourMs;
  return new Date(at);
}

test('what is due by the clock runs when it is put forward by an hour, and the page says how far it is ahead', async () => {
  await desk.startAnew({ ann: 1 });
  await desk.insertAt('A1');
  await schedule('Every hour');
  await desk.openPart('Schedule');
  await desk.says(/^Next:/);
  const next = desk.sidebar.locator('p', { hasText: /^Next:/ }).locator('.block');
  await expect(() => next.count()).toBecome(3);
  await desk.holds({ ann: 2 });

  await chooseMenu(desk.page, 'Playground', 'Run the schedules now');
  await dismissed(/schedules were called/);
  await desk.showsCells([
    ['name', 'amount'],
    ['ann', '1'],
  ]);
  await forward('By an hour');
  await dismissed(/put forward by 1 h/);
  await forward('By an hour');
  await dismissed(/put forward by 1 h/);

  await desk.showsCells([
    ['name', 'amount'],
    ['ann', '2'],
  ]);
  await desk.page.getByRole('status').getByText('2 h ahead').waitFor();
});

test('a daily schedule runs at the same hour on the wall before and after the clocks change', async () => {
  await desk.startAnew({ ann: 1 });
  await chooseMenu(desk.page, 'File', 'Settings…');
  await desk.page.getByLabel('Time zone').selectOption(zone);
  await desk.page.getByRole('button', { name: 'Save' }).click();
  await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
  const change = nextChange();
  const friday = new Date(change.getTime() - 48 * hourMs).toISOString().slice(0, 10);
  await forward('To a time…');
  await desk.page.getByLabel('Time', { exact: true }).fill(`${friday}T07:00`);
  await desk.page.getByRole('button', { name: 'Put forward' }).click();
  await dismissed(/put forward to/);
  await desk.insertAt('A1');
  await schedule('Every day', '8');

  const seen: string[] = [];
  for (let day = 2; day <= 4; day++) {
    await desk.holds({ ann: day });
    await forward('By a day');
    await dismissed(/put forward by 1 day/);
    await desk.showsCells([
      ['name', 'amount'],
      ['ann', String(day)],
    ]);
    await desk.page.reload();
    await desk.sidebar
      .getByRole('button', { name: /linked range/i })
      .first()
      .click();
    await desk.openPart('Schedule');
    const last = desk.sidebar.getByText(/^Last on /).first();
    seen.push(((await last.textContent()) ?? '').replace(/^Last on /, ''));
  }

  expect(seen.map((text) => /, (\d\d:\d\d):/.exec(text)?.[1])).toEqual(['08:00', '08:00', '08:00']);
  expect(new Set(seen.map((text) => / ([A-Z+0-9]+)\.$/.exec(text)?.[1])).size).toBe(2);
});
