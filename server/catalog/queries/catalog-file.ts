// Reads one file of the catalog folder, whatever stands under its name, as far as it is a text of 1 MB at most.
import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { beside, type Disk } from './disk.ts';
import { brokenByte } from './utf8.ts';

interface Known {
  /** Relative to the folder, with slashes. */
  readonly file: string;
  /** Changes when the file does. */
  readonly stamp: string;
}

/** One file as it was when it was read; where it could not be, `problem` says why. */
export type CatalogFile = Known &
  (
    | { readonly text: string; readonly problem: null }
    | { readonly text: null; readonly problem: Unreadable }
  );

/** Why a file could not be read; line and column are null when it is about the whole file. */
export interface Unreadable {
  line: number | null;
  column: number | null;
  reason: string;
}

const maxFileBytes = 1_000_000;

/** What stands in the place of a file that cannot be read. */
export function unreadable(known: Known, reason: string): CatalogFile {
  return { ...known, text: null, problem: { line: null, column: null, reason } };
}

/** The file, or what is wrong with it; `known` itself when it did not change, null when it is gone. */
export async function readOne(
  folder: string,
  file: string,
  known: CatalogFile | undefined,
  disk: Disk = beside,
): Promise<CatalogFile | null> {
  const full = path.join(folder, file);
  try {
    const found = await disk.stat(full);
    const stamp = stampOf(found);
    if (known?.stamp === stamp) return known;
    const reason = reasonAgainst(found);
    if (reason !== null) return unreadable({ file, stamp }, reason);
    return { file, stamp, ...(await readText(full, disk)) };
  } catch (error) {
    return failedToRead({ full, file }, error);
  }
}

function stampOf({ mtimeMs, ctimeMs, size, ino }: Stats): string {
  return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
}

const notAFile = 'This is no ordinary file. A query is a file of text.';

function reasonAgainst(found: Stats): string | null {
  if (found.isDirectory()) {
    return 'This is a folder, although its name ends with .sql. Give it another name.';
  }
  if (!found.isFile()) return notAFile;
  return found.size > maxFileBytes ? 'The file is larger than 1 MB.' : null;
}

type Text = { text: string; problem: null } | { text: null; problem: Unreadable };

async function readText(full: string, disk: Disk): Promise<Text> {
  const file = await disk.open(full);
  try {
    // Whatever may have come into its place since.
    const found = await disk.statOpen(file);
    const reason = reasonAgainst(found);
    if (reason !== null) return { text: null, problem: { line: null, column: null, reason } };
    return textOf(await readBytes(file, found.size, disk));
  } finally {
    await disk.close(file);
  }
}

// What comes behind meanwhile changes its stamp, and is read the next time.
async function readBytes(file: number, size: number, disk: Disk): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < bytes.length) {
    const came = await disk.read(file, bytes, length);
    if (came === 0) break;
    length += came;
  }
  return bytes.subarray(0, length);
}

function textOf(bytes: Buffer): Text {
  const broken = brokenByte(bytes);
  return broken === null
    ? { text: bytes.toString('utf8'), problem: null }
    : { text: null, problem: broken };
}

async function failedToRead(
  { full, file }: { full: string; file: string },
  error: unknown,
): Promise<CatalogFile | null> {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  if (code !== 'ENOENT') {
    return unreadable({ file, stamp: code }, `The file cannot be opened (${code}).`);
  }
  // It went away after it was listed, or it is a link whose end is not there.
  const link = await lstat(full).catch(() => null);
  if (link === null) return null;
  return unreadable({ file, stamp: code }, 'The file is a link that leads nowhere.');
}
