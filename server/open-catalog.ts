// Opens the catalog with all that it is made of (files, what is written on the page, boards, variations, words for data), and
// knows what of it other servers change.
import path from 'node:path';
import type { AppOptions } from './app.ts';
import { folderOnDisk } from './catalog/catalog-folder.ts';
import { openGitFolder, type GitFolder } from './catalog/git/git-folder.ts';
import { BoardFiles } from './catalog/boards/board-files.ts';
import { createCatalog, type CatalogOptions } from './catalog/queries/catalog.ts';
import { openKnownWords } from './catalog/data-words/known-words.ts';
import { openKnownVariations } from './catalog/variations/known-variations.ts';
import type { Varying } from './catalog/variations/varied-text.ts';
import { closedShape } from '../domain/teaching/open-shape.ts';
import { WORDS_NUMBER } from './catalog/data-words/data-words.ts';
import { QUERIES_NUMBER } from './catalog/queries/stored-queries.ts';
import { TABLES_NUMBER } from './catalog/sheet-tables/sheet-tables.ts';
import { VARIATIONS_NUMBER } from './catalog/variations/variations.ts';
import type { KindOfChange } from './cluster/changes.ts';
import { MAINTENANCE_NUMBER } from './cluster/maintenance.ts';
import { RIGHTS_NUMBER } from './identity/access.ts';
import type { Log } from './log.ts';
import type { Opened } from './own-database.ts';
import type { RunsOptions } from './runs/runs.ts';
import type { Settings } from './settings/settings.ts';
import type { Sources } from './sources/sources.ts';

/**
 * Reads all of it; throws Problem not_found when CATALOG_DIR names no folder, service_unavailable where a repository cannot be
 * cloned.
 */
export async function openCatalog(
  settings: Settings,
  {
    sources,
    ...parts
  }: Pick<RunsOptions, 'access' | 'sources' | 'database' | 'log'> &
    Pick<CatalogOptions, 'onBroken'>,
  opened: Opened,
): Promise<Pick<AppOptions, 'catalog' | 'boardFiles' | 'variations' | 'words' | 'repository'>> {
  const repository = await openRepository(settings, parts.log, opened);
  const folder = repository ?? folderOf(settings);
  const variations = await openKnownVariations(parts.database);
  const names = sources.names();
  const varying = varyingOn(sources);
  const catalog = await createCatalog({ ...parts, folder, variations, varying, sources: names });
  opened.push(() => catalog.close());
  const boardFiles = new BoardFiles(folder, parts.log);
  opened.push(() => boardFiles.close());
  await boardFiles.open();
  const words = await openKnownWords(parts.database);
  repository?.begin();
  return { catalog, boardFiles, variations, words, repository };
}

const folderOf = ({ catalogDir }: Settings) =>
  catalogDir === null ? null : folderOnDisk(path.resolve(catalogDir));

async function openRepository(
  settings: Settings,
  log: Log,
  opened: Opened,
): Promise<GitFolder | null> {
  const { catalogGitUrl: url, catalogGitToken: token, catalogGitBranch: branch } = settings;
  if (url === null) return null;
  const { catalogGitFolder: folder, catalogGitSeconds: everySeconds } = settings;
  const repository = await openGitFolder({ url, token, branch, folder, everySeconds, log });
  opened.push(() => repository.close());
  return repository;
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

/** What of it other servers change, and who may see it; each is read again then. */
export const kindsOfChange = ({
  access,
  catalog,
  tables,
  variations,
  words,
  maintenance,
}: Pick<
  AppOptions,
  'access' | 'catalog' | 'tables' | 'variations' | 'words' | 'maintenance'
>): KindOfChange[] => [
  { what: 'the rights', number: RIGHTS_NUMBER, read: () => access.refresh() },
  { what: 'the queries', number: QUERIES_NUMBER, read: () => catalog.refresh() },
  { what: 'the words for data', number: WORDS_NUMBER, read: () => words.refresh() },
  { what: 'the variations', number: VARIATIONS_NUMBER, read: () => variations.refresh() },
  { what: 'maintenance', number: MAINTENANCE_NUMBER, read: () => maintenance.refresh() },
  { what: 'the sheet tables', number: TABLES_NUMBER, read: () => tables.refresh() },
];
