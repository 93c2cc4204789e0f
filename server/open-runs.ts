// Opens the runs of a server with the limits of its settings.
import type { Opened } from './own-database.ts';
import type { HoldingsLimits } from './runs/held/holdings.ts';
import { createRuns, type Runs, type RunsOptions } from './runs/runs.ts';
import { isLocalMode } from './settings/local-mode.ts';
import type { Settings } from './settings/settings.ts';

/** The one path of every run, with the limits that the settings say. */
export function openRuns(
  settings: Settings,
  parts: Pick<
    RunsOptions,
    'access' | 'sources' | 'tables' | 'fresh' | 'database' | 'log' | 'onRun'
  >,
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
