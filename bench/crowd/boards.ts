// Two hundred people look at a board of fifty tiles: how often the database works for them, and how soon each sees something.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { executions } from './coalescing.ts';
import { launchProduct, queryFile, writeCatalog, type Product } from '../product.ts';
import type { Setting } from '../setting.ts';
import { percentile, type Measure } from '../table.ts';

const PEOPLE = 200;
const TILES = 50;
const REFRESH_SECONDS = 60;
const INTERVALS = 3;
/** They come within an interval, not all at once. */
const COME_WITHIN_MS = REFRESH_SECONDS * 1_000;
/** The page shows at first whatever is kept (web/boards/use-kept.ts). */
const ANY_AGE_SECONDS = 7 * 86_400;
/** A browser asks one server over so many connections at once (RFC 9112 names no number; Chromium's is 6). */
const AT_ONCE = 6;

export async function measureBoards({ database }: Setting): Promise<Measure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-bench-boards-'));
  const catalog = path.join(folder, 'catalog');
  await writeCatalog(catalog, {
    'tile.sql': queryFile(
      'A tile',
      'select :n::int as n, count(*) as rows from orders, marker where id < 1000 and id % 60 <> :n::int',
      '{ n: { type: number } }',
    ),
  });
  const product = await launchProduct({
    SHEETFEED_HOME: path.join(folder, 'home'),
    CATALOG_DIR: catalog,
    SOURCE_BENCH_URL: database.url,
  });
  try {
    return await lookedAt(product, { database });
  } finally {
    await product.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function lookedAt(product: Product, setting: Pick<Setting, 'database'>): Promise<Measure[]> {
  await post(product, '/api/boards', { slug: 'wall', content: wall() });
  // Somebody looked at it before: there is something to show.
  await look(product, ANY_AGE_SECONDS);
  const before = await executions(setting);
  const started = performance.now();
  const end = started + INTERVALS * REFRESH_SECONDS * 1_000;
  const firsts: number[] = [];
  let answers = 0;
  const people = Array.from({ length: PEOPLE }, async (_, person) => {
    await sleep((person / PEOPLE) * COME_WITHIN_MS);
    const came = performance.now();
    const shown = () => firsts.push(performance.now() - came);
    await look(product, ANY_AGE_SECONDS, { onFirst: shown, onAnswer: () => (answers += 1) });
    for (let at = 1; performance.now() < end; at += 1) {
      await sleep(Math.max(0, came + at * REFRESH_SECONDS * 1_000 - performance.now()));
      await look(product, REFRESH_SECONDS, { onAnswer: () => (answers += 1) });
    }
  });
  await Promise.all(people);
  const seconds = (performance.now() - started) / 1_000;
  const executed = (await executions(setting)) - before;
  firsts.sort((one, other) => one - other);
  return [
    {
      name: `${PEOPLE} people on a board of ${TILES} tiles: executions an interval`,
      value: executed / (1 + Math.floor(seconds / REFRESH_SECONDS)),
      unit: '',
      ...{ mustReach: TILES, note: `${executed} in ${Math.round(seconds)} s, ${answers} answers` },
    },
    {
      name: `${PEOPLE} people on a board of ${TILES} tiles: first tile, p95`,
      value: percentile(firsts, 0.95),
      unit: 'ms',
      ...{ mustReach: 300, note: `median ${Math.round(percentile(firsts, 0.5))} ms` },
    },
  ];
}

interface Looking {
  onFirst?: () => void;
  onAnswer?: () => void;
}

/**
 * Opens the board and asks for all its tiles, and again for those that are older than the board says, as the page does. Throws
 * where one is refused.
 */
async function look(product: Product, maxAgeSeconds: number, on: Looking = {}): Promise<void> {
  if (maxAgeSeconds === ANY_AGE_SECONDS)
    await (await fetch(new URL('/api/boards/wall', product.url))).text();
  const waiting = Array.from({ length: TILES }, (_, n) => n);
  let isFirst = true;
  const connection = async (): Promise<void> => {
    for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) {
      const ranAt = await askTile(product, n, maxAgeSeconds);
      on.onAnswer?.();
      if (isFirst) on.onFirst?.();
      isFirst = false;
      if (Date.now() - Date.parse(ranAt) < REFRESH_SECONDS * 1_000) continue;
      await askTile(product, n, REFRESH_SECONDS);
      on.onAnswer?.();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, connection));
}

/** Every other tile is a number, the others are tables. */
async function askTile(product: Product, n: number, maxAgeSeconds: number): Promise<string> {
  const { ranAt } =
    n % 2 === 0
      ? await post(product, `/api/boards/wall/tiles/t${n}/number`, { values: {}, maxAgeSeconds })
      : await post(product, '/api/queries/tile/result', {
          ...{ values: { n }, timeZone: 'Etc/UTC', maxAgeSeconds, maxRows: 1_000 },
        });
  return ranAt ?? '';
}

const wall = () => ({
  ...{ title: 'Wall', timeZone: 'Etc/UTC', refreshSeconds: REFRESH_SECONDS },
  tiles: Array.from({ length: TILES }, (_, n) => ({
    ...{ id: `t${n}`, kind: n % 2 === 0 ? 'number' : 'table', query: 'tile', values: { n } },
    ...(n % 2 === 0 ? { column: 'rows' } : {}),
    at: [(n % 4) * 3, Math.floor(n / 4), 3, 1],
  })),
});

async function post(product: Product, at: string, body: object): Promise<{ ranAt?: string }> {
  const answer = await fetch(new URL(at, product.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`POST ${at}: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}
