// Makes the results anew that hang on an incoming webhook, once after calls that come close together.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Problem } from '../../domain/problem.ts';
import {
  claimHooks,
  finishHook,
  type ClaimedHook,
  type KnownHook,
} from '../catalog/hooks/hooks.ts';
import type { Catalog } from '../catalog/queries/catalog.ts';
import { giveBack, Leases } from '../cluster/leases.ts';
import type { KnownQuery } from '../catalog/queries/known-query.ts';
import type { Member } from '../identity/member.ts';
import { localAdmin, type Members } from '../identity/members.ts';
import type { Log } from '../log.ts';
import type { Runs } from '../runs/runs.ts';

export interface HookWatchOptions {
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  members: Members;
  runs: Runs;
  /** Of a result that names none. */
  timeZone: string;
  log: Log;
}

/** Of this server at once. */
const MOST_AT_ONCE = 4;

/** The queries that hang on it, as far as the member may see them. */
export function queriesOf(
  catalog: Catalog,
  { queries, tags }: Pick<KnownHook, 'queries' | 'tags'>,
  member: Member,
): KnownQuery[] {
  const named = queries.flatMap((slug) => catalog.visible(slug, member) ?? []);
  const tagged =
    tags.length === 0
      ? []
      : [...catalog.all()].filter(
          (query) => query.tags.some((tag) => tags.includes(tag)) && catalog.maySee(member, query),
        );
  return [...new Set([...named, ...tagged])];
}

export class HookWatch {
  readonly #options: HookWatchOptions;
  readonly #stop = new AbortController();
  readonly #leases: Leases;

  constructor(options: HookWatchOptions) {
    this.#options = options;
    this.#leases = new Leases(options.database, 'hooks');
  }

  /** Takes hooks that were called, and makes their results anew meanwhile. */
  async work(): Promise<void> {
    const most = MOST_AT_ONCE - this.#leases.size;
    if (most <= 0 || this.#stop.signal.aborted) return;
    const lease = randomUUID();
    for (const hook of await claimHooks(this.#options.database, lease, most))
      this.#leases.hold({ id: hook.id, lease }, this.#serve(hook, lease));
  }

  async #serve(hook: ClaimedHook, lease: string): Promise<void> {
    const { database, log } = this.#options;
    try {
      const problem = await this.#warmAll(hook);
      await finishHook(database, hook, { lease, problem });
    } catch (error) {
      // Whoever takes it next begins anew.
      if (!this.#stop.signal.aborted)
        log.warn({ err: error, hook: hook.id }, 'an incoming webhook broke off; trying again');
      await giveBack(database, 'hooks', { id: hook.id, lease });
    }
  }

  /** What kept a result from being made anew, in a sentence; null when nothing did. */
  async #warmAll(hook: ClaimedHook): Promise<string | null> {
    const { catalog, members } = this.#options;
    const { id } = hook.owner;
    const member = id === localAdmin.id ? localAdmin : id && (await members.find(id));
    if (!member) return 'Its owner cannot sign in any more. Somebody else has to take it over.';
    const problems: string[] = [];
    for (const query of queriesOf(catalog, hook, member)) {
      const problem = await this.#warm(query, member);
      if (problem !== null) problems.push(`${query.title}: ${problem}`);
    }
    return problems.length === 0 ? null : problems.join(' ').slice(0, 2_000);
  }

  async #warm(query: KnownQuery, member: Member): Promise<string | null> {
    // A draft is nobody's yet, and what needs a value is kept for no value.
    if (query.status === 'draft' || !runsByItself(query)) return null;
    const { runs, timeZone } = this.#options;
    const { signal } = this.#stop;
    try {
      await runs.warm({ member, query, values: {}, timeZone, origin: 'hook', signal });
      return null;
    } catch (error) {
      if (signal.aborted || !(error instanceof Problem)) throw error;
      return error.message;
    }
  }

  /** Breaks off what is under way, and leaves it to other servers. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#leases.close();
  }
}

function runsByItself({ parameters }: KnownQuery): boolean {
  return parameters.every((each) => each.default !== undefined || each.optional === true);
}
