// The folder that the catalog's files are read from, and how whoever reads it hears of changes.
import { watchFolder } from './queries/folder-watch.ts';

export interface CatalogFolder {
  path: string;
  /**
   * Calls `changed` soon after something in the folder, or in one of its folders `within`, has changed, and never twice at once.
   * Stops when called.
   */
  watch(changed: () => Promise<void>, within?: string): () => Promise<void>;
}

/** A folder of this computer that somebody else looks after. */
export function folderOnDisk(path: string): CatalogFolder {
  return {
    path,
    watch: (changed, within) => watchFolder(within ?? path, changed),
  };
}
