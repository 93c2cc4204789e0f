// A catalog of ten thousand queries: its search, its list, and its page in a browser.
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';
import { medianLatency } from './crowd/load.ts';
import { queryFile, startProduct } from './product.ts';
import type { Setting } from './setting.ts';
import { median, type Measure } from './table.ts';

const count = 10_000;
const subjects = ['accounts', 'invoices', 'deployments', 'add-ons', 'sign-ups', 'usage', 'refunds'];
const regions = ['Europe', 'Asia', 'Africa', 'the Americas', 'Oceania'];

/** How long a search takes, one after the other. */
export async function measureSearch(setting: Setting): Promise<Measure[]> {
  const catalog = Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`query-${n}.sql`, queryNumber(n)]),
  );
  const product = await startProduct({ sourceUrl: setting.database.url, catalog });
  try {
    const search = (n: number): { path: string } => ({
      path: `/api/queries?search=${encodeURIComponent(`${subjects[n % subjects.length]} ${n % 1000}`)}`,
    });
    return [
      {
        name: 'search in 10,000 queries, median',
        value: await medianLatency(product.url, search, 50),
        unit: 'ms',
        mustReach: 30,
      },
      {
        name: 'the first page of 10,000 queries, median',
        value: await medianLatency(product.url, () => ({ path: '/api/queries' }), 20),
        unit: 'ms',
        mustReach: 30,
      },
      {
        name: "the catalog's page of 10,000 queries interactive, median",
        value: await untilInteractive(product.url),
        unit: 'ms',
        mustReach: 1000,
      },
    ];
  } finally {
    await product.stop();
  }
}

// From the address to a list that can be pressed and a search that answers, in a browser that knows nothing yet.
async function untilInteractive(url: URL): Promise<number> {
  const browser = await chromium.launch(await findChromium());
  // The contexts end with the browser: where it is one process, the first that ends takes it along.
  const durations: number[] = [];
  for (let n = 0; n < 5; n++) {
    const page = await (await browser.newContext()).newPage();
    const started = performance.now();
    await page.goto(url.href, { waitUntil: 'commit' });
    await page.locator('.query-link').nth(20).waitFor();
    await page.locator('#search').fill('accounts');
    durations.push(performance.now() - started);
  }
  await browser.close();
  return median(durations);
}

function queryNumber(n: number): string {
  const subject = subjects[n % subjects.length] ?? '';
  const region = regions[n % regions.length] ?? '';
  return queryFile(
    `${subject} ${n} in ${region}`,
    `select id, customer, amount from orders where id % ${n + 1} = 0 and customer like '${region}%'`,
  );
}
