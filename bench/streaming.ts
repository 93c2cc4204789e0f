// A million rows: how long CSV, JSON and the sidebar's result take next to COPY, and what that costs the server.
import { read, type Read, type Request } from './http-reader.ts';
import { eventLoopDelayMs } from './event-loop.ts';
import { drain } from './postgres-readers.ts';
import { allRows, csv, json, ordersSql, sizes, type Setting } from './setting.ts';
import { median, type Measure } from './table.ts';

type Case = 'csv' | 'json' | 'sidebar' | 'pages';
export const cases: Case[] = ['csv', 'json', 'sidebar', 'pages'];

const titles: Record<Case, string> = {
  csv: 'csv',
  json: 'json',
  sidebar: "the sidebar's result",
  pages: "the sidebar's result, page by page",
};

const limits: Record<Case, Partial<Measure>> = {
  csv: { mustReach: 0.85, aim: 0.75 },
  json: { mustReach: 1, aim: 0.85 },
  sidebar: { mustReach: 0.85, aim: 0.75 },
  // Although it is written to disk, read again, and asked for fifty times.
  pages: { mustReach: 0.85, aim: 0.75 },
};

/** Each case next to COPY and next to a reader that throws the rows away: medians of ratios within one round. */
export async function measureStreaming(
  setting: Setting,
  wanted: Case[],
  rounds = 5,
): Promise<Measure[]> {
  // The first run of a query opens its session and asks the guard, which is not what is measured here.
  for (const name of wanted) await fetchAll(setting, name, allRows);
  const taken = await interleave(setting, { wanted, rows: allRows, rounds });
  const delay = await eventLoopDelayMs(setting.product.url, () =>
    fetchAll(setting, wanted[0] ?? 'csv', allRows),
  );
  const measures = wanted.map((name): Measure => {
    const seconds = median(taken.map((round) => round[name]));
    return {
      name: `${titles[name]}, 1,000,000 rows`,
      value: median(taken.map((round) => round[name] / round.copy)),
      unit: `× ${setting.copy.name}`,
      ...limits[name],
      note: `${seconds.toFixed(2)} s, ${Math.round(allRows / seconds / 1000)}k rows/s`,
    };
  });
  if (wanted.includes('csv')) measures.push(...beyondTheFloor(taken));
  measures.push({
    name: `event-loop delay while ${wanted[0]} streams, p99`,
    value: delay,
    unit: 'ms',
    mustReach: 20,
    aim: 10,
  });
  return measures;
}

interface Round extends Record<Case, number> {
  copy: number;
  drain: number;
  csvFirstByte: number;
  drainFirstByte: number;
}

interface Interleaved {
  wanted: Case[];
  rows: number;
  rounds: number;
}

// All cases once in each round, so that whatever else the machine does meets each of them alike.
async function interleave(
  setting: Setting,
  { wanted, rows, rounds }: Interleaved,
): Promise<Round[]> {
  const taken: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    const copy = await setting.copy.read(ordersSql(rows));
    const drained = await drain(setting.database.url, ordersSql(rows));
    const result: Round = {
      copy,
      drain: drained.seconds,
      drainFirstByte: drained.firstByteSeconds,
      csvFirstByte: NaN,
      csv: NaN,
      json: NaN,
      sidebar: NaN,
      pages: NaN,
    };
    for (const name of wanted) {
      const { seconds, firstByteSeconds } = await fetchAll(setting, name, rows);
      result[name] = seconds;
      if (name === 'csv') result.csvFirstByte = firstByteSeconds;
    }
    taken.push(result);
  }
  return taken;
}

function beyondTheFloor(taken: Round[]): Measure[] {
  return [
    {
      name: 'csv next to a reader that throws the rows away',
      value: median(taken.map((round) => round.csv / round.drain)),
      unit: '×',
      mustReach: 1.15,
      aim: 1.05,
    },
    {
      name: "first byte of csv, beyond the query's own time",
      value: median(taken.map((round) => (round.csvFirstByte - round.drainFirstByte) * 1000)),
      unit: 'ms',
      mustReach: 10,
      aim: 5,
    },
  ];
}

/** How each case grows from 1,000 rows to 1,000,000. */
export async function measureGrowth(setting: Setting): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const rows of sizes) {
    const taken = await interleave(setting, { wanted: cases, rows, rounds: rows > 10_000 ? 3 : 7 });
    for (const name of cases) {
      const seconds = median(taken.map((round) => round[name]));
      measures.push({
        name: `${titles[name]}, ${rows.toLocaleString('en')} rows`,
        value: seconds * 1000,
        unit: 'ms',
        note: `${Math.round(rows / seconds / 1000)}k rows/s, ${median(taken.map((round) => round[name] / round.copy)).toFixed(2)} × ${setting.copy.name}`,
      });
    }
  }
  return measures;
}

/** Fetches the whole result in one of the ways; as many bytes and seconds as it took. */
export async function fetchAll(setting: Setting, name: Case, rows: number): Promise<Read> {
  const slug = `orders-${rows}`;
  if (name === 'csv') return read(setting.product.url, csv(slug));
  if (name === 'json') return read(setting.product.url, json(slug));
  if (name === 'pages') return fetchPages(setting.product.url, slug, rows);
  return read(setting.product.url, { ...result(slug), body: JSON.stringify({ maxRows: rows }) });
}

const result = (slug: string) => ({ method: 'POST' as const, path: `/api/queries/${slug}/result` });

// As the sidebar does: the first page with the run, then page by page.
async function fetchPages(url: URL, slug: string, maxRows: number): Promise<Read> {
  const first: Request = {
    ...result(slug),
    body: JSON.stringify({ values: {}, maxRows, pageRows: 20_000 }),
  };
  const all = await read(url, first);
  const run = beside(all, /"run":"([^"]+)"/) ?? '';
  const size = Number(beside(all, /"rowCount":(\d+)/));
  if (size !== maxRows) throw new Error(`The result has ${size} rows: ${all.head.slice(0, 600)}`);
  let next = nextOf(all);
  while (next !== null) {
    const page = await read(url, {
      path: `/api/runs/${run}/rows?after=${encodeURIComponent(next)}`,
    });
    all.seconds += page.seconds;
    all.bytes += page.bytes;
    next = nextOf(page);
  }
  return all;
}

const nextOf = (page: Read): string | null => beside(page, /"next":"([^"]+)"/);

// What stands beside the rows comes before them or after them; what looks the same within them does not count.
function beside({ head, tail }: Read, pattern: RegExp): string | null {
  const before = head.slice(0, head.indexOf('"rows":'));
  const after = tail.slice(tail.lastIndexOf(']]'));
  return (pattern.exec(before) ?? pattern.exec(after))?.[1] ?? null;
}
