// Notices when something changes in the folder of query files.
import { watch, type FSWatcher } from 'node:fs';
import { foldersIn } from './folder.ts';

const DEBOUNCE_MS = 80;
// Not every file system tells of changes; the folder is looked through at least this often…
const RESCAN_MS = 2_000;
// …and less often when that takes long: at most a fiftieth of the time, but people wait for what they have changed.
const LONGEST_RESCAN_MS = 10_000;

/** Calls `changed` soon after something in the folder changed, and never twice at once. Stops when called. */
export function watchFolder(folder: string, changed: () => Promise<void>): () => Promise<void> {
  const watchers = new FolderWatchers(folder, () => soon(DEBOUNCE_MS));
  let stopped = false;
  let running = Promise.resolve();
  let timer: NodeJS.Timeout;
  const rescan = async () => {
    const started = performance.now();
    await changed();
    await watchers.renew();
    return Math.min(LONGEST_RESCAN_MS, Math.max(RESCAN_MS, 50 * (performance.now() - started)));
  };
  const soon = (ms: number) => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => {
      running = running.then(rescan).then(soon);
    }, ms);
    timer.unref();
  };
  running = watchers.renew();
  soon(RESCAN_MS);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
    watchers.close();
  };
}

/**
 * One for each folder, by its identity. Node's recursive watch follows every link, and ends for good at the first that it cannot
 * follow (one to itself, for example: `fs.watch` emits ELOOP as its error, and watches nothing any more).
 */
class FolderWatchers {
  readonly #folder: string;
  readonly #changed: () => void;
  readonly #watchers = new Map<string, FSWatcher>();

  constructor(folder: string, changed: () => void) {
    this.#folder = folder;
    this.#changed = changed;
  }

  /** Watches the folders that there are now. Where the system cannot (too many, a network drive), rescanning does. */
  async renew(): Promise<void> {
    const folders = await foldersIn(this.#folder).catch(() => new Map<string, string>());
    for (const identity of this.#watchers.keys()) if (!folders.has(identity)) this.#end(identity);
    for (const [identity, path] of folders) this.#begin(identity, path);
  }

  #begin(identity: string, path: string): void {
    if (this.#watchers.has(identity)) return;
    try {
      const watcher = watch(path, { persistent: false }, this.#changed);
      watcher.on('error', () => this.#end(identity));
      this.#watchers.set(identity, watcher);
    } catch {
      // Tried again at the next rescan.
    }
  }

  #end(identity: string): void {
    this.#watchers.get(identity)?.close();
    this.#watchers.delete(identity);
  }

  close(): void {
    for (const identity of this.#watchers.keys()) this.#end(identity);
  }
}
