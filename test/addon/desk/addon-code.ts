// The add-on's script as the build makes it for Google, made anew for the tests.
import { execFileSync } from 'node:child_process';
import { root } from '../../../server/root.ts';

const made = new Map<string, string>();

/** The text of Code.js: one top-level function for each export of addon/main.ts. */
export function addonCode(): string {
  return scriptOf('addon/main.ts');
}

/** The text of a script that is made of a file in the same way. */
export function scriptOf(entry: string): string {
  // In a process of its own: esbuild does not start inside the test runner's context.
  const options = { cwd: root, encoding: 'utf8' as const, maxBuffer: 64 * 1024 * 1024 };
  const args = ['--input-type=module', '-e', bundling, entry];
  const known = made.get(entry) ?? execFileSync(process.execPath, args, options);
  made.set(entry, known);
  return known;
}

const bundling = `
import { build } from 'esbuild';
const code = {
  entryPoints: [process.argv[1]],
  bundle: true,
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2020',
  charset: 'utf8',
  define: { BACKEND_URL: '"https://sheetfeed.example.com"' },
  write: false,
  metafile: true,
};
const asModule = await build({ ...code, format: 'esm', outfile: 'Code.js' });
const names = Object.values(asModule.metafile.outputs)[0].exports;
const footer = names
  .map((name) => \`function \${name}() { return sheetfeed_.\${name}.apply(null, arguments); }\`)
  .join('\\n');
const script = await build({
  ...code,
  format: 'iife',
  globalName: 'sheetfeed_',
  footer: { js: footer },
  outfile: 'Code.js',
});
process.stdout.write(script.outputFiles[0].text);
`;
