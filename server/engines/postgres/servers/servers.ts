// The servers of one data source: which of them runs may use now, the best first, and why none may.
import { Problem } from '../../../../domain/problem.ts';
import { connectionReason, isRefusal } from '../../../database/connection-reason.ts';
import type { OpenOptions, SourceLook, SourceSetting } from '../../engine.ts';
import { serverTimeoutMs, unlessStopped, type Stop } from '../../stop.ts';
import type { GuardOptions } from '../guard/resolution.ts';
import type { Session } from '../session/session.ts';
import { isFull } from '../wire/connect.ts';
import { noServer, noSession, roleRefused } from './problems.ts';
import { Server } from './server.ts';

const DEFAULT_MAX_LAG_SECONDS = 300;

/** A clean session that nobody else uses, and where it is. */
export interface Taken {
  server: Server;
  session: Session;
}

export class Servers {
  readonly setting: SourceSetting;
  readonly all: Server[];
  readonly guard: GuardOptions;
  readonly #usualTimeoutMs: number;

  /** `read` reads a text that a query hands to a function which runs it. */
  constructor(
    setting: SourceSetting,
    { timeoutSeconds }: Pick<OpenOptions, 'timeoutSeconds'>,
    read: GuardOptions['read'],
  ) {
    this.setting = { allowPrimary: setting.urls.length === 1, ...setting };
    this.#usualTimeoutMs = serverTimeoutMs(timeoutSeconds);
    this.guard = { allowedFunctions: setting.allowFunctions ?? [], read };
    this.all = setting.urls.map((url) => new Server(url, this.#usualTimeoutMs));
  }

  /** Adds a server, known from the moment on that it answers. */
  async add(url: string): Promise<void> {
    const server = new Server(url, this.#usualTimeoutMs);
    await server.probe();
    this.all.push(server);
  }

  /**
   * The servers that a run may use now, the best first: healthy followers, then, where that is allowed,
   * the primary. Throws Problem source_unavailable or source_refused when there is none.
   */
  async usable(): Promise<Server[]> {
    await this.#probe();
    const usable = this.all.filter((server) => server.healthy && this.mayUse(server));
    if (usable.length === 0) throw this.unavailable();
    const safe = await this.#safe(usable);
    return safe.sort((a, b) => rank(a) - rank(b) || a.busy - b.busy);
  }

  // A server that is known to be well need not be waited for; its role is refreshed beside the run.
  async #probe(): Promise<void> {
    const probes = this.all.map((server) => server.probe());
    const known = this.all.some((server) => server.healthy && this.mayUse(server));
    if (!known) await Promise.all(probes);
  }

  // A server that goes away while its role is looked at is passed over like any other that does not answer.
  async #safe(usable: Server[]): Promise<Server[]> {
    const safe: Server[] = [];
    let refusal: Problem | null = null;
    for (const server of usable) {
      try {
        const found = await server.roleFindings();
        if (found.dangers.length === 0 || this.setting.allowWriter) safe.push(server);
        else refusal = roleRefused(this.setting.name, found);
      } catch (error) {
        server.couldNotOpen(error as Error);
        refusal ??= isFull(error) ? noSession(this.setting.name, error) : null;
      }
    }
    if (safe.length > 0) return safe;
    throw refusal ?? this.unavailable();
  }

  /** Whether runs may go there: a follower that does not lag too far, or a primary where that is allowed. */
  mayUse(server: Server): boolean {
    if (server.role === 'primary') return this.setting.allowPrimary === true;
    const maxLag = this.setting.maxLagSeconds ?? DEFAULT_MAX_LAG_SECONDS;
    return server.lagSeconds === null || server.lagSeconds <= maxLag;
  }

  /** Why no server can be used now. */
  unavailable(): Problem {
    return noServer(this.setting.name, this.all);
  }

  /**
   * A session on the first server that lets us in; one that does not is passed over from now on.
   * Throws what `usable` throws, and the problem that `stop` was called with.
   */
  async take(stop: Stop): Promise<Taken> {
    let failure: unknown;
    for (const server of await unlessStopped(stop, this.usable())) {
      const giveBack = (late: Session) => void server.giveBack(late);
      try {
        return { server, session: await unlessStopped(stop, server.take(), giveBack) };
      } catch (error) {
        if (error instanceof Problem) throw error;
        server.couldNotOpen(error as Error);
        failure = error;
      }
    }
    throw noSession(this.setting.name, failure);
  }

  /** Asks them as a run would. Does not throw. */
  async look(): Promise<SourceLook> {
    const problem = await this.usable().then(
      () => null,
      (error: Error) => error.message,
    );
    const servers = this.all.map(({ url, role, healthy, lagSeconds, lastError }) => ({
      ...{ role, healthy, lagSeconds },
      reason: lastError && connectionReason(lastError, url),
      refused: isRefusal(lastError),
    }));
    return { problem, servers, warnings: problem === null ? await this.#warnings() : [] };
  }

  async #warnings(): Promise<string[]> {
    const healthy = this.all.filter((server) => server.healthy);
    const found = await Promise.all(
      healthy.map((server) => server.roleFindings().catch(() => null)),
    );
    return found.flatMap((findings) =>
      findings === null
        ? []
        : [...findings.dangers, ...findings.warnings].map(
            (each) => `The role ${findings.role} ${each}.`,
          ),
    );
  }

  close(): void {
    for (const server of this.all) server.close();
  }
}

// Followers first; those not known yet are tried before a primary.
function rank(server: Server): number {
  return server.role === 'primary' ? 1 : 0;
}
