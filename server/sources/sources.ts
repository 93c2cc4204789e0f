// The data sources, by their names: where members' SQL may run.
import { Problem } from '../../domain/problem.ts';
import type { Engine, SourceSetting } from '../engines/engine.ts';
import { createPostgres } from '../engines/postgres/postgres.ts';
import { noSource } from '../identity/access.ts';
import { ENGINE_NAMES, type EngineName } from '../settings/engines.ts';
import { healthOf, type SourceHealth } from './health.ts';
import { Source, type SourceOptions } from './source.ts';
import { Tally } from './tally.ts';

export interface Sources {
  names(): string[];
  /** Throws Problem not_found. */
  get(name: string): Source;
  /** Adds a server (a follower that came later, or a new source) while the program runs. */
  addServer(name: string, url: string): Promise<void>;
  health(): Promise<SourceHealth[]>;
  close(): Promise<void>;
}

export interface SourcesOptions extends SourceOptions {
  /** Runs on each server at the same time; more wait. */
  maxConnections?: number;
  /** The time limit that runs have unless they say otherwise. */
  timeoutSeconds?: number;
  /** Engines besides the product's. */
  engines?: readonly Engine[] | undefined;
}

const DEFAULT_CONNECTIONS = 10;

/** What makes each of the engines. */
const MAKERS: Readonly<Record<EngineName, () => Engine>> = { postgres: createPostgres };

/** Opens the data sources. Connects to none of them yet. Throws Problem service_unavailable for one of no engine that there is. */
export function createSources(
  settings: readonly SourceSetting[],
  options: SourcesOptions = {},
): Sources {
  const engines = [...ENGINE_NAMES.map((name) => MAKERS[name]()), ...(options.engines ?? [])];
  const opening = {
    maxConnections: options.maxConnections ?? DEFAULT_CONNECTIONS,
    timeoutSeconds: options.timeoutSeconds ?? 0,
  };
  const stuckAnywhere = new Tally();
  const open = (setting: SourceSetting) =>
    new Source(setting, engineOf(engines, setting).open(setting, opening), {
      ...options,
      stuckAnywhere,
    });
  const sources = new Map(settings.map((setting) => [setting.name, open(setting)]));
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
      else sources.set(name, open({ name, urls: [url], allowWriter: false }));
    },
    health: () => Promise.all([...sources.values()].map(healthOf)),
    async close() {
      for (const source of sources.values()) source.close();
      await Promise.all(engines.map((engine) => engine.close()));
    },
  };
}

function engineOf(engines: readonly Engine[], { name, engine, urls }: SourceSetting): Engine {
  const scheme = /^[a-z]+:/.exec(urls[0] ?? '')?.[0] ?? '';
  const found = engines.find((each) =>
    engine === undefined ? each.schemes.includes(scheme) : each.name === engine,
  );
  if (found) return found;
  const why = engine === undefined ? `its address begins with "${scheme}"` : `it names ${engine}`;
  const there = engines.map((each) => `${each.name} (${each.schemes.join(', ')})`).join(', ');
  throw new Problem(
    'service_unavailable',
    `No engine fits the data source ${name}: ${why}. There are: ${there}.`,
  );
}
