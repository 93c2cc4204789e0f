// The add-on's script as the build makes it for Google, made anew for the tests.
import { execFileSync } from 'node:child_process';
import { root } from '../../server/root.ts';

let made: string | null = null;

/** The text of Code.js: one top-level function for each export of addon/main.ts. */
export function addonCode(): string {
  // In a process of its own: esbuild does not start inside the test runner's context.
  made ??= execFileSync(process.execPath, ['--input-type=module', '-e', bundling], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return made;
}

const bundling = `
import { build } from 'esbuild';
const code = {
  entryPoints: ['addon/main.ts'],
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
