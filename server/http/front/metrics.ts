// Figures for the operator, as Prometheus reads them.
import type { RequestHandler } from 'express';
import type { ServerResponse } from 'node:http';
import type pg from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Problem } from '../../../domain/problem.ts';
import { untoldAudit } from '../../catalog/audit/untold.ts';
import type { RunRecord } from '../../catalog/runs/records.ts';
import { faultCount } from '../../faults.ts';
import { rowFor } from '../../identity/rights.ts';
import type { Holdings } from '../../runs/held/holdings.ts';
import type { Sources } from '../../sources/sources.ts';
import { runFigures } from './run-metrics.ts';

export interface Metrics {
  /** Counts requests by route, status and length of time. */
  readonly countRequests: RequestHandler;
  /** Counts a run that is over. */
  readonly countRun: (run: RunRecord) => void;
  /** The same of one request to a route of the table of rights, for a plain handler of node:http. */
  countWhenDone(route: string, response: ServerResponse): void;
  /** Tells of what is held for callers from now on. */
  watch(holdings: Holdings): void;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

// Every ten milliseconds, as Node would do it, is more than half of what a server costs at rest.
const EVENT_LOOP_LOOK_MS = 50;
const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** A set of figures of its own, so that several servers may run in one program. */
export function createMetrics({
  sources,
  database,
}: {
  sources: Sources;
  /** Sheetfeed's own. */
  database: pg.Pool;
}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({
    register: registry,
    eventLoopMonitoringPrecision: EVENT_LOOP_LOOK_MS,
  });
  connectionFigures(registry, database);
  faultFigure(registry);
  auditFigure(registry, database);
  const countRun = runFigures(registry, sources);
  const requests = new Histogram({
    name: 'sheetfeed_http_request_seconds',
    help: 'How long requests took, to the last byte',
    labelNames: ['route', 'status'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  const countWhenDone = (route: string, response: ServerResponse) => {
    const started = performance.now();
    response.on('close', () => {
      const seconds = (performance.now() - started) / 1000;
      requests.observe({ route, status: String(response.statusCode) }, seconds);
    });
  };
  return {
    countRequests: (request, response, next) => {
      countWhenDone(knownRoute(request.method, request.path), response);
      next();
    },
    countRun,
    countWhenDone,
    watch: (holdings) => heldFigures(registry, holdings),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function connectionFigures(registry: Registry, database: pg.Pool): void {
  const connections = new Gauge({
    name: 'sheetfeed_database_connections',
    help: "Connections to Sheetfeed's own database: busy, idle, and requests that wait for one",
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { totalCount, idleCount, waitingCount } = database;
      connections.set({ state: 'busy' }, totalCount - idleCount);
      connections.set({ state: 'idle' }, idleCount);
      connections.set({ state: 'waiting' }, waitingCount);
    },
  });
}

function auditFigure(registry: Registry, database: pg.Pool): void {
  const untold = new Gauge({
    name: 'sheetfeed_audit_untold',
    help: 'Entries of the audit that its webhook has still to get, of all servers together',
    registers: [registry],
    async collect() {
      // That the database is away is told by other figures.
      const told = await untoldAudit(database).catch(() => null);
      untold.set(told?.waiting ?? 0);
    },
  });
}

function faultFigure(registry: Registry): void {
  const faults = new Counter({
    name: 'sheetfeed_faults_total',
    help: 'Errors that nobody caught, each with its stack in the log: faults of the program, to be reported',
    registers: [registry],
    collect() {
      faults.reset();
      faults.inc(faultCount());
    },
  });
}

const WHERE = ['memory', 'file'] as const;

function heldFigures(registry: Registry, holdings: Holdings): void {
  const held = new Gauge({
    name: 'sheetfeed_held_bytes',
    help: 'What is held of runs under way, kept results and slow readers: in memory, and in temporary files',
    labelNames: ['where'],
    registers: [registry],
    collect() {
      for (const where of WHERE) held.set({ where }, holdings.bytes(where));
    },
  });
  const limit = new Gauge({
    name: 'sheetfeed_held_limit_bytes',
    help: 'How much of it there may be',
    labelNames: ['where'],
    registers: [registry],
  });
  for (const where of WHERE) limit.set({ where }, holdings.limit(where));
  const near = new Gauge({
    name: 'sheetfeed_held_members_near_limit',
    help: 'Members and share links that hold more than half of what one may; the overview names them',
    labelNames: ['where'],
    registers: [registry],
    collect() {
      for (const where of WHERE) near.set({ where }, holdings.nearTheirs(where).length);
    },
  });
}

// Whatever else is asked for counts as one, or strangers could fill the memory with names.
function knownRoute(method: string, path: string): string {
  try {
    return rowFor(method, path).route;
  } catch (error) {
    if (error instanceof Problem) return 'other';
    throw error;
  }
}
