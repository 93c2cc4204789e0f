// What Prometheus is told of runs and data sources, and that the ready dashboard and alerts ask for what there is.
import { eventually } from '../../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../../server/root.ts';
import { ask } from '../../support/clusters.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  const { reader, follower } = sampleUrls();
  database = await newDatabase({ template: 'empty' });
  server = await startTestServer({
    env: {
      DATABASE_URL: database.adminUrl,
      SOURCE_SAMPLE_URL: `${reader} ${follower}`,
      SOURCE_GONE_URL: 'postgres://nobody:hunter2@127.0.0.1:1/nowhere',
    },
    catalog: {
      'three.sql':
        '/*---\ntitle: Three\nsource: sample\n---*/\nselect * from generate_series(1, 3) n\n',
    },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const run = (body: Record<string, unknown>) =>
  server.ask('/api/queries/three/result', { method: 'POST', body });
// It is stored once it has been answered; a server that has just started may have no copy in memory.
const stored = (results: number) =>
  eventually(
    () => ask(database.adminUrl, 'select from cached_results'),
    ({ length }) => length === results,
  );
const figures = async () => (await server.ask('/metrics')).text;

/** The value of the one line with this name and these labels; null when there is none. */
function valueOf(text: string, name: string, labels: Record<string, string>): number | null {
  const isMeant = (line: string) =>
    line.startsWith(`${name}{`) &&
    Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`));
  const lines = text.split('\n').filter(isMeant);
  return lines.length === 1 ? Number(lines[0]?.split(' ').at(-1)) : null;
}

test('runs are counted by source, origin, outcome and whether a database was asked', async () => {
  await run({});
  await run({ maxAgeSeconds: 60 });
  await stored(1);
  await run({ maxAgeSeconds: 60 });
  await server.ask('/q/three.csv');
  await server.ask('/api/run', { body: { source: 'sample', sql: 'select 1/0' } });
  // A run is counted when it is over, which may be a moment after its answer.
  const text = await eventually(
    figures,
    (found) => valueOf(found, 'sheetfeed_run_rows_total', { source: 'sample' }) === 4 * 3,
  );

  const count = (labels: Record<string, string>) =>
    valueOf(text, 'sheetfeed_runs_total', { source: 'sample', ...labels });
  expect(count({ origin: 'csv', outcome: 'done', cached: 'false' })).toBe(1);
  expect(count({ outcome: 'done', cached: 'true' })).toBe(1);
  expect(count({ outcome: 'sql_failed' })).toBe(1);
  expect(valueOf(text, 'sheetfeed_run_seconds_count', { outcome: 'sql_failed' })).toBe(1);
  expect(valueOf(text, 'sheetfeed_run_rows_total', { source: 'sample' })).toBe(4 * 3);
  expect(valueOf(text, 'sheetfeed_run_bytes_total', { source: 'sample' })).toBeGreaterThan(12);
});

test('a cached result that is handed out many times in a second is counted each time', async () => {
  const counted = (text: string) =>
    valueOf(text, 'sheetfeed_runs_total', { origin: 'json', outcome: 'done', cached: 'true' });
  // In a time zone of its own, so that the first one is none.
  const path = '/q/three.json?_maxAgeSeconds=60&_timeZone=Europe/Paris';
  await server.ask(path);
  await stored(2);
  for (let hits = 0; hits < 5; hits++)
    expect((await server.ask(path)).headers).toHaveProperty('age');

  expect(counted(await eventually(figures, (text) => (counted(text) ?? 0) >= 5))).toBe(5);
});

test('each server of each source is told of by its place, with its role, and never by its address', async () => {
  const up = (text: string, labels: Record<string, string>) =>
    valueOf(text, 'sheetfeed_source_server_up', labels);
  const text = await eventually(
    figures,
    (found) => up(found, { source: 'sample', role: 'follower' }) === 1,
  );

  expect(up(text, { source: 'sample', server: '1', role: 'primary' })).toBe(1);
  expect(up(text, { source: 'sample', server: '2', role: 'follower' })).toBe(1);
  expect(up(text, { source: 'gone', server: '1' })).toBe(0);
  expect(
    valueOf(text, 'sheetfeed_source_lag_seconds', { source: 'sample', server: '2' }),
  ).not.toBeNull();
  expect(valueOf(text, 'sheetfeed_source_runs_running', { source: 'sample' })).toBe(0);
  expect(valueOf(text, 'sheetfeed_source_runs_waiting', { source: 'sample' })).toBe(0);
  expect(valueOf(text, 'sheetfeed_source_runs_stuck', { source: 'sample' })).toBe(0);
  expect(text).not.toMatch(/hunter2|127\.0\.0\.1/);
});

test('whatever callers invent adds no line', async () => {
  const invent = async (source: string) => {
    await server.ask('/api/run', { body: { source, sql: 'select 1' } });
    await server.ask(`/q/${encodeURIComponent(source)}.csv`);
  };
  // Without their values. Those of the garbage collector and of the servers of sources may come meanwhile.
  const lines = async () =>
    (await figures())
      .split('\n')
      .filter((line) => /^sheetfeed_(?!source_)/.test(line))
      .map((line) => line.replace(/ \S+$/, ''));
  await invent('first');
  const routes = ['route="GET /q/:slug.csv",status="404"', 'route="GET /metrics",status="200"'];
  const before = await eventually(lines, (found) =>
    routes.every((route) => found.includes(`sheetfeed_http_request_seconds_count{${route}}`)),
  );
  for (const source of ['a', 'b', 'c', 'd"} 1']) await invent(source);

  expect(await lines()).toEqual(before);
  expect(before.filter((line) => /^sheetfeed_runs_total.*source="other"/.test(line))).toHaveLength(
    1,
  );
});

const names = (text: string) =>
  new Set(text.match(/\b(sheetfeed|nodejs|process)_[a-z_]+\b/g) ?? []);

test('the dashboard and the alerts ask only for figures that there are', async () => {
  await server.ask('/healthz');
  const known = names(await figures());
  const dashboard = JSON.parse(
    await readFile(path.join(root, 'deploy/grafana-dashboard.json'), 'utf8'),
  ) as { panels: { title: string; targets?: { expr: string }[] }[] };
  const alerts = parse(
    await readFile(path.join(root, 'deploy/prometheus-alerts.yaml'), 'utf8'),
  ) as { groups: { rules: { expr: string }[] }[] };

  const asked = [
    ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...alerts.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
  ];
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.flatMap((expr) => [...names(expr)]).filter((name) => !known.has(name))).toEqual([]);
});
