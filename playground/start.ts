// Starts what `npm start` runs, in order, and stops it in the opposite order.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '../domain/problem.ts';
import type { Home } from '../server/embedded/home.ts';
import { openHome } from '../server/embedded/home.ts';
import { isLocalMode } from '../server/settings/local-mode.ts';
import { root } from '../server/root.ts';
import type { Sources } from '../server/sources/sources.ts';
import type { Settings } from '../server/settings/settings.ts';
import { startServer } from '../server/start.ts';
import type { RunningServer, StartOptions } from '../server/start.ts';
import { startDatabases } from './databases.ts';
import type { Databases } from './databases.ts';
import { EventStream } from './http/event-stream.ts';
import { openPostBox } from './post-box/post-box.ts';
import type { PlaygroundEvent } from './protocol.ts';
import { createIssuer, persons } from './identity.ts';
import { playgroundRouter } from './http/router.ts';
import { salesTable } from './sales-table.ts';
import { startSimulation } from './desk/simulation.ts';
import type { Simulation } from './desk/simulation.ts';
import { followClock } from './trigger-clock.ts';

export interface RunningPlayground {
  url: string;
  /** The address of the sample's database for whoever wants to change it; null without a sample. */
  sample: string | null;
  hasCatalog: boolean;
  /** The catalog's folder, where it was not there and was made. */
  madeFolder: string | null;
  sources: Sources;
  /** Gives the sample a follower; false when there is no sample. */
  addFollower(): Promise<boolean>;
  stop(): Promise<void>;
}

interface Parts {
  settings: Settings;
  databases: Databases;
  server: RunningServer;
  madeFolder: string | null;
  simulation: Simulation;
}

/**
 * Throws Problem service_unavailable when the home is in use, the port is taken, or sign-in is configured:
 * the playground would let anybody in as an admin.
 */
export async function startPlayground(
  given: Settings,
  told: Pick<StartOptions, 'onBrokenFile'> = {},
): Promise<RunningPlayground> {
  refuseSignIn(given);
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const one of undo.splice(0).reverse()) await one();
  };
  try {
    const home = await openHome(path.resolve(root, given.home));
    undo.push(() => home.close());
    const parts = await startParts({ given, home, undo, told });
    await home.announce(parts.server.url);
    return running(parts, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

function refuseSignIn(settings: Settings): void {
  if (isLocalMode(settings)) return;
  throw new Problem(
    'service_unavailable',
    'npm start is for trying Sheetfeed on this computer, and does not run with a sign-in configured. ' +
      'Use npm run serve, or unset GOOGLE_CLIENT_IDS and OIDC_ISSUER.',
  );
}

interface StartParts {
  given: Settings;
  home: Home;
  undo: (() => Promise<void> | void)[];
  told: Pick<StartOptions, 'onBrokenFile'>;
}

async function startParts({ given, home, undo, told }: StartParts): Promise<Parts> {
  const madeFolder = await makeMissing(given.catalogDir);
  const databases = await startDatabases(given, home);
  undo.push(() => databases.stop());
  const issuer = await createIssuer();
  const events = new EventStream<PlaygroundEvent>();
  let simulation: Simulation | null = null;
  let url = '';
  const postBox = await openPostBox({
    ...{ home, given, sampleUrl: databases.sampleUrl, url: () => url },
  });
  undo.push(() => postBox.stop());
  const router = playgroundRouter({
    pageFolder: path.join(root, 'dist', 'playground'),
    issuer,
    events,
    simulation: () => simulation ?? stillStarting(),
    postBox: postBox.parts,
  });
  const settings = { ...given, ...databases.settings, ...postBox.settings };
  const server = await startServer(settings, {
    mount: { path: '/playground', router },
    google: { path: '/playground/google' },
    tokenIssuers: [issuer.issuer],
    members: persons,
    sources: databases.sources,
    destinations: databases.sampleUrl === null ? [] : postBox.destinations,
    sheetTables: databases.sampleUrl === null ? [] : [salesTable()],
    postBox: '/playground/post-box',
    playground: '/playground',
    ...told,
  });
  ({ url } = server);
  undo.push(() => server.stop());
  undo.push(() => events.close());
  simulation = await simulate({ settings, home, server, events });
  const { stop } = simulation;
  undo.push(stop, followClock({ simulation, issuer }));
  return { settings, databases, server, madeFolder, simulation };
}

// Whoever tries Sheetfeed has no queries yet. `npm run serve` does not make it: there a missing folder is a mistake.
async function makeMissing(folder: string | null): Promise<string | null> {
  if (folder === null) return null;
  // What cannot be made is told by the catalog, as what cannot be read.
  const made = await mkdir(folder, { recursive: true }).catch(() => undefined);
  return made === undefined ? null : path.resolve(folder);
}

function stillStarting(): never {
  throw new Problem('service_unavailable', 'The playground is starting. Try again in a second.');
}

function simulate(parts: {
  settings: Settings;
  home: Home;
  server: RunningServer;
  events: EventStream<PlaygroundEvent>;
}): Promise<Simulation> {
  return startSimulation(
    {
      addon: path.join(root, 'dist', 'addon'),
      file: path.join(parts.home.folder, 'playground.json'),
      backend: `http://${hostOf(parts.settings)}:${parts.server.port}`,
      persons: [...persons],
    },
    (event) => parts.events.send(event),
  );
}

// Not localhost: that may also mean ::1, where nobody listens.
function hostOf({ host }: Settings): string {
  return host.includes(':') ? `[${host}]` : host;
}

function running(
  { settings, databases, server, madeFolder }: Parts,
  stop: () => Promise<void>,
): RunningPlayground {
  return {
    url: server.url,
    sample: databases.sampleUrl,
    hasCatalog: settings.catalogDir !== null || settings.catalogGitUrl !== null,
    madeFolder,
    sources: server.sources,
    addFollower: () => databases.addFollower((url) => server.sources.addServer('sample', url)),
    stop,
  };
}
