// Five hundred at once ask the same: how often the database works, and how long the last one waits.
import { setTimeout as sleep } from 'node:timers/promises';
import { using } from '../database.ts';
import { read } from '../http-reader.ts';
import { allAtOnce } from './load.ts';
import { drain } from '../postgres-readers.ts';
import { json, slowSql, type Setting } from '../setting.ts';
import { median, percentile, type Measure } from '../table.ts';

/** Executions, and times as multiples of the query's own. */
export async function measureCoalescing(setting: Setting): Promise<Measure[]> {
  const alone: number[] = [];
  for (let round = 0; round < 5; round++)
    alone.push((await drain(setting.database.url, slowSql(setting.slowSteps))).seconds * 1000);
  const queryMs = median(alone);
  // The first run of a server connects, looks at the role and learns the types; that is not what is measured here.
  await read(setting.product.url, json('slow'));
  const before = await executions(setting);
  const durations = await allAtOnce(setting.product.url, json('slow'), 500);
  const executed = (await executions(setting)) - before;
  return [
    {
      name: '500 identical requests at once: executions',
      value: executed,
      unit: '',
      mustReach: 1,
      aim: 1,
      note: `of one query of ${Math.round(queryMs)} ms`,
    },
    {
      name: '500 identical requests at once: p50',
      value: percentile(durations, 0.5) / queryMs,
      unit: '× the query',
    },
    {
      name: '500 identical requests at once: p99',
      value: percentile(durations, 0.99) / queryMs,
      unit: '× the query',
      mustReach: 2,
      aim: 1.5,
      note: `${Math.round(percentile(durations, 0.99))} ms`,
    },
  ];
}

/** How many steps make the slow query take some 200 ms on this machine. */
export async function calibrate(url: string): Promise<number> {
  const steps = 200_000;
  const taken: number[] = [];
  for (let round = 0; round < 5; round++) taken.push((await drain(url, slowSql(steps))).seconds);
  return Math.round((steps * 0.2) / median(taken));
}

/**
 * How often a query that scans `marker` was executed so far. A session that goes idle may keep its counts for 10 seconds
 * (PGSTAT_IDLE_INTERVAL in PostgreSQL's pgstat.c).
 */
export async function executions(setting: Pick<Setting, 'database'>): Promise<number> {
  await sleep(11_000);
  return using(setting.database.adminUrl, async (admin) => {
    const { rows } = await admin.query<{ scans: string }>(
      `select seq_scan as scans from pg_stat_user_tables where relname = 'marker'`,
    );
    return Number(rows[0]?.scans);
  });
}
