// The import rules of ARCHITECTURE.md hold, and the check that says so has really looked.
import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { folders } from '../scripts/folders.mjs';
import { root } from '../server/root.ts';

interface Cruise {
  modules: { source: string }[];
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

function cruise(): Cruise {
  const report = execFileSync(
    process.execPath,
    [
      path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      ...folders,
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(report) as Cruise;
}

test('nobody imports what the architecture forbids, and every folder was looked at', () => {
  const { modules, summary } = cruise();

  const broken = summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`);
  expect(broken).toEqual([]);
  const lookedAt = folders.filter((folder) =>
    modules.some(({ source }) => source.startsWith(`${folder}/`) && /\.tsx?$/.test(source)),
  );
  expect(lookedAt).toEqual(folders);
});

/** The files of each folder below one of these, by its path. */
function filesIn(folder: string): Map<string, number> {
  const files = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, entry.parentPath))
    .filter((at) => !at.split(path.sep).includes('node_modules'));
  return files.reduce((all, at) => all.set(at, (all.get(at) ?? 0) + 1), new Map<string, number>());
}

test('no folder holds more than 25 files: what is looked for is found by its noun', () => {
  const counts = folders.flatMap((folder) => [...filesIn(folder)]);

  // ARCHITECTURE.md says why these are as they are.
  const flat = ['server/catalog/migrations', 'examples/queries'];
  const others = counts.filter(([folder]) => !flat.includes(folder));
  expect(others.filter(([, files]) => files > 25)).toEqual([]);
  expect(counts.length).toBeGreaterThan(folders.length);
});
