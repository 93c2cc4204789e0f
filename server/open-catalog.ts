// Opens the catalog with all that it is made of: files, what is written on the page, boards, variations, words for data.
import path from 'node:path';
import type { AppOptions } from './app.ts';
import { BoardFiles } from './catalog/boards/board-files.ts';
import { createCatalog, type CatalogOptions } from './catalog/queries/catalog.ts';
import { openKnownWords } from './catalog/data-words/known-words.ts';
import { openKnownVariations } from './catalog/variations/known-variations.ts';
import type { Varying } from './catalog/variations/varied-text.ts';
import { closedShape } from '../domain/teaching/open-shape.ts';
import type { Opened } from './own-database.ts';
import type { RunsOptions } from './runs/runs.ts';
import type { Settings } from './settings/settings.ts';
import type { Sources } from './sources/sources.ts';

/** Reads all of it; throws Problem not_found when CATALOG_DIR names no folder. */
export async function openCatalog(
  { catalogDir }: Settings,
  {
    sources,
    ...parts
  }: Pick<RunsOptions, 'access' | 'sources' | 'database' | 'log'> &
    Pick<CatalogOptions, 'onBroken'>,
  opened: Opened,
): Promise<Pick<AppOptions, 'catalog' | 'boardFiles' | 'variations' | 'words'>> {
  const folder = catalogDir === null ? null : path.resolve(catalogDir);
  const variations = await openKnownVariations(parts.database);
  const names = sources.names();
  const varying = varyingOn(sources);
  const catalog = await createCatalog({ ...parts, folder, variations, varying, sources: names });
  opened.push(() => catalog.close());
  const boardFiles = new BoardFiles(folder, parts.log);
  opened.push(() => boardFiles.close());
  await boardFiles.open();
  const words = await openKnownWords(parts.database);
  return { catalog, boardFiles, variations, words };
}

function varyingOn(sources: Sources): Varying {
  const engineOf = (source: string) => sources.get(source).engine;
  return {
    select: (source, ...asked) => engineOf(source).select?.(...asked) ?? null,
    vary: (source, ...asked) => engineOf(source).vary?.(...asked) ?? null,
    openings: async (source, ...asked) =>
      (await engineOf(source).openings?.(...asked)) ??
      closedShape('The data source has no variations.'),
  };
}
