// What pages cost who reads them: bytes on the wire, shifts of the layout, and frames while one scrolls and types, in Chromium.
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../chromium.ts';
import { queryFile, startProduct, type Product } from '../product.ts';
import type { Setting } from '../setting.ts';
import { percentile, type Measure } from '../table.ts';
import { measureDownload } from './download.ts';
import { keyFrames, scrollFrames, shiftOf, watchShifts } from './frames.ts';

const LONG = 10_000;
const WIDE = { columns: 700, rows: 200 };
const KEYS = 60;

/** Everything in this machine's Chromium, headless, at 1280 × 800. */
export async function measurePages(setting: Setting): Promise<Measure[]> {
  const product = await startProduct({ sourceUrl: setting.database.url, catalog: catalog() });
  const browser = await chromium.launch(await findChromium());
  try {
    return [
      ...(await bytesOnTheWire(browser, product)),
      ...(await layoutShifts(browser, product)),
      ...(await typing(browser, product)),
      ...(await longResult(browser, product)),
      ...(await wideResult(browser, product)),
      ...(await measureDownload(setting)),
    ];
  } finally {
    await browser.close();
    await product.stop();
  }
}

function catalog(): Record<string, string> {
  const columns = (count: number, value: string) =>
    Array.from({ length: count }, (_, n) => `${value.replace('$', String(n))} as c${n}`).join(', ');
  const wide = columns(WIDE.columns, 'md5((g + $)::text)');
  const long = columns(30, 'g * 31 + $');
  return {
    'long.sql': queryFile('Long', `select ${long} from generate_series(1, ${LONG}) g`),
    'wide.sql': queryFile('Wide', `select ${wide} from generate_series(1, ${WIDE.rows}) g`),
    'orders.sql': queryFile('Orders', 'select * from orders where id <= 100'),
  };
}

async function openPage(browser: Browser, { url }: Product, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(watchShifts);
  await page.goto(new URL(path, url).href);
  return page;
}

const shownRows = (page: Page) => page.getByRole('grid').getByRole('row').nth(1).waitFor();
const shownCatalog = (page: Page) =>
  page.getByRole('link', { name: 'Orders', exact: true }).waitFor();

/** Of a first visit, with everything that the page loads until its content is there. */
async function bytesOnTheWire(browser: Browser, product: Product): Promise<Measure[]> {
  const measured = async (path: string, shown: (page: Page) => Promise<void>) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    let bytes = 0;
    devtools.on('Network.loadingFinished', (event) => void (bytes += event.encodedDataLength));
    await devtools.send('Network.enable');
    await page.goto(new URL(path, product.url).href);
    await shown(page);
    await page.waitForLoadState('networkidle');
    await context.close();
    return bytes / 1024;
  };
  return [
    {
      ...{ name: 'bytes on the wire of the catalog', unit: 'KB', mustReach: 60 },
      value: await measured('/', shownCatalog),
    },
    {
      ...{ name: "bytes on the wire of a query's page", unit: 'KB', mustReach: 150 },
      value: await measured('/q/orders', shownRows),
    },
  ];
}

async function layoutShifts(browser: Browser, product: Product): Promise<Measure[]> {
  const paths = [
    '/',
    '/q/orders',
    '/q/long',
    '/q/orders/edit',
    '/new',
    '/boards',
    '/alerts',
    '/account',
  ];
  const shifts: [string, number][] = [];
  for (const path of paths) {
    const page = await openPage(browser, product, path);
    await page.waitForLoadState('networkidle');
    shifts.push([path, await shiftOf(page)]);
    await page.context().close();
  }
  const [path, value] = shifts.sort((a, b) => b[1] - a[1])[0] ?? ['', NaN];
  const note = `${paths.length} pages, the most on ${path}`;
  return [{ name: 'layout shift, the worst page', value, unit: '', mustReach: 0.05, note }];
}

// PostgreSQL gives at most 1,664 columns: each fourth line is a remark.
function longText(): string {
  const lines = Array.from({ length: 1_999 }, (_, n) =>
    n % 4 === 3 ? `  -- the ${n} that follow` : `     , ${n} as line_${n} -- what it is for`,
  );
  return ['select 1 as first', ...lines].join('\n');
}

async function typing(browser: Browser, product: Product): Promise<Measure[]> {
  const page = await openPage(browser, product, '/new');
  await page.locator('.cm-content').click();
  await page.keyboard.insertText(longText());
  await page.keyboard.press('Control+End');
  const frames = await keyFrames(page, KEYS);
  const value = percentile(frames, 0.95);
  await page.context().close();
  return [
    { name: 'a key in 2,000 lines of SQL to its frame, p95', value, unit: 'ms', mustReach: 33 },
  ];
}

async function longResult(browser: Browser, product: Product): Promise<Measure[]> {
  // The first reader's run is the database's time.
  await (await openPage(browser, product, '/q/long').then(shownThen)).context().close();
  const begun = performance.now();
  const page = await openPage(browser, product, '/q/long');
  await shownRows(page);
  const shownMs = performance.now() - begun;
  const frames = await scrollFrames(page, { by: 900, times: 60 });
  await page.context().close();
  return [
    { name: '10,000 × 30: navigation to rows', value: shownMs, unit: 'ms', mustReach: 1_000 },
    {
      ...{ name: '10,000 × 30: a frame while scrolling, p95', unit: 'ms', mustReach: 25 },
      value: percentile(frames, 0.95),
    },
  ];
}

async function wideResult(browser: Browser, product: Product): Promise<Measure[]> {
  await (await openPage(browser, product, '/q/wide').then(shownThen)).context().close();
  const begun = performance.now();
  const page = await openPage(browser, product, '/q/wide');
  await shownRows(page);
  const shownMs = performance.now() - begun;
  const frames = await scrollFrames(page, { by: 700, times: 40, across: true });
  await page.context().close();
  return [
    { name: '700 × 200: navigation to rows', value: shownMs, unit: 'ms', mustReach: 500 },
    {
      ...{ name: '700 × 200: the longest frame while scrolling', unit: 'ms', mustReach: 100 },
      value: percentile(frames, 1),
    },
  ];
}

async function shownThen(page: Page): Promise<Page> {
  await shownRows(page);
  return page;
}
