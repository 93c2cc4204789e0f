// The folder of query files: finds them, and reads those that changed.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '../../../domain/problem.ts';
import { readOne, unreadable, type CatalogFile } from './catalog-file.ts';
import { beside, type Disk } from './disk.ts';

// Enough that the disk is never waited for one file after another.
const READ_AT_ONCE = 64;

export interface FolderReading {
  /** Is told of each file as soon as it is read. */
  hear?: (file: CatalogFile) => void;
  disk?: Disk;
}

/**
 * Every .sql file below the folder, in the order of their names; those with a known stamp are not read again.
 * What cannot be read is told in its place. Throws when the folder itself cannot be read.
 */
export async function readFolder(
  folder: string,
  known: ReadonlyMap<string, CatalogFile>,
  { hear = () => {}, disk = beside }: FolderReading = {},
): Promise<CatalogFile[]> {
  const { wanted, found } = await lookThrough(folder);
  found.forEach(hear);
  const left = wanted.values();
  const readOn = async () => {
    // The others take from the same list.
    for (const name of left) {
      const file = await readOne(folder, name, known.get(name), disk);
      if (file === null) continue;
      hear(file);
      found.push(file);
    }
  };
  await Promise.all(Array.from({ length: READ_AT_ONCE }, readOn));
  return found.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** The paths of the folder and of all below it, by what tells one from another that takes its name. */
export async function foldersIn(folder: string): Promise<Map<string, string>> {
  const { folders } = await lookThrough(folder);
  return new Map([...folders].map(([identity, below]) => [identity, path.join(folder, below)]));
}

interface Looking {
  /** The .sql files. */
  wanted: string[];
  /** The folders that cannot be read. */
  found: CatalogFile[];
  /** The folders that were looked at, by device and inode: links may lead to one twice, or in a circle. */
  folders: Map<string, string>;
}

async function lookThrough(folder: string): Promise<Looking> {
  const looking: Looking = { wanted: [], found: [], folders: new Map() };
  await look(folder, '', looking);
  return looking;
}

async function look(folder: string, below: string, looking: Looking): Promise<void> {
  const { dev, ino } = await stat(path.join(folder, below));
  const identity = `${dev} ${ino}`;
  if (looking.folders.has(identity)) return;
  looking.folders.set(identity, below);
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

/** Throws Problem not_found for what is no folder that can be read. */
export async function requireFolder(folder: string): Promise<void> {
  const isReadable = await readdir(folder).then(
    () => true,
    () => false,
  );
  if (isReadable) return;
  throw new Problem(
    'not_found',
    `CATALOG_DIR names ${folder}, which is not a folder that can be read.`,
  );
}
