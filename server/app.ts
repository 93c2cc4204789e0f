// The application: what every request passes, and the visible list of all routes.
import express, { type Express, type Router } from 'express';
import type { RequestListener } from 'node:http';
import type pg from 'pg';
import type { AuditTrail } from './catalog/audit-trail.ts';
import type { Catalog } from './catalog/catalog.ts';
import { createUsageCounts } from './catalog/usage.ts';
import { createWriter } from './catalog/writing.ts';
import { checkAddon } from './http/addon-version.ts';
import { auditHandlers } from './http/audit.ts';
import { fileHandlers, versionHandlers, writingHandlers } from './http/authoring.ts';
import { dependentHandlers } from './http/dependents.ts';
import { createFront } from './http/front.ts';
import { checkRights } from './http/gate.ts';
import { groupHandlers } from './http/groups.ts';
import type { Handlers } from './http/handlers.ts';
import { healthHandlers, metricsByToken } from './http/health.ts';
import { jsonBody } from './http/json-body.ts';
import { localGuard } from './http/local-guard.ts';
import { askHandlers, favouriteHandlers } from './http/marks-and-asks.ts';
import { memberHandlers } from './http/members.ts';
import type { Metrics } from './http/metrics.ts';
import { mountHandlers } from './http/mount.ts';
import { openapiHandlers } from './http/openapi.ts';
import { pageFiles, pageHandlers } from './http/pages.ts';
import { personalTokenHandlers } from './http/personal-tokens.ts';
import { policyHandlers } from './http/policies.ts';
import { problemHandler } from './http/problems.ts';
import { queryHandlers } from './http/queries.ts';
import { auditRefusals } from './http/refusals.ts';
import { requestLog } from './http/request-log.ts';
import { downloadHandlers, resultHandlers } from './http/results.ts';
import { scheduleTokenHandlers } from './http/schedule-tokens.ts';
import { shareLinkHandlers } from './http/share-links.ts';
import { securityHeaders, setHeaders } from './http/security-headers.ts';
import { sharedHandlers } from './http/shared.ts';
import { signInFirst, signInHandlers, type PageSignIn } from './http/sign-in.ts';
import { writingHelpHandlers } from './http/writing-help.ts';
import type { Access } from './identity/access.ts';
import type { Limits } from './identity/limits.ts';
import type { Members } from './identity/members.ts';
import type { PersonalTokens } from './identity/personal-tokens.ts';
import type { ScheduleTokens } from './identity/schedule-tokens.ts';
import type { WhoIs } from './identity/who-is.ts';
import { isLocalMode } from './local-mode.ts';
import type { Log } from './log.ts';
import type { Parser } from './run/parser.ts';
import type { Runs } from './run/runs.ts';
import type { Sources } from './run/sources.ts';
import type { Settings } from './settings.ts';

export interface AppOptions {
  settings: Settings;
  whoIs: WhoIs;
  access: Access;
  catalog: Catalog;
  runs: Runs;
  sources: Sources;
  /** Reads what authors are writing. */
  parser: Parser;
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
  const { settings, whoIs, metrics, trail, log, mount } = options;
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
  app.use(pageFiles());
  app.use(signInFirst(options.pageSignIn, whoIs));
  app.use(metricsByToken(metrics, settings.metricsToken));
  app.use(checkAddon);
  app.use(checkRights(options));
  app.use(jsonBody());
  app.use(mountHandlers(allHandlers(options), trail));
  app.use(auditRefusals(trail));
  app.use(problemHandler(log));
  return app;
}

/** What answers each row of the table of routes: a row without a handler, or one too many, is an error of types. */
function allHandlers(options: AppOptions): Handlers {
  const { access, catalog, database, settings, sources, parser } = options;
  const { timeZone, publicUrl, runMaxRows: maxRows } = settings;
  const now = () => new Date();
  const usage = createUsageCounts(database);
  const look = { access, sources, parser };
  const authoring = { access, catalog, database, usage, look, writer: createWriter(catalog) };
  const zoned = { ...options, timeZone };
  return {
    ...downloadHandlers(zoned),
    ...resultHandlers(zoned),
    ...sharedHandlers(zoned),
    ...shareLinkHandlers({ ...zoned, publicUrl, now }),
    ...queryHandlers(authoring),
    ...writingHandlers(authoring),
    ...versionHandlers(authoring),
    ...fileHandlers(authoring),
    ...dependentHandlers({ ...options, look }),
    ...scheduleTokenHandlers(options),
    ...favouriteHandlers(options),
    ...askHandlers(options),
    ...writingHelpHandlers({ look, timeZone, maxRows, now }),
    ...auditHandlers(options),
    ...memberHandlers({ ...options, adminEmails: settings.adminEmails }),
    ...groupHandlers(options),
    ...policyHandlers(options),
    ...signInHandlers(options),
    ...personalTokenHandlers(options),
    ...healthHandlers(options),
    ...openapiHandlers(publicUrl),
    ...pageHandlers(),
  };
}
