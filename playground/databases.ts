// The databases that `npm start` brings along, where the settings name none.
import path from 'node:path';
import { COMPANY_READER, loadCompany } from '../examples/company/load.ts';
import { startCluster, startFollower } from '../server/embedded/cluster.ts';
import type { Cluster } from '../server/embedded/cluster.ts';
import type { Home } from '../server/embedded/home.ts';
import { root } from '../server/root.ts';
import type { Settings } from '../server/settings/settings.ts';
import type { SourceSettings } from '../server/settings/sources.ts';

export interface Databases {
  /** What the settings become: Sheetfeed's own database, and the sample's catalog. */
  settings: Pick<Settings, 'databaseUrl' | 'catalogDir'>;
  sources: SourceSettings[];
  sampleUrl: string | null;
  /** Starts a follower of the sample and hands over its address; false without a sample, and at the end of all. */
  addFollower(add: (url: string) => Promise<void>): Promise<boolean>;
  stop(): Promise<void>;
}

export async function startDatabases(settings: Settings, home: Home): Promise<Databases> {
  const clusters = new StartedClusters(home);
  const stop = () => clusters.stop();
  const ownIsWanted = settings.databaseUrl === null;
  const sampleIsWanted = settings.sources.length === 0;
  const [own, sample] = await allOrNone(
    [
      ownIsWanted ? clusters.start('own') : null,
      sampleIsWanted ? clusters.start('sample', forSample).then(loaded) : null,
    ],
    stop,
  );
  if (sample) renewHourly(sample);
  const isSampleShown = sample !== null && settings.catalogGitUrl === null;
  return {
    settings: {
      databaseUrl: own ? own.url() : settings.databaseUrl,
      catalogDir:
        settings.catalogDir ?? (isSampleShown ? path.join(root, 'examples/queries') : null),
    },
    sources: sample ? [sampleSource(sample)] : [],
    sampleUrl: sample ? sample.url({ database: 'company' }) : null,
    async addFollower(add) {
      if (!sample) return false;
      const follower = await clusters.follow(sample, 'sample-follower');
      if (follower === null) return false;
      await add(follower.url({ database: 'company', role: COMPANY_READER }));
      return true;
    },
    stop,
  };
}

/** The sample can be loaded anew at any time: it is made quickly rather than safely. */
const forSample = { settings: { fsync: 'off' }, roles: [COMPANY_READER] };

/** The clusters that run, so that all of them can be stopped. */
class StartedClusters {
  private readonly clusters: Cluster[] = [];
  private following: Promise<unknown> = Promise.resolve();
  private readonly ending = new AbortController();

  constructor(private readonly home: Home) {}

  async start(name: string, special: Partial<typeof forSample> = {}): Promise<Cluster> {
    const folder = this.home.clusterFolder(name);
    const cluster = await startCluster({ folder, name, ...special });
    this.clusters.push(cluster);
    return cluster;
  }

  /** Null where all are stopped before it is made. */
  async follow(primary: Cluster, name: string): Promise<Cluster | null> {
    const { signal } = this.ending;
    const starting = startFollower(primary, {
      ...{ folder: this.home.clusterFolder(name), name, signal },
    });
    this.following = starting.then((follower) => this.clusters.unshift(follower));
    try {
      await this.following;
      return await starting;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.ending.abort();
    // A follower that is just being made would otherwise outlive the program.
    await this.following.catch(() => undefined);
    await Promise.all(this.clusters.splice(0).map((one) => one.stop()));
  }
}

/** Waits for all, so that what did start is known and stopped when one fails. */
async function allOrNone<A, B>(
  [first, second]: [Promise<A> | null, Promise<B> | null],
  stop: () => Promise<void>,
): Promise<[A | null, B | null]> {
  const results = await Promise.allSettled([first, second]);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return [await first, await second];
}

async function loaded(sample: Cluster): Promise<Cluster> {
  await loadCompany(sample.url({ database: 'company' }));
  return sample;
}

/** A program that runs for days loads the sample anew once it is a day old, since its dates count from the loading. */
function renewHourly(sample: Cluster): void {
  const renew = async () => {
    if (await sample.isRunning()) await loaded(sample);
    else clearInterval(timer);
  };
  const tell = (error: unknown) =>
    console.error('  The sample company could not be loaded anew.', error);
  const timer = setInterval(() => void renew().catch(tell), 3_600_000).unref();
}

function sampleSource(sample: Cluster): SourceSettings {
  const url = sample.url({ database: 'company', role: COMPANY_READER });
  return { name: 'sample', urls: [url], allowWriter: false };
}
