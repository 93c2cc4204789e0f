// The folder of query files: reads what changed in it, and notices when something does.
import { watch, type FSWatcher } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** One file as it was when it was read. */
export interface CatalogFile {
  /** Relative to the folder, with slashes. */
  readonly file: string;
  /** Changes when the file does. */
  readonly stamp: string;
  /** Null when it could not be read: `reason` says why. */
  readonly text: string | null;
  readonly reason: string | null;
}

const maxFileBytes = 1_000_000;
const debounceMs = 80;
// Not every file system tells of changes; the folder is looked through at least this often.
const leastRescanMs = 2000;

/** Every .sql file below the folder, in the order of their names; those with a known stamp are not read again. */
export async function readFolder(
  folder: string,
  known: ReadonlyMap<string, CatalogFile>,
): Promise<CatalogFile[]> {
  const names = await readdir(folder, { recursive: true });
  const wanted = names
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.sql') && !/(^|\/)\./.test(name))
    .sort();
  const files: CatalogFile[] = [];
  for (const file of wanted) {
    const read = await readOne(folder, file, known.get(file));
    if (read !== null) files.push(read);
  }
  return files;
}

async function readOne(
  folder: string,
  file: string,
  known: CatalogFile | undefined,
): Promise<CatalogFile | null> {
  const full = path.join(folder, file);
  try {
    const found = await stat(full);
    const stamp = `${found.mtimeMs} ${found.size} ${found.ino}`;
    if (known?.stamp === stamp || !found.isFile()) return known?.stamp === stamp ? known : null;
    if (found.size > maxFileBytes) {
      return { file, stamp, text: null, reason: 'The file is larger than 1 MB.' };
    }
    return { file, stamp, text: await readFile(full, 'utf8'), reason: null };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // It went away after it was listed.
    if (code === 'ENOENT') return null;
    return { file, stamp: `${code}`, text: null, reason: `The file cannot be opened (${code}).` };
  }
}

/** Calls `changed` soon after something in the folder changed, and never twice at once. Stops when called. */
export function watchFolder(folder: string, changed: () => Promise<void>): () => Promise<void> {
  let watcher: FSWatcher | null = null;
  let stopped = false;
  let running = Promise.resolve();
  let timer: NodeJS.Timeout;
  const rescan = async () => {
    const started = performance.now();
    await changed();
    // Looking takes at most a fiftieth of the time.
    return Math.max(leastRescanMs, 50 * (performance.now() - started));
  };
  const soon = (ms: number) => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => {
      running = running.then(rescan).then(soon);
    }, ms);
    timer.unref();
  };
  watcher = tryToWatch(folder, () => soon(debounceMs));
  soon(leastRescanMs);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    watcher?.close();
    await running;
  };
}

// Where the system cannot tell of changes (too many watches, network drives), rescanning does.
function tryToWatch(folder: string, changed: () => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { recursive: true, persistent: false }, changed);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}
