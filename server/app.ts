// The application: what every request passes, and the visible list of all routes.
import express, { type Express, type Router } from 'express';
import type { RequestListener } from 'node:http';
import type pg from 'pg';
import type { BoardFiles } from './catalog/boards/board-files.ts';
import type { AuditTrail } from './catalog/audit/trail.ts';
import type { KnownWords } from './catalog/data-words/known-words.ts';
import type { Catalog } from './catalog/queries/catalog.ts';
import type { KnownTables } from './catalog/sheet-tables/known-tables.ts';
import type { KnownVariations } from './catalog/variations/known-variations.ts';
import { createUsageCounts } from './catalog/runs/usage.ts';
import { createWriter } from './catalog/queries/writing.ts';
import { checkAddon } from './http/front/addon-version.ts';
import { alertHandlers } from './http/routes/alerts/alerts.ts';
import { auditHandlers } from './http/routes/audit.ts';
import { fileHandlers, versionHandlers, writingHandlers } from './http/routes/authoring.ts';
import { boardLinkHandlers } from './http/routes/boards/board-links.ts';
import { sharedBoardHandlers } from './http/routes/boards/shared-board.ts';
import { LinkAnswers } from './http/output/link-answers.ts';
import { boardHandlers } from './http/routes/boards/boards.ts';
import { tileNumberHandlers } from './http/routes/boards/tile-number.ts';
import { commentHandlers } from './http/routes/talk/comments.ts';
import { concernHandlers } from './http/routes/talk/concerns.ts';
import { sentListHandlers } from './http/routes/talk/sent-lists.ts';
import { slackChannelHandlers } from './http/routes/talk/slack-channels.ts';
import { dependentHandlers } from './http/routes/dependents.ts';
import { destinationHandlers } from './http/routes/alerts/destinations.ts';
import { frozenHandlers } from './http/routes/frozen.ts';
import { refuseNul } from './http/front/checked.ts';
import { createFront } from './http/front/front.ts';
import { checkRights } from './http/front/gate.ts';
import { rehearsalHandlers } from './http/routes/alerts/rehearsal.ts';
import { hookHandlers } from './http/routes/alerts/hooks.ts';
import { googleGrantHandlers } from './http/routes/google-grants.ts';
import { rangeScheduleHandlers } from './http/routes/timed/range-schedules.ts';
import { sheetSendHandlers } from './http/routes/timed/sheet-sends.ts';
import { scheduleHandlers } from './http/routes/timed/schedules.ts';
import { subscriptionHandlers } from './http/routes/timed/subscriptions.ts';
import { unsubscribeHandlers } from './http/routes/timed/unsubscribe.ts';
import type { Handlers } from './http/front/handlers.ts';
import { healthHandlers, metricsByToken } from './http/routes/operation/health.ts';
import { jsonBody } from './http/front/json-body.ts';
import { localGuard } from './http/front/local-guard.ts';
import { askHandlers, favouriteHandlers } from './http/routes/marks-and-asks.ts';
import type { Metrics } from './http/front/metrics.ts';
import { mountHandlers } from './http/front/mount.ts';
import { openapiHandlers } from './http/routes/openapi.ts';
import { pageFiles, pageHandlers } from './http/routes/pages.ts';
import { peopleHandlers } from './http/routes/people/people.ts';
import { personalTokenHandlers } from './http/routes/personal-tokens.ts';
import { maintenanceHandlers } from './http/routes/operation/maintenance.ts';
import { overviewHandlers } from './http/routes/operation/overview.ts';
import { problemHandler } from './http/front/problems.ts';
import { numberHandlers } from './http/routes/numbers.ts';
import { openingsHandlers } from './http/routes/teaching/openings.ts';
import { sentencesHandlers } from './http/routes/teaching/sentences.ts';
import { queryHandlers } from './http/routes/queries.ts';
import { scim, SCIM_PATH } from './http/scim/scim.ts';
import { pushed, PUSHED_PATH } from './http/front/pushed.ts';
import { slack, SLACK_PATH } from './http/slack/slack.ts';
import { auditRefusals } from './http/front/refusals.ts';
import { requestLog } from './http/front/request-log.ts';
import { downloadHandlers, resultHandlers } from './http/routes/results.ts';
import { scheduleTokenHandlers } from './http/routes/schedule-tokens.ts';
import { shareLinkHandlers } from './http/routes/share-links.ts';
import { securityHeaders, setHeaders } from './http/front/security-headers.ts';
import { sheetTableHandlers } from './http/routes/sheet-tables/sheet-tables.ts';
import { sharedHandlers } from './http/routes/shared.ts';
import { signInFirst, signInHandlers, type PageSignIn } from './http/routes/sign-in.ts';
import { variationHandlers } from './http/routes/teaching/variations.ts';
import { writingHelpHandlers } from './http/routes/writing-help.ts';
import type { GitFolder } from './catalog/git/git-folder.ts';
import type { Post } from './deliver/kinds.ts';
import type { Google } from './google/google.ts';
import type { MemberGrants } from './google/member-grants.ts';
import type { Maintenance } from './cluster/maintenance.ts';
import type { AlertWatch } from './watch/alert-watch.ts';
import type { Access } from './identity/access.ts';
import type { Guesses } from './identity/guesses.ts';
import type { Limits } from './identity/limits.ts';
import type { Members } from './identity/members.ts';
import type { PersonalTokens } from './identity/personal-tokens.ts';
import type { ScheduleTokens } from './identity/schedule-tokens.ts';
import type { WhoIs } from './identity/who-is.ts';
import { isLocalMode } from './settings/local-mode.ts';
import type { Log } from './log.ts';
import type { FreshTables } from './runs/fresh-tables.ts';
import { createTellsWho } from './runs/sent/tells-who.ts';
import { frozenLimitsOf } from './runs/frozen/freeze.ts';
import type { FrozenResults } from './runs/frozen/frozen-results.ts';
import type { Runs } from './runs/runs.ts';
import type { Sources } from './sources/sources.ts';
import type { Settings } from './settings/settings.ts';

export interface AppOptions {
  settings: Settings;
  whoIs: WhoIs;
  access: Access;
  catalog: Catalog;
  boardFiles: BoardFiles;
  /** Null: the catalog's files are in none. */
  repository: GitFolder | null;
  variations: KnownVariations;
  words: KnownWords;
  tables: KnownTables;
  fresh: FreshTables;
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
  frozen: FrozenResults;
  alerts: AlertWatch;
  post: Post;
  /** Called when something has come from Slack. */
  onSlack: () => void;
  google: Google;
  grants: MemberGrants;
  maintenance: Maintenance;
  /** Where people reach this server. */
  baseUrl: () => string;
  /** Null: there are none (local mode). */
  limits: Limits | null;
  /** Null there too. */
  guesses: Guesses | null;
  log: Log;
  /** The path of a page that shows what was sent, where nothing really is. */
  postBox?: string | undefined;
  /** The path of a simulated Google Sheets. */
  playground?: string | undefined;
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
  app.use(refuseNul);
  app.use(pageFiles());
  app.use(signInFirst(options.pageSignIn, whoIs));
  app.use(metricsByToken(metrics, settings.metricsToken));
  app.use(
    SCIM_PATH,
    scim({ ...options, token: settings.scimToken, onChange: rereadRights(options) }),
  );
  app.use(SLACK_PATH, slack(settings.slackSigningSecret, options));
  app.use(PUSHED_PATH, pushed(settings.catalogGitWebhookSecret, options));
  app.use(checkAddon);
  app.use(checkRights(options));
  app.use(jsonBody());
  app.use(mountHandlers(allHandlers(options), trail));
  app.use(auditRefusals(trail));
  app.use(problemHandler(log));
  return app;
}

// On this server at once; others notice within a second.
const rereadRights =
  ({ access, members, grants }: Pick<AppOptions, 'access' | 'members' | 'grants'>) =>
  async () => {
    members.forget();
    await access.refresh();
    grants.tellOfEnded();
  };

const now = () => new Date();

/** What answers each row of the table of routes: a row without a handler, or one too many, is an error of types. */
function allHandlers(options: AppOptions): Handlers {
  const { access, catalog, boardFiles, database, settings, sources, tables } = options;
  const { timeZone, runMaxRows: maxRows } = settings;
  const look = { access, sources, tables };
  const kept = { usage: createUsageCounts(database), writer: createWriter(catalog) };
  const authoring = { access, catalog, database, boardFiles, look, ...kept };
  const zoned = { ...options, timeZone };
  return {
    ...downloadHandlers(zoned),
    ...resultHandlers({ ...zoned, tellsWho: createTellsWho(options) }),
    ...linkHandlers(options),
    ...frozenRunHandlers(options),
    ...queryHandlers(authoring),
    ...writingHandlers(authoring),
    ...versionHandlers(authoring),
    ...fileHandlers(authoring),
    ...{ ...variationHandlers({ ...options, ...authoring }), ...openingsHandlers(authoring) },
    ...dependentHandlers({ ...options, look }),
    ...scheduleTokenHandlers(options),
    ...{ ...numberHandlers(options), ...sentencesHandlers({ ...options, sources: look.sources }) },
    ...favouriteHandlers(options),
    ...askHandlers(options),
    ...writingHelpHandlers({ ...zoned, look, maxRows, now }),
    ...alertHandlers({ ...zoned, allowedDomains: settings.allowedDomains, now }),
    ...rehearsalHandlers({ ...zoned, now }),
    ...destinationHandlers({ ...options, now }),
    ...hookHandlers(options),
    ...commentHandlers({ ...options, allowedDomains: settings.allowedDomains }),
    ...concernHandlers(options),
    ...slackChannelHandlers(options),
    ...boardHandlers(zoned),
    ...tileNumberHandlers(zoned),
    ...timedHandlers(options),
    ...sheetTableHandlers({ ...options, now }),
    ...auditHandlers(options),
    ...peopleHandlers({ ...options, adminEmails: settings.adminEmails }),
    ...signInHandlers(options),
    ...personalTokenHandlers(options),
    ...operationHandlers(options),
    ...pageHandlers(options),
  };
}

function operationHandlers(options: AppOptions) {
  return {
    ...healthHandlers(options),
    ...overviewHandlers(options),
    ...maintenanceHandlers(options),
    ...openapiHandlers(options.settings.publicUrl),
  };
}

function linkHandlers(options: AppOptions) {
  const { publicUrl, timeZone } = options.settings;
  const answers = new LinkAnswers(options.runs.holdings);
  const shared = { ...options, timeZone, publicUrl, now, answers };
  return {
    ...sharedHandlers(shared),
    ...shareLinkHandlers(shared),
    ...boardLinkHandlers(shared),
    ...sharedBoardHandlers(shared),
  };
}

function frozenRunHandlers(options: AppOptions) {
  const { settings } = options;
  const kept = { ...options, limits: frozenLimitsOf(settings), days: settings.frozenDays };
  return { ...frozenHandlers(kept), ...sentListHandlers(kept) };
}

function timedHandlers(options: AppOptions) {
  const { timeZone, allowedDomains } = options.settings;
  const zoned = { ...options, timeZone, now };
  return {
    ...subscriptionHandlers({ ...zoned, allowedDomains }),
    ...unsubscribeHandlers(options),
    ...scheduleHandlers(zoned),
    ...rangeScheduleHandlers(zoned),
    ...googleGrantHandlers(options),
    ...sheetSendHandlers(zoned),
  };
}
