// Builds what browsers load: the pages, and the playground's.
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import * as esbuild from 'esbuild';
import { root } from './install.mjs';

const at = (...parts) => path.join(root, ...parts);

/** What every page is built with. */
export const browser = {
  bundle: true,
  minify: true,
  sourcemap: false,
  platform: 'browser',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  logLevel: 'warning',
};

/** The pages, with what the browser is told to load at once, compressed. */
export async function buildPages(folder) {
  const { metafile } = await esbuild.build({
    ...browser,
    entryPoints: { main: at('web/main.tsx') },
    format: 'esm',
    splitting: true,
    outdir: folder,
    metafile: true,
  });
  // Pages of other sites name it: one file, under a name that stays.
  await esbuild.build({
    ...browser,
    entryPoints: { embed: at('web/embed/embed.tsx') },
    format: 'iife',
    outdir: folder,
  });
  const files = Object.entries(metafile.outputs).map(([file, { imports, entryPoint = '' }]) => ({
    ...{ name: path.basename(file), entryPoint },
    needs: imports
      .filter(({ kind }) => kind === 'import-statement')
      .map((one) => path.basename(one.path)),
  }));
  const html = readFileSync(at('web/index.html'), 'utf8');
  const page = (...entries) => html.replace('</head>', `${preloads(files, entries)}</head>`);
  writeFileSync(path.join(folder, 'index.html'), page('main.tsx'));
  // Who opens a result needs these too, and would learn it only when the first are there.
  const reading = page('main.tsx', 'reading-pages.tsx', 'result-table.tsx');
  writeFileSync(path.join(folder, 'reading.html'), reading);
  await compressFiles(folder);
}

// All that the entries import is asked for at once, and not what imports it first.
function preloads(files, entries) {
  const found = new Set();
  const add = ({ name, needs }) => {
    if (found.has(name)) return;
    found.add(name);
    for (const need of needs) add(files.find((file) => file.name === need));
  };
  for (const entry of entries) add(files.find((file) => path.basename(file.entryPoint) === entry));
  return [...found].map((name) => `  <link rel="modulepreload" href="/${name}" />\n  `).join('');
}

// Once here, better than the server could each time.
async function compressFiles(folder) {
  const names = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const bytes = readFileSync(path.join(folder, name));
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
      writeFileSync(path.join(folder, `${name}.br`), await brotli(bytes, { params }));
      writeFileSync(path.join(folder, `${name}.gz`), await gzipped(bytes, { level: 9 }));
    }),
  );
}

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** The spreadsheet of the playground, and its post box. */
export async function buildPlaygroundPage(folder) {
  await esbuild.build({
    ...browser,
    entryPoints: {
      page: at('playground/page/main.tsx'),
      'post-box': at('playground/page/post-box/main.tsx'),
    },
    format: 'esm',
    outdir: folder,
  });
  cpSync(at('playground/page/index.html'), path.join(folder, 'index.html'));
  cpSync(at('playground/page/post-box/index.html'), path.join(folder, 'post-box.html'));
}
