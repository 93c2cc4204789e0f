// Keeps the log of an embedded PostgreSQL small: one whose follower lost its primary writes a line twice a second.
import { copyFile, rename, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './system-error.ts';

export const LOG_FILE = 'postgres.log';
const before = 'postgres.before.log';

/** Puts what an earlier server wrote beside the log, in place of what lay there. */
export async function setLogAside(folder: string): Promise<void> {
  await rename(path.join(folder, LOG_FILE), path.join(folder, before)).catch(ignoreMissing);
}

/**
 * Looks at the log every minute; one larger than `mostBytes` is put aside and begun anew. The server has it open
 * for appending, so it writes on at the new end. Returns what ends the looking.
 */
export function capLog(folder: string, mostBytes = 1_000_000, everyMs = 60_000): () => void {
  const file = path.join(folder, LOG_FILE);
  const look = async (): Promise<void> => {
    if ((await stat(file)).size <= mostBytes) return;
    await copyFile(file, path.join(folder, before)).finally(() => truncate(file));
  };
  let isLooking = false;
  // Two at once would put aside what the first has just emptied.
  const lookAlone = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    // A log that cannot be capped (a full disk; Windows, where only the server may touch it) must not end the program.
    await look().catch(() => undefined);
    isLooking = false;
  };
  const timer = setInterval(() => void lookAlone(), everyMs).unref();
  return () => clearInterval(timer);
}

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}
