// Figures for the operator, as Prometheus reads them.
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { Problem } from '../../domain/problem.ts';
import { routeFor } from '../identity/rights.ts';

export interface Metrics {
  /** Counts requests, and so runs, by route, status and length of time. */
  readonly countRequests: RequestHandler;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** A set of figures of its own, so that several servers may run in one program. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'sheetfeed_http_request_seconds',
    help: 'How long requests took, to the last byte',
    labelNames: ['route', 'status'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  return {
    countRequests: (request, response, next) => {
      const stop = requests.startTimer({ route: knownRoute(request.method, request.path) });
      response.on('close', () => void stop({ status: String(response.statusCode) }));
      next();
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

// Whatever else is asked for counts as one, or strangers could fill the memory with names.
function knownRoute(method: string, path: string): string {
  try {
    return routeFor(method, path);
  } catch (error) {
    if (error instanceof Problem) return 'other';
    throw error;
  }
}
