// Opens the data sources and the runs of a server with the limits of its settings.
import type { Maintenance } from './cluster/maintenance.ts';
import type { Engine } from './engines/engine.ts';
import type { Log } from './log.ts';
import type { Opened } from './own-database.ts';
import type { HoldingsLimits } from './runs/held/holdings.ts';
import { Runs, type RunsOptions } from './runs/runs.ts';
import { isLocalMode } from './settings/local-mode.ts';
import type { Settings } from './settings/settings.ts';
import type { SourceSettings } from './settings/sources.ts';
import { createSources, type Sources } from './sources/sources.ts';
import { watchSources } from './sources/watch.ts';

/** The one path of every run, with the limits that the settings say. */
export function openRuns(
  settings: Settings,
  parts: Pick<
    RunsOptions,
    'access' | 'sources' | 'tables' | 'fresh' | 'database' | 'log' | 'onRun'
  >,
  opened: Opened,
): Runs {
  const runs = new Runs({
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

interface MoreSources {
  /** Besides those of the settings. */
  sources?: readonly SourceSettings[];
  engines?: readonly Engine[];
}

/** The data sources, watched; during maintenance none gives a turn. */
export function openSources(
  settings: Settings,
  options: MoreSources,
  { log, opened, maintenance }: { log: Log; opened: Opened; maintenance: Maintenance },
): Sources {
  const sources = createSources([...settings.sources, ...(options.sources ?? [])], {
    ...{ log, beforeTurn: () => maintenance.refuse() },
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
