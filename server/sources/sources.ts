// The data sources, by their names: where members' SQL may run.
import { noSource } from '../identity/access.ts';
import { healthOf, type SourceHealth } from './health.ts';
import { Source, type SourceOptions, type SourceSetting } from './source.ts';

export interface Sources {
  names(): string[];
  /** Throws Problem not_found. */
  get(name: string): Source;
  /** Adds a server (a follower that came later, or a new source) while the program runs. */
  addServer(name: string, url: string): Promise<void>;
  health(): Promise<SourceHealth[]>;
  close(): Promise<void>;
}

/** Opens the data sources. Connects to none of them yet. */
export function createSources(
  settings: readonly SourceSetting[],
  options: SourceOptions = {},
): Sources {
  const sources = new Map(settings.map((setting) => [setting.name, new Source(setting, options)]));
  return {
    names: () => [...sources.keys()],
    get(name) {
      const source = sources.get(name);
      if (source) return source;
      throw noSource(name);
    },
    async addServer(name, url) {
      const source = sources.get(name);
      if (source) await source.addServer(url);
      else sources.set(name, new Source({ name, urls: [url], allowWriter: false }, options));
    },
    health: () => Promise.all([...sources.values()].map(healthOf)),
    async close() {
      for (const source of sources.values()) source.close();
    },
  };
}
