// Starting with a catalog of ten thousand files: until the server says where it is, and what it then holds.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { using } from './database.ts';
import { residentMegabytes } from './memory.ts';
import { launchProduct, writeCatalog } from './product.ts';
import type { Setting } from './setting.ts';
import type { Measure } from './table.ts';

const count = 10_000;
/** Until what was only needed to start is given back. */
const restMs = 8_000;

/** The first start, when every file is new to the database, and the second, when it knows them all. */
export async function measureStart({ database }: Setting): Promise<Measure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-bench-start-'));
  const settings = {
    DATABASE_URL: await newDatabase(database.adminUrl),
    SOURCE_BENCH_URL: database.url,
  };
  const nothing = { ...settings, CATALOG_DIR: path.join(folder, 'nothing') };
  const catalog = { ...settings, CATALOG_DIR: path.join(folder, 'catalog') };
  await writeCatalog(nothing.CATALOG_DIR, {});
  await writeCatalog(catalog.CATALOG_DIR, files());
  // It makes the tables, which is not measured.
  await startOnce(nothing);
  const without = await startOnce(nothing);
  const first = await startOnce(catalog);
  const second = await startOnce(catalog);
  await rm(folder, { recursive: true });
  return [
    { name: 'start without query files', value: without.seconds, unit: 's' },
    ...compared('that are new', first.seconds, { without: without.seconds, mustReach: 8 }),
    ...compared('that are known', second.seconds, { without: without.seconds, mustReach: 4 }),
    { name: 'memory at rest without query files', value: without.restMb, unit: 'MB' },
    { name: 'memory at rest with 10,000 query files', value: second.restMb, unit: 'MB' },
  ];
}

// The aim is for a machine with nothing else to do; the ratio holds on a busy one too.
function compared(
  which: string,
  seconds: number,
  { without, mustReach }: { without: number; mustReach: number },
): Measure[] {
  const name = `start with 10,000 query files ${which}`;
  return [
    { name, value: seconds, unit: 's', aim: 2 },
    { name, value: seconds / without, unit: '× a start without', mustReach },
  ];
}

async function newDatabase(adminUrl: string): Promise<string> {
  await using(adminUrl, (admin) => admin.query('create database own_of_start'));
  const url = new URL(adminUrl);
  url.pathname = '/own_of_start';
  return url.href;
}

async function startOnce(
  settings: Record<string, string>,
): Promise<{ seconds: number; restMb: number }> {
  const begun = performance.now();
  const product = await launchProduct(settings);
  const seconds = (performance.now() - begun) / 1000;
  await setTimeout(restMs);
  const restMb = residentMegabytes(product.pid);
  await product.stop();
  return { seconds, restMb };
}

const subjects = ['accounts', 'invoices', 'deployments', 'add-ons', 'sign-ups', 'usage', 'refunds'];

function files(): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => {
      const subject = subjects[n % subjects.length] ?? '';
      return [`${subject}-${n}.sql`, fileOf(subject, n)];
    }),
  );
}

function fileOf(subject: string, n: number): string {
  return `/*---
title: Number ${n} of the ${subject} by month
description: >-
  How many ${subject} there were in each month since a day, for the review of team ${n % 40}.
  Ask finance before you change it.
tags: [${subject}, growth, team-${n % 40}]
source: bench
parameters:
  since: { type: date, label: Since, default: start of year }
  least: { type: number, label: At least, default: ${n % 100} }
---*/
select date_trunc('month', created_at)::date as month, count(*) as ${subject.replaceAll('-', '_')}, sum(amount) as amount
from orders
where created_at >= :since and amount > :least and id % ${n + 1} = 0
group by 1
having count(*) > 1
order by 1 desc
`;
}
