// How much memory the server takes at most: for one reader, eight, a slow one, and five million rows.
import { read } from './http-reader.ts';
import { peakMegabytes } from './memory.ts';
import { allRows, csv, json, type Setting } from './setting.ts';
import { fetchAll } from './streaming.ts';
import type { Measure } from './table.ts';

/** Peaks in MB. */
export async function measureMemory(setting: Setting): Promise<Measure[]> {
  const { url, pid } = setting.product;
  const orders = csv(`orders-${allRows}`);
  const works: [string, () => Promise<unknown>][] = [
    ['csv, 1,000,000 rows', () => read(url, orders)],
    ['json, 1,000,000 rows', () => read(url, json(`orders-${allRows}`))],
    ["the sidebar's result, 1,000,000 rows", () => fetchAll(setting, 'sidebar', allRows)],
    ["the sidebar's result, page by page", () => fetchAll(setting, 'pages', allRows)],
    ['csv to a reader of 8 MB/s', () => read(url, orders, slowly)],
    ['csv, 5,000,000 rows', () => read(url, csv('five-times'))],
    ['csv to 8 readers at once', () => Promise.all(eight(() => read(url, orders)))],
  ];
  const measures: Measure[] = [];
  for (const [name, work] of works) {
    const value = await peakMegabytes(pid, work);
    measures.push({ name: `peak memory: ${name}`, value, unit: 'MB', mustReach: 140, aim: 100 });
  }
  return measures;
}

const slowly = { bytesPerSecond: 8e6, leaveAfterSeconds: 8 };
// Each asks for itself; identical requests may share a run, which is part of what is measured.
const eight = <T>(work: () => T): T[] => Array.from({ length: 8 }, work);
