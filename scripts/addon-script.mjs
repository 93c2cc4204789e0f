// Makes the one script that Google runs of an entry of the add-on.
import path from 'node:path';
import { buildSync } from 'esbuild';
import { root } from './install.mjs';

/** The text of Code.js for a backend's address: one top-level function for each export of the entry, for Google calls no others. */
export function addonScript(entry, address) {
  const code = {
    entryPoints: [path.join(root, entry)],
    bundle: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2020',
    charset: 'utf8',
    define: { BACKEND_URL: JSON.stringify(address) },
    write: false,
    metafile: true,
    logLevel: 'warning',
  };
  const asModule = buildSync({ ...code, format: 'esm', outfile: 'Code.js' });
  const names = Object.values(asModule.metafile.outputs)[0].exports;
  const footer = names
    .map((name) => `function ${name}() { return sheetfeed_.${name}.apply(null, arguments); }`)
    .join('\n');
  const script = buildSync({
    ...code,
    format: 'iife',
    globalName: 'sheetfeed_',
    footer: { js: footer },
    outfile: 'Code.js',
  });
  return script.outputFiles[0].text;
}
