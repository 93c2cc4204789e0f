// `npm run check`: types, format, lint, import rules and unused code; runs all and reports every failure.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, root } from './install.mjs';

ensureInstalled({ development: true });

const projects = [
  'domain',
  'addon',
  'addon/sidebar',
  'ui',
  'web',
  'server',
  'playground',
  'playground/page',
  'examples',
  'bench',
  'test',
];
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

const checks = [
  ...projects.map((project) => [`types in ${project}`, 'tsc', ['-p', project]]),
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lint', 'eslint', ['--max-warnings', '0', '.']],
  ['import rules', 'depcruise', ['--config', '.dependency-cruiser.cjs', ...folders]],
  ['unused code', 'knip', ['--no-progress']],
];

const failed = checks.filter((check) => !passes(check)).map(([name]) => name);
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}`);
  process.exit(1);
}
console.log(`\nAll ${checks.length} checks passed.`);

function passes([name, command, args]) {
  const bin = path.join(root, 'node_modules', '.bin', command);
  const windows = process.platform === 'win32';
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(bin, args, {
    cwd: root,
    encoding: 'utf8',
    shell: windows,
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status !== 0) console.log(`${stdout}${stderr}`);
  return status === 0;
}
