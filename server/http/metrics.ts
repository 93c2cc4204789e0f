// Figures for the operator, as Prometheus reads them.
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** A finished run, as the figures count it. */
export interface CountedRun {
  origin: string;
  source: string;
  /** `done`, or the code of the problem it ended with. */
  outcome: string;
  cached: boolean;
  durationMs: number;
  rowCount: number;
}

export interface Metrics {
  /** Counts requests by method, status and length of time. */
  readonly countRequests: RequestHandler;
  countRun(run: CountedRun): void;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** A set of figures of its own, so that several servers may run in one program. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'sheetfeed_http_request_seconds',
    help: 'How long requests took, to the last byte',
    labelNames: ['method', 'status'],
    buckets: secondsBuckets,
    registers,
  });
  const runs = runFigures(registers);
  return {
    countRequests: (request, response, next) => {
      const stop = requests.startTimer({ method: request.method });
      response.on('close', () => void stop({ status: String(response.statusCode) }));
      next();
    },
    countRun: runs,
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function runFigures(registers: Registry[]): (run: CountedRun) => void {
  const labelNames = ['origin', 'source', 'outcome', 'cached'];
  const count = new Counter({ name: 'sheetfeed_runs_total', help: 'Runs', labelNames, registers });
  const rows = new Counter({
    name: 'sheetfeed_run_rows_total',
    help: 'Rows that runs gave',
    registers,
  });
  const seconds = new Histogram({
    name: 'sheetfeed_run_seconds',
    help: 'How long runs took on the data source, without those from the cache',
    labelNames: ['source'],
    buckets: secondsBuckets,
    registers,
  });
  return ({ origin, source, outcome, cached, durationMs, rowCount }) => {
    count.inc({ origin, source, outcome, cached: String(cached) });
    rows.inc(rowCount);
    if (!cached) seconds.observe({ source }, durationMs / 1000);
  };
}
