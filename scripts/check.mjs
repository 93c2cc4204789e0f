// `npm run check`: types, format, lint, import rules and unused code; runs all and reports every failure.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { folders, projects } from './folders.mjs';
import { ensureInstalled, root } from './install.mjs';

ensureInstalled({ development: true });

// What takes longest comes first, so that nothing is waited for at the end.
const checks = [
  ['lint', 'eslint', ['--max-warnings', '0', '.']],
  ...projects.map((project) => [`types in ${project}`, 'tsc', ['-p', project]]),
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['import rules', 'depcruise', ['--config', '.dependency-cruiser.cjs', ...folders]],
  ['unused code', 'knip', ['--no-progress']],
];

const failed = [];
const left = checks.values();
await Promise.all(Array.from({ length: os.availableParallelism() }, takeTurns));
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}`);
  process.exit(1);
}
console.log(`\nAll ${checks.length} checks passed.`);

async function takeTurns() {
  // The others take from the same list.
  for (const check of left) if (!(await passes(check))) failed.push(check[0]);
}

async function passes([name, command, args]) {
  const started = Date.now();
  const { code, output } = await run(path.join(root, 'node_modules', '.bin', command), args);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output);
  return code === 0;
}

function run(bin, args) {
  const shell = process.platform === 'win32';
  const child = spawn(bin, args, { cwd: root, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
