// For whoever runs the server: is it alive, can it work, how much does it do.
import { Router } from 'express';
import { createHash, timingSafeEqual } from 'node:crypto';
import type pg from 'pg';
import { routes } from '../../domain/routes.ts';
import { bearerToken } from '../identity/who-is.ts';
import type { Sources } from '../sources/sources.ts';
import type { Metrics } from './metrics.ts';

export interface HealthOptions {
  database: pg.Pool;
  sources: Sources;
  metrics: Metrics;
}

/**
 * GET /healthz, /readyz and /metrics. A data source that is away is told of, but does not make the server
 * unready: the queries on the others go on.
 */
export function healthRoutes({ database, sources, metrics }: HealthOptions): Router {
  const router = Router();
  router.get(routes.healthz, (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.json({ status: 'ok' });
  });
  router.get(routes.readyz, async (_request, response) => {
    const [ready, health] = await Promise.all([answers(database), sources.health()]);
    response.setHeader('Cache-Control', 'no-store');
    response.status(ready ? 200 : 503).json({
      status: ready ? 'ready' : 'not ready',
      database: ready ? 'ok' : 'away',
      // Anyone may ask, so why a source is away is not told here.
      sources: health.map(({ name, usable }) => ({ name, status: usable ? 'ok' : 'away' })),
    });
  });
  router.get(routes.metrics, async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.text());
  });
  return router;
}

/** GET /metrics for the program that holds METRICS_TOKEN; everybody else goes on to be signed in. */
export function metricsByToken(metrics: Metrics, token: string | null): Router {
  const router = Router();
  router.get(routes.metrics, async (request, response, next) => {
    const given = bearerToken(request.headers.authorization);
    if (token === null || given === null || !isSame(given, token)) return next();
    response.type(metrics.contentType).send(await metrics.text());
  });
  return router;
}

// Compared by digest, so that the time it takes tells nothing of the token.
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

const readyWithinMs = 3000;

async function answers(database: pg.Pool): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), readyWithinMs);
  });
  const asked = database.query('select 1').then(
    () => true,
    () => false,
  );
  const answered = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answered;
}
