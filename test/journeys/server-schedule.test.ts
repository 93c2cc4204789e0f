// A range that the server refreshes: set in the sidebar, run while nobody looks, and told in the sidebar and on the page of schedules.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openPlayground } from './playground-page.ts';
import { TeamDesk } from './team-desk.ts';

let desk: TeamDesk;

beforeAll(async () => {
  desk = await TeamDesk.open();
});

afterAll(() => desk?.close());

test('a schedule by the server is set in the sidebar, writes what the database holds by then, and says what changed', async () => {
  await desk.startAnew({ ann: 1 });
  await desk.insertAt('A1');
  await desk.openPart('Schedule');
  await desk.sidebar.getByLabel('Who refreshes it').selectOption('server');
  await desk.sidebar.getByLabel('Refresh by itself').selectOption('Every 5 minutes');
  await desk.says('sheetfeed@example.com');
  await desk.click('Save schedule');
  await desk.says(/Refreshes every 5 minutes, by the server, as you/);
  await desk.holds({ ann: 2, bob: 3 });

  // Whoever looks after the server need not wait for the clock.
  await desk.page.goto(`${desk.program.url}/admin/schedules`);
  await desk.page.getByText('every 5 minutes').waitFor();
  await desk.page.getByRole('button', { name: 'Run now' }).click();
  await desk.page.getByText('1 row added').waitFor();
  await openPlayground(desk.page, desk.program.url);
  await desk.page.getByRole('tab', { name: 'Sheet2' }).click();

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
  await desk.says('1 row added');
  await desk.click('Pause');
  await desk.says(/Paused by \S+ on .*does not refresh every 5 minutes/);
  await desk.page.goto(`${desk.program.url}/admin/schedules`);
  await desk.page.getByText('paused by').waitFor();
  expect(await desk.page.getByRole('button', { name: 'Run now' }).count()).toBe(0);
  await desk.page.getByRole('button', { name: 'Resume' }).click();
  await desk.page.getByRole('button', { name: 'Pause' }).waitFor();
  await openPlayground(desk.page, desk.program.url);
  await desk.page.getByRole('tab', { name: 'Sheet2' }).click();
  await desk.sidebar
    .getByRole('button', { name: /linked range/i })
    .first()
    .click();
  await desk.says(/Refreshes every 5 minutes, by the server, as you/);
  await desk.openPart('Schedule');
  expect(await desk.sidebar.getByLabel('Who refreshes it').inputValue()).toBe('server');
  await desk.sidebar.getByLabel('Refresh by itself').selectOption('Never, only by hand');
  await desk.click('Save schedule');
  await desk.says('It is off.');
  await desk.page.goto(`${desk.program.url}/admin/schedules`);
  await desk.page.getByText('The server refreshes no linked range').waitFor();
});
