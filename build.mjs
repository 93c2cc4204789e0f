// Builds dist/: the server, the pages, the add-on, the playground and the benchmarks.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { addonScript } from './scripts/addon-script.mjs';
import { billOfMaterials, licencesOf } from './scripts/bill-of-materials.mjs';
import { folders } from './scripts/folders.mjs';
import { browser, buildPages, buildPlaygroundPage } from './scripts/build-pages.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(root, 'dist');
// What is built stands beside dist/ until it is whole: a program that runs keeps what it runs on.
const fresh = path.join(root, `dist-${process.pid}`);
const at = (...parts) => path.join(root, ...parts);
/** Every folder and file that the build reads: when none changed, nothing is built again. */
const inputs = [
  ...folders.filter((folder) => folder !== 'test'),
  'build.mjs',
  'scripts',
  'package-lock.json',
  'appsscript.json',
];

/**
 * Builds what is not up to date. The add-on is built for `publicUrl`, the address that Google's machines call; null keeps
 * the one that it was built for. An account that may not write here goes on with what there is.
 */
export async function build({ force = false, publicUrl = process.env.PUBLIC_URL } = {}) {
  const address = publicUrl === null ? addressBuiltFor() : (publicUrl ?? '');
  const stamp = stampOf(address);
  if (!force && readStamp() === stamp) return;
  console.log('Building…');
  if (!makeFresh()) return;
  try {
    await Promise.all([
      buildPrograms(),
      buildPages(path.join(fresh, 'web')),
      buildPlaygroundPage(path.join(fresh, 'playground')),
      buildAddon(address),
      buildBenchmarks(),
    ]);
    tellWhatItIsMadeOf();
    writeFileSync(path.join(fresh, '.stamp'), `${stamp}\n${address}`);
    takePlaceOf(dist);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function readStamp() {
  return stampLines()[0];
}

function addressBuiltFor() {
  return stampLines()[1] ?? '';
}

function stampLines() {
  const file = path.join(dist, '.stamp');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

function makeFresh() {
  try {
    mkdirSync(fresh, { recursive: true });
    return true;
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error;
    if (existsSync(path.join(dist, 'server/main.js'))) {
      console.error('This account may not build here, so what was built before is used.');
      return false;
    }
    console.error(
      `Nothing is built yet, and this account may not write to ${root}. Run npm run build as one that may.`,
    );
    process.exit(1);
  }
}

function takePlaceOf(folder) {
  const old = `${fresh}-old`;
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(fresh, folder);
  rmSync(old, { recursive: true, force: true });
}

function stampOf(publicUrl) {
  const hash = createHash('sha256').update(publicUrl).update(process.versions.node);
  for (const input of inputs) addToStamp(hash, at(input));
  return hash.digest('hex');
}

function addToStamp(hash, file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isDirectory()) {
    for (const name of readdirSync(file).sort()) addToStamp(hash, path.join(file, name));
  } else {
    hash.update(`${file} ${stat.size} ${stat.mtimeMs}\n`);
  }
}

// One folder for all Node programs, so that `new URL('./x', import.meta.url)` means the same in each.
async function buildPrograms() {
  await esbuild.build({
    entryPoints: {
      main: at('server/main.ts'),
      doctor: at('server/doctor.ts'),
      maintenance: at('server/maintenance.ts'),
      'google-check': at('server/google-check.ts'),
      playground: at('playground/main.ts'),
      'simulator-worker': at('playground/desk/worker.ts'),
      'interface-description': at('server/http/routes/interface-description.ts'),
    },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    outdir: path.join(fresh, 'server'),
    logLevel: 'warning',
  });
  // Workers that import only packages and each other: the same files serve the sources and the built program.
  for (const file of readdirSync(at('server'), { recursive: true })) {
    if (file.endsWith('.mjs'))
      cpSync(at('server', file), path.join(fresh, 'server', path.basename(file)));
  }
  await writeDescription(path.join(fresh, 'server'));
}

async function writeDescription(folder) {
  const program = pathToFileURL(path.join(folder, 'interface-description.js'));
  const { describeInterface } = await import(program.href);
  writeFileSync(path.join(folder, 'openapi.json'), JSON.stringify(describeInterface()));
}

async function buildBenchmarks() {
  await esbuild.build({
    entryPoints: { main: at('bench/main.ts') },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    outdir: path.join(fresh, 'bench'),
    logLevel: 'warning',
  });
}

async function buildAddon(publicUrl) {
  const folder = path.join(fresh, 'addon');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'Code.js'),
    addonScript('addon/main.ts', addonAddress(publicUrl)),
  );
  await buildSidebar(folder);
  writeManifest(folder, publicUrl);
}

const addonAddress = (publicUrl) => publicUrl || 'https://sheetfeed.example.com';

function tellWhatItIsMadeOf() {
  const bill = JSON.stringify(billOfMaterials(root), null, 1);
  writeFileSync(path.join(fresh, 'sbom.cdx.json'), `${bill}\n`);
  writeFileSync(path.join(fresh, 'LICENCES.txt'), licencesOf(root));
}

/** Writes the sidebar's one HTML file into the folder. */
export async function buildSidebar(folder) {
  const { outputFiles } = await esbuild.build({
    ...browser,
    entryPoints: { sidebar: at('addon/sidebar/main.tsx') },
    format: 'iife',
    target: 'es2020',
    outdir: folder,
    write: false,
  });
  const text = (ending) => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  const html = readFileSync(at('addon/sidebar/sidebar.html'), 'utf8')
    .replace('/*sidebar.css*/', () => text('.css'))
    .replace('/*sidebar.js*/', () => text('.js'));
  writeFileSync(path.join(folder, 'sidebar.html'), html);
}

function writeManifest(folder, publicUrl) {
  const manifest = JSON.parse(readFileSync(at('appsscript.json'), 'utf8'));
  manifest.urlFetchWhitelist = [`${new URL(addonAddress(publicUrl)).origin}/`];
  writeFileSync(path.join(folder, 'appsscript.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
