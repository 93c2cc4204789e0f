// Starts the whole server, part by part, and stops it in the opposite order.
import type { Router } from 'express';
import type { RequestListener, Server } from 'node:http';
import type pg from 'pg';
import { Problem } from '../domain/problem.ts';
import { createApp, type AppOptions } from './app.ts';
import { openMembers } from './arrivals.ts';
import { AuditTrail } from './catalog/audit/trail.ts';
import { wantToldAudit } from './catalog/audit/untold.ts';
import { putTables, type FirstTable } from './catalog/sheet-tables/first-tables.ts';
import { openKnownTables } from './catalog/sheet-tables/known-tables.ts';
import { Changes, type KindOfChange } from './cluster/changes.ts';
import { EverySecond } from './cluster/every-second.ts';
import { Maintenance } from './cluster/maintenance.ts';
import { putDestinations, type FirstDestination } from './deliver/first-destinations.ts';
import { kindsOfChange, openCatalog } from './open-catalog.ts';
import { openRuns, openSources } from './open-runs.ts';
import { openPost, openWatching } from './watching.ts';
import { openSignIns } from './sign-ins.ts';
import type { GoogleOptions } from './google/google.ts';
import { openGoogle } from './google/open-google.ts';
import { createMetrics } from './http/front/metrics.ts';
import type { Engine } from './engines/engine.ts';
import { openOwnDatabase, openOwnHome, type Opened } from './own-database.ts';
import type { Member } from './identity/member.ts';
import { createAccess } from './identity/access.ts';
import type { TokenIssuer } from './identity/tokens.ts';
import { closeListener, hostName, listen } from './listener.ts';
import { fittedTo } from './settings/fitted.ts';
import { isLocalMode } from './settings/local-mode.ts';
import { createLog, type Log, type LogLevel } from './log.ts';
import { cellsToldBy } from './sheets/told-cells.ts';
import { FreshTables } from './runs/fresh-tables.ts';
import { createTellsWho } from './runs/sent/tells-who.ts';
import { FrozenResults } from './runs/frozen/frozen-results.ts';
import type { RunsOptions } from './runs/runs.ts';
import type { Sources } from './sources/sources.ts';
import type { Settings } from './settings/settings.ts';
import type { SourceSettings } from './settings/sources.ts';

/** What a program that starts the server adds to the settings. */
export interface StartOptions {
  /** Data sources besides those of the settings. */
  sources?: readonly SourceSettings[];
  /** Engines besides the product's. */
  engines?: readonly Engine[];
  /** Mounted before the product's own routes and behind the guard of local mode. */
  mount?: { path: string; router: Router };
  /** How Google is reached; `path` is where a simulated one is mounted, for whom no other is set. */
  google?: GoogleOptions & { path?: string };
  /** Issuers of identity tokens besides Google; refused unless the server is in local mode. */
  tokenIssuers?: readonly TokenIssuer[];
  /** Members who exist from the start, with their roles. */
  members?: readonly Member[];
  /** Destinations that exist from the start. */
  destinations?: readonly FirstDestination[];
  /** Sheet tables that exist from the start. */
  sheetTables?: readonly FirstTable[];
  /** The path of a page that shows what was sent, where nothing really is. */
  postBox?: string;
  /** The path of a simulated Google Sheets, where the catalog's queries can be tried. */
  playground?: string;
  /** Used when LOG_LEVEL is unset; `error` when this is unset too. */
  logLevel?: LogLevel;
  /** Is told of what is wrong with a query file, as file, line and reason, whatever the log's level. */
  onBrokenFile?: (line: string) => void;
  /** Aborted when nobody wants the server any more, although it has not started yet. */
  signal?: AbortSignal;
}

export interface RunningServer {
  /** Where to reach it, without a slash at the end: PUBLIC_URL, or the address it listens on. */
  readonly url: string;
  readonly port: number;
  /** The data sources; `addServer` gives one a follower while the server runs. */
  readonly sources: Sources;
  /** Lets running downloads end for STOP_WAIT_SECONDS, then cuts them; closes everything it opened. */
  stop(): Promise<void>;
  /** It has stopped by then, or never will. */
  readonly stopsWithinMs: number;
}

// Besides the time that a run may wait for its turn and then take.
const moreSilentSeconds = 60;
// A part that hangs must not keep the next ones from being closed.
const closeWithinMs = 3000;

/**
 * Starts the server. With `settings.databaseUrl` null it starts a PostgreSQL of its own in `settings.home`.
 * Throws Problem service_unavailable with a sentence when the port is taken or the database is away.
 */
export async function startServer(
  wanted: Settings,
  options: StartOptions = {},
): Promise<RunningServer> {
  refuseForeignIssuers(wanted, options);
  const settings = fittedTo(wanted, process.constrainedMemory());
  const opened: Opened = [];
  try {
    return await start(settings, options, { opened, wanted });
  } catch (error) {
    await closeAll(opened, closeWithinMs);
    throw error;
  }
}

async function start(
  settings: Settings,
  options: StartOptions,
  { opened, wanted }: { opened: Opened; wanted: Settings },
): Promise<RunningServer> {
  const log = createLog(settings.logLevel ?? options.logLevel ?? 'error');
  if (settings !== wanted) tellSmallness(log, settings);
  const home = await openOwnHome(settings, opened);
  const database = await openOwnDatabase(settings, home, { ...options, log, opened });
  const { trail, ...people } = await openPeople(settings, options, { database, log, opened });
  const { members, access, tables } = people;
  const maintenance = new Maintenance(database);
  const sources = openSources(settings, options, { log, opened, maintenance });
  const metrics = createMetrics({ sources, database });
  const post = await openPost(settings, home);
  const { google, grants } = openGoogle(settings, options, { database, log, ...post }, opened);
  const fresh = new FreshTables({ database, tables, google, now: () => new Date(), log });
  const parts = { access, sources, tables, fresh, database, log, onRun: metrics.countRun };
  const runs = openRuns(settings, parts, opened);
  metrics.watch(runs.holdings);
  const known = { sources, access, database, log, onBroken: options.onBrokenFile };
  await maintenance.refresh();
  const read = await openCatalog(settings, known, opened);
  fresh.tellBy(cellsToldBy({ google, ...read, tables, sources }));
  const kinds = kindsOfChange({ access, ...read, tables, maintenance });
  const everySecond = lookEverySecond({ database, log }, kinds, opened);
  const signIns = openSignIns(settings, options, { database, members, trail, log, opened });
  await putDestinations(database, post, options.destinations ?? []);
  await wantToldAudit(database, settings.auditWebhookUrl !== null);
  const frozen = openFrozen(database, opened);
  const tellsWho = createTellsWho({ access, ...read, tables, database, frozen });
  const watched = { ...people, trail, ...read, database, everySecond, google, log };
  const watching = openWatching(settings, { ...watched, tellsWho, runs, post, maintenance });
  const app = createApp({
    ...{ settings, access, ...read, tables, fresh, runs, sources },
    ...{ database, members, trail, metrics, log, ...signIns, ...watching },
    ...{ frozen, post, google, grants, maintenance, ...mountedOf(options) },
  });
  const started = await serve(settings, app, { sources, opened });
  if (options.google?.path !== undefined) google.simulatedAt(local(started) + options.google.path);
  watching.start(started.url);
  opened.push(() => watching.close());
  await home?.announce(started.url);
  return started;
}

const mountedOf = ({ mount, postBox, playground }: StartOptions) => ({
  mount,
  postBox,
  playground,
});

function tellSmallness(log: Log, settings: Settings): void {
  const { heldMemoryBytes, resultCacheMemoryBytes, unreadBytes } = settings;
  log.info(
    { heldMemoryBytes, resultCacheMemoryBytes, unreadBytes },
    'this container is small, so less is held in memory than the settings say',
  );
}

async function serve(
  settings: Settings,
  app: RequestListener,
  { sources, opened }: { sources: Sources; opened: Opened },
): Promise<RunningServer> {
  const server = await listen(app, {
    ...settings,
    silentSeconds: 2 * settings.runTimeoutSeconds + moreSilentSeconds,
  });
  opened.push(() => closeListener(server, settings.stopWaitSeconds * 1_000));
  return running(settings, server, { sources, opened });
}

async function openPeople(
  settings: Settings,
  options: StartOptions,
  { database, log, opened }: { database: pg.Pool; log: Log; opened: Opened },
): Promise<Pick<AppOptions, 'trail' | 'members' | 'access' | 'tables'>> {
  const trail = new AuditTrail(database, {
    ...{ keptDays: settings.auditDays, valuesDays: settings.valuesDays, log },
  });
  opened.push(() => trail.close());
  const members = await openMembers(settings, options.members ?? [], { database, trail });
  const access = await createAccess(database);
  await putTables(database, options.sheetTables ?? []);
  return { trail, members, access, tables: await openKnownTables(database, access) };
}

function lookEverySecond(
  { database, log }: Pick<RunsOptions, 'database' | 'log'>,
  kinds: readonly KindOfChange[],
  opened: Opened,
): EverySecond {
  const everySecond = new EverySecond(database, log);
  opened.push(() => everySecond.close());
  const changes = new Changes(everySecond, log, kinds);
  opened.push(() => changes.close());
  return everySecond;
}

function openFrozen(database: pg.Pool, opened: Opened): FrozenResults {
  const frozen = new FrozenResults(database);
  opened.push(async () => frozen.close());
  return frozen;
}

// By its number: localhost may also mean ::1, where nobody listens.
const local = ({ port }: RunningServer): string => `http://127.0.0.1:${port}`;

function running(
  settings: Settings,
  server: Server,
  { sources, opened }: { sources: Sources; opened: Opened },
): RunningServer {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.port;
  let stopping: Promise<void> | null = null;
  return {
    url: settings.publicUrl ?? `http://${hostName(settings.host)}:${port}`,
    port,
    sources,
    stop: () => (stopping ??= closeAll(opened, settings.stopWaitSeconds * 1_000 + closeWithinMs)),
    stopsWithinMs: Math.max(4_800, settings.stopWaitSeconds * 1_000 + 1_800),
  };
}

// Such an issuer hands out anybody's token to anybody.
function refuseForeignIssuers(settings: Settings, { tokenIssuers = [] }: StartOptions): void {
  if (tokenIssuers.length === 0 || isLocalMode(settings)) return;
  throw new Problem(
    'forbidden',
    'The playground signs in anybody as anybody, so it does not run where people sign in. ' +
      'Unset GOOGLE_CLIENT_IDS and OIDC_ISSUER, or use `npm run serve`.',
  );
}

async function closeAll(opened: Opened, withinMs: number): Promise<void> {
  const closing = opened.splice(0).reverse();
  const failures: unknown[] = [];
  // One that cannot be closed must not keep the others open.
  for (const close of closing) {
    await inTime(close(), withinMs).catch((error: unknown) => void failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'the server did not stop cleanly');
}

async function inTime(closing: Promise<unknown>, withinMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('a part did not close in time')), withinMs);
  });
  await Promise.race([closing, late]).finally(() => clearTimeout(timer));
}
