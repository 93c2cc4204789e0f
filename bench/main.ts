// The benchmarks (`npm run bench`): runs them all, or those that are named, and prints one table.
import { serveBare } from './bare-server.ts';
import { calibrate, measureCoalescing } from './crowd/coalescing.ts';
import { measureBoards } from './crowd/boards.ts';
import { measureSearch } from './catalog-search.ts';
import { measureMemory } from './peak-memory.ts';
import { measurePages } from './pages/pages.ts';
import { measureRefreshes } from './refresh-cost.ts';
import { measureRequests } from './crowd/requests.ts';
import { prepare, type Setting } from './setting.ts';
import { measureSheets } from './sheets/sheets.ts';
import { measureStart } from './start.ts';
import { cases, measureGrowth, measureStreaming } from './streaming.ts';
import { measureWatch } from './watch/watch.ts';
import { passes, tableOf, type Measure } from './table.ts';

type Benchmark = (setting: Setting) => Promise<Measure[]>;

const benchmarks: Record<string, Benchmark> = {
  csv: (setting) => measureStreaming(setting, ['csv']),
  json: (setting) => measureStreaming(setting, ['json']),
  sidebar: (setting) => measureStreaming(setting, ['sidebar', 'pages']),
  streaming: (setting) => measureStreaming(setting, cases),
  memory: measureMemory,
  requests: measureRequests,
  coalescing: measureCoalescing,
  search: measureSearch,
  boards: measureBoards,
  start: measureStart,
  growth: measureGrowth,
  pages: measurePages,
  refresh: measureRefreshes,
  watch: measureWatch,
  sheets: measureSheets,
};

/** Without names: all, where `streaming` stands for those that it holds. */
const everything = [
  ...[
    'streaming',
    'memory',
    'requests',
    'coalescing',
    'search',
    'boards',
    'start',
    'growth',
    'pages',
    'refresh',
    'watch',
    'sheets',
  ],
];

if (process.argv.includes('bare-server')) serveBare();
else process.exitCode = await bench(process.argv.slice(2));

async function bench(named: string[]): Promise<number> {
  const unknown = named.filter((name) => !(name in benchmarks));
  if (unknown.length > 0) {
    console.error(
      `There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}.`,
    );
    return 2;
  }
  const setting = await prepare(calibrate);
  const measures: Measure[] = [];
  const failures: string[] = [];
  for (const name of named.length > 0 ? named : everything) {
    console.log(`Measuring ${name}…`);
    try {
      measures.push(...(await run(name, setting)));
    } catch (error) {
      // One that cannot be measured must not hide the others; it is told of below, and fails the whole.
      failures.push(
        `${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  await setting.product.stop();
  await setting.database.stop();
  console.log(`\n${tableOf(measures)}\n${failures.join('\n')}`);
  return failures.length === 0 && measures.every(passes) ? 0 : 1;
}

async function run(name: string, setting: Setting): Promise<Measure[]> {
  const benchmark = benchmarks[name];
  if (!benchmark) throw new Error(`There is no benchmark ${name}.`);
  return benchmark(setting);
}
