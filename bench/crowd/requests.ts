// Requests per second for small results, next to a few lines of node:http, and what a run costs beyond its query.
import { startBareServer, type BareServer } from '../bare-server.ts';
import { medianLatency, requestsPerSecond, type LoadOptions } from './load.ts';
import type { Request } from '../http-reader.ts';
import { hundredSql, type Setting } from '../setting.ts';
import { median, type Measure } from '../table.ts';

const load: LoadOptions = { connections: 32, seconds: 2, status: 200 };
const roundsTaken = 5;

/** Ratios within one round; the yardstick answers the same bytes, or runs the same query. */
export async function measureRequests(setting: Setting): Promise<Measure[]> {
  const kept = await keptAnswer(setting.product.url);
  const bare = await startBareServer({
    body: kept.body,
    databaseUrl: setting.database.url,
    sql: hundredSql('$1'),
  });
  try {
    return [
      ...(await compare(setting, bare, kept.etag)),
      await overhead(setting.product.url, bare.url),
    ];
  } finally {
    await bare.stop();
  }
}

const cachedPath = '/q/hundred.json?first=5001&_maxAgeSeconds=3600';
/** A number that no other request has, so that no two can share a run. */
const uncached = (n: number): Request => ({ path: `/q/hundred.json?first=${1 + (n % 999_000)}` });
const uncachedBare = (n: number): Request => ({ path: `/query?first=${1 + (n % 999_000)}` });

interface Kept {
  body: string;
  etag: string | null;
}

async function keptAnswer(url: URL): Promise<Kept> {
  // As the load asks for it: a compressed answer has a tag of its own.
  const response = await fetch(new URL(cachedPath, url), {
    headers: { 'accept-encoding': 'identity' },
  });
  if (!response.ok) throw new Error(`${cachedPath} answered ${response.status}.`);
  return { body: await response.text(), etag: response.headers.get('etag') };
}

interface Compared {
  name: string;
  limits: { mustReach: number; aim: number };
  yardstick: string;
  ours: () => Promise<number>;
  theirs: () => Promise<number>;
}

async function compare(
  setting: Setting,
  bare: BareServer,
  etag: string | null,
): Promise<Measure[]> {
  const { url } = setting.product;
  const cached = { path: cachedPath };
  const unchanged = { path: cachedPath, headers: { 'if-none-match': etag ?? '"none"' } };
  const compared: Compared[] = [
    {
      name: 'cached result of 100 rows',
      limits: { mustReach: 0.35, aim: 0.8 },
      yardstick: '× the same bytes from node:http',
      ours: () => requestsPerSecond(url, () => cached, load),
      theirs: () => requestsPerSecond(bare.url, () => ({ path: '/bytes' }), load),
    },
    {
      name: 'unchanged result (304)',
      limits: { mustReach: 0.35, aim: 0.8 },
      yardstick: '× a 304 from node:http',
      ours: () => requestsPerSecond(url, () => unchanged, { ...load, status: 304 }),
      theirs: () =>
        requestsPerSecond(bare.url, () => ({ path: '/unchanged' }), { ...load, status: 304 }),
    },
    {
      name: 'uncached result of 100 rows',
      limits: { mustReach: 1.5, aim: 2.5 },
      yardstick: '× pool.query and JSON.stringify',
      ours: () => requestsPerSecond(url, uncached, load),
      theirs: () => requestsPerSecond(bare.url, uncachedBare, load),
    },
  ];
  const measures: Measure[] = [];
  for (const each of compared) measures.push(await compareOne(each));
  return measures;
}

async function compareOne({ name, limits, yardstick, ours, theirs }: Compared): Promise<Measure> {
  const rounds: { ours: number; theirs: number }[] = [];
  try {
    // In the first round both open their connections and are compiled by V8.
    for (let round = 0; round <= roundsTaken; round++)
      rounds.push({ theirs: await theirs(), ours: await ours() });
    rounds.shift();
  } catch (error) {
    return {
      name,
      value: NaN,
      unit: yardstick,
      ...limits,
      higherIsBetter: true,
      note: String(error).slice(0, 300),
    };
  }
  return {
    name,
    value: median(rounds.map((round) => round.ours / round.theirs)),
    unit: yardstick,
    ...limits,
    higherIsBetter: true,
    note: `${Math.round(median(rounds.map((round) => round.ours)))} requests/s`,
  };
}

/** One caller, one request after the other: how much longer ours takes than a bare query over HTTP. */
async function overhead(ours: URL, bare: URL): Promise<Measure> {
  const differences: number[] = [];
  for (let round = 0; round < 3; round++) {
    const yardstick = await medianLatency(
      bare,
      (n) => ({ path: `/query?first=${1 + n * 7}` }),
      400,
    );
    const taken = await medianLatency(
      ours,
      (n) => ({ path: `/q/hundred.json?first=${1 + n * 7}` }),
      400,
    );
    differences.push(taken - yardstick);
  }
  return {
    name: 'guard, binding, limits and audit, for each run',
    value: median(differences),
    unit: 'ms',
    mustReach: 1,
    aim: 0.5,
    note: 'beyond pool.query and JSON.stringify on node:http',
  };
}
