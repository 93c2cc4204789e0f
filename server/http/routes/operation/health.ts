// For whoever runs the server: is it alive, can it work, how much does it do.
import { Router, type Request } from 'express';
import type pg from 'pg';
import { routes } from '../../../../domain/routes.ts';
import { isSameSecret } from '../../../identity/secrets.ts';
import { bearerToken } from '../../../identity/who-is.ts';
import { isLocalMode } from '../../../settings/local-mode.ts';
import type { Settings } from '../../../settings/settings.ts';
import type { Sources } from '../../../sources/sources.ts';
import type { Handlers } from '../../front/handlers.ts';
import type { Metrics } from '../../front/metrics.ts';

export interface HealthOptions {
  settings: Pick<Settings, 'metricsToken' | 'googleClientIds' | 'oidcIssuer'>;
  database: pg.Pool;
  sources: Sources;
  metrics: Metrics;
}

type HealthRows = 'GET healthz' | 'GET readyz' | 'GET metrics';

/** However often it is asked, the database is asked no more often. */
const KNOWN_FOR_MS = 1_000;

/**
 * A data source that is away is told of, but does not make the server unready: the queries on the others go on.
 */
export function healthHandlers(options: HealthOptions): Handlers<HealthRows> {
  const { settings, database, sources, metrics } = options;
  const isReady = atMostEvery(KNOWN_FOR_MS, () => answers(database));
  const readySources = atMostEvery(KNOWN_FOR_MS, () => sources.health());
  return {
    'GET healthz'({ response }) {
      response.setHeader('Cache-Control', 'no-store');
      return { status: 'ok' };
    },
    async 'GET readyz'({ request, response }) {
      const ready = await isReady();
      response.setHeader('Cache-Control', 'no-store');
      if (!ready) response.status(503);
      const status = ready ? 'ready' : 'not ready';
      if (!isOperator(request, settings)) return { status };
      const health = await readySources();
      return {
        ...{ status, database: ready ? 'ok' : 'away' },
        // Why one is away is told by the doctor.
        sources: health.map(({ name, usable }) => ({ name, status: usable ? 'ok' : 'away' })),
      };
    },
    async 'GET metrics'({ response }) {
      response.type(metrics.contentType).send(await metrics.text());
    },
  };
}

function isOperator({ headers }: Request, settings: HealthOptions['settings']): boolean {
  if (isLocalMode(settings)) return true;
  const given = /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return (
    settings.metricsToken !== null &&
    given !== undefined &&
    isSameSecret(given, settings.metricsToken)
  );
}

function atMostEvery<T>(ms: number, look: () => Promise<T>): () => Promise<T> {
  let known: { at: number; answer: Promise<T> } | null = null;
  return () => {
    if (known === null || performance.now() - known.at > ms) {
      known = { at: performance.now(), answer: look() };
    }
    return known.answer;
  };
}

/** GET /metrics for the program that holds METRICS_TOKEN; everybody else goes on to be signed in. */
export function metricsByToken(metrics: Metrics, token: string | null): Router {
  const router = Router();
  router.get(routes.metrics, async (request, response, next) => {
    const given = bearerToken(request.headers.authorization);
    if (token === null || given === null || !isSameSecret(given, token)) return next();
    response.type(metrics.contentType).send(await metrics.text());
  });
  return router;
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
