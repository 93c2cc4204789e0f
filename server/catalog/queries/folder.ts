// The folder of query files: reads what changed in it, and notices when something does.
import { watch, type FSWatcher } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { readOne, unreadable, type CatalogFile } from './catalog-file.ts';

const debounceMs = 80;
// Not every file system tells of changes; the folder is looked through at least this often.
const leastRescanMs = 2000;

/**
 * Every .sql file below the folder, in the order of their names; those with a known stamp are not read again.
 * What cannot be read is told in its place. Throws when the folder itself cannot be read.
 */
export async function readFolder(
  folder: string,
  known: ReadonlyMap<string, CatalogFile>,
): Promise<CatalogFile[]> {
  const found: CatalogFile[] = [];
  const wanted: string[] = [];
  await look(folder, '', { wanted, found, seen: new Set() });
  for (const file of wanted) {
    const read = await readOne(folder, file, known.get(file));
    if (read !== null) found.push(read);
  }
  return found.sort((a, b) => (a.file < b.file ? -1 : 1));
}

interface Looking {
  /** The .sql files. */
  wanted: string[];
  /** The folders that cannot be read. */
  found: CatalogFile[];
  /** The folders that were looked at: links may lead to one twice, or in a circle. */
  seen: Set<string>;
}

async function look(folder: string, below: string, looking: Looking): Promise<void> {
  const { dev, ino } = await stat(path.join(folder, below));
  const identity = `${dev} ${ino}`;
  if (looking.seen.has(identity)) return;
  looking.seen.add(identity);
  const entries = await readdir(path.join(folder, below), { withFileTypes: true });
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const file = below === '' ? entry.name : `${below}/${entry.name}`;
    if (file.endsWith('.sql')) looking.wanted.push(file);
    const mayBeFolder = entry.isDirectory() || entry.isSymbolicLink();
    if (mayBeFolder) await lookInto(folder, file, looking);
  }
}

async function lookInto(folder: string, below: string, looking: Looking): Promise<void> {
  try {
    const found = await stat(path.join(folder, below));
    if (found.isDirectory()) await look(folder, below, looking);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // A link that leads nowhere is no folder; where it should be a file, that is told of the file.
    if (code === 'ENOENT' || code === 'ELOOP' || below.endsWith('.sql')) return;
    const reason = `The folder cannot be opened (${code}), so its files are not served.`;
    looking.found.push(unreadable({ file: below, stamp: code }, reason));
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
