// Figures of the runs and of the data sources, for `metrics.ts`.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RunRecord } from '../../catalog/runs/records.ts';
import type { Source } from '../../sources/source.ts';
import type { Sources } from '../../sources/sources.ts';

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/**
 * Registers them, and answers what counts a run that is over. No label holds what a caller invents: sources are those
 * of the settings, origins and outcomes come from closed lists.
 */
export function runFigures(registry: Registry, sources: Sources): (run: RunRecord) => void {
  const runs = new Counter({
    name: 'sheetfeed_runs_total',
    help: 'Runs that are over: outcome is done or the code of a problem, cached says that no database was asked',
    labelNames: ['source', 'origin', 'outcome', 'cached'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'sheetfeed_run_seconds',
    help: 'How long runs took that asked a database, with the wait for their turn',
    labelNames: ['source', 'outcome'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  const rows = volume(registry, 'rows');
  const bytes = volume(registry, 'bytes');
  sourceFigures(registry, sources);
  return ({ source: named, origin, outcome, cached, times, durationMs, rowCount, byteCount }) => {
    const source = sources.names().includes(named) ? named : 'other';
    runs.inc({ source, origin, outcome, cached: String(cached) }, times);
    if (!cached) seconds.observe({ source, outcome }, durationMs / 1000);
    rows.inc({ source }, rowCount * times);
    bytes.inc({ source }, byteCount * times);
  };
}

function volume(registry: Registry, unit: 'rows' | 'bytes'): Counter<'source'> {
  return new Counter({
    name: `sheetfeed_run_${unit}_total`,
    help: `The ${unit} of all results`,
    labelNames: ['source'],
    registers: [registry],
  });
}

type Figure = [labels: Record<string, string>, value: number];

function sourceFigures(registry: Registry, sources: Sources): void {
  const all = () => sources.names().map((name) => sources.get(name));
  const gauge = (name: string, help: string, figures: () => Figure[] | Promise<Figure[]>) =>
    new Gauge({
      name: `sheetfeed_source_${name}`,
      help,
      labelNames: ['source', 'server', 'role'],
      registers: [registry],
      async collect() {
        const found = await figures();
        this.reset();
        for (const [labels, value] of found) this.set(labels, value);
      },
    });
  gauge('runs_running', 'Runs that are executed now', () =>
    all().map(({ name: source, turns }) => [{ source }, turns.running]),
  );
  gauge('runs_waiting', 'Runs that wait for their turn now', () =>
    all().map(({ name: source, turns }) => [{ source }, turns.waiting]),
  );
  gauge('runs_stuck', 'Runs that were told to end, but that the database cannot stop', () =>
    all().map(({ name: source, turns }) => [{ source }, turns.stuck]),
  );
  gauge('server_up', '1 when the server of the source answers', async () => {
    await lookedAt(sources);
    return all().flatMap(serversUp);
  });
  gauge('lag_seconds', 'How far the follower is behind its primary', async () => {
    await lookedAt(sources);
    return all().flatMap(serversLag);
  });
}

// A server's place in the setting, for its address may hold a password.
function serversUp({ name: source, engine }: Source): Figure[] {
  return engine.servers.map(({ role, healthy }, place) => [
    { source, server: String(place + 1), role },
    healthy ? 1 : 0,
  ]);
}

function serversLag({ name: source, engine }: Source): Figure[] {
  return engine.servers.flatMap(({ lagSeconds, role }, place): Figure[] =>
    lagSeconds === null ? [] : [[{ source, server: String(place + 1), role }, lagSeconds]],
  );
}

const lookWithinMs = 3000;

// A source that does not answer keeps nobody waiting: what is known of it is told.
async function lookedAt(sources: Sources): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, lookWithinMs);
  });
  await Promise.race([sources.health(), late]);
  clearTimeout(timer);
}
