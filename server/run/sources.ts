// The data sources: where members' SQL may run, and in what health each is.

/** What an operator says of one data source. */
export interface SourceSetting {
  name: string;
  /** One URL for each server of the source, in any order: PostgreSQL itself says which is the primary. */
  urls: string[];
  /** Run even though the role could write; the audit is told of but not obeyed. */
  allowWriter: boolean;
  /** Use the primary while followers are configured but none can be used. */
  allowPrimary?: boolean;
  /** The database's own functions that queries may call, as `schema.name`. */
  allowFunctions?: string[];
  /** A follower that lags more is passed over. */
  maxLagSeconds?: number;
}

export interface SourceOptions {
  /** Connections to each server. */
  maxConnections?: number;
  /** Runs of one member on one source at the same time; more wait. */
  maxRunsPerMember?: number;
}

export interface ServerHealth {
  role: 'primary' | 'follower' | 'unknown';
  healthy: boolean;
  lagSeconds: number | null;
}

export interface SourceHealth {
  name: string;
  /** False when no run could start now. */
  usable: boolean;
  /** Why the source refuses to run (a role that could write), or why it does not answer; null when well. */
  problem: string | null;
  warnings: string[];
  servers: ServerHealth[];
}

export interface Source {
  readonly name: string;
}

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
export function createSources(_sources: SourceSetting[], _options: SourceOptions = {}): Sources {
  throw new Error('not built yet');
}
