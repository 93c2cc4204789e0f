// The folder of query files, as last read: its queries, the team's synonyms, and what is new in it.
import type pg from 'pg';
import type { Log } from '../../log.ts';
import type { CatalogFolder } from '../catalog-folder.ts';
import { noTeamSynonyms, readSynonyms, type TeamSynonyms } from '../search/synonyms-file.ts';
import { atOnce, beside, type Disk } from './disk.ts';
import { readEntries, type Entry } from './entries.ts';
import { requireFolder } from './folder.ts';

export interface QueryFilesOptions {
  /** Null: there are no files. */
  folder: CatalogFolder | null;
  database: pg.Pool;
  log: Log;
}

export class QueryFiles {
  readonly #options: QueryFilesOptions;
  #entries: ReadonlyMap<string, Entry> = new Map();
  #synonyms: TeamSynonyms = noTeamSynonyms;
  #stopWatching: () => Promise<void> = async () => {};
  /** Why the folder could not be read the last time, as the log was told. */
  #fails: string | null = null;

  constructor(options: QueryFilesOptions) {
    this.#options = options;
  }

  get areThere(): boolean {
    return this.#options.folder !== null;
  }

  entries(): Entry[] {
    return [...this.#entries.values()];
  }

  /** What the team's words mean besides, and what is wrong with their file. */
  get synonyms(): TeamSynonyms {
    return this.#synonyms;
  }

  /** Reads them. Throws Problem not_found when there is no such folder. */
  async open(): Promise<void> {
    const { folder } = this.#options;
    if (folder === null) return;
    await requireFolder(folder.path);
    await this.#read(folder.path, atOnce);
  }

  /** Calls `changed` whenever something in them is another, from now on. */
  watch(changed: () => void): void {
    const { folder } = this.#options;
    if (folder !== null)
      this.#stopWatching = folder.watch(() => this.#readAgain(folder.path, changed));
  }

  async #readAgain(folder: string, changed: () => void): Promise<void> {
    try {
      if (!(await this.#read(folder, beside))) return;
      changed();
      this.#fails = null;
    } catch (error) {
      // What was read last is served; the folder is looked through again in a moment.
      const { message } = error as Error;
      if (message !== this.#fails)
        this.#options.log.warn({ err: error }, 'the catalog folder could not be read again');
      this.#fails = message;
    }
  }

  /** Whether something in it is another. */
  async #read(folder: string, disk: Disk): Promise<boolean> {
    const entries = await readEntries(folder, this.#entries, { ...this.#options, disk });
    const synonyms = await readSynonyms(folder, this.#synonyms);
    if (entries === this.#entries && synonyms === this.#synonyms) return false;
    this.#entries = entries;
    this.#synonyms = synonyms;
    return true;
  }

  async close(): Promise<void> {
    await this.#stopWatching();
  }
}
