// One data source: its servers, which of them runs may use now, and the turns of those who run on it.
import type { Problem } from '../../domain/problem.ts';
import type { Log } from '../log.ts';
import { isFull } from '../engines/postgres/wire/connect.ts';
import { endTurn, type Lingering } from '../engines/postgres/session/lingering.ts';
import { Slots, type Turn } from './turns.ts';
import { noServer, noSession, roleRefused, turnsStuck, turnsTaken } from './problems.ts';
import { SourceServer } from '../engines/postgres/servers/server.ts';
import { serverTimeoutMs } from '../engines/stop.ts';

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
  /** The time limit that runs have unless they say otherwise. */
  timeoutSeconds?: number;
  /** Where to tell of runs that PostgreSQL cannot stop. */
  log?: Log;
}

const DEFAULT_CONNECTIONS = 10;
const DEFAULT_RUNS_PER_MEMBER = 5;
const DEFAULT_MAX_LAG_SECONDS = 300;

export class Source {
  readonly name: string;
  /** Tells it from every other source, also from one that had its name before. */
  readonly identity: string;
  readonly setting: SourceSetting;
  readonly servers: SourceServer[];
  readonly slots: Slots;
  readonly #connections: number;
  readonly #usualTimeoutMs: number;
  readonly #log: Log | null;

  constructor(setting: SourceSetting, options: SourceOptions) {
    this.name = setting.name;
    this.identity = JSON.stringify([setting.name, ...setting.urls.map(placeOf).sort()]);
    this.setting = { allowPrimary: setting.urls.length === 1, ...setting };
    this.#usualTimeoutMs = serverTimeoutMs(options.timeoutSeconds ?? 0);
    this.servers = setting.urls.map((url) => new SourceServer(url, this.#usualTimeoutMs));
    this.#connections = options.maxConnections ?? DEFAULT_CONNECTIONS;
    this.#log = options.log ?? null;
    const perMember = options.maxRunsPerMember ?? DEFAULT_RUNS_PER_MEMBER;
    this.slots = new Slots(this.#connections * this.servers.length, perMember);
  }

  /** Adds a server, known from the moment on that it answers. */
  async addServer(url: string): Promise<void> {
    const server = new SourceServer(url, this.#usualTimeoutMs);
    await server.probe();
    this.servers.push(server);
    this.slots.capacity += this.#connections;
    this.slots.startNext();
  }

  /**
   * The servers that a run may use now, the best first: healthy followers, then, where that is allowed,
   * the primary. Throws Problem source_unavailable or source_refused when there is none.
   */
  async usableServers(): Promise<SourceServer[]> {
    await this.#probe();
    const usable = this.servers.filter((server) => server.healthy && this.mayUse(server));
    if (usable.length === 0) throw this.unavailable();
    const safe = await this.#safeServers(usable);
    return safe.sort((a, b) => rank(a) - rank(b) || a.busy - b.busy);
  }

  // A server that is known to be well need not be waited for; its role is refreshed beside the run.
  async #probe(): Promise<void> {
    const probes = this.servers.map((server) => server.probe());
    const known = this.servers.some((server) => server.healthy && this.mayUse(server));
    if (!known) await Promise.all(probes);
  }

  // A server that goes away while it is audited is passed over like any other that does not answer.
  async #safeServers(usable: SourceServer[]): Promise<SourceServer[]> {
    const safe: SourceServer[] = [];
    let refusal: Problem | null = null;
    for (const server of usable) {
      try {
        const audit = await server.audit();
        if (audit.dangers.length === 0 || this.setting.allowWriter) safe.push(server);
        else refusal = roleRefused(this.name, audit);
      } catch (error) {
        server.couldNotOpen(error as Error);
        refusal ??= isFull(error) ? this.noSession(error) : null;
      }
    }
    if (safe.length > 0) return safe;
    throw refusal ?? this.unavailable();
  }

  /** Whether runs may go there: a follower that does not lag too far, or a primary where that is allowed. */
  mayUse(server: SourceServer): boolean {
    if (server.role === 'primary') return this.setting.allowPrimary === true;
    const maxLag = this.setting.maxLagSeconds ?? DEFAULT_MAX_LAG_SECONDS;
    return server.lagSeconds === null || server.lagSeconds <= maxLag;
  }

  /** Why no server can be used now. */
  unavailable(): Problem {
    return noServer(this.name, this.servers);
  }

  /** Why no session could be opened on any server. */
  noSession(cause: unknown): Problem {
    return noSession(this.name, cause);
  }

  /** Why a turn is not worth waiting for: all are held by runs that PostgreSQL cannot stop. Null when it is. */
  stuckFor(member: string): Problem | null {
    const whose = this.slots.stuckFor(member);
    return whose && turnsStuck(this.name, whose);
  }

  /** Why a run that waited so long for its turn was not started. */
  noTurn(member: string, seconds: number): Problem {
    const whose = this.slots.fullFor(member);
    return turnsTaken(this.name, { whose, seconds });
  }

  /** Ends a member's turn once what its sessions did is over, for which nobody need wait. */
  endTurn(
    turn: Turn,
    givenBack: readonly Promise<Lingering | null>[],
    member: string,
  ): Promise<void> {
    return endTurn(turn, givenBack, { log: this.#log, source: this.name, member });
  }

  close(): void {
    for (const server of this.servers) server.close();
  }
}

// Without the password, which may be changed.
function placeOf(url: string): string {
  return url.replace(/(:\/\/[^:@/]*):[^@/]*@/, '$1@');
}

// Followers first; those not known yet are tried before a primary.
function rank(server: SourceServer): number {
  return server.role === 'primary' ? 1 : 0;
}
