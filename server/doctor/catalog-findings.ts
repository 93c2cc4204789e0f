// Looks at the folder of query files.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { git } from '../catalog/git/git.ts';
import { readFolder } from '../catalog/queries/folder.ts';
import { FileProblem, readQueryText } from '../catalog/queries/query-file.ts';
import { noTeamSynonyms, readSynonyms } from '../catalog/search/synonyms-file.ts';
import type { Settings } from '../settings/settings.ts';
import { good, warning, wrong, type Finding } from './finding.ts';

export async function catalogFindings(settings: Settings): Promise<Finding[]> {
  const { catalogDir, catalogGitUrl, sources } = settings;
  if (catalogGitUrl !== null) return [await repositoryFinding(settings, catalogGitUrl)];
  if (catalogDir === null) return [];
  const isFolder = await stat(catalogDir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    return [
      wrong(
        `CATALOG_DIR names ${catalogDir}, which is not a folder that can be read.`,
        'Set it to the folder of your .sql files, or leave it out.',
      ),
    ];
  }
  const files = await readFolder(catalogDir, new Map());
  const found: Finding[] = [];
  const sourceOf = new Map<string, string>();
  for (const { file, text, problem } of files) {
    const read = problem === null ? await readFile(text) : { reason: told(problem) };
    if ('reason' in read) found.push(wrong(`${file}${read.reason}`, 'Correct the file.'));
    else if (read.source !== null) sourceOf.set(file, read.source);
  }
  const { error } = await readSynonyms(catalogDir, noTeamSynonyms);
  if (error !== null) found.push(wrong(`${error.file}${told(error)}`, 'Correct the file.'));
  if (files.length === 0) {
    found.push(warning(`There is no .sql file in ${catalogDir}.`, 'Put a query there.'));
  }
  found.push(...twiceNamed(files.map(({ file }) => file)));
  const names = sources.map(({ name }) => name);
  found.push(...unknownSources(sourceOf, names));
  return found.length > 0 ? found : [good(`All ${files.length} query files can be read.`)];
}

// Asks the repository as the server does; what its files say is told by the server's log, and to authors on the page of queries.
async function repositoryFinding(
  { catalogGitToken: token, catalogGitBranch: branch }: Settings,
  url: string,
): Promise<Finding> {
  const looked = git(['ls-remote', '--', url, branch ?? 'HEAD'], { url, token });
  const found = await looked.catch((error: Error) => error);
  if (found instanceof Error)
    return wrong(
      `The repository of CATALOG_GIT_URL does not answer: ${found.message}`,
      'Correct the address or CATALOG_GIT_TOKEN, or install git.',
    );
  if (found !== '') return good('The repository of CATALOG_GIT_URL answers, and has the branch.');
  return wrong(
    `The repository of CATALOG_GIT_URL has no branch ${branch ?? 'yet'}.`,
    'Correct CATALOG_GIT_BRANCH, or push the branch.',
  );
}

// The name of a query is that of its file, in whatever folder.
function twiceNamed(files: readonly string[]): Finding[] {
  const byName = new Map<string, string[]>();
  for (const file of files) {
    const name = path.basename(file);
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  return [...byName.values()]
    .filter(({ length }) => length > 1)
    .map((same) =>
      wrong(
        `${same.join(' and ')} have one name, so only one of them is a query.`,
        'Give each file a name of its own.',
      ),
    );
}

/** The source that a file's text names, or why it cannot be read, to stand behind the file's name. */
async function readFile(text: string): Promise<{ source: string | null } | { reason: string }> {
  try {
    return { source: (await readQueryText(text)).source };
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    return { reason: told({ line: error.line, reason: error.message }) };
  }
}

function told({ line, reason }: { line: number | null; reason: string }): string {
  return `${line === null ? '' : `, line ${line}`}: ${reason}`;
}

// One finding for each source, however many files name it.
function unknownSources(sourceOf: ReadonlyMap<string, string>, names: string[]): Finding[] {
  const unknown = [...new Set(sourceOf.values())].filter((source) => !names.includes(source));
  return unknown.map((source) => {
    const files = [...sourceOf].filter(([, named]) => named === source).map(([file]) => file);
    const more = files.length > 3 ? ` and ${files.length - 3} more` : '';
    return wrong(
      `The data source ${source} is not configured, and these files name it: ${files.slice(0, 3).join(', ')}${more}.`,
      `Configured are: ${names.join(', ') || 'none'}. Correct the files, or set SOURCE_<NAME>_URL.`,
    );
  });
}
