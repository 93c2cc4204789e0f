// Looks at the folder of query files.
import { stat } from 'node:fs/promises';
import { readFolder } from '../catalog/folder.ts';
import { FileProblem, readQueryText } from '../catalog/query-file.ts';
import type { Settings } from '../settings.ts';
import { good, warning, wrong, type Finding } from './finding.ts';

export async function catalogFindings({ catalogDir, sources }: Settings): Promise<Finding[]> {
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
  const names = sources.map(({ name }) => name);
  const found = files.flatMap(({ file, text, reason }) =>
    text === null
      ? [wrong(`${file} cannot be read: ${reason}`, 'Correct the file.')]
      : fileFindings(file, text, names),
  );
  if (files.length === 0) {
    found.push(warning(`There is no .sql file in ${catalogDir}.`, 'Put a query there.'));
  }
  return found.length > 0 ? found : [good(`All ${files.length} query files can be read.`)];
}

function fileFindings(file: string, text: string, sources: string[]): Finding[] {
  try {
    const { source } = readQueryText(text);
    if (source === null || sources.includes(source)) return [];
    return [
      wrong(
        `${file} names the data source ${source}, which is not configured.`,
        `Configured are: ${sources.join(', ') || 'none'}. Correct the file, or set SOURCE_<NAME>_URL.`,
      ),
    ];
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    const line = error.line === null ? '' : `, line ${error.line}`;
    return [wrong(`${file}${line}: ${error.message}`, 'Correct the file; the others are served.')];
  }
}
