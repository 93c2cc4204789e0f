// A query that gives one number shows its line over time, from its recorded runs.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { NumberAt } from '../../domain/contract/numbers.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { picture, startTalkCompany, type TalkCompany } from '../ui/talk-company.ts';

let company: TalkCompany;
let browser: TestBrowser;

beforeAll(async () => {
  company = await startTalkCompany();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close().finally(() => company.stop());
});

const result = async (slug: string, body = {}) =>
  (await company.must('ben', 'POST', `/api/queries/${slug}/result`, body)).json() as {
    run: string;
  };
const numbers = async (slug: string, values = {}) => {
  const answer = await company.must('vera', 'POST', `/api/queries/${slug}/numbers`, { values });
  return (answer.json() as { numbers: NumberAt[] }).numbers;
};
/** Runs are recorded within a second. */
const recorded = (slug: string, count: number) =>
  eventually(
    () => numbers(slug),
    (all) => all.length >= count,
  );
const valuesOf = (all: readonly NumberAt[]) => all.map(({ value }) => value);

test('a number has a line and a table of its runs; a result that is more has none', async () => {
  await result('sign-ups');
  await company.sql(`insert into signups values ('one more', '198.51.100.1', now())`);
  await result('sign-ups');
  await result('sign-ups-by-day');
  await recorded('sign-ups', 2);
  const page = await company.open(browser, 'vera', '/q/sign-ups');
  const line = page.getByRole('region', { name: 'total over time' });
  await line.locator('canvas').waitFor();
  await picture(page, 'number-line');
  await line.getByText('3 runs as a table').click();

  const cells = line.getByRole('row').locator('td:nth-child(2)');
  expect(await cells.allTextContents()).toEqual(['61', '61', '60']);
  await page.close();
  const narrow = await company.open(browser, 'vera', '/q/sign-ups', { width: 390, dark: true });
  await narrow.getByRole('region', { name: 'total over time' }).locator('canvas').waitFor();
  await picture(narrow, 'number-line-390-dark');
  await narrow.goto(`${company.server.url}/q/sign-ups-by-day`);
  await narrow.getByText('21 rows').waitFor();
  expect(await narrow.getByText('Over time').count()).toBe(0);
  expect(await numbers('sign-ups-by-day')).toEqual([]);
  await narrow.close();
});

test('a line is of the same values and of the query itself, and a default counts as given', async () => {
  await company.must('ben', 'POST', '/api/queries', {
    ...{ slug: 'of-address', title: 'Of an address' },
    sql: 'select count(*) as accounts from signups where ip = :ip',
    parameters: [{ name: 'ip', type: 'text', default: '203.0.113.7' }],
  });
  const conditions = [{ column: 'accounts', is: 'not_equal', value: '0' }];
  const selected = { selection: { conditions } };
  await company.must('ben', 'POST', '/api/queries/of-address/selected', selected);
  await result('of-address');
  await result('of-address', { values: { ip: '203.0.113.7' } });
  await result('of-address', { values: { ip: '198.51.100.3' } });
  await recorded('of-address', 2);

  expect(valuesOf(await numbers('of-address', { ip: '203.0.113.7' }))).toEqual(['40', '40']);
  const others = () => numbers('of-address', { ip: '198.51.100.3' });
  expect(valuesOf(await eventually(others, (all) => all.length > 0))).toEqual(['1']);
});

test('nobody sees the line of a query that they do not see, and an erased frozen run takes its number along', async () => {
  await company.must('ben', 'POST', '/api/queries', {
    ...{ slug: 'secret', title: 'Secret', sql: 'select 41 as secret', status: 'draft' },
  });
  await result('secret');
  const { status } = await company.ask('vera', 'POST', '/api/queries/secret/numbers', {});
  expect(status).toBe(404);

  await company.must('ben', 'POST', '/api/queries', {
    ...{ slug: 'personal', title: 'Personal', sql: 'select 42 as years' },
  });
  const { run } = await result('personal', { run: '7b0d8a52-3a38-4d5f-9a55-0f7e9a3f7a01' });
  await recorded('personal', 1);
  const frozen = await company.must('ben', 'POST', `/api/runs/${run}/freeze`);
  const { id } = frozen.json() as { id: string };
  await company.must('ben', 'DELETE', `/api/frozen/${id}`);
  expect(await numbers('personal')).toEqual([]);
});
