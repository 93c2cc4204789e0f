// A lab with the server under test, watched from when that knows its sources: what it does once to get to know one is no change later.
import type { Binaries } from '../../server/embedded/binaries.ts';
import type { Major } from '../postgres-versions/programs.ts';
import { startLab, type Lab } from './lab.ts';
import { startServerUnderTest, type ServerUnderTest } from './server-runner.ts';
import { watchLab, type Watch } from './watch.ts';

export interface WatchedLab {
  lab: Lab;
  server: ServerUnderTest;
  watch: Watch;
}

export interface LabOptions {
  major: Major;
  programs?: Binaries | undefined;
  /** Of the server under test; by default they are short, for what must end at them. */
  limits?: { timeoutSeconds: number };
  /** What the databases hold before the server sees them. */
  prepare?: (lab: Lab) => Promise<void>;
  /** A first run on the primary and on the standby, by each server that a test starts. */
  begin: (server: ServerUnderTest, lab: Lab) => Promise<void>;
}

/** What fails on the way leaves nothing running. */
export async function startWatchedLab(options: LabOptions): Promise<WatchedLab> {
  const started: Partial<WatchedLab> = {};
  try {
    const lab = (started.lab = await startLab(options.major, options.programs));
    await options.prepare?.(lab);
    const server = (started.server = await startServerUnderTest(lab, options.limits));
    await options.begin(server, lab);
    return { lab, server, watch: await watchLab(lab) };
  } catch (error) {
    await stopLab(started);
    throw error;
  }
}

/** Ends what was started of it. */
export async function stopLab({ lab, server, watch }: Partial<WatchedLab>): Promise<void> {
  await watch?.stop();
  await server?.stop();
  await lab?.stop();
}
