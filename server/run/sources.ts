// The data sources: where members' SQL may run, on which of their servers, and in what health each is.
import { Problem } from '../../domain/problem.ts';
import { connectionReason, isStatementPooler } from '../connection-reason.ts';
import type { Log } from '../log.ts';
import { noSource } from '../identity/access.ts';
import { readerRoleSql, type Audit } from './audit.ts';
import { isFull } from './connect.ts';
import { endTurn, type Lingering } from './lingering.ts';
import { Slots, type Turn } from './slots.ts';
import { SourceServer, type ServerRole } from './source-server.ts';

/** What an operator says of one data source. */
export interface SourceSetting {
  name: string;
  /** One URL for each server of the source, in any order: PostgreSQL itself says which is the primary. */
  urls: readonly string[];
  /** Run even though the role could write; the audit is told of but not obeyed. */
  allowWriter: boolean;
  /** Use the primary while no follower can be used; by default where one URL was given at the start. */
  allowPrimary?: boolean;
  /** The database's own functions that queries may call, as `schema.name`. */
  allowFunctions?: readonly string[];
  /** A follower that lags more is passed over. */
  maxLagSeconds?: number;
  /** False: no result of it is ever kept for another request. */
  cache?: boolean;
}

export interface SourceOptions {
  /** Runs on each server at the same time; more wait. */
  maxConnections?: number;
  /** Runs of one member on one source at the same time; more wait. */
  maxRunsPerMember?: number;
  /** Where to tell of runs that PostgreSQL cannot stop. */
  log?: Log;
}

export interface ServerHealth {
  role: ServerRole;
  healthy: boolean;
  lagSeconds: number | null;
  /** Why it does not answer, for whoever runs Sheetfeed; null when it does. */
  reason: string | null;
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

export interface Sources {
  names(): string[];
  /** Throws Problem not_found. */
  get(name: string): Source;
  /** Adds a server (a follower that came later, or a new source) while the program runs. */
  addServer(name: string, url: string): Promise<void>;
  health(): Promise<SourceHealth[]>;
  close(): Promise<void>;
}

const DEFAULT_CONNECTIONS = 10;
const DEFAULT_RUNS_PER_MEMBER = 5;
const DEFAULT_MAX_LAG_SECONDS = 300;

/** One data source with its servers. */
export class Source {
  readonly name: string;
  /** Tells it from every other source, also from one that had its name before. */
  readonly identity: string;
  readonly setting: SourceSetting;
  readonly servers: SourceServer[];
  readonly slots: Slots;
  readonly #connections: number;
  readonly #log: Log | null;

  constructor(setting: SourceSetting, options: SourceOptions) {
    this.name = setting.name;
    this.identity = JSON.stringify([setting.name, ...setting.urls.map(placeOf).sort()]);
    this.setting = { allowPrimary: setting.urls.length === 1, ...setting };
    this.servers = setting.urls.map((url) => new SourceServer(url));
    this.#connections = options.maxConnections ?? DEFAULT_CONNECTIONS;
    this.#log = options.log ?? null;
    const perMember = options.maxRunsPerMember ?? DEFAULT_RUNS_PER_MEMBER;
    this.slots = new Slots(this.#connections * this.servers.length, perMember);
  }

  /** Adds a server, known from the moment on that it answers. */
  async addServer(url: string): Promise<void> {
    const server = new SourceServer(url);
    await server.probe();
    this.servers.push(server);
    this.slots.capacity += this.#connections;
    this.slots.startNext();
  }

  /**
   * The servers that a run may use now, the best first: healthy followers, then, where that is allowed,
   * the primary. Throws Problem source_unavailable when there is none.
   */
  async usableServers(): Promise<SourceServer[]> {
    await this.#probe();
    const usable = this.servers.filter((server) => server.healthy && this.mayUse(server));
    if (usable.length === 0) throw this.unavailable();
    const safe = await this.#safeServers(usable);
    return safe.sort((a, b) => rank(a) - rank(b) || a.busy - b.busy);
  }

  // A server that goes away while it is audited is passed over like any other that does not answer.
  async #safeServers(usable: SourceServer[]): Promise<SourceServer[]> {
    const safe: SourceServer[] = [];
    let refusal: Problem | null = null;
    for (const server of usable) {
      try {
        const audit = await server.audit();
        if (audit.dangers.length === 0 || this.setting.allowWriter) safe.push(server);
        else refusal = refused(this.name, audit);
      } catch (error) {
        server.couldNotOpen(error as Error);
        refusal ??= isFull(error) ? this.noSession(error) : null;
      }
    }
    if (safe.length > 0) return safe;
    throw refusal ?? this.unavailable();
  }

  // A server that is known to be well need not be waited for; its role is refreshed beside the run.
  async #probe(): Promise<void> {
    const probes = this.servers.map((server) => server.probe());
    const known = this.servers.some((server) => server.healthy && this.mayUse(server));
    if (!known) await Promise.all(probes);
  }

  /** Whether runs may go there: a follower that does not lag too far, or a primary where that is allowed. */
  mayUse(server: SourceServer): boolean {
    if (server.role === 'primary') return this.setting.allowPrimary === true;
    const maxLag = this.setting.maxLagSeconds ?? DEFAULT_MAX_LAG_SECONDS;
    return server.lagSeconds === null || server.lagSeconds <= maxLag;
  }

  /** Why no server can be used now. */
  unavailable(): Problem {
    const healthy = this.servers.filter((server) => server.healthy);
    const cause = this.servers.find((server) => server.lastError)?.lastError ?? undefined;
    if (healthy.length === 0) return this.noSession(cause);
    const lagging = healthy.some(({ role }) => role === 'follower');
    const detail = lagging
      ? `The followers of ${this.name} lag too far behind. Try again in a few minutes.`
      : `No follower of ${this.name} answers, and queries may not run on its primary. Try again in a few minutes.`;
    return new Problem('source_unavailable', detail, {}, cause);
  }

  /** Ends a member's turn once what its sessions did is over, for which nobody need wait. */
  endTurn(
    turn: Turn,
    givenBack: readonly Promise<Lingering | null>[],
    member: string,
  ): Promise<void> {
    return endTurn(turn, givenBack, { log: this.#log, source: this.name, member });
  }

  /** Why a turn is not worth waiting for: all are held by runs that PostgreSQL cannot stop. Null when it is. */
  stuckFor(member: string): Problem | null {
    const stuck = this.slots.stuckFor(member);
    if (stuck === null) return null;
    const runs = stuck === 'member' ? 'Your last runs' : 'All runs that may go at once';
    const detail = `${runs} on ${this.name} were told to end, but the database still computes them and cannot stop. Try again when one of them is done; if it lasts, tell whoever runs Sheetfeed.`;
    return new Problem('source_unavailable', detail);
  }

  get #allStuck(): Problem | null {
    return this.slots.stuck < this.slots.capacity ? null : this.stuckFor('anybody');
  }

  /** Why no session could be opened on any server. */
  noSession(cause: unknown): Problem {
    return new Problem('source_unavailable', this.#noSessionDetail(cause), {}, cause);
  }

  #noSessionDetail(cause: unknown): string {
    if (isFull(cause))
      return `The data source ${this.name} has no free connection. Try again in a moment.`;
    if (cause instanceof Error && isStatementPooler(cause)) {
      return `The data source ${this.name} stands behind a pooler in statement mode, where no query is safe. Tell whoever runs Sheetfeed: transaction or session mode is needed.`;
    }
    return `The data source ${this.name} does not answer. Try again in a few minutes; if it lasts, tell whoever runs Sheetfeed.`;
  }

  async #warnings(): Promise<string[]> {
    const healthy = this.servers.filter((server) => server.healthy);
    const audits = await Promise.all(healthy.map((server) => server.audit().catch(() => null)));
    const sentences = audits.flatMap((audit) =>
      audit === null
        ? []
        : [...audit.dangers, ...audit.warnings].map((each) => `The role ${audit.role} ${each}.`),
    );
    const { stuck } = this.slots;
    if (stuck > 0)
      sentences.push(`${stuck} of its runs were told to end, but PostgreSQL cannot stop them.`);
    return [...new Set(sentences)];
  }

  async health(): Promise<SourceHealth> {
    const problem = await this.usableServers().then(
      () => this.#allStuck?.message ?? null,
      (error: Error) => error.message,
    );
    const servers = this.servers.map(({ url, role, healthy, lagSeconds, lastError }) => ({
      role,
      healthy,
      lagSeconds,
      reason: lastError && connectionReason(lastError, url),
    }));
    const warnings = problem === null ? await this.#warnings() : [];
    return { name: this.name, usable: problem === null, problem, warnings, servers };
  }
}

function refused(name: string, { role, dangers }: Audit): Problem {
  const detail = `The data source ${name} is not used: its role ${role} ${dangers.join(', ')}. Give it a role that can only read.`;
  return new Problem('source_refused', detail, { hint: readerRoleSql() });
}

// Without the password, which may be changed.
function placeOf(url: string): string {
  return url.replace(/(:\/\/[^:@/]*):[^@/]*@/, '$1@');
}

// Followers first; those not known yet are tried before a primary.
function rank(server: SourceServer): number {
  return server.role === 'primary' ? 1 : 0;
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
    health: () => Promise.all([...sources.values()].map((source) => source.health())),
    async close() {
      for (const source of sources.values()) for (const server of source.servers) server.close();
    },
  };
}
