// The application: what every request passes, and the visible list of all routes.
import express, { type Express, type Router } from 'express';
import type { RequestListener } from 'node:http';
import type pg from 'pg';
import type { AuditTrail } from './catalog/audit/trail.ts';
import type { Catalog } from './catalog/queries/catalog.ts';
import { createUsageCounts } from './catalog/runs/usage.ts';
import { createWriter } from './catalog/queries/writing.ts';
import { checkAddon } from './http/addon-version.ts';
import { auditRoutes } from './http/audit.ts';
import { auditChanges } from './http/audited.ts';
import { authoringRoutes } from './http/authoring.ts';
import { dependentRoutes } from './http/dependents.ts';
import { refuseNul } from './http/checked.ts';
import { createFront } from './http/front.ts';
import { checkRights } from './http/gate.ts';
import { groupRoutes } from './http/groups.ts';
import { healthRoutes, metricsByToken } from './http/health.ts';
import { jsonBody } from './http/json-body.ts';
import { localGuard } from './http/local-guard.ts';
import { marksAndAsksRoutes } from './http/marks-and-asks.ts';
import { memberRoutes } from './http/members.ts';
import { meRoutes } from './http/me.ts';
import type { Metrics } from './http/metrics.ts';
import { openapiRoutes } from './http/openapi.ts';
import { pageFiles, pageRoutes } from './http/pages.ts';
import { personalTokenRoutes } from './http/personal-tokens.ts';
import { policyRoutes } from './http/policies.ts';
import { problemHandler } from './http/problems.ts';
import { queryRoutes } from './http/queries.ts';
import { requestLog } from './http/request-log.ts';
import { resultRoutes } from './http/results.ts';
import { scheduleTokenRoutes } from './http/schedule-tokens.ts';
import { shareLinkRoutes } from './http/share-links.ts';
import { securityHeaders, setHeaders } from './http/security-headers.ts';
import { sharedRoutes } from './http/shared.ts';
import { signInFirst, signInRoutes, type PageSignIn } from './http/sign-in.ts';
import { writingHelpRoutes } from './http/writing-help.ts';
import type { Access } from './identity/access.ts';
import type { Limits } from './identity/limits.ts';
import type { Members } from './identity/members.ts';
import type { PersonalTokens } from './identity/personal-tokens.ts';
import type { ScheduleTokens } from './identity/schedule-tokens.ts';
import type { WhoIs } from './identity/who-is.ts';
import { isLocalMode } from './settings/local-mode.ts';
import type { Log } from './log.ts';
import type { Runs } from './runs/runs.ts';
import type { Sources } from './sources/sources.ts';
import type { Settings } from './settings/settings.ts';

export interface AppOptions {
  settings: Settings;
  whoIs: WhoIs;
  access: Access;
  catalog: Catalog;
  runs: Runs;
  sources: Sources;
  /** Sheetfeed's own. */
  database: pg.Pool;
  metrics: Metrics;
  members: Members;
  trail: AuditTrail;
  personalTokens: PersonalTokens;
  scheduleTokens: ScheduleTokens;
  /** Null: nobody can sign in on the pages. */
  pageSignIn: PageSignIn | null;
  /** Null: there are none (local mode). */
  limits: Limits | null;
  log: Log;
  /** Another program's routes, before ours. */
  mount?: { path: string; router: Router } | undefined;
}

/** Every request goes through this from top to bottom, until somebody answers; downloads are answered before. */
export function createApp(options: AppOptions): RequestListener {
  const { settings } = options;
  const headers = securityHeaders({ isHttps: settings.publicUrl?.startsWith('https:') ?? false });
  const express = createExpress(options, headers);
  const { timeZone } = settings;
  return createFront({ ...options, timeZone, isLocal: isLocalMode(settings), headers }, express);
}

function createExpress(options: AppOptions, headers: readonly string[]): Express {
  const { settings, whoIs, metrics, log, mount } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', [...settings.trustedProxies]);

  app.use(requestLog(log));
  app.use(metrics.countRequests);
  app.use(setHeaders(headers));
  if (isLocalMode(settings)) app.use(localGuard);
  if (mount !== undefined) app.use(mount.path, mount.router);
  app.use(refuseNul);
  app.use(pageFiles());
  app.use(signInFirst(options.pageSignIn, whoIs));
  app.use(metricsByToken(metrics, settings.metricsToken));
  app.use(checkAddon);
  app.use(checkRights(options));
  app.use(auditChanges(options.trail));
  app.use(jsonBody());

  app.use(...allRoutes(options));

  app.use(problemHandler(log));
  return app;
}

/** Every route there is. Each is written with its whole path, and has an entry in the table of rights. */
export function allRoutes(options: AppOptions): Router[] {
  const { access, catalog, database, settings, sources } = options;
  const { timeZone, publicUrl, runMaxRows: maxRows } = settings;
  const usage = createUsageCounts(database);
  const writer = createWriter(database, catalog);
  const look = { access, sources };
  const now = () => new Date();
  return [
    resultRoutes({ ...options, timeZone }),
    queryRoutes({ access, catalog, database, usage }),
    authoringRoutes({ access, catalog, database, usage, writer, look }),
    dependentRoutes({ ...options, look }),
    scheduleTokenRoutes(options),
    shareLinkRoutes({ access, catalog, database, publicUrl, timeZone, now }),
    sharedRoutes({ ...options, timeZone }),
    marksAndAsksRoutes({ catalog, database }),
    writingHelpRoutes({ look, timeZone, maxRows, now }),
    auditRoutes(options),
    memberRoutes({ ...options, adminEmails: settings.adminEmails }),
    groupRoutes(options),
    policyRoutes(options),
    meRoutes(),
    signInRoutes(options),
    personalTokenRoutes(options),
    healthRoutes(options),
    openapiRoutes(publicUrl),
    pageRoutes(),
  ];
}
