// The boards of the catalog's folder, boards/*.yaml: read at the start and whenever one changes. Of one that is broken the last
// good one is shown, and it is told what is wrong with it.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { slugSchema } from '../../../domain/contract/parameter.ts';
import type { Log } from '../../log.ts';
import type { CatalogFolder } from '../catalog-folder.ts';
import { readOne, type CatalogFile } from '../queries/catalog-file.ts';
import { readBoard, type FileWrong } from './board-file.ts';
import type { KnownBoard } from './known-board.ts';

export interface BoardFileError extends FileWrong {
  file: string;
}

interface Entry {
  read: CatalogFile;
  board: KnownBoard | null;
  error: BoardFileError | null;
}

const ENDING = /\.ya?ml$/;

export class BoardFiles {
  readonly #catalog: CatalogFolder | null;
  readonly #log: Log;
  #entries: ReadonlyMap<string, Entry> = new Map();
  #stopWatching: () => Promise<void> = async () => {};

  /** Null: there are no files. */
  constructor(catalog: CatalogFolder | null, log: Log) {
    this.#catalog = catalog;
    this.#log = log;
  }

  async open(): Promise<void> {
    const catalog = this.#catalog;
    if (catalog === null) return;
    const folder = path.join(catalog.path, 'boards');
    await this.#read(folder);
    this.#stopWatching = catalog.watch(() => this.#read(folder), folder);
  }

  named(slug: string): KnownBoard | null {
    return this.all().find((board) => board.slug === slug) ?? null;
  }

  /** Of two with one name the first counts. */
  all(): KnownBoard[] {
    const bySlug = new Map<string, KnownBoard>();
    for (const { board } of this.#entries.values()) {
      if (board !== null && !bySlug.has(board.slug)) bySlug.set(board.slug, board);
    }
    return [...bySlug.values()];
  }

  errors(): BoardFileError[] {
    return [...this.#entries.values()].flatMap(({ error }) => (error === null ? [] : [error]));
  }

  async #read(folder: string): Promise<void> {
    try {
      const entries = new Map<string, Entry>();
      for (const name of await filesIn(folder)) {
        const before = this.#entries.get(name);
        const read = await readOne(folder, name, before?.read);
        if (read === null) continue;
        const entry = read === before?.read ? before : await this.#entryOf(read, before ?? null);
        entries.set(name, entry);
      }
      this.#entries = entries;
    } catch (error) {
      // What was read last is shown; the folder is looked through again in a moment.
      this.#log.warn({ err: error }, 'the boards of the catalog folder could not be read again');
    }
  }

  async #entryOf(read: CatalogFile, before: Entry | null): Promise<Entry> {
    const file = `boards/${read.file}`;
    const found = await boardOf(read, before?.board ?? null);
    if ('board' in found) return { read, board: found.board, error: null };
    const { line, reason } = found;
    this.#log.warn(`in the catalog: ${file}${line === null ? '' : `:${line}`}: ${reason}`);
    return { read, board: before?.board ?? null, error: { file, line, reason } };
  }

  async close(): Promise<void> {
    await this.#stopWatching();
  }
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => ENDING.test(name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const WRONG_NAME =
  'The name of a board’s file has lower-case letters, digits and single hyphens, then .yaml.';

async function boardOf(
  read: CatalogFile,
  before: KnownBoard | null,
): Promise<{ board: KnownBoard } | FileWrong> {
  if (read.text === null) return read.problem;
  const slug = read.file.replace(ENDING, '');
  if (!slugSchema.safeParse(slug).success) return { line: null, reason: WRONG_NAME };
  const said = await readBoard(read.text);
  if (!('content' in said)) return said;
  const { content, owner } = said;
  return {
    board: {
      ...{ slug, content, file: `boards/${read.file}`, updatedAt: new Date() },
      owner: owner === null ? null : { id: null, name: owner, email: owner },
      version: (before?.version ?? 0) + 1,
    },
  };
}
