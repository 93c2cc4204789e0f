// The import rules of ARCHITECTURE.md hold, and the check that says so has really looked.
import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../server/root.ts';

const folders = [
  'domain',
  'addon',
  'ui',
  'web',
  'server',
  'playground',
  'examples',
  'bench',
  'test',
];

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
