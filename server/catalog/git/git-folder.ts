// The catalog's files in a repository: a clone that is brought up to date every minute. Whoever reads it sees one commit or the next,
// never half of one; where the repository cannot be reached, what was read last stays.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../../domain/problem.ts';
import type { Log } from '../../log.ts';
import { OneAtATime } from '../../one-at-a-time.ts';
import type { CatalogFolder } from '../catalog-folder.ts';
import { git } from './git.ts';

export interface GitFolderOptions {
  url: string;
  token: string | null;
  /** Null: the one that the repository names. */
  branch: string | null;
  /** Within the repository; empty: all of it. */
  folder: string;
  everySeconds: number;
  log: Log;
}

/** A repository's server that restarts is there again by then. */
const FIRST_TRIES_MS = [1_000, 5_000, 15_000];
/** Git's words where a server does not answer; whom it knows not, or what it has not, is so the next time too. */
const MAY_PASS =
  /could not (?:connect|resolve)|timed? ?out|early EOF|hung up|error: 5\d\d|did not end/i;

/** Clones it. Throws Problem service_unavailable with a sentence when that cannot be done. */
export async function openGitFolder(options: GitFolderOptions): Promise<GitFolder> {
  const clone = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-catalog-'));
  try {
    await cloneInto(clone, options);
    const folder = new GitFolder(clone, options);
    await folder.requireFolder();
    return folder;
  } catch (error) {
    await rm(clone, { recursive: true, force: true });
    throw error;
  }
}

async function cloneInto(clone: string, options: GitFolderOptions): Promise<void> {
  const { url, branch, log } = options;
  const ofBranch = branch === null ? [] : [`--branch=${branch}`];
  const given = ['clone', '--quiet', '--single-branch', '--no-tags', ...ofBranch, '--', url, clone];
  for (const pause of [...FIRST_TRIES_MS, null]) {
    try {
      await git(given, options);
      return;
    } catch (error) {
      const reason = (error as Error).message;
      if (pause === null || !MAY_PASS.test(reason)) throw unavailable(reason);
      log.warn(
        `the repository of CATALOG_GIT_URL could not be cloned, and is tried again: ${reason}`,
      );
      await sleep(pause);
    }
  }
}

export class GitFolder implements CatalogFolder {
  readonly path: string;
  readonly #clone: string;
  readonly #options: GitFolderOptions;
  readonly #readers = new Set<() => Promise<void>>();
  readonly #renewing = new OneAtATime(() => this.#renew());
  #timer: NodeJS.Timeout | undefined;
  /** Why it could not be brought up to date the last time. */
  #fails: string | null = null;

  constructor(clone: string, options: GitFolderOptions) {
    this.#clone = clone;
    this.#options = options;
    this.path = path.join(clone, options.folder);
  }

  /** From now on it is brought up to date, once it has been read for the first time. */
  begin(): void {
    const { everySeconds } = this.#options;
    this.#timer = setInterval(() => void this.renew(), everySeconds * 1_000).unref();
  }

  watch(changed: () => Promise<void>): () => Promise<void> {
    this.#readers.add(changed);
    return async () => {
      this.#readers.delete(changed);
      await this.#renewing.settled();
    };
  }

  /** Brings it up to date, and has what changed read; what fails is told in the log, once for each reason. */
  async renew(): Promise<void> {
    await this.#renewing.run();
  }

  async #renew(): Promise<void> {
    const { log } = this.#options;
    try {
      await this.#bringUpToDate();
      // Each time: what could not be read after the last change is read now, and what is as it was costs a look at its files.
      for (const read of this.#readers) await read();
      if (this.#fails !== null) log.info('the repository of CATALOG_GIT_URL can be read again');
      this.#fails = null;
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.#fails)
        log.warn(`the catalog stays as it is, for its repository could not be read: ${message}`);
      this.#fails = message;
    }
  }

  async #bringUpToDate(): Promise<void> {
    const here = ['-C', this.#clone];
    await git([...here, 'fetch', '--quiet', '--no-tags', 'origin'], this.#options);
    const [was, is] = [
      await git([...here, 'rev-parse', 'HEAD'], null),
      await git([...here, 'rev-parse', '@{upstream}'], null),
    ];
    if (was === is) return;
    const { folder } = this.#options;
    if (folder !== '') await git([...here, 'cat-file', '-e', `${is}:${folder}`], null);
    // Also where history was written anew.
    await git([...here, 'reset', '--quiet', '--hard', is], null);
  }

  /** Throws Problem not_found where the repository has no such folder. */
  async requireFolder(): Promise<void> {
    const found = await stat(this.path).catch(() => null);
    if (found?.isDirectory()) return;
    throw new Problem(
      'not_found',
      `CATALOG_GIT_FOLDER names ${this.#options.folder}, which is no folder of the repository's branch.`,
    );
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewing.settled();
    await rm(this.#clone, { recursive: true, force: true });
  }
}

function unavailable(reason: string): Problem {
  return new Problem(
    'service_unavailable',
    `The repository of CATALOG_GIT_URL could not be cloned: ${reason}`,
  );
}
