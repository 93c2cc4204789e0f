// Starts the whole server, part by part, and stops it in the opposite order.
import type { Router } from 'express';
import type { Server } from 'node:http';
import path from 'node:path';
import type pg from 'pg';
import { Problem } from '../domain/problem.ts';
import { createApp } from './app.ts';
import { AuditTrail, type AuditEvent } from './catalog/audit/trail.ts';
import { createCatalog, type Catalog, type CatalogOptions } from './catalog/queries/catalog.ts';
import { QUERIES_NUMBER } from './catalog/queries/stored-queries.ts';
import { Changes, type KindOfChange } from './cluster/changes.ts';
import { EverySecond } from './cluster/every-second.ts';
import { openPost, openWatching } from './watching.ts';
import { openSignIns } from './sign-ins.ts';
import { createMetrics } from './http/front/metrics.ts';
import type { Engine } from './engines/engine.ts';
import { openOwnDatabase, openOwnHome, type Opened } from './own-database.ts';
import type { Member } from './identity/member.ts';
import { createAccess, RIGHTS_NUMBER, type Access } from './identity/access.ts';
import { createMembers, type Members } from './identity/members.ts';
import type { TokenIssuer } from './identity/tokens.ts';
import { closeListener, listen } from './listener.ts';
import { isLocalMode } from './settings/local-mode.ts';
import { createLog, type Log, type LogLevel } from './log.ts';
import type { HoldingsLimits } from './runs/held/holdings.ts';
import { FrozenResults } from './runs/frozen/frozen-results.ts';
import { createRuns, type Runs, type RunsOptions } from './runs/runs.ts';
import { watchSources } from './sources/watch.ts';
import { createSources, type Sources } from './sources/sources.ts';
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
  /** Issuers of identity tokens besides Google; refused unless the server is in local mode. */
  tokenIssuers?: readonly TokenIssuer[];
  /** Members who exist from the start, with their roles. */
  members?: readonly Member[];
  /** Used when LOG_LEVEL is unset; `error` when this is unset too. */
  logLevel?: LogLevel;
  /** Is told of what is wrong with a query file, as file, line and reason, whatever the log's level. */
  onBrokenFile?: (line: string) => void;
}

export interface RunningServer {
  /** Where to reach it, without a slash at the end: PUBLIC_URL, or the address it listens on. */
  readonly url: string;
  readonly port: number;
  /** The data sources; `addServer` gives one a follower while the server runs. */
  readonly sources: Sources;
  /** Lets running downloads end for up to 2.5 seconds, then cuts them; closes everything it opened. */
  stop(): Promise<void>;
}

const graceMs = 2500;
// Besides the time that a run may wait for its turn and then take.
const moreSilentSeconds = 60;
// A part that hangs must not keep the next ones from being closed.
const closeWithinMs = 3000;

/**
 * Starts the server. With `settings.databaseUrl` null it starts a PostgreSQL of its own in `settings.home`.
 * Throws Problem service_unavailable with a sentence when the port is taken or the database is away.
 */
export async function startServer(
  settings: Settings,
  options: StartOptions = {},
): Promise<RunningServer> {
  refuseForeignIssuers(settings, options);
  const opened: Opened = [];
  try {
    return await start(settings, options, opened);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

async function start(
  settings: Settings,
  options: StartOptions,
  opened: Opened,
): Promise<RunningServer> {
  const log = createLog(settings.logLevel ?? options.logLevel ?? 'error');
  const home = await openOwnHome(settings, opened);
  const database = await openOwnDatabase(settings, home, { log, opened });
  const trail = new AuditTrail(database, { keptDays: settings.auditDays, log });
  opened.push(() => trail.close());
  const members = await openMembers(settings, options, { database, trail });
  const access = await createAccess(database);
  const sources = openSources(settings, options, { log, opened });
  const metrics = createMetrics({ sources, database });
  const parts = { access, sources, database, log, onRun: metrics.countRun };
  const runs = openRuns(settings, parts, opened);
  metrics.watch(runs.holdings);
  const { onBrokenFile: onBroken } = options;
  const catalog = await openCatalog(settings, { sources, access, database, log, onBroken }, opened);
  const everySecond = lookEverySecond({ database, log }, kindsOfChange(access, catalog), opened);
  const signIns = openSignIns(settings, options, { database, members, log });
  const post = await openPost(settings, home);
  const watching = openWatching(settings, {
    ...{ access, catalog, database, everySecond, members, runs, log, post },
  });
  const frozen = new FrozenResults(database);
  opened.push(async () => frozen.close());
  const app = createApp({
    ...{ settings, access, catalog, runs, sources, database, members, trail, metrics, log },
    ...{ ...signIns, ...watching, frozen, post },
    mount: options.mount,
  });
  const server = await listen(app, {
    ...settings,
    silentSeconds: 2 * settings.runTimeoutSeconds + moreSilentSeconds,
  });
  opened.push(() => closeListener(server, graceMs));
  const started = running(settings, server, { sources, opened });
  watching.start(started.url);
  opened.push(() => watching.close());
  await home?.announce(started.url);
  return started;
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

async function openCatalog(
  { catalogDir }: Settings,
  {
    sources,
    ...parts
  }: Pick<RunsOptions, 'access' | 'sources' | 'database' | 'log'> &
    Pick<CatalogOptions, 'onBroken'>,
  opened: Opened,
): Promise<Catalog> {
  const folder = catalogDir === null ? null : path.resolve(catalogDir);
  const catalog = await createCatalog({ ...parts, folder, sources: sources.names() });
  opened.push(() => catalog.close());
  return catalog;
}

const kindsOfChange = (access: Access, catalog: Catalog): KindOfChange[] => [
  { what: 'the rights', number: RIGHTS_NUMBER, read: () => access.refresh() },
  { what: 'the queries', number: QUERIES_NUMBER, read: () => catalog.refresh() },
];

async function openMembers(
  settings: Settings,
  options: StartOptions,
  { database, trail }: { database: pg.Pool; trail: AuditTrail },
): Promise<Members> {
  const members = createMembers(database, {
    ...settings,
    onArrival: (client, member, isNew) => trail.enter(client, arrival(member, isNew)),
  });
  for (const member of options.members ?? []) await members.put(member);
  return members;
}

function arrival(member: Member, isNew: boolean): AuditEvent {
  const what = isNew ? 'became a member' : 'signed in';
  // By the add-on it would be an address of Google's; the pages record their sign-ins with theirs.
  return { kind: 'sign_in', member, what, subject: null, details: null, address: null };
}

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
    stop: () => (stopping ??= closeAll(opened)),
  };
}

// 127.0.0.1 is easier to read as localhost, and an address of all interfaces is none to open.
function hostName(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
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

function openSources(
  settings: Settings,
  options: StartOptions,
  { log, opened }: { log: Log; opened: Opened },
): Sources {
  const sources = createSources([...settings.sources, ...(options.sources ?? [])], {
    log,
    timeoutSeconds: settings.runTimeoutSeconds,
    engines: options.engines,
    // Without a sign-in there is one member, who takes no turn from anybody.
    ...(isLocalMode(settings) ? { maxRunsPerMember: Infinity } : {}),
  });
  opened.push(() => sources.close());
  const unwatch = watchSources(sources, log);
  opened.push(() => Promise.resolve(unwatch()));
  return sources;
}

function openRuns(
  settings: Settings,
  parts: Pick<RunsOptions, 'access' | 'sources' | 'database' | 'log' | 'onRun'>,
  opened: Opened,
): Runs {
  const runs = createRuns({
    ...parts,
    limits: {
      timeoutSeconds: settings.runTimeoutSeconds,
      maxRows: settings.runMaxRows,
      maxBytes: settings.runMaxBytes,
    },
    cache: {
      storedBytes: settings.resultCacheBytes,
      memoryBytes: settings.resultCacheMemoryBytes,
      resultBytes: settings.resultCacheMaxResultBytes,
    },
    holdings: holdingsOf(settings),
    now: () => new Date(),
  });
  opened.push(() => runs.close());
  return runs;
}

// Without a sign-in there is one member, who takes no room from anybody.
function holdingsOf(settings: Settings): HoldingsLimits {
  const { heldMemoryBytes, heldMemberMemoryBytes, heldFileBytes, heldMemberFileBytes } = settings;
  const ofMember = (bytes: number) => (isLocalMode(settings) ? Infinity : bytes);
  return {
    memory: { server: heldMemoryBytes, member: ofMember(heldMemberMemoryBytes) },
    file: { server: heldFileBytes, member: ofMember(heldMemberFileBytes) },
  };
}

async function closeAll(opened: Opened): Promise<void> {
  const closing = opened.splice(0).reverse();
  const failures: unknown[] = [];
  // One that cannot be closed must not keep the others open.
  for (const close of closing) {
    await inTime(close()).catch((error: unknown) => void failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'the server did not stop cleanly');
}

async function inTime(closing: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('a part did not close in time')), closeWithinMs);
  });
  await Promise.race([closing, late]).finally(() => clearTimeout(timer));
}
