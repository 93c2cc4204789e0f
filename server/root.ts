// Finds the folder of the product, from the sources as well as from the built program.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds `appsscript.json`: the repository, or where it was deployed to. */
export const root = findRoot(path.dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  if (existsSync(path.join(folder, 'appsscript.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder)
    throw new Error('Sheetfeed runs from its own folder, which was not found.');
  return findRoot(parent);
}
